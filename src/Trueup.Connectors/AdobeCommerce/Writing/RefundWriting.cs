using System.Buffers;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>Units of a line to refund, and whether they go back on the shelf.</summary>
internal sealed record RefundItem(string Line, decimal Quantity, IReadOnlyList<string> BackToStock);

/// <summary>
/// Makes credit memos: by order (<c>POST /V1/order/{id}/refund</c>), or by invoice where the payment provider is to give
/// the money back (<c>POST /V1/invoice/{id}/refund</c>, <c>isOnline</c>; adobe-commerce.md §4.6).
/// </summary>
/// <remarks>
/// Lists of items are never empty, because that refunds everything; shipping is always named, because leaving it out
/// refunds all of it (adobe-commerce-observed.md §1.10).
/// </remarks>
internal sealed class RefundWriting(AdobeApi api)
{
    /// <summary>
    /// Refunds what came back, up to the number of units that are to be refunded in all: whoever refunded in the
    /// meantime, the customer gets the money once. The goods stay off the shelf here; their owner's figure puts them
    /// there (adobe-commerce.md §3.8).
    /// </summary>
    public async ValueTask<Receipt> PostAsync(
        IWire wire, DocumentIntent.RefundInStorefront intent, CancellationToken cancellationToken)
    {
        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        var (refusal, items) = ItemsOf(intent, order!);
        if (refusal is not null)
        {
            return refusal;
        }

        return items.Count == 0
            ? new Receipt.Applied(await FindMemoAsync(wire, intent.RemoteOrder, intent.Key, cancellationToken))
            : await PostAsync(
                wire, new RefundCall(intent.RemoteOrder, intent.Key, items) { IsOnline = intent.IsOnline },
                cancellationToken);
    }

    /// <summary>Whether all the units are refunded.</summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, DocumentIntent.RefundInStorefront intent, CancellationToken cancellationToken)
    {
        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return OrderStanding.OfLook(failure, intent.RemoteOrder);
        }

