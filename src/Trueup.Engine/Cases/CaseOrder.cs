namespace Trueup.Engine.Cases;

/// <summary>Where a case comes in an order: the higher key first, and of one key the lower id.</summary>
internal readonly record struct CasePlace(long Key, ulong Id)
{
    /// <summary>Whether this comes before another.</summary>
    public bool IsBefore(in CasePlace other) => Key != other.Key ? Key > other.Key : Id < other.Id;
}

/// <summary>The orders in which cases are shown.</summary>
internal sealed class CaseOrder
{
    private readonly Sorting _sorting;
    private readonly long[] _dueFrom;
    private readonly long[] _severities;
    private readonly long _now;

    /// <summary>An order at a moment.</summary>
    /// <param name="book">The cases.</param>
    /// <param name="sort"><c>recent</c> or null, <c>oldest</c>, or <c>rank</c>.</param>
    /// <param name="now">The moment.</param>
    public CaseOrder(CaseBook book, string? sort, DateTimeOffset now)
    {
        _sorting = sort switch
        {
            "oldest" => Sorting.Oldest,
            "rank" => Sorting.Rank,
            _ => Sorting.Recent,
        };
        _severities = book.Cells.Select(cell => (long)cell.Code.Severity).ToArray();
        _now = now.UtcTicks;
        _dueFrom = book.Cells.Select(cell => (now - CaseSearch.GraceOf(cell.Code.Severity)).UtcTicks).ToArray();
    }

    private enum Sorting
    {
        Recent,
        Oldest,
        Rank,
    }

    /// <summary>What a case is sorted by.</summary>
    public long KeyOf(in CaseSlot kept) => _sorting switch
    {
        Sorting.Recent => kept.LastAt,
        Sorting.Oldest => -kept.OpenedAt,

        // What costs money already comes before what will; then by how much; the words of the page say how.
        _ => Rank(kept.OpenedAt <= _dueFrom[kept.Cell], kept.Stake, _severities[kept.Cell]),
    };

    /// <summary>The zones with the best place that a slot of them may have, the one where the first may be first.</summary>
    public List<(int First, CasePlace Best)> ZonesOf(CaseSlots slots)
    {
        var zones = new List<(int First, CasePlace Best)>(slots.Zones.Count);
        for (var i = 0; i < slots.Zones.Count; i++)
        {
            zones.Add((i * CaseZone.Size, new CasePlace(BestKeyOf(slots.Zones[i]), slots.Zones[i].IdFrom)));
        }

        zones.Sort(static (left, right) => left.Best.IsBefore(right.Best) ? -1 : right.Best.IsBefore(left.Best) ? 1 : 0);
        return zones;
    }

    private static long Rank(bool isDue, long stake, long severity) => (isDue ? 1L << 60 : 0) + (stake << 2) + severity;

    private long BestKeyOf(in CaseZone zone) => _sorting switch
    {
        Sorting.Recent => zone.LastTo,
        Sorting.Oldest => -zone.OpenedFrom,
        _ => Rank(zone.OpenedFrom <= _now, zone.StakeTo, (long)zone.SeverityTo),
    };
}

/// <summary>The first so many of the slots that are offered, behind a place.</summary>
internal sealed class BestSlots(int max, CasePlace? after)
{
    // The last of them on top, where the next better one pushes it out.
    private readonly PriorityQueue<int, CasePlace> _best = new(
        Comparer<CasePlace>.Create((left, right) => left == right ? 0 : left.IsBefore(right) ? 1 : -1));

    private CasePlace _last;

    /// <summary>Whether a slot at a place would be taken.</summary>
    public bool Takes(in CasePlace place) => _best.Count < max || place.IsBefore(_last);

    /// <summary>Offers a slot. Of a million all but a few are worse than those found already: one comparison each, and
    /// nothing else.</summary>
    public void Offer(int slot, in CasePlace place)
    {
        if (!Takes(place) || (after is { } cursor && !cursor.IsBefore(place)))
        {
            return;
        }

        if (_best.Count == max)
        {
            _best.EnqueueDequeue(slot, place);
        }
        else
        {
            _best.Enqueue(slot, place);
        }

        _best.TryPeek(out _, out _last);
    }

    /// <summary>The slots, the first one first.</summary>
    public List<(int Slot, CasePlace Place)> InOrder()
    {
        var found = new List<(int Slot, CasePlace Place)>(_best.Count);
        while (_best.TryDequeue(out var slot, out var place))
        {
            found.Add((slot, place));
        }

        found.Reverse();
        return found;
    }
}
