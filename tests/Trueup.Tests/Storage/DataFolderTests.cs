using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private static readonly Entry Entry =
        new(EntryKind.Seen, "wms", "key", "cloudevent", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_made_and_keeps_what_it_is_given()
    {
        await using (var folder = await OpenAsync())
        {
            await folder.Journal.AppendAsync([Entry]);
            await folder.Ledger.SaveAsync([new(Fold.Stock, "A", "x"u8.ToArray())], new(1), CancellationToken.None);
        }

        await using var again = await OpenAsync();
        Assert.Equal(new JournalPosition(1), again.Journal.End);
        Assert.Equal(new JournalPosition(1), again.Ledger.Reflects);
    }

    [Fact]
    public async Task A_second_hub_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using var first = await OpenAsync();

        var refused = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Contains("another trueup", refused.Message, StringComparison.Ordinal);
        Assert.IsType<AppendOutcome.Durable>(await first.Journal.AppendAsync([Entry]));
    }

    [Fact]
    public async Task A_hub_that_starts_while_a_command_looks_whether_one_is_running_starts_all_the_same()
    {
        await using (await OpenAsync())
        {
        }

        Task<DataFolder> opening;
        await using (new FileStream(Path.Combine(Data, "trueup.lock"), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Assert.False(DataFolder.IsInUse(Data));
            opening = OpenAsync();
            Assert.False(opening.IsCompleted);
        }

        await using var hub = await opening;
        Assert.True(DataFolder.IsInUse(Data));
    }

    [Fact]
    public async Task A_folder_that_could_not_be_opened_is_not_left_locked()
    {
        await using (await OpenAsync())
        {
        }

        SetFormat("journal.db", 99);
        await Assert.ThrowsAsync<StorageException>(OpenAsync);
        SetFormat("journal.db", 1);

        await using var folder = await OpenAsync();
        Assert.Equal(default, folder.Journal.End);
    }

    [Fact]
    public async Task A_command_reads_while_the_hub_writes()
    {
        await using var hub = await OpenAsync();
        await hub.Journal.AppendAsync([Entry]);
        await using var command = DataFolder.OpenForReading(Data, NullLogger.Instance);

        await hub.Journal.AppendAsync([Entry]);
        await hub.Ledger.SaveAsync([], new(2), CancellationToken.None);

        Assert.Equal(new JournalPosition(2), command.Journal.End);
        Assert.Equal(2, (await command.Journal.ReadAsync(default, 100, CancellationToken.None)).Count);
        Assert.Equal(default, command.Ledger.Reflects);
    }

    [Fact]
    public async Task A_command_reads_a_folder_on_which_no_hub_runs_and_writes_nothing()
    {
        await using (var hub = await OpenAsync())
        {
            await hub.Journal.AppendAsync([Entry]);
        }

        await using var command = DataFolder.OpenForReading(Data, NullLogger.Instance);

        Assert.Single(await command.Journal.ReadAsync(default, 100, CancellationToken.None));
        Assert.IsType<AppendOutcome.Unavailable>(await command.Journal.AppendAsync([Entry]));
        Assert.False(await command.Ledger.SaveAsync([], new(1), CancellationToken.None));
    }

    [Fact]
    public void A_command_on_an_empty_folder_is_told_what_to_do()
    {
        var refused = Assert.Throws<StorageException>(() => DataFolder.OpenForReading(Data, NullLogger.Instance));

        Assert.Contains("There is no Trueup data", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_command_does_not_read_files_of_another_format()
    {
        await using (await OpenAsync())
        {
        }

        SetFormat("ledger.db", 0);
        var older = Assert.Throws<StorageException>(() => DataFolder.OpenForReading(Data, NullLogger.Instance));
        SetFormat("ledger.db", 99);
        var newer = Assert.Throws<StorageException>(() => DataFolder.OpenForReading(Data, NullLogger.Instance));

        Assert.Contains("trueup serve", older.Message, StringComparison.Ordinal);
        Assert.Contains("Install the newer Trueup", newer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_ahead_of_its_journal_is_refused()
    {
        await using (var folder = await OpenAsync())
        {
            await folder.Ledger.SaveAsync([], new(5), CancellationToken.None);
        }

        var refused = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Contains("reflects position 5, but the journal ends at 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_a_file_is_refused_in_a_sentence()
    {
        await File.WriteAllTextAsync(Data, "not a folder");

        var refused = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Contains(Data, refused.Message, StringComparison.Ordinal);
    }

    private Task<DataFolder> OpenAsync() => DataFolder.OpenAsync(Data, NullLogger.Instance);

    private void SetFormat(string file, int format)
    {
        using var outsider = new Outsider(Path.Combine(Data, file));
        outsider.Ask($"PRAGMA user_version = {format}");
    }
}