        return intent.UpTo.All(line => order!.Find(line.Line!)?.QtyRefunded >= line.Quantity.Value)
            ? new Receipt.Applied(await FindMemoAsync(wire, intent.RemoteOrder, intent.Key, cancellationToken))
            : new Receipt.Deferred("The units are not refunded.");
    }

    /// <summary>Makes the memo, or one for each invoice that the units are on.</summary>
    public async ValueTask<Receipt> PostAsync(IWire wire, RefundCall call, CancellationToken cancellationToken)
    {
        if (!call.IsOnline)
        {
            return Outcome(await api.PostAsync(
                wire, $"/order/{Uri.EscapeDataString(call.Order)}/refund", Body(call, call.Items), cancellationToken));
        }

        var (failure, invoices) = await InvoicesAsync(wire, call.Order, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        Receipt receipt = new Receipt.Refused(
            CaseCodes.DocumentRefused, "No invoice of the order holds the units, so nothing can be refunded online.");
        var left = call.Items;
        foreach (var invoice in invoices)
        {
            var (items, rest) = Split(left, invoice);
            if (items.Count == 0)
            {
                continue;
            }

            receipt = Outcome(await api.PostAsync(
                wire, $"/invoice/{Uri.EscapeDataString(invoice.EntityId!)}/refund", Body(call, items),
                cancellationToken));
            left = rest;
            if (receipt is not Receipt.Applied || left.Count == 0)
            {
                break;
            }
        }

        return receipt;
    }

    private static (Receipt? Refusal, IReadOnlyList<RefundItem> Items) ItemsOf(
        DocumentIntent.RefundInStorefront intent, OrderStanding order)
    {
        var items = new List<RefundItem>();
        foreach (var line in intent.Lines)
        {
            if (line.Line is not { } id || order.Find(id) is not { } item)
            {
                return (Refuse($"The order has no line {line.Line}."), []);
            }

            var upTo = intent.UpTo.FirstOrDefault(known => known.Line == id)?.Quantity.Value ?? line.Quantity.Value;
            var due = Math.Min(line.Quantity.Value, upTo - (item.QtyRefunded ?? 0m));
            if (due <= 0m)
            {
                continue;
            }

            if (due > (item.QtyInvoiced ?? 0m) - (item.QtyRefunded ?? 0m))
            {
                return (Refuse($"Line {id} is not paid: invoice it in the shop, then retry."), []);
            }

            if (order.UnshippedOf(item) > 0m)
            {
                return (
                    Refuse($"Line {id} has units that are not shipped, and the shop would refund those: ship or cancel " +
                           "them first, then retry."),
                    []);
            }

            items.Add(new RefundItem(id, due, []));
        }

        return (null, items);
    }

    private async ValueTask<(Receipt? Failure, IReadOnlyList<ListedRecordJson> Invoices)> InvoicesAsync(
        IWire wire, string order, CancellationToken cancellationToken)
    {
        var (answer, _) = await api.GetPageAsync(
            wire,
            size => new AdobeSearch("/invoices").Where("order_id", "eq", order).OrderBy("entity_id").Page(size, 1),
            size: 100,
            cancellationToken);
        return answer.Kind == AnswerKind.Done && ReadList(answer.Body) is { } invoices
            ? (null, invoices.Where(invoice => invoice.EntityId is not null).ToList())
            : (answer.Kind == AnswerKind.Done
                ? new Receipt.Unknown("The list of invoices is not a list.")
                : answer.AsReadReceipt(CaseCodes.DocumentRefused), []);
    }

    /// <summary>The id of the memo with the document's mark; null where the shop shows none.</summary>
    private async ValueTask<string?> FindMemoAsync(
        IWire wire, string order, string key, CancellationToken cancellationToken)
    {
        var (answer, _) = await api.GetPageAsync(
            wire,
            size => new AdobeSearch("/creditmemos").Where("order_id", "eq", order).OrderBy("entity_id").Page(size, 1),
            size: 100,
            cancellationToken);
        return answer.Kind != AnswerKind.Done
            ? null
            : ReadList(answer.Body)?.FirstOrDefault(memo => DocumentMark.KeyIn(memo.Comments) == key)?.EntityId;
    }

    private static (List<RefundItem> Items, List<RefundItem> Left) Split(
        IReadOnlyList<RefundItem> wanted, ListedRecordJson invoice)
    {
        var items = new List<RefundItem>();
        var rest = new List<RefundItem>();
        foreach (var item in wanted)
        {
            var on = (invoice.Items ?? []).Where(line => line.OrderItemId == item.Line).Sum(line => line.Qty ?? 0m);
            var units = Math.Min(item.Quantity, on);
            if (units > 0m)
            {
                items.Add(item with { Quantity = units });
            }

            if (item.Quantity > units)
            {
                rest.Add(item with { Quantity = item.Quantity - units });
            }
        }

        return (items, rest);
    }

    private static IReadOnlyList<ListedRecordJson>? ReadList(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, AdobeJson.Default.RecordListJson)?.Items ?? [];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Receipt Outcome(AdobeAnswer answer) => answer.Kind switch
    {
        AnswerKind.Done when ShipmentWriting.IdOf(answer.Body) is { } refund => new Receipt.Applied(refund),

        // A proxy's page, or half an answer.
        AnswerKind.Done => new Receipt.Unknown("The shop did not say by which id it took the refund."),

        // Money is never given back on a guess: whatever may have got through is looked for first.
        AnswerKind.Unavailable => new Receipt.Unknown(answer.Detail),
        _ => answer.AsWriteReceipt(CaseCodes.DocumentRefused),
    };

    private static Receipt.Refused Refuse(string why) => new(CaseCodes.DocumentRefused, why);

    private static ReadOnlyMemory<byte> Body(RefundCall call, IReadOnlyList<RefundItem> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var item in items)
            {
                json.WriteStartObject();
                RestId.Write(json, "order_item_id", item.Line);
                json.WriteNumber("qty", item.Quantity);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (call.IsOnline)
            {
                json.WriteBoolean("isOnline", true);
            }

            json.WriteBoolean("notify", false);
            json.WriteStartObject("comment");
            json.WriteString("comment", DocumentMark.Of(call.Key));
            json.WriteNumber("is_visible_on_front", 0);
            json.WriteEndObject();
            json.WriteStartObject("arguments");
            if (!call.WithShipping)
            {
                json.WriteNumber("shipping_amount", 0);
            }

            json.WriteStartObject("extension_attributes");
            json.WriteStartArray("return_to_stock_items");
            foreach (var leaf in items.SelectMany(item => item.BackToStock))
            {
                RestId.Write(json, name: null, leaf);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>A refund to be made.</summary>
/// <param name="Order">The shop's id of the order.</param>
/// <param name="Key">The document's key.</param>
/// <param name="Items">What is refunded; never empty.</param>
internal sealed record RefundCall(string Order, string Key, IReadOnlyList<RefundItem> Items)
{
    /// <summary>Whether the payment provider gives the money back.</summary>
    public bool IsOnline { get; init; }

    /// <summary>Whether all that is left of the shipping charge goes back as well.</summary>
    public bool WithShipping { get; init; }
}
