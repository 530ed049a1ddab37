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
        _ => (kept.OpenedAt <= _dueFrom[kept.Cell] ? 1L << 60 : 0) + (kept.Stake << 2) + _severities[kept.Cell],
    };
}

/// <summary>The first so many of the slots that are offered, behind a place.</summary>
internal sealed class BestSlots(int max, CasePlace? after)
{
    // The last of them on top, where the next better one pushes it out.
    private readonly PriorityQueue<int, CasePlace> _best = new(
        Comparer<CasePlace>.Create((left, right) => left == right ? 0 : left.IsBefore(right) ? 1 : -1));

    private CasePlace _last;

    /// <summary>Offers a slot. Of a million all but a few are worse than those found already: one comparison each, and
    /// nothing else.</summary>
    public void Offer(int slot, in CasePlace place)
    {
        var isFull = _best.Count == max;
        if ((isFull && !place.IsBefore(_last)) || (after is { } cursor && !cursor.IsBefore(place)))
        {
            return;
        }

        if (isFull)
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
