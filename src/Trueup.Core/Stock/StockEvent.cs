using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>A change in what the hub holds true about one SKU. Journalled; every version ever written stays
/// readable.</summary>
public abstract record StockEvent
{
    private StockEvent()
    {
    }

    /// <summary>The owner's figure is now this.</summary>
    public sealed record LevelSet(
        LocationCode Location, StockState State, Quantity Quantity, long? Version, DateTimeOffset AsOf) : StockEvent;

    /// <summary>An order line wants units from a location.</summary>
    public sealed record DemandOpened(
        OrderId Order, string Line, LocationCode Location, Quantity Quantity, ConnectionName? Holder, Quantity Held) : StockEvent;

    /// <summary>Units of a line are served by another location than planned.</summary>
    public sealed record DemandMoved(
        OrderId Order, string Line, LocationCode From, LocationCode To, Quantity Quantity, Quantity Held) : StockEvent;

    /// <summary>The owner took units that its figure may not exclude yet.</summary>
    public sealed record DemandDeparted(
        OrderId Order, string Line, LocationCode Location, Quantity Quantity, DateTimeOffset At) : StockEvent;

    /// <summary>The owner's figure is as new as the taking of these units, so it excludes them.</summary>
    public sealed record DemandCovered(
        OrderId Order, string Line, LocationCode Location, Quantity Quantity, DateTimeOffset At) : StockEvent;

    /// <summary>Units are no longer wanted.</summary>
    public sealed record DemandWithdrawn(OrderId Order, string Line, LocationCode Location, Quantity Quantity) : StockEvent;

    /// <summary>The storefront holds back so many units of a line on account of a location.</summary>
    public sealed record HoldSet(OrderId Order, string Line, LocationCode Location, Quantity Held) : StockEvent;

    /// <summary>A storefront's source must hold this.</summary>
    /// <param name="Connection">The storefront.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Location">The location it stands for.</param>
    /// <param name="Quantity">What it must hold.</param>
    /// <param name="Urgency">How soon it must be sent.</param>
    public sealed record SlotDesired(
        ConnectionName Connection, RemoteCode Source, LocationCode Location, Quantity Quantity, Urgency Urgency) : StockEvent;

    /// <summary>A storefront's source holds this by our own doing; null: not known any more.</summary>
    public sealed record SlotWritten(ConnectionName Connection, RemoteCode Source, Quantity? Quantity) : StockEvent
    {
        /// <summary>Whether the last write may be half done: the source must be written again whatever it is seen to
        /// hold.</summary>
        public bool IsHalfDone { get; init; }
    }

    /// <summary>A storefront's source was seen to hold this.</summary>
    public sealed record SlotObserved(ConnectionName Connection, RemoteCode Source, Quantity Quantity) : StockEvent;

    /// <summary>An order took so many units off a storefront's source: it holds that much less than it was told.</summary>
    public sealed record SlotLowered(ConnectionName Connection, RemoteCode Source, Quantity Quantity) : StockEvent;

    /// <summary>Writes to a source wait until something changes; a null code sets them free.</summary>
    public sealed record SlotBlocked(ConnectionName Connection, RemoteCode Source, CaseCode? Code) : StockEvent;

    /// <summary>Goods came into a stock state, or left it, and the owner's figure is not as new as that yet.</summary>
    public sealed record GoodsArrived(
        LocationCode Location, StockState State, Quantity Quantity, DateTimeOffset At, string Reference) : StockEvent;

    /// <summary>How fast the SKU sells.</summary>
    public sealed record PaceSet(Quantity Weight, DateTimeOffset At) : StockEvent;

    /// <summary>What was charged for one unit.</summary>
    public sealed record PriceSeen(Money Price) : StockEvent;

    /// <summary>A person keeps a figure in a storefront's source, or what is kept moved with what the storefront sold.</summary>
    /// <param name="Connection">The storefront.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Quantity">What it is to hold.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Until">When that ends by itself.</param>
    /// <param name="By">Who keeps it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record OverrideSet(
        ConnectionName Connection, RemoteCode Source, Quantity Quantity, DateTimeOffset Since, DateTimeOffset Until, string By,
        string Reason) : StockEvent;

    /// <summary>The hub writes the truth into a storefront's source again.</summary>
    public sealed record OverrideEnded(ConnectionName Connection, RemoteCode Source) : StockEvent;

    /// <summary>What a storefront says of the product.</summary>
    public sealed record ListingSet(ConnectionName Connection, string RemoteId, string Type, ProductTraits Traits) : StockEvent;
}

/// <summary>How soon a level must be sent.</summary>
public enum Urgency
{
    /// <summary>May wait a little for a fuller batch.</summary>
    Routine = 0,

    /// <summary>A zero-out, low stock, or a fall caused by an order: at once.</summary>
    Urgent = 1,
}
