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
        var zeroed = new List<(DateTimeOffset At, Sku Sku, LocationCode Location)>();
        foreach (var (position, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            foreach (var decided in codecs.Decisions.Unpack(entry.Body).Decisions)
            {
                var at = history[(int)decided.Message.Value - 1].Entry.At;
                foreach (var change in decided.Changes)
                {
                    if (change is not Change.StockChanged { Sku: var sku, Event: StockEvent.LevelSet { State: StockState.Available } set })
                    {
                        continue;
                    }

                    var key = (sku, set.Location);
                    var isApproved = approvals.Exists(
                        approved => approved.Key == set.Location.Text && approved.At >= at && approved.At <= entry.At);
                    if (!isApproved && set.Quantity <= Quantity.Zero && levels.GetValueOrDefault(key) > Quantity.Zero)
                    {
                        zeroed.Add((at, sku, set.Location));
                        var recent = zeroed.Where(other => other.Location == set.Location && other.At > at - rule.Over)
                            .Select(other => other.Sku).Distinct()
                            .Count(other => other == sku || levels.GetValueOrDefault((other, set.Location)) <= Quantity.Zero);
                        var known = levels.Keys.Count(other => other.Location == set.Location);
                        if (recent >= rule.SkusMin && recent > rule.ZeroedMax * known)
                        {
                            yield return new Violation(
                                "G5", sku.Text, $"{recent} of {known} SKUs at {set.Location} went to nothing by entry {position}, unapproved");
                        }
                    }

                    levels[key] = set.Quantity;
                }
            }
        }
    }
}
