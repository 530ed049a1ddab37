using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// What came back of one order, and what was given back for it. Everything is kept as it was told, in the order of
/// arrival; what it means for lines and money is worked out from it (<see cref="ReturnTally"/>).
/// </summary>
/// <param name="Order">The order.</param>
public sealed record OrderReturns(OrderId Order)
{
    /// <summary>Returns promised to the customer.</summary>
    public Items<Authorisation> Authorisations { get; init; }

    /// <summary>Goods that arrived.</summary>
    public Items<ReturnReceipt> Receipts { get; init; }

    /// <summary>Goods that were inspected.</summary>
    public Items<ReturnInspection> Inspections { get; init; }

    /// <summary>Refunds that the hub asked the storefront for.</summary>
    public Items<RefundAsk> Asked { get; init; }

    /// <summary>Refunds that the storefront shows, whoever made them.</summary>
    public Items<RefundSeen> Seen { get; init; }

    /// <summary>The numbers of its returns, in the order in which they became known.</summary>
    public IEnumerable<string> Numbers => Authorisations.Select(known => known.Rma)
        .Concat(Receipts.Select(known => known.Rma)).Distinct(StringComparer.Ordinal);

    /// <summary>Whoever spoke of a return first and need not be told of it; null for one not known.</summary>
    public ConnectionName? FirstToTell(string rma) =>
        Authorisations.FirstOrDefault(known => known.Rma == rma)?.Reporter ??
        Receipts.FirstOrDefault(known => known.Rma == rma)?.Reporter;
}

/// <summary>A return promised under a number.</summary>
/// <param name="Rma">The number.</param>
/// <param name="Reporter">Who promised it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Lines">What is to come back; empty for everything.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="Message">The message.</param>
public sealed record Authorisation(
    string Rma, ConnectionName Reporter, DateTimeOffset At, Items<LineQuantity> Lines, string? Reason,
    JournalPosition Message);

/// <summary>Goods that arrived under the number of a return.</summary>
/// <param name="Rma">The number.</param>
/// <param name="Reporter">Who received them.</param>
/// <param name="Location">Where.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Lines">What arrived, as it was named.</param>
/// <param name="Message">The message.</param>
public sealed record ReturnReceipt(
    string Rma, ConnectionName Reporter, LocationCode Location, DateTimeOffset At, Items<LineQuantity> Lines,
    JournalPosition Message);

/// <summary>Goods of a return that were inspected.</summary>
/// <param name="Rma">The number.</param>
/// <param name="Reporter">Who inspected them.</param>
/// <param name="Location">Where.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Lines">What was looked at, and what becomes of it.</param>
/// <param name="Message">The message.</param>
public sealed record ReturnInspection(
    string Rma, ConnectionName Reporter, LocationCode Location, DateTimeOffset At, Items<InspectedUnits> Lines,
    JournalPosition Message)
{
    /// <summary>When the hub offered what passed for sale, UTC; null when nothing passed.</summary>
    public DateTimeOffset? SellableAt { get; init; }
}

/// <summary>Inspected goods.</summary>
/// <param name="Units">Which, as they were named.</param>
/// <param name="Disposition">What becomes of them.</param>
/// <param name="IsRefundable">Whether the customer's money is due for them.</param>
public sealed record InspectedUnits(LineQuantity Units, Disposition Disposition, bool IsRefundable);

/// <summary>What becomes of inspected goods. The numbers are on disk: never change one.</summary>
public enum Disposition
{
    /// <summary>Back on sale: the only one that makes goods sellable.</summary>
    Restock = 0,

    /// <summary>Kept, not fit for sale.</summary>
    Damaged = 1,

    /// <summary>Kept apart until somebody decides.</summary>
    Quarantine = 2,

    /// <summary>Gone.</summary>
    Destroyed = 3,

    /// <summary>Sent to whoever made them.</summary>
    ReturnToVendor = 4,
}

/// <summary>A refund that the hub asked the storefront for.</summary>
/// <param name="Key">The key of its document.</param>
/// <param name="Rmas">The returns that it is for.</param>
/// <param name="Lines">The storefront's lines, with the money due.</param>
/// <param name="Units">The stock lines that it covers, in their own units.</param>
/// <param name="Message">The message that made it due.</param>
public sealed record RefundAsk(
    string Key, Items<string> Rmas, Items<RefundLine> Lines, Items<LineQuantity> Units, JournalPosition Message)
{
    /// <summary>The money due: the lines' shares of what was charged.</summary>
    public RefundAmounts Amounts => new(
        Shipping: 0m, Adjustment: 0m, Lines.Sum(line => line.Tax), Lines.Sum(line => line.Net + line.Tax))
    {
        Lines = Lines.Select(line => new RefundedLine(line.Line, line.Quantity, line.Net, line.Tax)).ToItems(),
    };
}

/// <summary>A line of a refund.</summary>
/// <param name="Line">The storefront's line that the money is on.</param>
/// <param name="Quantity">Units to refund.</param>
/// <param name="UpTo">Units refunded of the line once this is done: asked twice, it is done once.</param>
/// <param name="Net">The share of what was charged, less discount and without tax.</param>
/// <param name="Tax">The tax in it.</param>
public sealed record RefundLine(string Line, Quantity Quantity, Quantity UpTo, decimal Net, decimal Tax);

/// <summary>A refund that the storefront shows.</summary>
/// <param name="Refund">The storefront's id of it.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Lines">The storefront's lines with refunded units.</param>
/// <param name="Amounts">What was given back; null when the storefront does not say.</param>
/// <param name="Reference">The key of the hub's document that asked for it; null for one made by hand.</param>
/// <param name="Message">The message.</param>
public sealed record RefundSeen(
    string Refund, DateTimeOffset At, Items<LineQuantity> Lines, RefundAmounts? Amounts, string? Reference,
    JournalPosition Message);
