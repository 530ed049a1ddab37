using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>One parcel of an order.</summary>
/// <param name="Number">The tracking number.</param>
/// <param name="Carrier">The carrier; null when nobody named it.</param>
/// <param name="Url">Where it can be followed; null when nobody said.</param>
/// <param name="Shipment">The back office's shipment.</param>
/// <param name="SentAt">When it left, UTC.</param>
/// <param name="Status">Where it is, in the hub's word.</param>
/// <param name="At">When it got there, UTC; null before the first report.</param>
/// <param name="Words">The carrier's own words; null before the first report.</param>
public sealed record ParcelView(
    string Number, string? Carrier, string? Url, string Shipment, DateTimeOffset SentAt, string Status,
    DateTimeOffset? At, string? Words)
{
    /// <summary>Shows a parcel.</summary>
    public static ParcelView Of(Parcel parcel)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return new ParcelView(
            parcel.Number, parcel.Carrier, parcel.Url, parcel.Shipment, parcel.SentAt,
            CarrierWords.WordOf(parcel.Status), parcel.Standing?.OccurredAt, parcel.Standing?.Words);
    }
}

/// <summary>One return of an order.</summary>
/// <param name="Rma">Its number.</param>
/// <param name="Status"><c>authorised</c>, <c>received</c> or <c>inspected</c>.</param>
/// <param name="AuthorisedAt">When it was promised, UTC; null where it came without.</param>
/// <param name="ReceivedAt">When its first goods arrived, UTC.</param>
/// <param name="InspectedAt">When its last goods were inspected, UTC.</param>
/// <param name="ReturnToSellable">From arrival to being on sale again; null while nothing of it is.</param>
/// <param name="Lines">What is to come back, came back and what became of it, by SKU.</param>
public sealed record ReturnView(
    string Rma, string Status, DateTimeOffset? AuthorisedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? InspectedAt,
    TimeSpan? ReturnToSellable, Items<ReturnLineView> Lines)
{
    /// <summary>Why it comes back; null when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Shows an order's returns.</summary>
    public static Items<ReturnView> Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Returns is { } returns ? returns.Numbers.Select(rma => Of(returns, rma)).ToItems() : [];
    }

    private static ReturnView Of(OrderReturns returns, string rma)
    {
        var promised = returns.Authorisations.LastOrDefault(known => known.Rma == rma);
        var receipts = returns.Receipts.Where(known => known.Rma == rma).ToArray();
        var inspections = returns.Inspections.Where(known => known.Rma == rma).ToArray();
        DateTimeOffset? received = receipts.Length == 0 ? null : receipts.Min(known => known.At);
        var sellable = inspections.Select(known => known.SellableAt).Max();
        return new ReturnView(
            rma,
            inspections.Length > 0 ? "inspected" : received is null ? "authorised" : "received",
            promised?.At,
            received,
            inspections.Length == 0 ? null : inspections.Max(known => known.At),
            sellable - received,
            LinesOf(promised, receipts, inspections))
        {
            Reason = promised?.Reason,
        };
    }

    private static Items<ReturnLineView> LinesOf(
        Authorisation? promised, ReturnReceipt[] receipts, ReturnInspection[] inspections)
    {
        var expected = promised?.Lines ?? [];
        var received = receipts.SelectMany(known => known.Lines).ToArray();
        var inspected = inspections.SelectMany(known => known.Lines).ToArray();
        return expected.Concat(received).Select(units => units.Sku).Distinct().Select(sku => new ReturnLineView(
            sku,
            Sum(expected.Where(units => units.Sku == sku)),
            Sum(received.Where(units => units.Sku == sku)),
            inspected.Where(units => units.Units.Sku == sku)
                .GroupBy(units => AfterSaleWords.WordOf(units.Disposition), StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key, group => Sum(group.Select(units => units.Units)), StringComparer.Ordinal)))
            .ToItems();
    }

    private static Quantity Sum(IEnumerable<LineQuantity> lines) =>
        lines.Sum(line => line.Quantity);
}

/// <summary>A SKU of a return.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Authorised">Units promised to be taken back.</param>
/// <param name="Received">Units that arrived.</param>
/// <param name="Inspected">Units inspected, by what becomes of them.</param>
public sealed record ReturnLineView(
    Sku Sku, Quantity Authorised, Quantity Received, IReadOnlyDictionary<string, Quantity> Inspected);

/// <summary>One refund of an order.</summary>
/// <param name="Refund">The storefront's id of it; null while it is only asked for.</param>
/// <param name="At">When it was made, UTC; null while it is only asked for.</param>
/// <param name="Gross">What the customer got back; null when the storefront does not say.</param>
/// <param name="Due">What was due by the returns; null for a refund by hand.</param>
/// <param name="Document">The key of the hub's document; null for a refund by hand.</param>
public sealed record RefundView(string? Refund, DateTimeOffset? At, decimal? Gross, decimal? Due, string? Document)
{
    /// <summary>Shows an order's refunds.</summary>
    public static Items<RefundView> Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Returns is not { } returns)
        {
            return [];
        }

        var seen = returns.Seen.Select(refund => new RefundView(
            refund.Refund, refund.At, refund.Amounts?.Gross,
            returns.Asked.FirstOrDefault(ask => ask.Key == refund.Reference)?.Amounts.Gross, refund.Reference));
        var waiting = returns.Asked.Where(ask => returns.Seen.FindIndex(refund => refund.Reference == ask.Key) < 0)
            .Select(ask => new RefundView(Refund: null, At: null, Gross: null, ask.Amounts.Gross, ask.Key));
        return seen.Concat(waiting).ToItems();
    }
}
