using System.Diagnostics;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>Decides what a fact changes in the stock of one SKU. Pure and total.</summary>
public static class StockDecider
{
    /// <summary>What changes; empty when the fact is old or already known.</summary>
    public static Items<StockEvent> Decide(SkuStock stock, StockFact fact, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        return fact switch
        {
            StockFact.Reported reported => Report(stock, reported, contract),
            StockFact.Moved moved => Move(stock, moved, contract),
            StockFact.Captured captured => Capture(stock, captured),
            StockFact.Taken taken => Take(stock, taken, contract),
            StockFact.Lost lost => Lose(stock, lost, contract),
            StockFact.Withdrawn withdrawn => Withdraw(stock, withdrawn),
            StockFact.Holding holding => SpreadHold(stock, holding),
            StockFact.SourceMoved moved => MoveSource(stock, moved),
            StockFact.SourceLowered lowered => stock.SlotOf(lowered.Connection, lowered.Source) is null
                ? []
                : MoveOverride(
                    stock, lowered.Connection, lowered.Source, -lowered.Quantity,
                    [new StockEvent.SlotLowered(lowered.Connection, lowered.Source, lowered.Quantity)]),
            StockFact.SourcesUnsure unsure => ForgetSources(stock, unsure),
            StockFact.SourceSeen seen => [new StockEvent.SlotObserved(seen.Connection, seen.Source, seen.Quantity)],
            StockFact.SourceWritten written =>
                [new StockEvent.SlotWritten(written.Connection, written.Source, written.Quantity)],
            StockFact.SourceRefused refused => [new StockEvent.SlotBlocked(refused.Connection, refused.Source, refused.Code)],
            StockFact.SourceReleased released => Release(stock, released),
            StockFact.Arrived arrived => Arrive(stock, arrived, contract),
            StockFact.ListingSeen seen => See(stock, seen),
            _ => throw new UnreachableException($"No stock rule for {fact.GetType().Name}."),
        };
    }

    /// <summary>Whether a report is older than what is known, or says nothing new about the figure.</summary>
    public static Freshness FreshnessOf(SkuStock stock, StockFact.Reported report)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(report);
        if (stock.ShelfAt(report.Location)?.In(report.State) is not { } known)
        {
            return Freshness.Newer;
        }

        // Versions of one owner decide; only without them does the time of the figure.
        var isVersioned = report.Version is not null && known.Version is not null;
        var byVersion = isVersioned ? report.Version!.Value.CompareTo(known.Version!.Value) : 0;
        var byTime = report.AsOf.CompareTo(known.AsOf);
        var order = byVersion != 0 ? byVersion : byTime;

