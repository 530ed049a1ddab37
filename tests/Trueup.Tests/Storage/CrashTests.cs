using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

/// <summary>A real process on a real disk, killed without warning.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_was_acknowledged_survives_a_kill_at_any_moment()
    {
        var chance = new Random(20_260_101);
        var acknowledged = new Dictionary<long, (int Size, string Name)>();
        var saved = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var words in await AppendUntilKilledAsync($"r{round}", chance.Next(1, 300)))
            {
                if (words is ["durable", var first, var size, var name])
                {
                    acknowledged.Add(Number(first), ((int)Number(size), name));
                }
                else if (words is ["saved", var reflects])
                {
                    saved = Number(reflects);
                }
            }

            await using var folder = await DataFolder.OpenAsync(_folder.Path, NullLogger.Instance);
            await CheckJournalAsync(folder.Journal, acknowledged);
            await CheckLedgerAsync(folder, saved);
        }

        Assert.True(acknowledged.Count > Rounds);
    }

    [LinuxFact]
    public async Task A_full_disk_refuses_whole_appends_and_saves_until_there_is_room_again()
    {
        using var process = Start("fill", _folder.Path, "300000");
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System);

        var lines = said.Split('\n').Select(line => line.Split(' ')).ToList();
        Assert.Equal("unavailable", lines[0][0]);
        var kept = Number(lines[0][1]);
        Assert.True(kept > 0);
        Assert.Equal(kept, Number(lines[0][2]));
        Assert.Contains("journal.db", said, StringComparison.Ordinal);
        Assert.Equal(["saved", "False", "0", "0"], lines[1]);
        Assert.Equal(["after", "True", $"{kept + 1}"], lines[2]);
        Assert.Equal(["saved", "True", "2", "1"], lines[3]);
        await using var folder = DataFolder.OpenForReading(_folder.Path, NullLogger.Instance);
        var found = await folder.Journal.ReadAsync(default, int.MaxValue, CancellationToken.None);
        Assert.Equal(
            [.. Enumerable.Range(0, (int)kept / 2).SelectMany(n => new[] { $"{n}-a", $"{n}-b" }), "after"],
            found.Select(recorded => recorded.Entry.Key));
    }

    [Fact]
    public async Task A_hub_in_another_process_keeps_the_folder_to_itself_until_it_is_killed()
    {
        using var process = Start("append", _folder.Path, "first");
        await process.StandardOutput.ReadLineAsync();

        var refused = await Assert.ThrowsAsync<StorageException>(
            () => DataFolder.OpenAsync(_folder.Path, NullLogger.Instance));
        process.Kill();
        await process.WaitForExitAsync();

        Assert.Contains("another trueup", refused.Message, StringComparison.Ordinal);
        await using var command = DataFolder.OpenForReading(_folder.Path, NullLogger.Instance);
        await using var next = await DataFolder.OpenAsync(_folder.Path, NullLogger.Instance);
        Assert.Equal(next.Journal.End, command.Journal.End);
        Assert.Equal(next.Journal.End.Value, await CountAsync(command.Journal));
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Trueup.Crash.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);

    /// <summary>Runs the process until it has said so many lines, kills it, and returns every whole line it has
    /// said.</summary>
    private async Task<IReadOnlyList<string[]>> AppendUntilKilledAsync(string run, int lines)
    {
        using var process = Start("append", _folder.Path, run);
        var said = new StringBuilder();
        for (var n = 0; n < lines; n++)
        {
            said.Append(await process.StandardOutput.ReadLineAsync()).Append('\n');
        }

        process.Kill();
        said.Append(await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System));
        await process.WaitForExitAsync();

        // The kill may have cut the last line short.
        var whole = said.ToString();
        return [.. whole[..whole.LastIndexOf('\n')].Split('\n').Select(line => line.Split(' '))];
    }

    private static async Task<int> CountAsync(IJournal journal) =>
        (await journal.ReadAsync(default, int.MaxValue, CancellationToken.None)).Count;

    private static async Task CheckJournalAsync(
        IJournal journal, Dictionary<long, (int Size, string Name)> acknowledged)
    {
        var found = await journal.ReadAsync(default, int.MaxValue, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, found.Count).Select(n => (long)n), found.Select(one => one.Position.Value));
        foreach (var (first, (size, name)) in acknowledged)
        {
            var keys = found.Skip((int)first - 1).Take(size).Select(one => one.Entry.Key);
            Assert.Equal(Enumerable.Range(0, size).Select(i => $"{name}/{i}"), keys);
        }

        foreach (var append in found.GroupBy(one => one.Entry.Key.Split('/')[0], StringComparer.Ordinal))
        {
            var number = (int)Number(append.Key.Split('-')[2]);
            Assert.Equal(1 + number % 20, append.Count());
        }

        Assert.All(found, one => Assert.StartsWith(
            $"{one.Entry.Key}/", Encoding.UTF8.GetString(one.Entry.Body.Span), StringComparison.Ordinal));
    }

    private static async Task CheckLedgerAsync(DataFolder folder, long saved)
    {
        var bodies = new List<string>();
        await folder.Ledger.LoadAsync(
            default, max: 1_000_000, row => bodies.Add(Encoding.UTF8.GetString(row.Body!.Value.Span)), CancellationToken.None);

        Assert.InRange(folder.Ledger.Reflects.Value, saved, folder.Journal.End.Value);
        Assert.All(bodies, body => Assert.Equal(folder.Ledger.Reflects.ToString(), body));
    }
}
