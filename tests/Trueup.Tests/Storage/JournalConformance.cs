using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Tests.Storage;

/// <summary>What every journal must do.</summary>
public abstract class JournalConformance
{
    private const int EightMebibytes = 8 * 1024 * 1024;

    /// <summary>The journal; empty when a test begins.</summary>
    protected abstract IJournal Journal { get; }

    /// <summary>Closes the journal, and opens what is on the disk again.</summary>
    protected abstract ValueTask ReopenAsync();

    /// <summary>From now on the journal cannot be written.</summary>
    protected abstract void Break();

    /// <summary>The journal can be written again.</summary>
    protected abstract void Repair();

    [Fact]
    public async Task A_new_journal_is_empty()
    {
        Assert.Equal(default, Journal.End);
        Assert.Empty(await ReadAllAsync());
    }

    [Fact]
    public async Task Entries_get_the_next_positions_and_come_back_in_order()
    {
        var first = await Journal.AppendAsync([Make("a"), Make("b")]);
        var second = await Journal.AppendAsync([Make("c")]);

        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(1)), first);
        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(3)), second);
        Assert.Equal(new JournalPosition(3), Journal.End);
        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], await KeysAsync());
    }

    [Fact]
    public async Task Every_field_comes_back_as_it_was()
    {
        var entry = new Entry(
            EntryKind.Settled,
            "adobe-uk",
            "key",
            "adobe.orders",
            new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1_234_567),
            new byte[] { 0, 255, 10, 13 });

        await Journal.AppendAsync([entry]);
        await ReopenAsync();

        Assert.Equal([Comparable(entry)], (await ReadAllAsync()).Select(recorded => Comparable(recorded.Entry)));
    }

    [Fact]
    public async Task What_is_durable_survives_reopening_and_the_next_position_follows_it()
    {
        await Journal.AppendAsync([Make("a"), Make("b")]);

        await ReopenAsync();

        Assert.Equal(new JournalPosition(2), Journal.End);
        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(3)), await Journal.AppendAsync([Make("c")]));
        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], await KeysAsync());
    }

    [Fact]
    public async Task Appends_that_wait_together_become_durable_in_the_order_of_the_calls()
    {
        var waiting = Enumerable.Range(0, 500)
            .Select(n => Journal.AppendAsync([Make($"{n}-first"), Make($"{n}-second")]).AsTask())
            .ToList();
        var outcomes = await Task.WhenAll(waiting);

        Assert.Equal(
            Enumerable.Range(0, 500).Select(n => new AppendOutcome.Durable(new JournalPosition(2 * n + 1))),
            outcomes);
        Assert.Equal(
            Enumerable.Range(0, 500).SelectMany(n => new[] { $"{n}-first", $"{n}-second" }),
            (await KeysAsync()).Select(found => found.Key));
    }

    [Fact]
    public async Task Appending_nothing_is_durable_at_once_and_changes_nothing()
    {
        await Journal.AppendAsync([Make("a")]);

        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(2)), await Journal.AppendAsync([]));
        Assert.Equal(new JournalPosition(1), Journal.End);
    }

    [Fact]
    public async Task A_body_of_eight_mebibytes_comes_back_whole()
    {
        var body = new byte[EightMebibytes];
        new Random(1).NextBytes(body);

        await Journal.AppendAsync([Make("small"), Make("large") with { Body = body }]);
        await ReopenAsync();

        Assert.True((await ReadAllAsync())[1].Entry.Body.Span.SequenceEqual(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Größe ☕ 靴 👟")]
    [InlineData("before\0after")]
    [InlineData("'; DROP TABLE entry; --")]
    public async Task Any_text_comes_back_as_it_was(string text)
    {
        var entry = Make(text) with { Connection = text, Form = text, Body = Encoding.UTF8.GetBytes(text) };

        await Journal.AppendAsync([entry]);
        await ReopenAsync();

        Assert.Equal(Comparable(entry), Comparable((await ReadAllAsync()).Single().Entry));
    }

    [Fact]
    public async Task Long_text_comes_back_as_it_was()
    {
        var text = string.Concat(Enumerable.Repeat("靴", 2_000));
        var entry = Make(text) with { Connection = text, Form = text };

        await Journal.AppendAsync([entry]);

        Assert.Equal(Comparable(entry), Comparable((await ReadAllAsync()).Single().Entry));
    }

    [Fact]
    public async Task A_buffer_may_be_used_again_once_the_append_is_acknowledged()
    {
        var buffer = "before"u8.ToArray();
        await Journal.AppendAsync([Make("a") with { Body = buffer }]);

        "behind"u8.CopyTo(buffer);

        Assert.True((await ReadAllAsync())[0].Entry.Body.Span.SequenceEqual("before"u8));
    }

    [Theory]
    [InlineData(0, 3, new[] { "a", "b", "c" })]
    [InlineData(0, 2, new[] { "a", "b" })]
    [InlineData(1, 100, new[] { "b", "c" })]
    [InlineData(2, int.MaxValue, new[] { "c" })]
    [InlineData(3, 1, new string[0])]
    [InlineData(99, 1, new string[0])]
    [InlineData(0, 0, new string[0])]
    public async Task Reading_begins_after_a_position_and_stops_at_the_maximum(long after, int max, string[] keys)
    {
        await Journal.AppendAsync([Make("a"), Make("b"), Make("c")]);

        var found = await Journal.ReadAsync(new JournalPosition(after), max, CancellationToken.None);

        Assert.Equal(keys, found.Select(recorded => recorded.Entry.Key));
    }

    [Fact]
    public async Task A_negative_maximum_is_a_bug() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Journal.ReadAsync(default, -1, CancellationToken.None));

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        await Journal.AppendAsync([Make("a")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.ReadAsync(default, 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task An_unwritable_journal_says_why_keeps_nothing_of_it_and_recovers_by_itself()
    {
        await Journal.AppendAsync([Make("before")]);

        Break();
        var refused = await Journal.AppendAsync([Make("lost"), Make("lost too")]);
        var readable = await KeysAsync();
        Repair();
        var accepted = await Journal.AppendAsync([Make("after")]);

        Assert.NotEmpty(Assert.IsType<AppendOutcome.Unavailable>(refused).Why);
        Assert.Equal([(1, "before")], readable);
        Assert.Equal(new AppendOutcome.Durable(new JournalPosition(2)), accepted);
        await ReopenAsync();
        Assert.Equal([(1, "before"), (2, "after")], await KeysAsync());
    }

    [Fact]
    public void Whatever_is_appended_comes_back_in_pages_of_any_size()
    {
        var text = Gen.Elements('a', 'Z', ' ', '\0', '\'', 'é', '靴').ArrayOf().Select(all => new string(all));
        var entries =
            from kind in Gen.Elements(Enum.GetValues<EntryKind>())
            from key in text
            from form in text
            from body in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
            select new Entry(kind, "adobe-uk", key, form, DateTimeOffset.UnixEpoch.AddTicks(key.Length), body);
        var runs =
            from appends in entries.ArrayOf().ArrayOf()
            from page in Gen.Choose(1, 7)
            select (Appends: appends, Page: page);

        Prop.ForAll(runs.ToArbitrary(), run => ComesBackAsync(run.Appends, run.Page).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    /// <summary>An entry of no importance.</summary>
    protected static Entry Make(string key) =>
        new(EntryKind.Seen, "wms", key, "cloudevent", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());

    /// <summary>Position and key of everything in the journal.</summary>
    protected async Task<IEnumerable<(long Position, string Key)>> KeysAsync() =>
        (await ReadAllAsync()).Select(recorded => (recorded.Position.Value, recorded.Entry.Key));

    private static object Comparable(Entry entry) =>
        (entry with { Body = default }, Convert.ToHexString(entry.Body.Span));

    private ValueTask<IReadOnlyList<Recorded>> ReadAllAsync() =>
        Journal.ReadAsync(default, int.MaxValue, CancellationToken.None);

    private async Task<bool> ComesBackAsync(Entry[][] appends, int page)
    {
        var start = Journal.End;
        var outcomes = await Task.WhenAll(appends.Select(entries => Journal.AppendAsync(entries).AsTask()));

        var found = new List<Recorded>();
        var at = start;
        while (await Journal.ReadAsync(at, page, CancellationToken.None) is { Count: > 0 } more)
        {
            found.AddRange(more);
            at = more[^1].Position;
        }

        return outcomes.All(outcome => outcome is AppendOutcome.Durable)
            && found.Select(recorded => Comparable(recorded.Entry))
                .SequenceEqual(appends.SelectMany(entries => entries).Select(Comparable))
            && found.Select(recorded => recorded.Position)
                .SequenceEqual(Enumerable.Range(1, found.Count).Select(n => start.Plus(n)));
    }
}
