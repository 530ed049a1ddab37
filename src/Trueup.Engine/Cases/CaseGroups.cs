using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Cases;

/// <summary>Open cases with one likely cause.</summary>
/// <param name="Id">Id, derived from what its members share.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Count">Members.</param>
/// <param name="Total">Open cases of that kind altogether.</param>
/// <param name="Shared">What all members share; null for what they differ in.</param>
public sealed record CaseGroup(string Id, CaseCode Code, int Count, int Total, Lineage Shared)
{
    private readonly IReadOnlySet<int> _cells = new HashSet<int>();

    /// <summary>The cells of its members.</summary>
    internal IReadOnlySet<int> Cells
    {
        get => _cells;
        init => _cells = value;
    }

    /// <summary>The SKU or order that all share, or that none has; null: they are told apart by wide levels alone.</summary>
    internal (bool IsSku, string Text, bool IsOnly)? Narrow { get; init; }

    /// <summary>Why these belong together, in words.</summary>
    public string Why { get; init; } = "";

    /// <summary>When the oldest was opened, UTC ticks.</summary>
    public long Since { get; init; }

    /// <summary>When any was last met, UTC ticks.</summary>
    public long LastAt { get; init; }

    /// <summary>What they touch, in hundredths, currencies at par: to sort by.</summary>
    public long Weight { get; init; }

    /// <summary>Whether a cell's cases may be members.</summary>
    internal bool Has(int cell) => _cells.Contains(cell);

    /// <summary>Whether a case of its cells is a member by its narrow levels.</summary>
    internal bool Matches(string? sku, string? order) =>
        Narrow is not { } narrow || ((narrow.IsSku ? sku : order) == narrow.Text) == narrow.IsOnly;
}

/// <summary>
/// Groups open cases by cause. One pass over the slots adds up every combination of code and wide levels; then, for each
/// code, the narrowest level whose one value covers four fifths is the cause of those, with whatever else four fifths of
/// them have in common, and the rest is looked at again.
/// A hundred thousand new cases cost one more pass of a few milliseconds, not a grouping of their own.
/// </summary>
public static class CaseGroups
{
    /// <summary>The share of a code's cases that one value must cover to be the cause.</summary>
    private const decimal Explaining = 0.8m;

    /// <summary>Groups of one code; what is left after them is one more.</summary>
    private const int OfCodeMax = 20;

    /// <summary>Cases of a code whose SKU and order are looked at; what covers four fifths is met among so many.</summary>
    private const int SampleMax = 256;

    /// <summary>From the narrowest to the widest.</summary>
    private static readonly Func<Cell, string?>[] WideLevels =
        [cell => cell.Of.Location, cell => cell.Of.Storefront, cell => cell.Of.Connection];

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<CaseBook, Kept> Last = [];

    /// <summary>How long groups are good for while no case changes: what cases touch is looked at again all the time.</summary>
    private static readonly TimeSpan KeptMax = TimeSpan.FromSeconds(10);

    /// <summary>The groups of a book, those that touch most first. Kept until a case changes, or comes back that was put off,
    /// or a few seconds have passed.</summary>
    public static Items<CaseGroup> Of(CaseBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Last.TryGetValue(book, out var kept) && kept.Version == book.Version && now >= kept.From && now < kept.Until)
        {
            return kept.Groups;
        }

