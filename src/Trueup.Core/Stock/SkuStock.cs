using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>Everything the hub knows about the stock of one SKU: what owners report, what orders want, what storefronts
/// were told.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Shelves">The owners' figures, one shelf per location that ever reported.</param>
/// <param name="Demands">Open order lines, one per order line and location that serves it.</param>
/// <param name="Slots">What each storefront is to hold, one per storefront and source.</param>
/// <param name="Listings">What each storefront says of the product itself.</param>
public sealed record SkuStock(
    Sku Sku,
    Items<Shelf> Shelves = default,
    Items<Demand> Demands = default,
    Items<Slot> Slots = default,
    Items<Listing> Listings = default)
{
    /// <summary>How fast it sells; null while none was ever ordered.</summary>
    public Pace? Pace { get; init; }

    /// <summary>What was last charged for one unit; null while none was ever ordered.</summary>
    public Money? Price { get; init; }

    /// <summary>Figures that people keep in storefronts.</summary>
    public Items<Override> Overrides { get; init; }

    /// <summary>What a person keeps in a storefront's source; null when nobody does.</summary>
    public Override? OverrideOf(ConnectionName connection, RemoteCode source)
    {
        foreach (var kept in Overrides)
        {
            if (kept.Connection == connection && kept.Source == source)
            {
                return kept;
            }
        }

        return null;
    }

    /// <summary>The shelf at a location; null when the owner never reported one.</summary>
    public Shelf? ShelfAt(LocationCode location)
    {
        foreach (var shelf in Shelves)
        {
            if (shelf.Location == location)
            {
                return shelf;
            }
        }

        return null;
    }

    /// <summary>The slot of a storefront's source; null when there is none yet.</summary>
    public Slot? SlotOf(ConnectionName connection, RemoteCode source)
    {
        foreach (var slot in Slots)
        {
            if (slot.Connection == connection && slot.Source == source)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>What a storefront says of the product; null when it was never read.</summary>
    public Listing? ListingIn(ConnectionName connection)
    {
        foreach (var listing in Listings)
        {
            if (listing.Connection == connection)
            {
                return listing;
            }
        }

        return null;
    }
}

/// <summary>The owner's figures for one SKU at one location, one level per stock state.</summary>
public readonly record struct Shelf(LocationCode Location, Items<Level> Levels)
{
    /// <summary>Goods that came in or went out without an order, while no report as new as that has come yet.</summary>
    public Items<Arrival> Arrivals { get; init; }

    /// <summary>The level in a state; null when the owner never reported it.</summary>
    public Level? In(StockState state)
    {
        foreach (var level in Levels)
        {
            if (level.State == state)
            {
                return level;
            }
        }

        return null;
    }
}

/// <summary>One absolute figure as its owner reported it.</summary>
/// <param name="State">The stock state.</param>
/// <param name="Quantity">The figure; negative when the owner's own book is.</param>
/// <param name="Version">The owner's version of the figure; null when it has none.</param>
/// <param name="AsOf">When it was true; the time of receipt where the owner does not say.</param>
/// <param name="Message">The message that reported it.</param>
public readonly record struct Level(StockState State, Quantity Quantity, long? Version, DateTimeOffset AsOf, JournalPosition Message)
{
    /// <summary>The message by which the last of it went; the first position while there is something, or never was.</summary>
    public JournalPosition EmptiedBy { get; init; }
}

/// <summary>
/// Goods that came into a stock state at a moment, or left it where the quantity is negative: inspected returns.
/// </summary>
/// <param name="State">The stock state.</param>
/// <param name="Quantity">Units; negative when they left the state.</param>
/// <param name="At">When.</param>
/// <param name="Reference">What brought them, unique per movement: a repetition changes nothing.</param>
/// <param name="Message">The message that reported it.</param>
public sealed record Arrival(
    StockState State, Quantity Quantity, DateTimeOffset At, string Reference, JournalPosition Message);

/// <summary>
/// An open order line at the location that serves it: how much of it the owner's figure does not yet exclude, and how
/// much its storefront still holds back.
/// </summary>
/// <param name="Order">The order.</param>
/// <param name="Line">The line.</param>
/// <param name="Location">The location that serves it.</param>
/// <param name="Quantity">Units wanted from this location, less what was withdrawn before the owner took them.</param>
/// <param name="Message">The message that opened it.</param>
public sealed record Demand(OrderId Order, string Line, LocationCode Location, Quantity Quantity, JournalPosition Message)
{
    /// <summary>Units that the owner's figure certainly excludes by now.</summary>
    public Quantity Covered { get; init; }

    /// <summary>Units that the owner has taken, while no report as new as that has come yet.</summary>
    public Items<Departure> Departures { get; init; }

    /// <summary>The storefront that holds the units back with a reservation; null when none does.</summary>
    public ConnectionName? Holder { get; init; }

    /// <summary>Units that <see cref="Holder"/> holds back.</summary>
    public Quantity Held { get; init; }

    /// <summary>The message that last moved <see cref="Held"/>.</summary>
    public JournalPosition HeldMessage { get; init; }

    /// <summary>Units that the owner's figure does not yet exclude: DESIGN §4 <c>unseen</c>.</summary>
    public Quantity Unseen => Quantity - Covered;

    /// <summary>Units that the owner has not taken yet.</summary>
    public Quantity Waiting
    {
        get
        {
            var waiting = Quantity - Covered;
            foreach (var departure in Departures)
            {
                waiting -= departure.Quantity;
            }

            return waiting;
        }
    }

    /// <summary>Whether nothing more can come of this demand.</summary>
    public bool IsSettled => Unseen.IsZero && Held.IsZero && Departures.IsEmpty;
}

/// <summary>Units that the owner took at a moment: dispatched (basis on-hand) or allocated (basis available).</summary>
public sealed record Departure(Quantity Quantity, DateTimeOffset At, JournalPosition Message);

/// <summary>One desired-state row: what a storefront's source is to hold of the SKU, was told, and was seen to
/// hold.</summary>
/// <param name="Connection">The storefront.</param>
/// <param name="Source">The source in the storefront's code.</param>
/// <param name="Location">The location it stands for.</param>
public readonly record struct Slot(ConnectionName Connection, RemoteCode Source, LocationCode Location)
{
    /// <summary>What the source must hold; null while the owner has not reported.</summary>
    public Quantity? Desired { get; init; }

    /// <summary>The message that last moved <see cref="Desired"/>.</summary>
    public JournalPosition DesiredMessage { get; init; }

    /// <summary>What the source holds as far as our own writes and documents tell; null when not known.</summary>
    public Quantity? Written { get; init; }

    /// <summary>What the source was last seen to hold; null when never read.</summary>
    public Quantity? Observed { get; init; }

    /// <summary>Whether the last write may be half done: it is made again whatever the source is seen to hold.</summary>
    public bool IsHalfDone { get; init; }

    /// <summary>Why nothing is written until something changes; null when writing is free.</summary>
    public CaseCode? Blocked { get; init; }

    /// <summary>Whether a write is owed.</summary>
    public bool IsOwed => Desired is { } desired && Blocked is null && desired != Written;
}

/// <summary>What a storefront says of the product itself.</summary>
/// <param name="Connection">The storefront.</param>
/// <param name="RemoteId">The storefront's internal id, which outlives a rename.</param>
/// <param name="Type">The storefront's word for the product type.</param>
/// <param name="Traits">What bears on stock.</param>
public sealed record Listing(ConnectionName Connection, string RemoteId, string Type, ProductTraits Traits);
