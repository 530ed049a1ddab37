using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

public sealed class SqliteJournalTests : JournalConformance, IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteJournal _journal;
    private Outsider? _lockHolder;

    public SqliteJournalTests() => _journal = SqliteJournal.Open(JournalFile, NullLogger.Instance);

    protected override IJournal Journal => _journal;

    private string JournalFile => _folder.File("journal.db");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _journal.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Other_programs_can_read_the_file_while_it_is_written()
    {
        await Journal.AppendAsync([Make("a")]);

        using var outsider = new Outsider(JournalFile);
        Assert.Equal("wal", outsider.Ask("PRAGMA journal_mode"));
        Assert.Equal(1L, outsider.Ask("SELECT count(*) FROM entry"));
    }

    [Fact]
    public async Task Readers_see_a_contiguous_journal_while_others_append()
    {
        var appending = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => AppendManyAsync(lane, appends: 500)));
        var seen = new List<long>();
        bool isLast;
        do
        {
            isLast = appending.IsCompleted;
            var more = await Journal.ReadAsync(new JournalPosition(seen.Count), int.MaxValue, CancellationToken.None);
            Assert.True(more.Count == 0 || more[^1].Position <= Journal.End);
            seen.AddRange(more.Select(recorded => recorded.Position.Value));
        }
        while (!isLast);

        await appending;
        Assert.Equal(Enumerable.Range(1, 4 * 500).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task Many_megabytes_pass_through_the_log_and_none_is_lost()
    {
        var body = new byte[100_000];
        for (var n = 0; n < 40; n++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(i => Journal.AppendAsync([Make($"{n}-{i}") with { Body = body }]).AsTask()));
        }

        var found = await KeysAsync();
        Assert.Equal(Enumerable.Range(1, 640).Select(n => (long)n), found.Select(one => one.Position));
        await ReopenAsync();
        Assert.Equal(new JournalPosition(640), Journal.End);
    }

    [Fact]
    public async Task More_appends_than_may_wait_are_let_in_in_the_order_of_the_calls()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20_000).Select(n => Journal.AppendAsync([Make($"{n}")]).AsTask()));

        Assert.Equal(
            Enumerable.Range(1, 20_000).Select(n => new AppendOutcome.Durable(new JournalPosition(n))), outcomes);
        Assert.Equal(
            Enumerable.Range(0, 20_000).Select(n => $"{n}"), (await KeysAsync()).Select(found => found.Key));
    }

    [Fact]
    public async Task Closing_makes_durable_what_still_waits_and_leaves_one_file()
    {
        var waiting = Enumerable.Range(0, 300).Select(n => Journal.AppendAsync([Make($"{n}")]).AsTask()).ToList();

        await _journal.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.IsType<AppendOutcome.Durable>(outcome));
        Assert.Equal([JournalFile], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_closed_journal_is_unavailable()
    {
        await _journal.DisposeAsync();

        var refused = Assert.IsType<AppendOutcome.Unavailable>(await Journal.AppendAsync([Make("a")]));

        Assert.Contains("closed", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_entry_fails_its_own_append_and_no_other()
    {
        var wrong = Make("wrong") with { Form = null! };
        var appends = Enumerable.Range(0, 50)
            .Select(n => Journal.AppendAsync([n == 25 ? wrong : Make($"{n}")]).AsTask())
            .ToList();

        await Assert.ThrowsAsync<NullReferenceException>(() => Task.WhenAll(appends));

        Assert.Equal([appends[25]], appends.Where(append => append.IsFaulted));
        Assert.Equal(new JournalPosition(49), Journal.End);
    }

    [Fact]
    public async Task A_journal_of_a_newer_program_is_refused_in_a_sentence_that_names_both_formats()
    {
        await SetFormatAsync(99);

        var refused = Assert.Throws<StorageException>(() => SqliteJournal.Open(JournalFile, NullLogger.Instance));

        Assert.Contains("has format 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains("formats up to 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Install the newer Trueup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused()
    {
        await _journal.DisposeAsync();
        await File.WriteAllTextAsync(JournalFile, new string('x', 10_000));

        var refused = Assert.Throws<StorageException>(() => SqliteJournal.Open(JournalFile, NullLogger.Instance));

        Assert.Contains("damaged or no SQLite file", refused.Message, StringComparison.Ordinal);
    }

    protected override async ValueTask ReopenAsync()
    {
        await _journal.DisposeAsync();
        _journal = SqliteJournal.Open(JournalFile, NullLogger.Instance);
    }

    protected override void Break()
    {
        _lockHolder = new Outsider(JournalFile);
        _lockHolder.Ask("BEGIN IMMEDIATE");
    }

    protected override void Repair() => _lockHolder!.Dispose();

    private async Task SetFormatAsync(int format)
    {
        await _journal.DisposeAsync();
        using var outsider = new Outsider(JournalFile);
        outsider.Ask($"PRAGMA user_version = {format}");
    }

    private async Task AppendManyAsync(int lane, int appends)
    {
        for (var n = 0; n < appends; n++)
        {
            await Journal.AppendAsync([Make($"{lane}-{n}")]);
        }
    }
}
