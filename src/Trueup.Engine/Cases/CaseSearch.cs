using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Views;

namespace Trueup.Engine.Cases;

/// <summary>What cases are looked for; null members count for all.</summary>
/// <param name="State">Only of this state: <c>open</c> (nobody put it off), <c>assigned</c>, <c>waiting</c>,
/// <c>snoozed</c>, <c>resolved</c> or <c>ignored</c>.</param>
/// <param name="Code">Only of this kind.</param>
/// <param name="Owner">Only those of this owner.</param>
/// <param name="Text">Part of the code or the lineage, in any letter case.</param>
/// <param name="After">What the page before named as next; null for the first page.</param>
/// <param name="Limit">Cases on a page.</param>
public sealed record CaseQuery(string? State, string? Code, string? Owner, string? Text, string? After, int Limit)
{
    /// <summary>Only of this severity.</summary>
    public string? Severity { get; init; }

    /// <summary>Only about this connection, as sender or as storefront.</summary>
    public string? Connection { get; init; }

    /// <summary>Only at this location.</summary>
    public string? Location { get; init; }

    /// <summary>Only about this SKU.</summary>
    public string? Sku { get; init; }

    /// <summary>Only about this order.</summary>
    public string? Order { get; init; }

    /// <summary>Only those that this person deals with.</summary>
    public string? Assignee { get; init; }

    /// <summary>Only with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only members of this group.</summary>
    public string? Group { get; init; }

    /// <summary><c>recent</c> (default), <c>oldest</c>, or <c>rank</c>: what costs money soonest, the most of it
    /// first.</summary>
    public string? Sort { get; init; }
}

/// <summary>Finds cases by their slots: a million are looked through in some milliseconds.</summary>
public static class CaseSearch
{
    /// <summary>While there are fewer, a text is looked for in the details as well.</summary>
    public const int DetailsMax = 20_000;

    /// <summary>How long a problem of a severity may last before it costs something; the console ranks by it.</summary>
    public static TimeSpan GraceOf(Severity severity) => severity switch
    {
        Severity.Critical => TimeSpan.Zero,
        Severity.Warning => TimeSpan.FromHours(4),
        _ => TimeSpan.FromHours(24),
    };

    /// <summary>The page of cases that are looked for.</summary>
    public static Page<Case> Find(CaseBook book, CaseQuery query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(query);
        var filter = new Filter(book, query, now);
        var (afterKey, afterId) = Cursor(query.After);
        var best = new PriorityQueue<int, (long Key, ulong Id)>(Comparer<(long Key, ulong Id)>.Create(Compare));
        foreach (var slot in filter.Candidates())
        {
            ref var kept = ref book.At(slot);
            var place = (KeyOf(book, kept, query.Sort, now), kept.Id);
            var isFull = best.Count > query.Limit;

            // Of a million all but a few are worse than those found already: one comparison each, and nothing else.
            if ((isFull && best.TryPeek(out _, out var worst) && Compare(place, worst) <= 0) ||
                (query.After is not null && Compare(place, (afterKey, afterId)) >= 0) || !filter.Matches(slot))
            {
                continue;
            }

            if (isFull)
            {
                best.EnqueueDequeue(slot, place);
            }
            else
            {
                best.Enqueue(slot, place);
            }
        }

        return ToPage(book, best, query.Limit);
    }

    /// <summary>Slots of all that are looked for, the first so many in no order, and how many there are.</summary>
    public static (Items<Case> Some, int Count) All(CaseBook book, CaseQuery query, DateTimeOffset now, int max)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(query);
        var filter = new Filter(book, query, now);
        var (some, count) = (new List<Case>(), 0);
        foreach (var slot in filter.Candidates())
        {
            if (filter.Matches(slot))
            {
                count++;
                if (some.Count < max)
                {
                    some.Add(book.Unpack(slot));
                }
            }
        }

