using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>
/// What a raw message says, once its connector has read it: still in the sender's own codes and words, which the
/// contract maps when the fact is decided.
/// </summary>
public abstract record Fact
{
    private Fact()
    {
    }

    /// <summary>When it happened by its sender's clock, UTC, where that is too far ahead to be believed: what tells it from others then. Null
    /// where the time that it counts from is its sender's.</summary>
    public DateTimeOffset? DatedAt { get; init; }

    /// <summary>An owner reports the absolute quantity of a SKU at a location in a state.</summary>
    /// <param name="Sku">The SKU.</param>
    /// <param name="Location">The location in the sender's code.</param>
    /// <param name="State">The stock state in the sender's word; null for plain available stock.</param>
    /// <param name="Quantity">The absolute quantity.</param>
    /// <param name="Version">The owner's version of this figure, rising; null when it has none.</param>
    /// <param name="AsOf">When the figure was true, UTC; null when the sender does not say.</param>
    public sealed record LevelReported(
        Sku Sku, string Location, string? State, Quantity Quantity, long? Version = null, DateTimeOffset? AsOf = null) : Fact;

    /// <summary>An owner reports many levels of one location at once.</summary>
    /// <param name="Location">The location in the sender's code.</param>
    /// <param name="Full">Whether what is absent from the report is zero.</param>
    /// <param name="Levels">The levels; each names the same location.</param>
    /// <param name="AsOf">When the figures were true, UTC; null when the sender does not say.</param>
    public sealed record LevelsReported(string Location, bool Full, Items<LevelReported> Levels, DateTimeOffset? AsOf = null) : Fact;

    /// <summary>An owner that cannot send levels reports a movement.</summary>
    public sealed record StockMoved(Sku Sku, string Location, string? State, Quantity Delta, string Reason, string? Reference) : Fact;

    /// <summary>A storefront shows an order as it is now.</summary>
    public sealed record OrderObserved(CanonicalOrder Order, OrderProgress Progress) : Fact
    {
        /// <summary>Lines whose source the storefront chose itself; null where the hub chooses for all.</summary>
        public Items<SourceDraw>? Draws { get; init; }

        /// <summary>Lines whose product the storefront does not have, or not any more, by their ids; null where nobody
        /// looked.</summary>
        public Items<string>? Unlisted { get; init; }

        /// <summary>Whether the storefront edits orders under their own number, so that a line which was not there when the
        /// order was taken is one more to be sent. Elsewhere that is a matter for a person.</summary>
        public bool TakesAdditions { get; init; }
    }

    /// <summary>The source that a storefront draws a line from.</summary>
    /// <param name="Line">The storefront's id of the line.</param>
    /// <param name="Source">The source in the storefront's code.</param>
    /// <param name="HasLowered">Whether the storefront took the units off its own figure when the order was placed, for
    /// good: it never holds them back, and never gives them back.</param>
    public sealed record SourceDraw(string Line, string Source, bool HasLowered);

    /// <summary>A back-office system reports how far it is with an order.</summary>
    /// <param name="Order">The order in any id that names it (hub id, remote id, storefront number).</param>
    /// <param name="Status">accepted, allocated, picked, packed, delivered or on-hold.</param>
    /// <param name="Lines">The lines concerned; empty for all.</param>
    /// <param name="At">When it happened, UTC.</param>
    public sealed record OrderStatusReported(string Order, string Status, Items<StatusLine> Lines, DateTimeOffset At) : Fact;

    /// <summary>A line of a status report, with the location where it happened.</summary>
    public sealed record StatusLine(LineQuantity Quantity, string? Location);

    /// <summary>Goods left a location for a customer.</summary>
    /// <param name="Order">The order in any id that names it.</param>
    /// <param name="Shipment">The sender's id of the shipment.</param>
    /// <param name="Location">The location in the sender's code.</param>
    /// <param name="At">When the goods left, UTC.</param>
    /// <param name="Lines">What left.</param>
    /// <param name="Tracking">Parcels.</param>
    public sealed record Dispatched(
        string Order, string Shipment, string Location, DateTimeOffset At, Items<LineQuantity> Lines, Items<Tracking> Tracking) : Fact;

    /// <summary>A carrier, or a service that follows carriers, reports on a parcel.</summary>
    /// <param name="Number">The tracking number.</param>
    /// <param name="Vocabulary">Whose words the status is in: a vocabulary of the table of carrier words.</param>
    /// <param name="Status">The status in those words.</param>
    /// <param name="At">When it happened, UTC.</param>
    public sealed record ParcelTracked(string Number, string Vocabulary, string Status, DateTimeOffset At) : Fact
    {
        /// <summary>The carrier; null when the sender does not name it.</summary>
        public string? Carrier { get; init; }

        /// <summary>The order in any id that names it; null: the number alone says which.</summary>
        public string? Order { get; init; }

        /// <summary>The back office's id of the shipment; null for whichever holds the parcel.</summary>
        public string? Shipment { get; init; }

