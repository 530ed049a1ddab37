using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>G4: no older figure overwrites a newer one, and the newest is the one that the hub ends with.</summary>
public static class NewestWins
{
    private static readonly (StockState State, string Status)[] States =
        [(StockState.Available, "OK"), (StockState.Inspection, "QC"), (StockState.Damaged, "DMG")];

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return Falls(world.History()).Concat(Ends(world, state));
    }

    private static IEnumerable<Violation> Falls(IReadOnlyList<Recorded> history)
    {
        var codecs = new Codecs();
        var newest = new Dictionary<(Sku, LocationCode, StockState), (long? Version, DateTimeOffset AsOf)>();
        foreach (var (_, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            foreach (var change in codecs.Decisions.Unpack(entry.Body).Decisions.SelectMany(decided => decided.Changes))
            {
                if (change is not Change.StockChanged { Sku: var sku, Event: StockEvent.LevelSet set })
                {
                    continue;
                }

                var key = (sku, set.Location, set.State);
                if (newest.TryGetValue(key, out var before) &&
                    (set is { Version: { } version } && before.Version is { } known ? version < known : set.AsOf < before.AsOf))
                {
                    yield return new Violation("G4", sku.Text, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{set.Location}: version {set.Version} of {set.AsOf:O} overwrote {before.Version} of {before.AsOf:O}"));
                }

                newest[key] = (set.Version ?? before.Version, set.AsOf);
            }
        }
    }

    private static IEnumerable<Violation> Ends(World world, HubState state)
    {
        foreach (var sku in world.Skus)
        {
            foreach (var place in Estate.AllPlacesOf(world.Plan))
            {
                foreach (var (condition, status) in States)
                {
                    var there = place.IsStore
                        ? condition == StockState.Available ? world.Till!.OnHand(sku) : 0
                        : world.Warehouse.Reported(sku, place.Code, status);
                    var known = state.Find(Sku.Parse(sku))?.ShelfAt(LocationCode.Parse(place.Location))?.In(condition);
                    if ((known?.Quantity.Value ?? 0) != there)
                    {
                        yield return new Violation("G4", sku, string.Create(
                            CultureInfo.InvariantCulture,
                            $"{place.Location} {condition}: its owner reports {there:0}, the hub ended with {known?.Quantity} (version {known?.Version})"));
                    }
                }
            }
        }
    }
}