        return (some.ToItems(), count);
    }

    /// <summary>Where a case stands, in a word.</summary>
    public static string StandingOf(Case known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.State switch
        {
            CaseState.Resolved => "resolved",
            CaseState.Ignored => "ignored",
            _ when known.SnoozedUntil > now => "snoozed",
            _ when known.Waiting is not null => "waiting",
            _ when known.Assignee is not null => "assigned",
            _ => "open",
        };
    }

    /// <summary>Which comes later on the pages: the lower key, and of one key the higher id.</summary>
    private static int Compare((long Key, ulong Id) left, (long Key, ulong Id) right) =>
        left.Key != right.Key ? left.Key.CompareTo(right.Key) : right.Id.CompareTo(left.Id);

    private static Page<Case> ToPage(CaseBook book, PriorityQueue<int, (long Key, ulong Id)> best, int limit)
    {
        var found = new List<(int Slot, (long Key, ulong Id) Key)>(best.Count);
        while (best.TryDequeue(out var slot, out var key))
        {
            found.Add((slot, key));
        }

        found.Reverse();
        var hasMore = found.Count > limit;
        var page = found.Take(limit).ToArray();
        return new Page<Case>(
            page.Select(each => book.Unpack(each.Slot)).ToItems(),
            hasMore ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].Key.Key}.{page[^1].Key.Id:x16}") : null);
    }

    private static (long Key, ulong Id) Cursor(string? after)
    {
        var dot = after?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 &&
               long.TryParse(after.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) &&
               ulong.TryParse(after.AsSpan(dot + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? (key, id)
            : (long.MaxValue, 0);
    }

    private static long KeyOf(CaseBook book, in CaseSlot kept, string? sort, DateTimeOffset now)
    {
        if (sort == "oldest")
        {
            return -kept.OpenedAt;
        }

        if (sort != "rank")
        {
            return kept.LastAt;
        }

        // What costs money already comes before what will; then by how much; the words of the page say how.
        var severity = book.Cells[kept.Cell].Code.Severity;
        var isDue = kept.OpenedAt + GraceOf(severity).Ticks <= now.UtcTicks;
        return ((isDue ? 1L : 0L) << 60) + (kept.Stake << 2) + (long)severity;
    }

    private sealed class Filter
    {
        private readonly CaseBook _book;
        private readonly CaseQuery _query;
        private readonly bool[] _cells;
        private readonly long _now;
        private readonly int _person;
        private readonly CaseGroup? _group;

        public Filter(CaseBook book, CaseQuery query, DateTimeOffset now)
        {
            (_book, _query, _now) = (book, query, now.UtcTicks);
            _group = query.Group is { } id ? CaseGroups.Of(book, now).FirstOrDefault(group => group.Id == id) : null;
            _cells = book.Cells.Select((cell, place) => IsWanted(cell) && (query.Group is null || _group?.Has(place) == true))
                .ToArray();
            _person = query.Assignee is null ? 0 : book.PersonOf(query.Assignee);
        }

        public IEnumerable<int> Candidates()
        {
            if (string.IsNullOrEmpty(_query.Text))
            {
                // The key holds the whole lineage: whoever has this SKU or order in it is found by its letters.
                return (_query.Sku ?? _query.Order) is { Length: > 0 } named
                    ? _book.FindText(named)
                    : Enumerable.Range(0, _book.Slots);
            }

            var found = _book.FindText(_query.Text);
            return _book.Count > DetailsMax ? found : found.Union(Enumerable.Range(0, _book.Slots).Where(slot =>
                !_book.At(slot).IsGone &&
                _book.Unpack(slot).Detail.Contains(_query.Text, StringComparison.OrdinalIgnoreCase)));
        }

        public bool Matches(int slot)
        {
            ref var kept = ref _book.At(slot);
            return !kept.IsGone && kept.Cell < _cells.Length && _cells[kept.Cell] && IsInState(kept) &&
                   (_query.Assignee is null || kept.Assignee == _person) && MatchesWords(slot);
        }

        private bool MatchesWords(int slot)
        {
            if (_query.Sku is null && _query.Order is null && _query.Tag is null && _group?.Narrow is null)
            {
                return true;
            }

            var (sku, order) = _book.NarrowOf(slot);
            return (_query.Sku is null || sku == _query.Sku) && (_query.Order is null || order == _query.Order) &&
                   (_group is null || _group.Matches(sku, order)) &&
                   (_query.Tag is null || _book.Unpack(slot).Tags.Contains(_query.Tag, StringComparer.Ordinal));
        }

        private bool IsInState(in CaseSlot kept) => _query.State switch
        {
            null => true,
            "resolved" => kept.State == CaseState.Resolved,
            "ignored" => kept.State == CaseState.Ignored,
            "snoozed" => kept.State == CaseState.Open && kept.SnoozedUntil > _now,
            "waiting" => kept.State == CaseState.Open && kept.Waits,
            "assigned" => kept.State == CaseState.Open && kept.Assignee != 0,
            _ => kept.State == CaseState.Open && kept.SnoozedUntil <= _now,
        };

        private bool IsWanted(CaseCell cell) =>
            (_query.Code is null || cell.Code.Code == _query.Code) &&
            (_query.Owner is null || CaseView.OwnerOf(cell.Code) == _query.Owner) &&
            (_query.Severity is null ||
             string.Equals(cell.Code.Severity.ToString(), _query.Severity, StringComparison.OrdinalIgnoreCase)) &&
            (_query.Connection is null || cell.Connection == _query.Connection || cell.Storefront == _query.Connection) &&
            (_query.Location is null || cell.Location == _query.Location);
    }
}
