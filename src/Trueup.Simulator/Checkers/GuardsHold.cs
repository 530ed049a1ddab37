using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G5: while a guard holds a location's reports, no more of its SKUs go to nothing, and stay there, than the guard allows. Counted here
/// from the stream of decisions, by the contract's own figures; what a person let through is that person's.
/// </summary>
public static class GuardsHold
{
    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var rule = world.Contract.Terms.Guards;
        var codecs = new Codecs();
        var history = world.History();
        var approvals = history.Where(recorded => recorded.Entry.Form == Request.ApproveGuard)
            .Select(recorded => (recorded.Entry.At, Request.Read(recorded.Entry).Key)).ToList();
        var levels = new Dictionary<(Sku Sku, LocationCode Location), Quantity>();
        var spokenOf = new Dictionary<LocationCode, int>();
        var zeroed = new List<(DateTimeOffset At, Sku Sku, LocationCode Location)>();
        var latest = DateTimeOffset.MinValue;
        foreach (var (position, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            foreach (var decided in codecs.Decisions.Unpack(entry.Body).Decisions)
            {
                var at = history[(int)decided.Message.Value - 1].Entry.At;

                // A message that is tried again takes effect now: the window has moved on since it came.
                latest = at > latest ? at : latest;
                var before = Fold(decided, levels);
                var emptied = before.Where(known => known.Value > Quantity.Zero && levels[known.Key] <= Quantity.Zero)
                    .Select(known => known.Key)
                    .Where(key => !approvals.Exists(
                        approved => approved.Key == key.Location.Text && approved.At >= at && approved.At <= entry.At))
                    .ToList();
                zeroed.AddRange(emptied.Select(key => (at, key.Sku, key.Location)));

                // A message is taken as a whole: what it fills again is not empty because it comes later in the list.
                foreach (var place in emptied.GroupBy(key => key.Location))
                {
                    var recent = zeroed.Where(other => other.Location == place.Key && other.At > latest - rule.Over)
                        .Select(other => other.Sku).Distinct()
                        .Count(other => levels[(other, place.Key)] <= Quantity.Zero);
                    if (recent >= rule.SkusMin && recent > rule.ZeroedMax * spokenOf[place.Key])
                    {
                        yield return new Violation(
                            "G5",
                            place.Last().Sku.Text,
                            $"{recent} of {spokenOf[place.Key]} SKUs at {place.Key} went to nothing by entry {position}, unapproved");
                    }
                }

                foreach (var (_, location) in before.Where(place => place.Value is null).Select(place => place.Key))
                {
                    spokenOf[location] = spokenOf.GetValueOrDefault(location) + 1;
                }
            }
        }
    }

    /// <summary>Takes the owners' figures of one message up.</summary>
    /// <returns>What was there of everything that it speaks of; null where nobody had spoken of it yet.</returns>
    private static Dictionary<(Sku Sku, LocationCode Location), Quantity?> Fold(
        Decided decided, Dictionary<(Sku Sku, LocationCode Location), Quantity> levels)
    {
        var before = new Dictionary<(Sku Sku, LocationCode Location), Quantity?>();
        foreach (var change in decided.Changes)
        {
            if (change is Change.StockChanged { Sku: var sku, Event: StockEvent.LevelSet { State: StockState.Available } set })
            {
                before.TryAdd((sku, set.Location), levels.TryGetValue((sku, set.Location), out var quantity) ? quantity : null);
                levels[(sku, set.Location)] = set.Quantity;
            }
        }

        return before;
    }
}