        var (tallies, back) = Tally.Of(book, now);
        var groups = tallies.SelectMany(code => Explain(book, code))
            .OrderByDescending(group => group.Weight).ThenByDescending(group => group.Code.Severity)
            .ThenByDescending(group => group.Count).ThenBy(group => group.Id, StringComparer.Ordinal).ToItems();
        var until = Math.Min((now + KeptMax).UtcTicks, back);
        Last.AddOrUpdate(book, new Kept(book.Version, now, new DateTimeOffset(until, TimeSpan.Zero), groups));
        return groups;
    }

    private static IEnumerable<CaseGroup> Explain(CaseBook book, Tally code)
    {
        if (code.Total > 1 && NarrowCause(book, code) is { } narrow)
        {
            var (only, others) = Split(book, code, narrow);
            yield return only;
            if (others is not null)
            {
                yield return others;
            }

            yield break;
        }

        var left = code.Cells;
        for (var i = 0; left.Count > 0; i++)
        {
            var (members, shared) = i == OfCodeMax ? (left, Shared(left)) : WideCause(left);
            yield return Make(code, members, shared, narrow: null);
            left = left.Except(members).ToList();
        }
    }

    /// <summary>The narrowest wide level, one value of which covers four fifths of what is left; otherwise the location,
    /// storefront or connection with most.</summary>
    private static (List<Cell> Members, Lineage Shared) WideCause(List<Cell> left)
    {
        var total = left.Sum(cell => (decimal)cell.Count);
        (List<Cell> Members, decimal Share)? most = null;
        foreach (var level in WideLevels)
        {
            var best = left.Where(cell => level(cell) is not null).GroupBy(level, StringComparer.Ordinal)
                .Select(same => (Members: same.ToList(), Share: same.Sum(cell => (decimal)cell.Count) / total))
                .OrderByDescending(same => same.Share).FirstOrDefault();
            if (best.Members is not null && best.Share >= Explaining)
            {
                return Narrowed(best.Members);
            }

            most = best.Members is not null && (most is null || best.Share > most.Value.Share) ? best : most;
        }

        return Narrowed(most?.Members ?? left);
    }

    /// <summary>Strays of the same place must not hide that nearly all of its cases have a storefront, too, in common: they
    /// are looked at again with the rest.</summary>
    private static (List<Cell> Members, Lineage Shared) Narrowed(List<Cell> members)
    {
        foreach (var level in WideLevels)
        {
            var total = members.Sum(cell => (decimal)cell.Count);
            var best = members.GroupBy(level, StringComparer.Ordinal)
                .MaxBy(same => same.Sum(cell => (decimal)cell.Count))!.ToList();
            if (best.Sum(cell => (decimal)cell.Count) >= Explaining * total)
            {
                members = best;
            }
        }

        return (members, Shared(members));
    }

    private static (bool IsSku, string Text, int Count)? NarrowCause(CaseBook book, Tally code)
    {
        var sample = code.Sample.Select(book.NarrowOf).ToArray();
        foreach (var isSku in new[] { true, false })
        {
            var best = sample.Select(each => isSku ? each.Sku : each.Order).OfType<string>()
                .CountBy(text => text, StringComparer.Ordinal).DefaultIfEmpty().MaxBy(pair => pair.Value);
            if (best.Key is null || best.Value < 2 || best.Value < Explaining * sample.Length)
            {
                continue;
            }

            var cells = code.Cells.Select(cell => cell.Place).ToHashSet();
            var count = 0;
            for (var slot = 0; slot < book.Slots.Used; slot++)
            {
                if (book.Slots[slot].IsOpen && cells.Contains(book.Slots[slot].Cell))
                {
                    var (sku, order) = book.NarrowOf(slot);
                    count += (isSku ? sku : order) == best.Key ? 1 : 0;
                }
            }

            // Where a wide level alone tells as much, it is the better cause: a SKU is only one of many there.
            if (count >= Explaining * code.Total && code.Cells.Count > 1)
            {
                return (isSku, best.Key, count);
            }
        }

        return null;
    }

    private static (CaseGroup Only, CaseGroup? Others) Split(
        CaseBook book, Tally code, (bool IsSku, string Text, int Count) narrow)
    {
        var shared = Shared(code.Cells);
        var own = narrow.IsSku ? shared with { Sku = narrow.Text } : shared with { Order = narrow.Text };
        var only = Make(code, code.Cells, own, (narrow.IsSku, narrow.Text, true), narrow.Count);
        var rest = code.Total - narrow.Count;
        return (only, rest == 0 ? null : Make(code, code.Cells, shared, (narrow.IsSku, narrow.Text, false), rest));
    }

    private static CaseGroup Make(
        Tally code, List<Cell> members, Lineage shared, (bool IsSku, string Text, bool IsOnly)? narrow, int? count = null)
    {
        var known = count ?? members.Sum(cell => cell.Count);
        var kept = known == 1 && members is [{ Count: 1 } single] ? single.Alone(shared) : shared;
        var mark = narrow is { IsOnly: false } ? "|others" : "";
        return new CaseGroup(
            CaseBook.IdOf($"{code.Code.Code}|{shared}{mark}").ToString("x16", CultureInfo.InvariantCulture),
            code.Code, known, code.Total, kept)
        {
            Cells = members.Select(cell => cell.Place).ToHashSet(),
            Narrow = narrow,
            Why = CaseCauses.Describe(code.Code, known, code.Total, kept, members.Count),
            Since = members.Min(cell => cell.Since),
            LastAt = members.Max(cell => cell.LastAt),
            Weight = members.Sum(cell => cell.Weight),
        };
    }

    private static Lineage Shared(List<Cell> members) => new()
    {
        Connection = ConnectionName.TryParse(Same(members, cell => cell.Of.Connection), out var connection) ? connection : null,
        Storefront = ConnectionName.TryParse(Same(members, cell => cell.Of.Storefront), out var storefront) ? storefront : null,
        Location = Same(members, cell => cell.Of.Location),
    };

    private static string? Same(List<Cell> members, Func<Cell, string?> level)
    {
        var first = level(members[0]);
        return members.TrueForAll(cell => level(cell) == first) ? first : null;
    }

    private sealed record Kept(long Version, DateTimeOffset From, DateTimeOffset Until, Items<CaseGroup> Groups);

    /// <summary>Open cases of one combination, added up.</summary>
    private sealed class Cell(int place, CaseCell of, CaseBook book)
    {
        public int Place => place;

        public CaseCell Of => of;

        public int Count { get; private set; }

        public long Since { get; private set; } = long.MaxValue;

        public long LastAt { get; private set; }

        public long Weight { get; private set; }

        private int First { get; set; } = -1;

        public void Add(int slot, in CaseSlot kept)
        {
            Count++;
            First = First < 0 ? slot : First;
            Since = Math.Min(Since, kept.OpenedAt);
            LastAt = Math.Max(LastAt, kept.LastAt);
            Weight += kept.Stake;
        }

        /// <summary>A case that stands alone is told by all its levels.</summary>
        public Lineage Alone(Lineage shared)
        {
            var (sku, order) = book.NarrowOf(First);
            return shared with { Sku = sku, Order = order };
        }
    }

    /// <summary>Open cases of one code, added up.</summary>
    private sealed class Tally(CaseCode code)
    {
        public CaseCode Code => code;

        public List<Cell> Cells { get; } = [];

        public List<int> Sample { get; } = [];

        public int Total { get; private set; }

        /// <summary>The open cases of each code, and when the first of those that are put off comes back, UTC ticks.</summary>
        public static (Dictionary<string, Tally>.ValueCollection Codes, long Back) Of(CaseBook book, DateTimeOffset now)
        {
            var byCode = new Dictionary<string, Tally>(StringComparer.Ordinal);
            var cells = new (Tally Tally, Cell Cell)?[book.Cells.Count];
            var (back, ticks) = (DateTimeOffset.MaxValue.UtcTicks, now.UtcTicks);
            foreach (var (first, slots) in book.Slots.Stretches)
            {
                var stretch = slots.Span;
                for (var i = 0; i < stretch.Length; i++)
                {
                    ref var kept = ref stretch[i];
                    if (!kept.IsOpen)
                    {
                        continue;
                    }

                    if (book.IsPutOff(kept, ticks))
                    {
                        back = Math.Min(back, book.SnoozedUntil(kept));
                        continue;
                    }

                    var (tally, cell) = cells[kept.Cell] ??= Begin(book, byCode, kept.Cell);
                    cell.Add(first + i, kept);
                    tally.Add(first + i, kept);
                }
            }

            return (byCode.Values, back);
        }

        private void Add(int slot, in CaseSlot kept)
        {
            Total++;

            // Every case is as likely to be in the sample, wherever it lies; and the same ones each time.
            if (Sample.Count < SampleMax)
            {
                Sample.Add(slot);
            }
            else if (kept.Id % (ulong)Total < SampleMax)
            {
                Sample[(int)(kept.Id % SampleMax)] = slot;
            }
        }

        private static (Tally Tally, Cell Cell) Begin(CaseBook book, Dictionary<string, Tally> byCode, int place)
        {
            var of = book.Cells[place];
            if (!byCode.TryGetValue(of.Code.Code, out var tally))
            {
                byCode[of.Code.Code] = tally = new Tally(of.Code);
            }

            var cell = new Cell(place, of, book);
            tally.Cells.Add(cell);
            return (tally, cell);
        }
    }
}
