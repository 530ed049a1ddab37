using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Cases;

/// <summary>Cases laid flat are the cases that were put in, whatever came and went between.</summary>
public sealed class CaseBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    private readonly HubState _state = new();

    private CaseBook Book => _state.Cases;

    [Fact]
    public void A_case_comes_out_as_it_was_put_in()
    {
        var full = Make("TEE-é|1", number: 7) with
        {
            State = CaseState.Ignored,
            Assignee = "ann",
            SnoozedUntil = Start.AddDays(2),
            Waiting = "the supplier",
            Tags = ["peak", "vip"],
            Notes = [new CaseNote(Start, "ann", "called them")],
        };
        var order = new Lineage { Connection = Wms, Order = "message 12" };
        var bare = new Case(new Finding(CaseCodes.Unreadable, order, "").CaseKey, CaseCodes.Unreadable, order);

        _state.Restore(full);
        _state.Restore(bare);

        Assert.Equal(full, Book[full.Key]);
        Assert.Equal(bare, Book[bare.Key]);
        Assert.Equal([full, bare], Book.Values);
        Assert.False(Book.ContainsKey("STOCK.NEGATIVE_LEVEL|wms||leeds|OTHER|"));
    }

    [Fact]
    public void What_came_went_and_changed_in_any_order_leaves_the_same_as_a_plain_table()
    {
        var chance = new Random(5);
        var plain = new Dictionary<string, Case>(StringComparer.Ordinal);
        for (var i = 0; i < 30_000; i++)
        {
            var known = Make($"SKU-{chance.Next(6_000)}", i) with { Detail = new string('x', chance.Next(90)) };
            if (chance.Next(5) < 2)
            {
                _state.Apply(new Change.CasesForgotten([known.Key]), default);
                plain.Remove(known.Key);
            }
            else
            {
                _state.Restore(known);
                plain[known.Key] = known;
            }
        }

        Assert.Equal(plain.Count, Book.Count);
        Assert.All(plain.Values, known => Assert.Equal(known, Book[known.Key]));
        Assert.Equal(plain.Count, Book.OpenOf(CaseCodes.NegativeLevel));
        var sought = plain.Values.Count(known => known.Key.Contains("sku-12", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(sought, Find("sku-12").Count);
    }

    [Theory]
    [InlineData("tee-1", 1)]
    [InlineData("TEE", 2)]
    [InlineData("leeds", 2)]
    [InlineData("negative_level|WMS||leeds|tee", 2)]
    [InlineData("|leeds|TEE-1|", 1)]
    [InlineData("leeds|TEE-1|x", 0)]
    [InlineData("wms", 3)]
    [InlineData("message", 1)]
    [InlineData("hat", 0)]
    public void A_text_is_found_wherever_it_lies_in_the_key(string text, int count)
    {
        _state.Restore(Make("TEE-1", number: 1));
        _state.Restore(Make("TEE-2", number: 2));
        var order = new Lineage { Connection = Wms, Order = "message 12" };
        _state.Restore(new Case(new Finding(CaseCodes.Unreadable, order, "").CaseKey, CaseCodes.Unreadable, order));

        Assert.Equal(count, Find(text).Count);
    }

    [Fact]
    public void Pages_follow_one_another_without_a_gap_in_every_order()
    {
        for (var i = 0; i < 57; i++)
        {
            _state.Restore(Make($"SKU-{i}", i % 9));
        }

        foreach (var sort in new[] { "recent", "oldest", "rank" })
        {
            var (seen, after) = (new List<string>(), (string?)null);
            do
            {
                var page = CaseSearch.Find(Book, Query(null) with { After = after, Limit = 10, Sort = sort }, Start);
                seen.AddRange(page.Items.Select(known => known.Key));
                after = page.Next;
            }
            while (after is not null);

            Assert.Equal(57, seen.Count);
            Assert.Equal(57, seen.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Groups_take_a_case_in_again_when_the_time_that_it_was_put_off_for_is_over()
    {
        _state.Restore(Make("TEE-1", number: 1));
        _state.Restore(Make("TEE-2", number: 2) with { SnoozedUntil = Start.AddSeconds(5) });

        Assert.Equal(1, Assert.Single(CaseGroups.Of(Book, Start)).Count);
        Assert.Equal(2, Assert.Single(CaseGroups.Of(Book, Start.AddSeconds(6))).Count);
    }

    private static Case Make(string sku, int number)
    {
        var about = new Lineage { Connection = Wms, Location = "leeds", Sku = sku };
        return new Case(new Finding(CaseCodes.NegativeLevel, about, "").CaseKey, CaseCodes.NegativeLevel, about)
        {
            Detail = $"The owner reports {-number}.",
            Met = number,
            OpenedAt = Start.AddMinutes(-number),
            LastAt = Start.AddMinutes(number),
            FirstMessage = new JournalPosition(number),
            LastMessage = new JournalPosition(number + 3),
        };
    }

    private static CaseQuery Query(string? text) => new(State: null, Code: null, Owner: null, text, After: null, Limit: 1_000);

    private Items<Case> Find(string text) =>
        CaseSearch.All(Book, Query(text) with { State = null }, Start, max: 100_000).Some;
}
