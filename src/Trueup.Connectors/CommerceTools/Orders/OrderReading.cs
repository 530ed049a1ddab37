using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Stock;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>Reads an order of the project as the canonical order and its progress.</summary>
internal sealed class OrderReading(ConnectionName connection, CommerceToolsOptions options, Items<string> releaseWhen)
{
    /// <summary>What has to be shown in full for an order to be read, or changed, without asking again.</summary>
    public static readonly Items<string> Expansions =
    [
        "lineItems[*].supplyChannel", "lineItems[*].distributionChannel", "lineItems[*].state[*].state",
        "paymentInfo.payments[*]", "state",
    ];

    private readonly OrderLineReading _lines = new(options);

    /// <summary>
    /// What a journalled order says: itself, what of it was given back and announced as a return; or why it cannot be used.
    /// </summary>
    public Items<Fact> Read(ReadOnlyMemory<byte> body)
    {
        if (Loose.Parse(body) is not { } order)
        {
            return [Unusable("The order is not JSON of the expected form.")];
        }

        var seen = Read(order);
        return seen is Fact.OrderObserved observed
            ? [observed, .. RefundReading.Read(order, observed.Order)]
            : [seen];
    }

    /// <summary>What an order says: <see cref="Fact.OrderObserved"/>, or why it cannot be used.</summary>
    public Fact Read(JsonElement order)
    {
        if (order.Text("id") is not { Length: > 0 } id)
        {
            return Unusable("The order is not JSON of the expected form.");
        }

        var number = order.Text("orderNumber") is { Length: > 0 } given ? given : id;
        if (order.Time("createdAt") is not { } created || order.At("totalPrice").Text("currencyCode") is not { } currency ||
            CentMoney.Read(order.At("totalPrice")) is null || !OrderId.TryParse($"{connection}:{number}", out var orderId))
        {
            return Unusable($"Order {id} has no usable number, time or total.");
        }

        var lines = _lines.Read(order, out var wrong);
        if (wrong is not null)
        {
            return Unusable($"Order {id}: {wrong}");
        }

        var canonical = new CanonicalOrder(orderId, number, connection, order.Time("completedAt") ?? created, currency)
        {
            Channel = ChannelOf(order),
            Customer = OrderParties.Customer(order),
            Billing = OrderParties.Address(order.At("billingAddress")),
            Shipping = OrderParties.Shipping(order),
            Payment = OrderTotalsReading.Payment(order),
            Lines = lines.Select(line => line.Canonical).ToItems(),
            Discounts = OrderTotalsReading.Discounts(order),
            Promotions = OrderTraits.Promotions(order),
            Attributes = OrderTraits.Of(order),
            Totals = OrderTotalsReading.Totals(order, lines.Sum(line => line.Canonical.Discount)),
        };
        var progress = new OrderProgress(
            id,
            StateOf(order),
            order.Time("lastModifiedAt") ?? created,
            PhaseOf(order.Text("orderState")),
            Reserves: options.OrdersReserve && lines.Exists(line => line.Mode is not "None"),
            lines.Where(line => line.Canonical.MovesStock).Select(line => line.Progress).ToItems());
        // An order edit changes the order itself; only orders without inventory modes can be edited (commercetools.md §4.9).
        return new Fact.OrderObserved(canonical, progress) { Draws = Draws(lines), TakesAdditions = true };
    }

    /// <summary>
    /// An entry is lowered at the order in every mode but None (commercetools.md §2.6): the one of the line's channel, or
    /// the one without a channel. A mode not known lowers nothing as far as the hub believes; comparison tells.
    /// </summary>
    private Items<Fact.SourceDraw>? Draws(List<ReadLine> lines)
    {
        var draws = lines
            .Where(line => line.Canonical.MovesStock && (line.Channel is not null || line.Mode is not "None"))
            .Select(line => new Fact.SourceDraw(
                line.Canonical.Line,
                line.Channel ?? ChannelBook.Channelless,
                !options.OrdersReserve && line.Mode is "TrackOnly" or "ReserveOnOrder" or "ReserveOnCart"))
            .ToItems();
        return draws.IsEmpty ? null : draws;
    }

    /// <summary>
    /// The sales channel: the store, or the channel that the goods are distributed through. Demand of regions is kept
    /// apart by it.
    /// </summary>
    private static string? ChannelOf(JsonElement order) =>
        order.At("store").Text("key") ??
        order.List("lineItems").Select(line => line.At("distributionChannel").At("obj").Text("key")).OfType<string>()
            .FirstOrDefault();

    /// <summary>
    /// An order has several states that know nothing of each other (commercetools.md §4.5). Whichever the configuration
    /// waits for is the one that counts.
    /// </summary>
    private string StateOf(JsonElement order)
    {
        string?[] states =
            [order.Text("orderState"), order.Text("paymentState"), order.At("state").At("obj").Text("key"), order.Text("shipmentState")];
        return states.OfType<string>().FirstOrDefault(state => releaseWhen.Span.Contains(state)) ?? states[0] ?? "";
    }

    private static OrderPhase PhaseOf(string? state) => state switch
    {
        "Complete" => OrderPhase.Finished,
        "Cancelled" => OrderPhase.Cancelled,
        _ => OrderPhase.Open,
    };

    private static Fact.Unusable Unusable(string detail) => new(CaseCodes.Unreadable, detail);
}
