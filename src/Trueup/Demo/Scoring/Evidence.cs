using Trueup.Core.Values;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>A SKU in the shop, and what it should have been.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Shown">What the shop's books offer for sale.</param>
/// <param name="True">What the owners' books allow.</param>
public sealed record OfferEvidence(string Sku, decimal Shown, decimal True);

/// <summary>An owner's figure, and what the hub believes it to be.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Location">The hub's name of the place.</param>
/// <param name="Owner">The owner's figure.</param>
/// <param name="Hub">The hub's; null when it knows none.</param>
public sealed record LevelEvidence(string Sku, string Location, decimal Owner, decimal? Hub);

/// <summary>An order of the shop, and what became of it behind.</summary>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="IsDue">Whether it had to be handed over: paid, and not given back since.</param>
/// <param name="Ordered">Pieces ordered.</param>
/// <param name="HandedOver">Pieces in orders of warehouse and store, cancelled ones included.</param>
/// <param name="Doubles">Orders of its name beyond the first in one system.</param>
/// <param name="Forgotten">Pieces that warehouse or store would still ship although the shop gave them back.</param>
public sealed record OrderEvidence(
    string Order, bool IsDue, decimal Ordered, decimal HandedOver, int Doubles, decimal Forgotten);

/// <summary>A dispatch of warehouse or store, and its shipments in the shop.</summary>
/// <param name="Dispatch">The owner's name of it.</param>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="Posted">Shipments of the shop that carry its parcels.</param>
/// <param name="IsExact">Whether those hold the same lines and pieces, from the same place.</param>
public sealed record DispatchEvidence(string Dispatch, string Order, int Posted, bool IsExact);

/// <summary>Deliveries from owners to the hub.</summary>
/// <param name="Pushed">Events that the owners pushed.</param>
/// <param name="Accepted">Events that the hub answered for, each counted once.</param>
/// <param name="Undelivered">Deliveries still waiting.</param>
/// <param name="Undecided">Journal entries that the hub had not decided at the end.</param>
public sealed record MessageEvidence(long Pushed, long Accepted, int Undelivered, long Undecided);

/// <summary>Orders for more than there was.</summary>
/// <param name="Orders">Orders placed.</param>
/// <param name="Oversold">Those for more than was left to promise.</param>
/// <param name="Avoidable">What of them came after the hub had had the time to tell the shop, line by line.</param>
public sealed record OversellEvidence(int Orders, int Oversold, Items<AvoidableSale> Avoidable);

/// <summary>Another shop that sells from the same places.</summary>
/// <param name="Name">The hub's name of it.</param>
/// <param name="Offers">Its offer, SKU by SKU.</param>
/// <param name="Oversells">Overselling in it.</param>
/// <param name="Calls">Calls to it.</param>
/// <param name="TooMany">Those answered 429.</param>
public sealed record StorefrontEvidence(
    string Name, Items<OfferEvidence> Offers, OversellEvidence Oversells, long Calls, long TooMany);

/// <summary>Calls to the shop.</summary>
/// <param name="Total">Calls in all.</param>
/// <param name="Writes">Those that wrote quantities.</param>
/// <param name="Changes">Changes of stock and orders that each would have cost a writing call of a hub that sends one
/// by one.</param>
/// <param name="TooMany">Calls answered 429 other than in the storm.</param>
/// <param name="TooManyInStorm">Calls answered 429 in the storm.</param>
public sealed record CallEvidence(long Total, long Writes, long Changes, long TooMany, long TooManyInStorm);

/// <summary>How fresh the shop was.</summary>
/// <param name="Loaded">How long the opening stock took; null when it never got there.</param>
/// <param name="Usual">From a change at an owner to a right shop, while the shop could be written; shortest
/// first.</param>
/// <param name="Disturbed">The same across storm and outage; shortest first.</param>
/// <param name="Tampering">From a hand in the shop's admin to a right shop; shortest first.</param>
/// <param name="StillWrong">SKUs that the shop was still wrong about at the end.</param>
public sealed record FreshnessEvidence(
    TimeSpan? Loaded, Items<TimeSpan> Usual, Items<TimeSpan> Disturbed, Items<TimeSpan> Tampering, int StillWrong)
{
    /// <summary>From a sale in one shop to a right figure in the other; shortest first.</summary>
    public Items<TimeSpan> Sales { get; init; }
}

/// <summary>Something out of order that was arranged, and whether the hub named it.</summary>
/// <param name="What">What was done.</param>
/// <param name="Named">The exception that names it, or <c>mended</c> where the hub put it right by itself; null when
/// neither.</param>
public sealed record NamingEvidence(string What, string? Named);

/// <summary>Exceptions of one kind.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Title">In plain words.</param>
/// <param name="Owner">Whose they are.</param>
/// <param name="NextAction">What to do next.</param>
/// <param name="Open">How many are open.</param>
/// <param name="Settled">How many are settled.</param>
public sealed record ExceptionEvidence(
    string Code, string Title, string Owner, string NextAction, int Open, int Settled);