        // A version that comes again undated may be an old message: it tells nothing of what happened in between.
        var isRepeated = byTime == 0 || (isVersioned && (byTime < 0 || !report.IsDated));
        return report.Quantity == known.Quantity && byVersion == 0 && isRepeated ? Freshness.Same
            : order < 0 ? Freshness.Stale
            : Freshness.Newer;
    }

    private static Items<StockEvent> Report(SkuStock stock, StockFact.Reported report, OwnershipContract contract)
    {
        if (FreshnessOf(stock, report) != Freshness.Newer)
        {
            return [];
        }

        Items<StockEvent> set =
            [new StockEvent.LevelSet(report.Location, report.State, report.Quantity, report.Version, report.AsOf)];
        return stock.Demands.IsEmpty || !contract.IsSellable(report.State)
            ? set
            : set.AddRange(Cover(stock, report.Location, report.AsOf));
    }

    private static Items<StockEvent> Cover(SkuStock stock, LocationCode location, DateTimeOffset asOf)
    {
        var events = new List<StockEvent>();
        foreach (var demand in stock.Demands)
        {
            if (demand.Location != location)
            {
                continue;
            }

            foreach (var departure in demand.Departures)
            {
                if (departure.At <= asOf)
                {
                    events.Add(new StockEvent.DemandCovered(
                        demand.Order, demand.Line, location, departure.Quantity, departure.At));
                }
            }
        }

        return events.ToItems();
    }

    /// <summary>
    /// A movement says what it moved, and nothing of what else may have happened: goods that come in cover nothing that
    /// left, and goods that go out cover as many units as went, the earliest first.
    /// </summary>
    private static Items<StockEvent> Move(SkuStock stock, StockFact.Moved moved, OwnershipContract contract)
    {
        var known = stock.ShelfAt(moved.Location)?.In(moved.State);
        var isOut = moved.Delta < Quantity.Zero;
        var asOf = known is { } level && (level.AsOf > moved.At || !isOut) ? level.AsOf : moved.At;
        Items<StockEvent> set =
            [new StockEvent.LevelSet(
                moved.Location, moved.State, (known?.Quantity ?? Quantity.Zero) + moved.Delta, known?.Version, asOf)];
        return isOut && contract.IsSellable(moved.State)
            ? set.AddRange(Cover(stock, moved.Location, moved.At, -moved.Delta))
            : set;
    }

    private static Items<StockEvent> Cover(SkuStock stock, LocationCode location, DateTimeOffset at, Quantity units)
    {
        var events = new List<StockEvent>();
        foreach (var (demand, departure) in stock.Demands.Where(demand => demand.Location == location)
            .SelectMany(demand => demand.Departures.Select(departure => (demand, departure)))
            .Where(pair => pair.departure.At <= at).OrderBy(pair => pair.departure.At))
        {
            var covered = Quantity.Min(units, departure.Quantity);
            if (covered > Quantity.Zero)
            {
                events.Add(new StockEvent.DemandCovered(demand.Order, demand.Line, location, covered, departure.At));
                units -= covered;
            }
        }

        return events.ToItems();
    }

    /// <summary>
    /// Goods that came in count until the owner's own figure is as new as their coming. In a state that may not be sold
    /// they are only worth keeping where the owner reports that state.
    /// </summary>
    private static Items<StockEvent> Arrive(SkuStock stock, StockFact.Arrived arrived, OwnershipContract contract)
    {
        var shelf = stock.ShelfAt(arrived.Location);
        var level = shelf?.In(arrived.State);
        var isKnown = shelf?.Arrivals.FindIndex(
            known => known.Reference == arrived.Reference && known.State == arrived.State) >= 0;
        return isKnown || level?.AsOf >= arrived.At || (level is null && !contract.IsSellable(arrived.State))
            ? []
            : [new StockEvent.GoodsArrived(
                arrived.Location, arrived.State, arrived.Quantity, arrived.At, arrived.Reference)];
    }

    private static Items<StockEvent> Capture(SkuStock stock, StockFact.Captured captured) =>
        !captured.IsMore && stock.Demands.FindIndex(demand => demand.Order == captured.Order && demand.Line == captured.Line &&
                                          demand.Location == captured.Location) >= 0
            ? []
            : [new StockEvent.DemandOpened(
                captured.Order, captured.Line, captured.Location, captured.Quantity, captured.Holder, captured.Held)];

    private static Items<StockEvent> Take(SkuStock stock, StockFact.Taken taken, OwnershipContract contract)
    {
        var events = new List<StockEvent>();
        var here = DemandAt(stock, taken.Order, taken.Line, taken.Location);
        var missing = taken.Quantity - (here?.Waiting ?? Quantity.Zero);
        foreach (var other in stock.Demands)
        {
            if (missing > Quantity.Zero && other.Order == taken.Order && other.Line == taken.Line &&
                other.Location != taken.Location && other.Waiting > Quantity.Zero)
            {
                // The owner served the line from elsewhere than planned: its word overrides the plan.
                var moved = Quantity.Min(missing, other.Waiting);
                events.Add(new StockEvent.DemandMoved(
                    taken.Order, taken.Line, other.Location, taken.Location, moved, Quantity.Min(moved, other.Held)));
                missing -= moved;
            }
        }

        var departed = taken.Quantity - missing.OrZero();
        if (departed > Quantity.Zero)
        {
            Depart(stock, taken with { Quantity = departed }, contract, events);
        }

        return events.ToItems();
    }

    private static void Depart(SkuStock stock, StockFact.Taken taken, OwnershipContract contract, List<StockEvent> events)
    {
        events.Add(new StockEvent.DemandDeparted(taken.Order, taken.Line, taken.Location, taken.Quantity, taken.At));
        if (StockTruth.FigureAsOf(stock, taken.Location, contract) >= taken.At)
        {
            events.Add(new StockEvent.DemandCovered(taken.Order, taken.Line, taken.Location, taken.Quantity, taken.At));
        }
    }

    private static Items<StockEvent> Lose(SkuStock stock, StockFact.Lost lost, OwnershipContract contract)
    {
        var events = new List<StockEvent>();
        var left = lost.Quantity;
        foreach (var demand in stock.Demands)
        {
            if (left > Quantity.Zero && demand.Order == lost.Order && demand.Line == lost.Line &&
                demand.Waiting > Quantity.Zero && lost.Among.Contains(demand.Location))
            {
                var units = Quantity.Min(left, demand.Waiting);
                Depart(stock, new StockFact.Taken(lost.Order, lost.Line, demand.Location, units, lost.At), contract, events);
                left -= units;
            }
        }

        return events.ToItems();
    }

    private static Items<StockEvent> Withdraw(SkuStock stock, StockFact.Withdrawn withdrawn)
    {
        var events = new List<StockEvent>();
        var left = withdrawn.Quantity;
        foreach (var demand in stock.Demands)
        {
            if (left > Quantity.Zero && demand.Order == withdrawn.Order && demand.Line == withdrawn.Line &&
                demand.Location == withdrawn.Location && demand.Waiting > Quantity.Zero)
            {
                var units = Quantity.Min(left, demand.Waiting);
                events.Add(new StockEvent.DemandWithdrawn(demand.Order, demand.Line, demand.Location, units));
                left -= units;
            }
        }

        return events.ToItems();
    }

    private static Items<StockEvent> SpreadHold(SkuStock stock, StockFact.Holding holding)
    {
        var demands = stock.Demands.Where(demand => demand.Order == holding.Order && demand.Line == holding.Line)
            .OrderByDescending(demand => demand.Location == holding.ShippedFrom)

            // Where nobody says which location shipped, the one that the goods have left is the likeliest.
            .ThenByDescending(demand => demand.Quantity - demand.Waiting).ToList();
        var surplus = demands.Sum(demand => demand.Held) - holding.Total;
        var events = new List<StockEvent>();
        foreach (var demand in demands)
        {
            if (surplus > Quantity.Zero && demand.Held > Quantity.Zero)
            {
                var released = Quantity.Min(surplus, demand.Held);
                events.Add(new StockEvent.HoldSet(demand.Order, demand.Line, demand.Location, demand.Held - released));
                surplus -= released;
            }
        }

        return events.ToItems();
    }

    private static Items<StockEvent> MoveSource(SkuStock stock, StockFact.SourceMoved moved) => MoveOverride(
        stock, moved.Connection, moved.Source, moved.Delta,
        stock.SlotOf(moved.Connection, moved.Source)?.Written is { } written
            ? [new StockEvent.SlotWritten(moved.Connection, moved.Source, written + moved.Delta)]
            : []);

    /// <summary>What a person keeps in a source goes down with what leaves it, or the next write would put that back.</summary>
    private static Items<StockEvent> MoveOverride(
        SkuStock stock, ConnectionName connection, RemoteCode source, Quantity delta, Items<StockEvent> events) =>
        stock.OverrideOf(connection, source) is { } kept
            ? events.Add(new StockEvent.OverrideSet(
                connection, source, (kept.Quantity + delta).OrZero(), kept.Since, kept.Until, kept.By, kept.Reason))
            : events;

    private static Items<StockEvent> ForgetSources(SkuStock stock, StockFact.SourcesUnsure unsure) =>
        stock.Slots.Where(slot => slot.Connection == unsure.Connection && slot.Written is not null &&
                                  (unsure.Source is null || slot.Source == unsure.Source))
            .Select(StockEvent (slot) => new StockEvent.SlotWritten(slot.Connection, slot.Source, Quantity: null))
            .ToItems();

    private static Items<StockEvent> Release(SkuStock stock, StockFact.SourceReleased released) =>
        stock.SlotOf(released.Connection, released.Source)?.Blocked is null
            ? []
            : [new StockEvent.SlotBlocked(released.Connection, released.Source, Code: null)];

    private static Items<StockEvent> See(SkuStock stock, StockFact.ListingSeen seen)
    {
        var known = stock.ListingIn(seen.Connection);
        var traits = known is null ? seen.Traits : new Connecting.ProductTraits
        {
            HoldsStock = seen.Traits.HoldsStock ?? known.Traits.HoldsStock,
            Managed = seen.Traits.Managed ?? known.Traits.Managed,
            Backorders = seen.Traits.Backorders ?? known.Traits.Backorders,
            Threshold = seen.Traits.Threshold ?? known.Traits.Threshold,
            Enabled = seen.Traits.Enabled ?? known.Traits.Enabled,
            Children = seen.Traits.Children ?? known.Traits.Children,
            Categories = seen.Traits.Categories ?? known.Traits.Categories,
        };
        var listing = new Listing(seen.Connection, seen.RemoteId, seen.Type, traits);
        return listing == known ? [] : [new StockEvent.ListingSet(seen.Connection, seen.RemoteId, seen.Type, traits)];
    }

    private static Demand? DemandAt(SkuStock stock, OrderId order, string line, LocationCode location)
    {
        foreach (var demand in stock.Demands)
        {
            if (demand.Order == order && demand.Line == line && demand.Location == location)
            {
                return demand;
            }
        }

        return null;
    }
}

/// <summary>How a report stands to what is known.</summary>
public enum Freshness
{
    /// <summary>It says something new.</summary>
    Newer,

    /// <summary>It repeats what is known.</summary>
    Same,

    /// <summary>It is older than what is known, and is dropped.</summary>
    Stale,
}
