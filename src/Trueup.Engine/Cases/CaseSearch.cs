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
        var best = new BestSlots(query.Limit + 1, query.After is null ? null : Cursor(query.After) ?? new CasePlace(long.MaxValue, 0));
        var order = new CaseOrder(book, query.Sort, now);
        var filter = new Filter(book, query, now);
        if (filter.Named() is { } named)
        {
            foreach (var slot in named.InOrder())
            {
                Offer(slot);
            }
        }
        else
        {
            // The first of the best zone that is no better than what was found ends it: so are all that follow.
            foreach (var (first, _) in order.ZonesOf(book.Slots).TakeWhile(zone => best.Takes(zone.Best)))
            {
                for (var slot = first; slot < Math.Min(first + CaseZone.Size, book.Slots.Used); slot++)
                {
                    Offer(slot);
                }
            }
        }

        return ToPage(book, best.InOrder(), query.Limit);

        void Offer(int slot)
        {
            ref readonly var kept = ref book.Slots[slot];
            if (filter.Matches(slot, kept))
            {
                best.Offer(slot, new CasePlace(order.KeyOf(kept), kept.Id));
            }
        }
    }

    /// <summary>All that are looked for, the first so many in no order, and how many there are.</summary>
    public static (Items<Case> Some, int Count) All(CaseBook book, CaseQuery query, DateTimeOffset now, int max)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(query);
        var filter = new Filter(book, query, now);
        var (some, count) = (new List<Case>(), 0);
        foreach (var slot in filter.Named()?.InOrder() ?? Enumerable.Range(0, book.Slots.Used))
        {
            if (filter.Matches(slot, book.Slots[slot]))
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

    private static Page<Case> ToPage(CaseBook book, List<(int Slot, CasePlace Place)> found, int limit)
    {
        var page = found.Take(limit).ToArray();
        return new Page<Case>(
            page.Select(each => book.Unpack(each.Slot)).ToItems(),
            found.Count > limit
                ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].Place.Key}.{page[^1].Place.Id:x16}")
                : null);
    }

    /// <summary>Whether a text may be what a page named as next.</summary>
    public static bool IsCursor(string after) => Cursor(after) is not null;

    private static CasePlace? Cursor(string after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var dot = after.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 &&
               long.TryParse(after.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) &&
               ulong.TryParse(after.AsSpan(dot + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? new CasePlace(key, id)
            : null;
    }

    private sealed class Filter
    {
        private readonly CaseBook _book;
        private readonly CaseQuery _query;
        private readonly bool[] _cells;
        private readonly long _now;
        private readonly int _person;
        private readonly CaseGroup? _group;
        private readonly Standing _standing;
        private readonly bool _readsWords;

        public Filter(CaseBook book, CaseQuery query, DateTimeOffset now)
        {
            (_book, _query, _now) = (book, query, now.UtcTicks);
            _group = query.Group is { } id ? CaseGroups.Of(book, now).FirstOrDefault(group => group.Id == id) : null;
            _cells = book.Cells.Select((cell, place) => IsWanted(cell) && (query.Group is null || _group?.Has(place) == true))
                .ToArray();
            _readsWords = query.Sku is not null || query.Order is not null || query.Tag is not null || _group?.Narrow is not null;
            _standing = query.State switch
            {
                null => Standing.Any,
                "resolved" => Standing.Resolved,
                "ignored" => Standing.Ignored,
                "snoozed" => Standing.Snoozed,
                "waiting" => Standing.Waiting,
                "assigned" => Standing.Assigned,
                _ => Standing.Open,
            };
            _person = query.Assignee is null ? 0 : book.PersonOf(query.Assignee);
        }

        /// <summary>The slots that can be meant, where a text says which; null where it may be any.</summary>
        public SlotSet? Named()
        {
            if (string.IsNullOrEmpty(_query.Text))
            {
                // The key holds the whole lineage: whoever has this SKU or order in it is found by its letters.
                return (_query.Sku ?? _query.Order) is { Length: > 0 } named ? _book.FindText(named) : null;
            }

            var found = _book.FindText(_query.Text);
            for (var slot = 0; slot < _book.Slots.Used && _book.Count <= DetailsMax; slot++)
            {
                if (!_book.Slots[slot].IsGone &&
                    _book.Unpack(slot).Detail.Contains(_query.Text, StringComparison.OrdinalIgnoreCase))
                {
                    found.Add(slot);
                }
            }

            return found;
        }

        /// <summary>Whether a slot's case is looked for.</summary>
        public bool Matches(int slot, in CaseSlot kept) =>
            !kept.IsGone && kept.Cell < _cells.Length && _cells[kept.Cell] && IsInState(kept) &&
            (_query.Assignee is null || kept.Assignee == _person) && (!_readsWords || MatchesWords(slot));

        private bool MatchesWords(int slot)
        {
            var (sku, order) = _book.NarrowOf(slot);
            return (_query.Sku is null || sku == _query.Sku) && (_query.Order is null || order == _query.Order) &&
                   (_group is null || _group.Matches(sku, order)) &&
                   (_query.Tag is null || _book.Unpack(slot).Tags.Contains(_query.Tag, StringComparer.Ordinal));
        }

        private bool IsInState(in CaseSlot kept) => _standing switch
        {
            Standing.Any => true,
            Standing.Resolved => kept.State == CaseState.Resolved,
            Standing.Ignored => kept.State == CaseState.Ignored,
            _ when kept.State != CaseState.Open => false,
            Standing.Snoozed => _book.IsPutOff(kept, _now),
            Standing.Waiting => kept.Waits,
            Standing.Assigned => kept.Assignee != 0,
            _ => !_book.IsPutOff(kept, _now),
        };

        private bool IsWanted(CaseCell cell) =>
            (_query.Code is null || cell.Code.Code == _query.Code) &&
            (_query.Owner is null || CaseView.OwnerOf(cell.Code) == _query.Owner) &&
            (_query.Severity is null ||
             string.Equals(cell.Code.Severity.ToString(), _query.Severity, StringComparison.OrdinalIgnoreCase)) &&
            (_query.Connection is null || cell.Connection == _query.Connection || cell.Storefront == _query.Connection) &&
            (_query.Location is null || cell.Location == _query.Location);
    }

    /// <summary>What the word for a state asks for.</summary>
    private enum Standing
    {
        Any,
        Open,
        Assigned,
        Waiting,
        Snoozed,
        Resolved,
        Ignored,
    }
}
