using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Simulator.Checkers;

/// <summary>When a guard held the reports of a place: what they say reaches nobody before a person has let it through.</summary>
internal static class GuardTimes
{
    /// <summary>For how long, from one moment until another, a guard held the reports of any of some places.</summary>
    public static TimeSpan Between(World world, IReadOnlyCollection<string> places, DateTimeOffset from, DateTimeOffset until)
    {
        var (held, past) = (TimeSpan.Zero, from);
        foreach (var (begin, end) in Of(world, places).OrderBy(stretch => stretch.From))
        {
            // Two places may be held at once.
            var (first, last) = (begin > past ? begin : past, end < until ? end : until);
            if (last > first)
            {
                held += last - first;
                past = last;
            }
        }

        return held;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Of(World world, IReadOnlyCollection<string> places)
    {
        var codecs = new Codecs();
        var open = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var told = world.History().Where(recorded => recorded.Entry.Kind == EntryKind.Decided)
            .SelectMany(recorded => codecs.Decisions.Unpack(recorded.Entry.Body).Decisions)
            .SelectMany(decided => decided.Changes).OfType<Change.CaseChanged>();
        foreach (var change in told.Select(changed => changed.Event))
        {
            if (change is CaseEvent.Found { Finding: { About.Location: { } place } finding } found &&
                finding.Code == CaseCodes.BlastRadius && places.Contains(place, StringComparer.Ordinal))
            {
                open.TryAdd(finding.CaseKey, found.At);
            }
            else if (change is CaseEvent.Closed closed && open.Remove(closed.Key, out var begin))
            {
                yield return (begin, closed.At);
            }
        }

        foreach (var begin in open.Values)
        {
            yield return (begin, DateTimeOffset.MaxValue);
        }
    }
}
