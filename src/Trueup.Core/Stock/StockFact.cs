using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>Something that happened to the stock of one SKU, mapped to the hub's own words.</summary>
public abstract record StockFact
{
    private StockFact()
    {
    }

    /// <summary>The owner reports an absolute figure.</summary>
    /// <param name="Location">The location.</param>
    /// <param name="State">The stock state.</param>
    /// <param name="Quantity">The figure.</param>
    /// <param name="Version">The owner's version; null for none.</param>
    /// <param name="AsOf">When it was true; the time of receipt where the owner does not say.</param>
    public sealed record Reported(
        LocationCode Location, StockState State, Quantity Quantity, long? Version, DateTimeOffset AsOf) : StockFact
    {
        /// <summary>Whether the owner dated the figure; false where <see cref="AsOf"/> is only the time of
        /// receipt.</summary>
        public bool IsDated { get; init; } = true;
    }

    /// <summary>The owner reports a movement instead of a figure.</summary>
    public sealed record Moved(LocationCode Location, StockState State, Quantity Delta, DateTimeOffset At) : StockFact;

    /// <summary>An order line was placed and is to be served from a location.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Line">The line.</param>
    /// <param name="Location">The location that serves it.</param>
    /// <param name="Quantity">Units wanted there; zero where only the hold concerns this SKU (a kit).</param>
    /// <param name="Holder">The storefront that holds units back; null when none does.</param>
    /// <param name="Held">Units held back.</param>
    public sealed record Captured(
        OrderId Order, string Line, LocationCode Location, Quantity Quantity, ConnectionName? Holder, Quantity Held) : StockFact
    {
        /// <summary>Whether the line is known and wants so many units more; otherwise a repetition changes nothing.</summary>
        public bool IsMore { get; init; }
    }

    /// <summary>The owner has taken units of a line: allocated them (basis available) or sent them (basis
    /// on-hand).</summary>
    public sealed record Taken(OrderId Order, string Line, LocationCode Location, Quantity Quantity, DateTimeOffset At) : StockFact;

    /// <summary>Units of a line are gone from where it still waits for units: nobody said from which place, and nothing else is
    /// wanted there any more.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Line">The line.</param>
    /// <param name="Quantity">Units lost.</param>
    /// <param name="At">When they could not be found, UTC.</param>
    /// <param name="Among">The places that may have lost them.</param>
    public sealed record Lost(
        OrderId Order, string Line, Quantity Quantity, DateTimeOffset At, Items<LocationCode> Among) : StockFact;

    /// <summary>Units of a line are no longer wanted from a location.</summary>
    public sealed record Withdrawn(OrderId Order, string Line, LocationCode Location, Quantity Quantity) : StockFact;

    /// <summary>A storefront now holds so many units of a line back, over all locations.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Line">The line.</param>
    /// <param name="Total">Units held back now.</param>
    /// <param name="ShippedFrom">The location whose source was just lowered by a shipment; null when not known.</param>
    public sealed record Holding(OrderId Order, string Line, Quantity Total, LocationCode? ShippedFrom) : StockFact;

    /// <summary>An order lowered its storefront's own source when it was placed.</summary>
    public sealed record SourceLowered(ConnectionName Connection, RemoteCode Source, Quantity Quantity) : StockFact;

    /// <summary>A document of the storefront moved its own source by a known amount.</summary>
    public sealed record SourceMoved(ConnectionName Connection, RemoteCode Source, Quantity Delta) : StockFact;

    /// <summary>
    /// A document of the storefront moved its sources, before or after the last write: what they hold is not known any
    /// more.
    /// </summary>
    /// <param name="Connection">The storefront.</param>
    /// <param name="Source">The source that it moved; null when nobody knows which.</param>
    public sealed record SourcesUnsure(ConnectionName Connection, RemoteCode? Source = null) : StockFact;

    /// <summary>A storefront's source was seen to hold a quantity.</summary>
    public sealed record SourceSeen(ConnectionName Connection, RemoteCode Source, Quantity Quantity) : StockFact;

    /// <summary>A storefront took the quantity that it was sent.</summary>
    public sealed record SourceWritten(ConnectionName Connection, RemoteCode Source, Quantity Quantity) : StockFact;

    /// <summary>A storefront will not take the quantity: nothing is sent until something changes.</summary>
    public sealed record SourceRefused(ConnectionName Connection, RemoteCode Source, Cases.CaseCode Code) : StockFact;

    /// <summary>Whatever kept writes to the storefront's source back may have changed: try again.</summary>
    public sealed record SourceReleased(ConnectionName Connection, RemoteCode Source) : StockFact;

    /// <summary>
    /// Goods came into a stock state without an order, or left it where the quantity is negative; the owner's next
    /// figure holds them.
    /// </summary>
    /// <param name="Location">Where.</param>
    /// <param name="State">The stock state.</param>
    /// <param name="Quantity">Units; negative when they left the state.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Reference">What brought them, unique per movement.</param>
    public sealed record Arrived(
        LocationCode Location, StockState State, Quantity Quantity, DateTimeOffset At, string Reference) : StockFact;

    /// <summary>A storefront showed the product.</summary>
    public sealed record ListingSeen(ConnectionName Connection, string RemoteId, string Type, ProductTraits Traits) : StockFact;
}