        /// <summary>The finer word of the status; null for none.</summary>
        public string? Detail { get; init; }

        /// <summary>The carrier's own sentence; null for none.</summary>
        public string? Description { get; init; }

        /// <summary>Whether the sender is only trying things out: nothing follows then.</summary>
        public bool IsTest { get; init; }
    }

    /// <summary>A back-office system cancelled an order or a part of it.</summary>
    /// <param name="Order">The order in any id that names it.</param>
    /// <param name="Lines">What is cancelled; empty for all that is open.</param>
    /// <param name="Restock">Whether the goods may be sold again.</param>
    /// <param name="Reason">Why, in the sender's words.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record CancellationReported(
        string Order, Items<LineQuantity> Lines, bool Restock, string Reason, DateTimeOffset At) : Fact
    {
        /// <summary>Where, in the sender's code, unless a line says otherwise; null when nobody says.</summary>
        public string? Location { get; init; }

        /// <summary>Where each of <c>Lines</c> is cancelled, in the sender's codes, null for one that does not say; empty when none
        /// does.</summary>
        public Items<string?> LineLocations { get; init; }

        /// <summary>Where a line is cancelled, in the sender's code; null when nobody says.</summary>
        /// <param name="line">The place of the line in <c>Lines</c>.</param>
        public string? LocationOf(int line) => (LineLocations.IsEmpty ? null : LineLocations[line]) ?? Location;
    }

    /// <summary>A return was promised to a customer under a number; goods and money come later.</summary>
    /// <param name="Order">The order in any id that names it.</param>
    /// <param name="Rma">The number of the return.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Lines">What is to come back; empty for everything.</param>
    /// <param name="Reason">Why, in the customer's or the shop's words; null for none.</param>
    public sealed record ReturnAuthorised(
        string Order, string Rma, DateTimeOffset At, Items<LineQuantity> Lines, string? Reason) : Fact
    {
        /// <summary>What is to come back by the storefront's own lines, where it names no articles: the order says which they are,
        /// and of a parent its parts come back. Stands instead of <c>Lines</c>; null where those are told.</summary>
        public Items<LineUnits>? ByLine { get; init; }

        /// <summary>Whether it was asked for before the hub followed the storefront: it is nothing to the hub unless the order is.</summary>
        public bool IsEarlier { get; init; }
    }

    /// <summary>Returns that a storefront shows under no number, all that an order has; empty once none is left. What goods they are of is
    /// worked out from the order's other returns.</summary>
    /// <param name="Order">The order in any id that names it.</param>
    /// <param name="Entries">The entries, oldest first.</param>
    public sealed record ReturnsUnnumbered(string Order, Items<UnnumberedReturn> Entries) : Fact;

    /// <summary>An entry of a return without a number.</summary>
    /// <param name="Entry">What the storefront knows the entry by; people do not.</param>
    /// <param name="At">When it was written, UTC.</param>
    /// <param name="Lines">What comes back.</param>
    /// <param name="HasCome">Whether the goods have come, by the storefront's word.</param>
    /// <param name="Reason">Why; null when nobody said.</param>
    public sealed record UnnumberedReturn(string Entry, DateTimeOffset At, Items<LineQuantity> Lines, bool HasCome, string? Reason);

    /// <summary>Units of a line of the storefront's.</summary>
    public sealed record LineUnits(string Line, Quantity Quantity);

    /// <summary>A return is closed where it was promised: it was refused, settled or given up.</summary>
    /// <param name="Order">The order in any id that names it.</param>
    /// <param name="Rma">The number of the return.</param>
    /// <param name="Word">What it is now, in the storefront's word.</param>
    public sealed record ReturnClosed(string Order, string Rma, string Word) : Fact
    {
        /// <summary>Whether it was asked for before the hub followed the storefront.</summary>
        public bool IsEarlier { get; init; }
    }

    /// <summary>Returned goods arrived, and wait for inspection.</summary>
    public sealed record ReturnReceived(
        string Order, string Rma, string Location, DateTimeOffset At, Items<LineQuantity> Lines) : Fact;

    /// <summary>Returned goods were inspected.</summary>
    public sealed record ReturnInspected(
        string Order, string Rma, string Location, DateTimeOffset At, Items<InspectedLine> Lines) : Fact;

    /// <summary>A line of an inspection, with what is to become of the goods.</summary>
    /// <param name="Quantity">What was looked at.</param>
    /// <param name="Disposition">restock, damaged, quarantine, destroyed or return-to-vendor.</param>
    public sealed record InspectedLine(LineQuantity Quantity, string Disposition)
    {
        /// <summary>Whether the customer's money is due for it; the inspector may say no.</summary>
        public bool IsRefundable { get; init; } = true;
    }

    /// <summary>A sale at a till, finished when it is reported. Negative quantities are returns.</summary>
    /// <param name="Store">The store in the sender's code.</param>
    /// <param name="Transaction">The sender's id of the transaction.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Lines">What was sold.</param>
    /// <param name="Order">The online order handed over at the till; null for a plain sale.</param>
    public sealed record SaleCompleted(
        string Store, string Transaction, DateTimeOffset At, Items<LineQuantity> Lines, string? Order) : Fact
    {
        /// <summary>The till in the sender's code; null where the store has only one.</summary>
        public string? Register { get; init; }

        /// <summary>What was charged; null where the sender does not say.</summary>
        public TillReceipt? Receipt { get; init; }

        /// <summary>What tells this transaction from every other of the same sender.</summary>
        public string Key => Register is null ? Transaction : $"{Store}/{Register}/{Transaction}";
    }

    /// <summary>A store's tills report a day that is over.</summary>
    /// <param name="Store">The store in the sender's code.</param>
    /// <param name="Day">The trading day.</param>
    /// <param name="Currency">ISO 4217 code.</param>
    /// <param name="Report">What they say of it.</param>
    public sealed record StoreDayReported(string Store, DateOnly Day, string Currency, DayReport Report) : Fact
    {
        /// <summary>The first day that they report at all; null where any day may be expected.</summary>
        public DateOnly? Since { get; init; }
    }

    /// <summary>A storefront shows a shipment that lowered its own source.</summary>
    /// <param name="Shipment">The storefront's id of the shipment.</param>
    /// <param name="OrderRemoteId">The storefront's internal id of the order.</param>
    /// <param name="Source">The source that was lowered; null when the storefront does not say.</param>
    /// <param name="At">When it was created, UTC.</param>
    /// <param name="Lines">Storefront line ids with shipped units, parents as the storefront lists them.</param>
    public sealed record ShipmentObserved(
        string Shipment, string OrderRemoteId, string? Source, DateTimeOffset At, Items<LineQuantity> Lines) : Fact;

    /// <summary>A storefront shows a refund, which may have moved any of its sources.</summary>
    public sealed record RefundObserved(string Refund, string OrderRemoteId, DateTimeOffset At, Items<LineQuantity> Lines) : Fact
    {
        /// <summary>What was given back, exactly as the storefront has it; null when it does not say.</summary>
        public RefundAmounts? Amounts { get; init; }

        /// <summary>The number that people know the refund by; null when it has none.</summary>
        public string? Number { get; init; }

        /// <summary>The key of the hub's document that asked for it; null when nobody can tell.</summary>
        public string? Reference { get; init; }
    }

    /// <summary>A storefront shows a product, or its stock settings.</summary>
    /// <param name="Sku">The SKU.</param>
    /// <param name="RemoteId">The storefront's internal id, which outlives a rename.</param>
    /// <param name="Type">The storefront's word for the product type.</param>
    /// <param name="Traits">What bears on stock; null members are unknown from this message.</param>
    public sealed record ProductObserved(Sku Sku, string RemoteId, string Type, ProductTraits Traits) : Fact;

    /// <summary>A storefront put a SKU on sale.</summary>
    /// <param name="Sku">The SKU.</param>
    /// <param name="Missing">What the configuration demands of a SKU on sale and the product does not have.</param>
    public sealed record ProductPublished(Sku Sku, Items<string> Missing) : Fact;

    /// <summary>A storefront shows how its sources are wired to the stock that the connection sells from.</summary>
    /// <param name="Sources">Every source that exists.</param>
    /// <param name="Linked">Those linked to the stock and enabled.</param>
    public sealed record WiringObserved(Items<string> Sources, Items<string> Linked) : Fact;

    /// <summary>A storefront shows what a SKU is made of, each component once; empty where it is itself.</summary>
    public sealed record KitShown(Sku Sku, Items<Contract.KitComponent> Parts) : Fact;

    /// <summary>Something changed that a poll of the same connection reads in full: make that poll due at
    /// once.</summary>
    /// <param name="Poll">Name of the poll, as in <see cref="PollPlan"/>.</param>
    public sealed record ReadAgain(string Poll) : Fact;

    /// <summary>The message is kept, but what it says cannot be used.</summary>
    /// <param name="Code">The case that this is.</param>
    /// <param name="Detail">What and where, free of personal data.</param>
    public sealed record Unusable(CaseCode Code, string Detail) : Fact;
}

/// <summary>What of a product bears on its stock. A null member is not known.</summary>
public sealed record ProductTraits
{
    /// <summary>Whether products of this type hold stock of their own.</summary>
    public bool? HoldsStock { get; init; }

    /// <summary>Whether the storefront looks at the quantity at all.</summary>
    public bool? Managed { get; init; }

    /// <summary>Whether the storefront sells below zero.</summary>
    public bool? Backorders { get; init; }

    /// <summary>Units that the storefront keeps back by itself, once per stock.</summary>
    public Quantity? Threshold { get; init; }

    /// <summary>Whether the product is switched on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>SKUs of variants or bundle parts; null when not read.</summary>
    public Items<Sku>? Children { get; init; }

    /// <summary>Categories in the sender's own words or ids; null when not read.</summary>
    public Items<string>? Categories { get; init; }
}