/// <summary>An exception about an order.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="Connection">The system that it is about; null when it is about none.</param>
/// <param name="IsOpen">Whether nobody and nothing has settled it.</param>
public sealed record OrderCaseEvidence(string Code, string Order, string? Connection, bool IsOpen);

/// <summary>An order's money: what a shop kept of it, and what the ERP holds.</summary>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Kept">What the shop was paid and did not give back, with tax.</param>
/// <param name="KeptTax">The tax in it.</param>
/// <param name="Booked">What the ERP's ledger comes to for it, with tax.</param>
/// <param name="BookedTax">The tax in it.</param>
/// <param name="Documents">Sales orders of its name in the ERP.</param>
public sealed record SaleEvidence(
    string Order, string Currency, decimal Kept, decimal KeptTax, decimal Booked, decimal BookedTax, int Documents)
{
    /// <summary>Whether it was paid, and handed over.</summary>
    public bool IsDue { get; init; }

    /// <summary>Whether both books hold the same to the cent.</summary>
    public bool IsExact => Kept == Booked && KeptTax == BookedTax;
}

/// <summary>Pieces of orders that were handed over, in the books of whoever picks them.</summary>
public sealed record PiecesEvidence(decimal Ordered, decimal Shipped, decimal Cancelled, decimal Open);

/// <summary>A parcel that came back.</summary>
/// <param name="Rma">The number of the return.</param>
/// <param name="IsInErp">Whether the ERP knows the number.</param>
/// <param name="Back">Pieces that came back.</param>
/// <param name="Refunded">Pieces whose money the shop gave back.</param>
/// <param name="Refunds">In how many refunds.</param>
/// <param name="IsGood">Whether the goods may be sold again.</param>
public sealed record ReturnEvidence(
    string Rma, bool IsInErp, decimal Back, decimal Refunded, int Refunds, bool IsGood);

/// <summary>A day of the store: by its tills, by the hub, and in the ERP.</summary>
/// <param name="Day">The day.</param>
/// <param name="Tills">Transactions, net and tax by the tills' own books.</param>
/// <param name="Hub">The same by the hub; null when it knows no such day.</param>
/// <param name="State">How the hub says that they compare.</param>
/// <param name="Postings">Postings of the day in the ERP.</param>
/// <param name="Booked">Net and tax in the ERP.</param>
public sealed record StoreDayEvidence(
    string Day,
    (int Transactions, decimal Net, decimal Tax) Tills,
    (int Transactions, decimal Net, decimal Tax)? Hub,
    string State,
    int Postings,
    (decimal Net, decimal Tax) Booked);

/// <summary>Orders by stage, as the hub says, and as the books of whoever picks them have it.</summary>
/// <param name="ByStage">Orders by stage.</param>
/// <param name="Stuck">Orders that have been in a stage for too long.</param>
/// <param name="Left">Orders of which everything has left, and nothing came back, by the books.</param>
public sealed record StageEvidence(IReadOnlyDictionary<string, int> ByStage, int Stuck, int Left);

/// <summary>
/// Everything that the day is judged by: read from the books of shop, warehouse and store, and from the hub's public
/// interface.
/// </summary>
public sealed record Evidence
{
    /// <summary>The shop's offer, SKU by SKU.</summary>
    public required Items<OfferEvidence> Offers { get; init; }

    /// <summary>Other shops that sell from the same places.</summary>
    public Items<StorefrontEvidence> Others { get; init; }

    /// <summary>Owners' figures and the hub's.</summary>
    public required Items<LevelEvidence> Levels { get; init; }

    /// <summary>Orders.</summary>
    public required Items<OrderEvidence> Orders { get; init; }

    /// <summary>The money of orders.</summary>
    public required Items<SaleEvidence> Sales { get; init; }

    /// <summary>The pieces of orders.</summary>
    public required PiecesEvidence Pieces { get; init; }

    /// <summary>Parcels that came back.</summary>
    public required Items<ReturnEvidence> Returns { get; init; }

    /// <summary>The store's days.</summary>
    public required Items<StoreDayEvidence> StoreDays { get; init; }

    /// <summary>Orders by stage.</summary>
    public required StageEvidence Stages { get; init; }

    /// <summary>Dispatches.</summary>
    public required Items<DispatchEvidence> Dispatches { get; init; }

    /// <summary>Shipments in the shop that belong to no dispatch.</summary>
    public required int StrayShipments { get; init; }

    /// <summary>Deliveries.</summary>
    public required MessageEvidence Messages { get; init; }

    /// <summary>Overselling.</summary>
    public required OversellEvidence Oversells { get; init; }

    /// <summary>Calls.</summary>
    public required CallEvidence Calls { get; init; }

    /// <summary>Freshness.</summary>
    public required FreshnessEvidence Freshness { get; init; }

    /// <summary>What had to be named.</summary>
    public required Items<NamingEvidence> Namings { get; init; }

    /// <summary>Exceptions by kind.</summary>
    public required Items<ExceptionEvidence> Exceptions { get; init; }

    /// <summary>Exceptions about orders.</summary>
    public required Items<OrderCaseEvidence> OrderCases { get; init; }
}
