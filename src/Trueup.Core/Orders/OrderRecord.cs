using Trueup.Core.Entries;
using Trueup.Core.Fulfilment;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>One order as the hub knows it: as charged, how far it is everywhere, and which documents it has in other
/// systems.</summary>
/// <param name="Canonical">The order as captured.</param>
/// <param name="Progress">How far it is in its storefront.</param>
/// <param name="Lines">The lines that move stock.</param>
/// <param name="Message">The message that captured it.</param>
public sealed record OrderRecord(
    CanonicalOrder Canonical, OrderProgress Progress, Items<LineRecord> Lines, JournalPosition Message)
{
    /// <summary>
    /// How the storefront dated the order when the hub first saw it: what it had shipped by then is in the first
    /// figures, and those shipments are not counted again.
    /// </summary>
    public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Whether the order was handed over to the back office.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Keys of storefront shipments, refunds and back-office dispatches that are already accounted
    /// for.</summary>
    public Items<string> Counted { get; init; }

    /// <summary>Documents asked for in other systems, in the order of asking.</summary>
    public Items<OrderDocument> Documents { get; init; }

    /// <summary>Milestones reported by the back office, in the order of reporting.</summary>
    public Items<OrderMilestone> Milestones { get; init; }

    /// <summary>The parcels that left, and what carriers report of them.</summary>
    public Items<Parcel> Parcels { get; init; }

    /// <summary>Whether nothing of it is open and every parcel of it is with the customer.</summary>
    public bool IsAllDelivered => Lines.All(line => line.Open <= Quantity.Zero) &&
        !Parcels.IsEmpty && Parcels.All(parcel => parcel.Status == ParcelStatus.Delivered);

    /// <summary>What came back, and what was given back for it; null while there is neither.</summary>
    public OrderReturns? Returns { get; init; }

    /// <summary>Who let it go where the release point is approval; null while nobody did.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>What people corrected in it, oldest first.</summary>
    public Items<OrderEdit> Edits { get; init; }

    /// <summary>The messages that changed it, oldest first: where its story is to be read.</summary>
    public Items<JournalPosition> Touched { get; init; }

    /// <summary>The stages it entered, oldest first; the last is where it is.</summary>
    public Items<StageEntry> Trail { get; init; }

    /// <summary>Where it is; captured before anything was said of it.</summary>
    public OrderStage Stage => Trail.IsEmpty ? OrderStage.Captured : Trail[^1].Stage;

    /// <summary>The hub's id.</summary>
    public OrderId Id => Canonical.Id;

    /// <summary>Whether nothing is open any more, in the storefront or in the hub.</summary>
    public bool IsClosed => Progress.Phase is OrderPhase.Finished or OrderPhase.Cancelled;

    /// <summary>Whether a document or message was already accounted for.</summary>
    public bool HasCounted(string key) => Counted.Span.Contains(key);

    /// <summary>The order's id in a connection, as its creation there was answered; null before that.</summary>
    public string? RemoteIdIn(ConnectionName connection)
    {
        foreach (var document in Documents)
        {
            if (document.Target == connection && document.RemoteId is { } id &&
                document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale)
            {
                return id;
            }
        }

        return null;
    }
}

/// <summary>One order line that moves stock.</summary>
/// <param name="Line">The storefront's id of the line.</param>
/// <param name="Sku">The SKU sold.</param>
/// <param name="Ordered">Units ordered.</param>
/// <param name="Picks">What the warehouse picks for it, and where: the SKU itself, or a kit's components.</param>
public sealed record LineRecord(string Line, Sku Sku, Quantity Ordered, Items<Pick> Picks)
{
    /// <summary>Units already shipped when the hub first saw the order; nobody reports their dispatch again.</summary>
    public Quantity ShippedBefore { get; init; }

    /// <summary>Units that the storefront counts as shipped, by its order or by its shipments, whichever is
    /// more.</summary>
    public Quantity Shipped { get; init; }

    /// <summary>Units shipped according to shipments counted one by one.</summary>
    public Quantity ShippedByDocuments { get; init; }

    /// <summary>Units no longer wanted: cancelled, or refunded before they were shipped.</summary>
    public Quantity Withdrawn { get; init; }

    /// <summary>Units that the storefront holds back.</summary>
    public Quantity Held { get; init; }

    /// <summary>Units for which a shipment was asked of the storefront, in units of this line.</summary>
    public Quantity Posted { get; init; }

    /// <summary>How much of the line back-office systems have brought to a stage, each by its own count.</summary>
    public Items<StageCount> Stages { get; init; }

    /// <summary>Units still to be dispatched.</summary>
    public Quantity Open => (Ordered - Withdrawn - Dispatched).OrZero();

    /// <summary>Whole units of this line that the back office has dispatched: as many as its scarcest part
    /// makes.</summary>
    public Quantity Dispatched => ShippedBefore + WholeOf(static pick => pick.Dispatched);

    /// <summary>What one unit of this line is picked of, and how much of it.</summary>
    internal IEnumerable<(Sku Sku, Quantity PerUnit)> Parts => Picks.Select(static pick => pick.Part).Distinct();

    /// <summary>Some units of the picks of each part, all places together.</summary>
    internal IEnumerable<((Sku Sku, Quantity PerUnit) Part, Quantity Units)> ByPart(Func<Pick, Quantity> units) =>
        Picks.GroupBy(static pick => pick.Part, (part, picks) => (part, picks.Sum(units)));

    /// <summary>Whole units of this line that some units of its picks make: as many as its scarcest part does.</summary>
    internal Quantity WholeOf(Func<Pick, Quantity> units)
    {
        Quantity? fewest = null;
        foreach (var (part, sum) in ByPart(units))
        {
            var made = sum.CountedBy(part.PerUnit);
            fewest = fewest is { } sofar ? Quantity.Min(sofar, made) : made;
        }

        return fewest ?? Quantity.Zero;
    }

    /// <summary>
    /// Units of this line that some units of its picks stand for: the part with the most of them decides.
    /// </summary>
    internal Quantity SetsOf(Func<Pick, Quantity> units)
    {
        var most = Quantity.Zero;
        foreach (var (part, sum) in ByPart(units))
        {
            most = Quantity.Max(most, part.PerUnit == 1 ? sum : sum.BrokenSetsOf(part.PerUnit));
        }

        return most;
    }
}

/// <summary>Units of a picked SKU that have reached a stage, all reports of a back-office system together.</summary>
/// <param name="Sku">The SKU picked.</param>
/// <param name="Reporter">The system that counts.</param>
/// <param name="Status">The stage: accepted, allocated, picked or packed.</param>
/// <param name="Units">Units that have reached it.</param>
public sealed record StageCount(Sku Sku, ConnectionName Reporter, string Status, Quantity Units);

/// <summary>A status that a back-office system reported.</summary>
public sealed record OrderMilestone(string Status, ConnectionName Reporter, DateTimeOffset At, JournalPosition Message);
