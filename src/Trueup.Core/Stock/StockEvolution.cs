using System.Diagnostics;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>What the stock of a SKU is after an event. Never refuses.</summary>
public static class StockEvolution
{
    /// <summary>Movements kept per shelf while its owner does not report.</summary>
    public const int ArrivalsMax = 64;

    /// <summary>The stock after the event.</summary>
    /// <param name="stock">The stock before.</param>
    /// <param name="change">The event.</param>
    /// <param name="message">The journal entry that the event was decided about.</param>
    public static SkuStock Evolve(SkuStock stock, StockEvent change, JournalPosition message)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return change switch
        {
            StockEvent.LevelSet set => stock with { Shelves = SetLevel(stock.Shelves, set, message) },
            StockEvent.DemandOpened opened => stock with { Demands = Open(stock.Demands, opened, message) },
            StockEvent.DemandMoved moved => stock with { Demands = Move(stock.Demands, moved, message) },
            StockEvent.DemandDeparted departed => Change(stock, departed.Order, departed.Line, departed.Location, demand =>
                demand with { Departures = demand.Departures.Add(new Departure(departed.Quantity, departed.At, message)) }),
            StockEvent.DemandCovered covered => Change(stock, covered.Order, covered.Line, covered.Location, demand =>
                Cover(demand, covered)),
            StockEvent.DemandWithdrawn withdrawn => Change(stock, withdrawn.Order, withdrawn.Line, withdrawn.Location, demand =>
                demand with { Quantity = demand.Quantity - withdrawn.Quantity }),
            StockEvent.HoldSet hold => Change(stock, hold.Order, hold.Line, hold.Location, demand =>
                demand with { Held = hold.Held, HeldMessage = message }),
            StockEvent.SlotDesired desired => ChangeSlot(stock, desired, message),
            StockEvent.SlotWritten written => Change(stock, written.Connection, written.Source, slot =>
                slot with
                {
                    Written = written.Quantity,
                    IsHalfDone = written.Quantity is null && (written.IsHalfDone || slot.IsHalfDone),
                }),
            StockEvent.SlotObserved seen => Change(stock, seen.Connection, seen.Source, slot =>
                slot with { Observed = seen.Quantity, Written = slot.IsHalfDone ? null : seen.Quantity }),
            StockEvent.SlotLowered lowered => Change(stock, lowered.Connection, lowered.Source, slot =>
                slot with { Written = slot.Written - lowered.Quantity }),
            StockEvent.SlotBlocked blocked => Change(stock, blocked.Connection, blocked.Source, slot =>
                slot with { Blocked = blocked.Code }),
            StockEvent.GoodsArrived arrived => stock with { Shelves = Arrive(stock.Shelves, arrived, message) },
            StockEvent.PaceSet pace => stock with { Pace = new Pace(pace.Weight, pace.At) },
            StockEvent.PriceSeen seen => stock with { Price = seen.Price },
            StockEvent.OverrideSet set => stock with { Overrides = Keep(stock.Overrides, set, message) },
            StockEvent.OverrideEnded ended => stock with
            {
                Overrides = stock.Overrides.Where(kept => kept.Connection != ended.Connection || kept.Source != ended.Source).ToItems(),
            },
            StockEvent.ListingSet listing => stock with { Listings = SetListing(stock.Listings, listing) },
            _ => throw new UnreachableException($"No evolution for {change?.GetType().Name}."),
        };
    }

    private static Items<Shelf> SetLevel(Items<Shelf> shelves, StockEvent.LevelSet set, JournalPosition message)
    {
        var level = new Level(set.State, set.Quantity, set.Version, set.AsOf, message);
        var place = PlaceOf(shelves, set.Location);
        if (place < 0)
        {
            return shelves.Add(new Shelf(set.Location, [level]));
        }

        var levels = shelves[place].Levels;
        var inState = 0;
        while (inState < levels.Count && levels[inState].State != set.State)
        {
            inState++;
        }

        if (inState < levels.Count && set.Quantity <= Quantity.Zero)
        {
            level = level with { EmptiedBy = levels[inState].Quantity > Quantity.Zero ? message : levels[inState].EmptiedBy };
        }

        var arrivals = shelves[place].Arrivals;
        return shelves.SetItem(place, new Shelf(
            set.Location, inState == levels.Count ? levels.Add(level) : levels.SetItem(inState, level))
        {
            Arrivals = arrivals.IsEmpty ? arrivals : StillMissing(arrivals, set),
        });
    }

    /// <summary>Arrivals that a figure cannot hold yet, because it is older than they are.</summary>
    private static Items<Arrival> StillMissing(Items<Arrival> arrivals, StockEvent.LevelSet set) =>
        arrivals.Where(known => known.State != set.State || known.At > set.AsOf).ToItems();

    private static Items<Shelf> Arrive(
        Items<Shelf> shelves, StockEvent.GoodsArrived arrived, JournalPosition message)
    {
        var arrival = new Arrival(arrived.State, arrived.Quantity, arrived.At, arrived.Reference, message);
        var place = shelves.FindIndex(shelf => shelf.Location == arrived.Location);
        if (place < 0)
        {
            return shelves.Add(new Shelf(arrived.Location, []) { Arrivals = [arrival] });
        }

        // Beyond so many the oldest is let go: rather too little on sale until the owner reports than a growing list.
        var kept = shelves[place].Arrivals;
        kept = kept.Count >= ArrivalsMax ? kept.RemoveAt(0) : kept;
        return shelves.SetItem(place, shelves[place] with { Arrivals = kept.Add(arrival) });
    }

    /// <summary>A line that is raised later wants more from the same place.</summary>
    private static Items<Demand> Open(Items<Demand> demands, StockEvent.DemandOpened opened, JournalPosition message)
    {
        var place = demands.FindIndex(demand => Is(demand, opened.Order, opened.Line, opened.Location));
        return place >= 0
            ? demands.SetItem(place, demands[place] with
            {
                Quantity = demands[place].Quantity + opened.Quantity,
                Held = demands[place].Held + opened.Held,
            })
            : demands.Add(new Demand(opened.Order, opened.Line, opened.Location, opened.Quantity, message)
            {
                Holder = opened.Holder,
                Held = opened.Held,
                HeldMessage = message,
            });
    }

    private static Items<Demand> Move(Items<Demand> demands, StockEvent.DemandMoved moved, JournalPosition message)
    {
        var from = demands.FindIndex(demand => Is(demand, moved.Order, moved.Line, moved.From));
        var source = demands[from];
        var left = source with { Quantity = source.Quantity - moved.Quantity, Held = source.Held - moved.Held };
        var to = demands.FindIndex(demand => Is(demand, moved.Order, moved.Line, moved.To));
        var target = to < 0
            ? new Demand(moved.Order, moved.Line, moved.To, moved.Quantity, message)
            {
                Holder = source.Holder,
                Held = moved.Held,
                HeldMessage = message,
            }
            : demands[to] with { Quantity = demands[to].Quantity + moved.Quantity, Held = demands[to].Held + moved.Held };
        demands = demands.SetItem(from, left);
        demands = to < 0 ? demands.Add(target) : demands.SetItem(to, target);
        return left.IsSettled ? demands.RemoveAt(from) : demands;
    }

    private static Demand Cover(Demand demand, StockEvent.DemandCovered covered)
    {
        var place = demand.Departures.FindIndex(
            departure => departure.At == covered.At && departure.Quantity == covered.Quantity);
        var larger = place >= 0 ? -1 : demand.Departures.FindIndex(
            departure => departure.At == covered.At && departure.Quantity > covered.Quantity);
        return demand with
        {
            Covered = demand.Covered + covered.Quantity,
            Departures = place >= 0 ? demand.Departures.RemoveAt(place)
                : larger < 0 ? demand.Departures
                : demand.Departures.SetItem(larger, demand.Departures[larger] with
                {
                    Quantity = demand.Departures[larger].Quantity - covered.Quantity,
                }),
        };
    }

    private static SkuStock Change(
        SkuStock stock, OrderId order, string line, LocationCode location, Func<Demand, Demand> change)
    {
        var place = stock.Demands.FindIndex(demand => Is(demand, order, line, location));
        if (place < 0)
        {
            return stock;
        }

        var changed = change(stock.Demands[place]);
        return stock with
        {
            Demands = changed.IsSettled ? stock.Demands.RemoveAt(place) : stock.Demands.SetItem(place, changed),
        };
    }

    private static SkuStock ChangeSlot(SkuStock stock, StockEvent.SlotDesired desired, JournalPosition message)
    {
        var place = PlaceOf(stock.Slots, desired.Connection, desired.Source);
        var slot = place < 0 ? new Slot(desired.Connection, desired.Source, desired.Location) : stock.Slots[place];

        // A new figure deserves a new attempt, whatever the storefront said of the old one.
        slot = slot with { Desired = desired.Quantity, DesiredMessage = message, Location = desired.Location, Blocked = null };
        return stock with { Slots = place < 0 ? stock.Slots.Add(slot) : stock.Slots.SetItem(place, slot) };
    }

    private static SkuStock Change(SkuStock stock, ConnectionName connection, RemoteCode source, Func<Slot, Slot> change)
    {
        var place = PlaceOf(stock.Slots, connection, source);
        return place < 0 ? stock : stock with { Slots = stock.Slots.SetItem(place, change(stock.Slots[place])) };
    }

    private static Items<Override> Keep(Items<Override> overrides, StockEvent.OverrideSet set, JournalPosition message)
    {
        var kept = new Override(set.Connection, set.Source, set.Quantity, set.Since, set.Until, set.By, set.Reason, message);
        var place = overrides.FindIndex(known => known.Connection == set.Connection && known.Source == set.Source);
        return place < 0 ? overrides.Add(kept) : overrides.SetItem(place, kept);
    }

    private static Items<Listing> SetListing(Items<Listing> listings, StockEvent.ListingSet set)
    {
        var listing = new Listing(set.Connection, set.RemoteId, set.Type, set.Traits);
        var place = listings.FindIndex(known => known.Connection == set.Connection);
        return place < 0 ? listings.Add(listing) : listings.SetItem(place, listing);
    }

    // Loops, not conditions passed on: this is done for every event, and a condition that captures costs two objects.
    private static int PlaceOf(Items<Shelf> shelves, LocationCode location)
    {
        for (var i = 0; i < shelves.Count; i++)
        {
            if (shelves[i].Location == location)
            {
                return i;
            }
        }

        return -1;
    }

    private static int PlaceOf(Items<Slot> slots, ConnectionName connection, RemoteCode source)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            if (slots[i].Connection == connection && slots[i].Source == source)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Is(Demand demand, OrderId order, string line, LocationCode location) =>
        demand.Order == order && demand.Line == line && demand.Location == location;
}
