using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Trading;

/// <summary>What the other systems say, in as few words as a test needs.</summary>
internal static class Facts
{
    /// <summary>A line of a storefront order.</summary>
    public static OrderLine Line(Sku sku, int units, string line = "1") => new(line, sku, sku.Text, units, "simple");

    /// <summary>An order as Adobe shows it when it is placed, at nine: reserved, and ready to be handed over.</summary>
    public static Fact.OrderObserved Order(string number, params OrderLine[] lines) => new(
        new CanonicalOrder(IdOf(number), number, Adobe, Morning, "GBP")
        {
            Lines = lines.ToItems(),
            Totals = new OrderTotals(
                lines.Sum(line => line.UnitPrice * line.Quantity.Value),
                lines.Sum(line => line.Discount),
                Shipping: 0m,
                lines.Sum(line => line.Tax),
                lines.Sum(line => (line.UnitPrice * line.Quantity.Value) - line.Discount + line.Tax)),
        },
        new OrderProgress($"remote-{number}", "processing", Morning, OrderPhase.Open, Reserves: true, []));

    /// <summary>The same order as Adobe shows it later, with the progress of its first line.</summary>
    public static Fact.OrderObserved Later(
        this Fact.OrderObserved seen,
        int minute,
        int shipped = 0,
        int cancelled = 0,
        int refunded = 0) =>
        seen with
        {
            Progress = seen.Progress with
            {
                UpdatedAt = At(minute),
                Lines = [new LineProgress("1", shipped, cancelled, refunded)],
            },
        };

    public static Fact.OrderObserved In(this Fact.OrderObserved seen, string state, OrderPhase phase) =>
        seen with { Progress = seen.Progress with { State = state, Phase = phase } };

    public static Fact.OrderObserved Unreserved(this Fact.OrderObserved seen) =>
        seen with { Progress = seen.Progress with { Reserves = false } };

    /// <summary>Goods left Leeds, or the location with the warehouse's code given.</summary>
    public static Fact.Dispatched Dispatched(
        int minute, Items<LineQuantity> lines, string location = "LDS", string parcel = "p1") =>
        new("any", parcel, location, At(minute), lines, Tracking: []);

    public static Fact.OrderStatusReported Status(string status, int minute, params Fact.StatusLine[] lines) =>
        new("any", status, lines.ToItems(), At(minute));

    public static Fact.StatusLine Part(Sku sku, int units, string? location = null, string? line = null) =>
        new(Units(sku, units, line), location);

    public static Fact.CancellationReported Cancelled(int minute, params LineQuantity[] lines) =>
        new("any", lines.ToItems(), Restock: true, "customer", At(minute));

    /// <summary>A shipment in Adobe, from Leeds unless said otherwise.</summary>
    public static Fact.ShipmentObserved Shipped(
        int minute, Sku sku, int units, string? source = "leeds_src", string line = "1", string id = "s1") =>
        new(id, "any", source, At(minute), [Units(sku, units, line)]);
}
