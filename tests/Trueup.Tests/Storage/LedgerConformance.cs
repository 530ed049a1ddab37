using System.Text;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Tests.Storage;

/// <summary>What every ledger must do.</summary>
public abstract class LedgerConformance
{
    /// <summary>The ledger; empty when a test begins.</summary>
    protected abstract ILedger Ledger { get; }

    /// <summary>Closes the ledger, and opens what is on the disk again.</summary>
    protected abstract ValueTask ReopenAsync();

    /// <summary>From now on the ledger cannot be written.</summary>
    protected abstract void Break();

    /// <summary>The ledger can be written again.</summary>
    protected abstract void Repair();

    [Fact]
    public async Task A_new_ledger_is_empty_and_reflects_nothing()
    {
        Assert.Equal(default, Ledger.Reflects);
        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task Rows_and_the_position_they_reflect_survive_reopening()
    {
        Assert.True(await SaveAsync(7, Put(Fold.Stock, "A", "one"), Put(Fold.Order, "A", "two")));

        await ReopenAsync();

        Assert.Equal(new JournalPosition(7), Ledger.Reflects);
        Assert.Equal([(Fold.Stock, "A", "one"), (Fold.Order, "A", "two")], await LoadAsync());
    }

    [Fact]
    public async Task A_later_save_replaces_and_removes_rows_and_leaves_the_others()
    {
        await SaveAsync(1, Put(Fold.Stock, "A", "one"), Put(Fold.Stock, "B", "two"), Put(Fold.Stock, "C", "three"));

        await SaveAsync(2, Put(Fold.Stock, "A", "new"), Remove(Fold.Stock, "B"), Remove(Fold.Stock, "never there"));

        Assert.Equal([(Fold.Stock, "A", "new"), (Fold.Stock, "C", "three")], await LoadAsync());
    }

    [Fact]
    public async Task The_last_of_several_changes_to_one_row_counts()
    {
        await SaveAsync(
            1,
            Put(Fold.Case, "A", "old"),
            Put(Fold.Case, "B", "x"),
            Remove(Fold.Case, "A"),
            Put(Fold.Case, "A", "new"),
            Remove(Fold.Case, "B"));

        Assert.Equal([(Fold.Case, "A", "new")], await LoadAsync());
    }

    [Fact]
    public async Task A_save_without_rows_moves_the_position()
    {
        await SaveAsync(1, Put(Fold.Run, "A", "x"));

        Assert.True(await SaveAsync(5));
        Assert.True(await SaveAsync(5));

        Assert.Equal(new JournalPosition(5), Ledger.Reflects);
        Assert.Single(await LoadAsync());
    }

    [Fact]
    public async Task Going_back_to_an_earlier_position_is_a_bug()
    {
        await SaveAsync(5);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await SaveAsync(4));
        Assert.Equal(new JournalPosition(5), Ledger.Reflects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Größe ☕ 靴 👟")]
    [InlineData("before\0after")]
    public async Task Any_text_and_an_empty_body_come_back_as_they_were(string text)
    {
        await SaveAsync(1, Put(Fold.Cursor, text, text), Put(Fold.Wiring, text, ""));
        await ReopenAsync();

        Assert.Equal([(Fold.Cursor, text, text), (Fold.Wiring, text, "")], await LoadAsync());
    }

    [Fact]
    public async Task Bodies_of_very_different_sizes_come_back_whole()
    {
        var rows = Enumerable.Range(0, 22)
            .Select(n => Put(Fold.Document, $"{n:d2}", new string((char)('a' + n), 1 << n)))
            .ToArray();

        await SaveAsync(1, rows);
        await ReopenAsync();

        Assert.Equal(rows.Select(Comparable), await LoadAsync());
    }

    [Fact]
    public async Task A_buffer_may_be_used_again_once_the_save_is_done()
    {
        var buffer = "before"u8.ToArray();
        await SaveAsync(1, new LedgerRow(Fold.Stock, "A", buffer));

        "behind"u8.CopyTo(buffer);

        Assert.Equal([(Fold.Stock, "A", "before")], await LoadAsync());
    }

    [Fact]
    public async Task An_unwritable_ledger_stays_as_it_was_and_recovers_by_itself()
    {
        await SaveAsync(1, Put(Fold.Stock, "A", "old"));

        Break();
        var refused = await SaveAsync(2, Put(Fold.Stock, "A", "new"), Put(Fold.Stock, "B", "new"));
        var readable = await LoadAsync();
        var reflected = Ledger.Reflects;
        Repair();
        var accepted = await SaveAsync(3, Put(Fold.Stock, "C", "new"));

        Assert.False(refused);
        Assert.Equal([(Fold.Stock, "A", "old")], readable);
        Assert.Equal(new JournalPosition(1), reflected);
        Assert.True(accepted);
        await ReopenAsync();
        Assert.Equal(new JournalPosition(3), Ledger.Reflects);
        Assert.Equal([(Fold.Stock, "A", "old"), (Fold.Stock, "C", "new")], await LoadAsync());
    }

    [Fact]
    public async Task Rows_are_counted_fold_by_fold()
    {
        await SaveAsync(1, Put(Fold.Stock, "A", "x"), Put(Fold.Stock, "B", "y"), Put(Fold.Order, "A", "z"));

        Assert.Equal(2, await Ledger.CountAsync(Fold.Stock, CancellationToken.None));
        Assert.Equal(0, await Ledger.CountAsync(Fold.Case, CancellationToken.None));
    }

    [Fact]
    public async Task Loading_and_saving_can_be_cancelled_before_they_begin()
    {
        await SaveAsync(1, Put(Fold.Stock, "A", "x"));
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Ledger.LoadAsync(default, max: 9, _ => { }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Ledger.SaveAsync([], new JournalPosition(2), cancelled));
        Assert.Equal(new JournalPosition(1), Ledger.Reflects);
    }

    [Fact]
    public async Task Archived_orders_are_not_loaded_but_found_by_id_name_and_in_lists()
    {
        await SaveAsync(1, Put(Fold.Order, "O", "open"), Archive("A", "2", "n/1", "r/wms/7"), Archive("B", "1", "n/1"));
        await ReopenAsync();

        Assert.Equal([(Fold.Order, "O", "open")], await LoadAsync());
        Assert.Equal("A", Encoding.UTF8.GetString(Ledger.Archive.Find("A")!.Value.Span));
        Assert.Null(Ledger.Archive.Find("O"));
        Assert.Equal(["A"], Ledger.Archive.Named("r/wms/7"));
        Assert.Equal(["A", "B"], Ledger.Archive.Named("n/1").Order(StringComparer.Ordinal));
        Assert.Empty(Ledger.Archive.Named("n/"));
        Assert.Equal(2, Ledger.Archive.CountByStage()["shipped"]);
        Assert.Equal(["1", "2"], Ledger.Archive.Page(new ArchiveQuery(After: null, Max: 9)).Select(row => row.Rank));
        Assert.Equal(["2"], Ledger.Archive.Page(new ArchiveQuery("1", Max: 9)).Select(row => row.Rank));
        Assert.Equal(["1"], Ledger.Archive.Page(new ArchiveQuery(null, Max: 9) { Text = "b" }).Select(row => row.Rank));
        Assert.Empty(Ledger.Archive.Page(new ArchiveQuery(null, Max: 9) { Stage = "cancelled" }));
    }

    [Fact]
    public async Task An_order_taken_out_of_the_archive_leaves_none_of_its_names_behind()
    {
        await SaveAsync(1, Archive("A", "2", "n/1", "r/wms/7"), Archive("B", "1", "n/1"));

        await SaveAsync(2, Archive("A", "2", "n/1", "r/wms/7", "p/T1") with { Body = null }, Put(Fold.Order, "A", "again"));

        Assert.Null(Ledger.Archive.Find("A"));
        Assert.Equal(["B"], Ledger.Archive.Named("n/1"));
        Assert.Empty(Ledger.Archive.Named("r/wms/7"));
        Assert.Single(Ledger.Archive.Page(new ArchiveQuery(After: null, Max: 9)));
    }

    [Fact]
    public async Task An_order_archived_again_is_replaced()
    {
        await SaveAsync(1, Archive("A", "2", "n/1"));
        await SaveAsync(2, Archive("A", "2", "n/1", "a/R1") with { Body = Encoding.UTF8.GetBytes("later") });

        Assert.Equal("later", Encoding.UTF8.GetString(Ledger.Archive.Find("A")!.Value.Span));
        Assert.Equal(["A"], Ledger.Archive.Named("a/R1"));
        Assert.Equal(1, Ledger.Archive.CountByStage()["shipped"]);
    }

    /// <summary>An order with nothing open.</summary>
    private static LedgerRow Archive(string key, string rank, params string[] names) =>
        new(Fold.Archived, key, Encoding.UTF8.GetBytes(key))
        {
            Label = new ArchiveLabel(rank, "shipped", "shop", key, [.. names]),
        };

    /// <summary>A row to be written.</summary>
    protected static LedgerRow Put(Fold fold, string key, string body) => new(fold, key, Encoding.UTF8.GetBytes(body));

    /// <summary>A row to be removed.</summary>
    protected static LedgerRow Remove(Fold fold, string key) => new(fold, key, Body: null);

    /// <summary>Saves rows as of a position.</summary>
    protected ValueTask<bool> SaveAsync(long reflects, params LedgerRow[] changes) =>
        Ledger.SaveAsync(changes, new JournalPosition(reflects), CancellationToken.None);

    /// <summary>All rows, in order of fold and key.</summary>
    protected async Task<IReadOnlyList<(Fold Fold, string Key, string Body)>> LoadAsync()
    {
        var found = new List<(Fold Fold, string Key, string Body)>();
        for (LedgerPlace? place = default(LedgerPlace); place is { } after;)
        {
            place = await Ledger.LoadAsync(after, max: 2, row => found.Add(Comparable(row)), CancellationToken.None);
        }

        return [.. found.OrderBy(row => row.Fold).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    private static (Fold Fold, string Key, string Body) Comparable(LedgerRow row) =>
        (row.Fold, row.Key, Encoding.UTF8.GetString(row.Body!.Value.Span));
}
