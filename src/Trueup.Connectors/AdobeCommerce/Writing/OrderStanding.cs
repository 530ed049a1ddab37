using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>An order as it stands in the shop at this moment, line by line: what may still be done with it.</summary>
internal sealed class OrderStanding(OrderJson order)
{
    private const string Fields =
        "fields=entity_id,state,items[item_id,parent_item_id,product_type,is_virtual,price,qty_ordered,qty_canceled," +
        "qty_invoiced,qty_shipped,qty_refunded]";

    private readonly IReadOnlyList<OrderItemJson> _items = order.Items ?? [];

    /// <summary>The state; empty when the shop shows none.</summary>
    public string State => order.State ?? "";

    /// <summary>Lines that the shop counts and charges: no part that its parent stands for.</summary>
    public IEnumerable<OrderItemJson> Paid => _items.Where(item => PayerOf(item) == item && !IsPaidByParts(item));

    /// <summary>Whether nothing was shipped or refunded yet, so that giving all of it up includes the shipping.</summary>
    public bool IsUntouched => _items.All(item => !(item.QtyShipped > 0m) && !(item.QtyRefunded > 0m));

    /// <summary>Reads the order; the receipt says why it could not be read.</summary>
    public static async ValueTask<(Receipt? Failure, OrderStanding? Order)> ReadAsync(
        AdobeApi api, IWire wire, string id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, $"/orders/{Uri.EscapeDataString(id)}?{Fields}", cancellationToken);
        if (answer.Kind != AnswerKind.Done)
        {
            return (
                answer.Kind switch
                {
                    AnswerKind.AccessDenied => answer.AsReadReceipt(CaseCodes.DocumentRefused),
                    AnswerKind.NotFound => Gone($"order {id}"),
                    _ => new Receipt.Unknown($"The order could not be read: {answer.Detail}"),
                },
                null);
        }

        try
        {
            var json = JsonSerializer.Deserialize(answer.Body.Span, AdobeJson.Default.OrderJson);
            return json?.State is null ? (new Receipt.Unknown("The order shows no state."), null)
                : json.Items?.Any(item => item?.ItemId is not { Length: > 0 }) == true ? (new Receipt.Unknown("A line of the order shows no id."), null)
                : (null, new OrderStanding(json));
        }
        catch (JsonException)
        {
            return (new Receipt.Unknown("The order is not JSON of the expected form."), null);
        }
    }

    /// <summary>
    /// The receipt of a look at an order that could not be read. In an order that does not exist nothing was done, and nothing can
    /// be: to do it is refused then, and that is final, while a look that is refused tells nothing of what was sent before.
    /// </summary>
    public static Receipt OfLook(Receipt failure, string id) =>
        failure == Gone($"order {id}") ? new Receipt.Deferred($"The shop has no order {id} any more.") : failure;

    /// <summary>The receipt of a write to what the shop does not have any more.</summary>
    /// <param name="what">An order, or a shipment of one, by its id.</param>
    public static Receipt Gone(string what) => new Receipt.Refused(
        CaseCodes.DocumentRefused,
        $"The shop has no {what} any more. Ask there who deleted it, and do by hand what is still due: give money back at the payment " +
        "provider, book goods in the warehouse. Then resolve the case with the reason.");

    /// <summary>A line by its id; null when the order has none.</summary>
    public OrderItemJson? Find(string line) => _items.FirstOrDefault(item => item.ItemId == line);

    /// <summary>
    /// The line that cancellations and refunds of a line name: the parent of a configurable or of a bundle with a fixed
    /// price, which carries the money; else the line itself (adobe-commerce-observed.md §2, notes).
    /// </summary>
    public OrderItemJson PayerOf(OrderItemJson item) =>
        item.Price is > 0m || item.ParentItemId is not { } parent ? item : Find(parent) ?? item;

    /// <summary>Units of a line in one unit of its payer.</summary>
    public decimal PerPayer(OrderItemJson item) =>
        PayerOf(item) is var payer && payer != item && payer.QtyOrdered is >= 0.0001m
            ? (item.QtyOrdered ?? 0m) / payer.QtyOrdered.Value
            : 1m;

    /// <summary>The ids that put a payer's goods back on the shelf: those of the goods themselves, never of a
    /// parent, which the shop takes to mean nothing (adobe-commerce-observed.md §2, notes).</summary>
    public IEnumerable<string> LeavesOf(OrderItemJson payer) =>
        _items.Where(item => item.ParentItemId == payer.ItemId && item.ItemId is not null).Select(item => item.ItemId!)
            .DefaultIfEmpty(payer.ItemId!);

    /// <summary>Units that left, or that need not leave because they are no goods.</summary>
    public decimal ShippedOf(OrderItemJson item)
    {
        if (item.IsVirtual is "1" or "true")
        {
            return item.QtyInvoiced ?? 0m;
        }

        // Of a bundle that is shipped together only the parent counts; its parts show nothing.
        var byParent = item.ParentItemId is { } id && Find(id) is { QtyOrdered: >= 0.0001m } parent
            ? (parent.QtyShipped ?? 0m) * (item.QtyOrdered ?? 0m) / parent.QtyOrdered!.Value
            : 0m;
        return Math.Max(item.QtyShipped ?? 0m, byParent);
    }

    /// <summary>Units that are paid, not refunded and not shipped: a refund takes these first (§1.2).</summary>
    public decimal UnshippedOf(OrderItemJson item) =>
        Math.Max(0m, (item.QtyInvoiced ?? 0m) - (item.QtyRefunded ?? 0m) - ShippedOf(item));

    /// <summary>Units that nobody has invoiced or cancelled: a cancellation takes all of these at once.</summary>
    public static decimal UninvoicedOf(OrderItemJson item) =>
        Math.Max(0m, (item.QtyOrdered ?? 0m) - (item.QtyInvoiced ?? 0m) - (item.QtyCanceled ?? 0m));

    private bool IsPaidByParts(OrderItemJson item) =>
        item.ProductType == "bundle" && _items.Any(other => other.ParentItemId == item.ItemId && other.Price is > 0m);
}
