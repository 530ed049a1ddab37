using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Bench;

/// <summary>
/// A process that holds so many positions and decides events about them, round by round, as its parent asks. Two of
/// them take turns, so that whatever else the machine does meets both alike.
/// </summary>
internal sealed class DecidingChild : IDisposable
{
    private const int Chunk = 2_000;

    private readonly Process _process;

    private DecidingChild(Process process) => _process = process;

    /// <summary>Starts a process and waits until the positions are known and the ledger holds them.</summary>
    public static async Task<DecidingChild> StartAsync(string folder, int positions, CancellationToken cancellationToken)
    {
        var child = new DecidingChild(ChildProcess.Start(
            ChildProcess.DecideOption, positions.ToString(CultureInfo.InvariantCulture), "--folder", folder));
        await child.ReadAsync(cancellationToken);
        return child;
    }

    /// <summary>Lets it decide a round of events.</summary>
    /// <returns>Seconds that took.</returns>
    public async Task<double> DecideAsync(int events, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(events.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
        return double.Parse(await ReadAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it, as a crash would: the ledger does not hold what was decided since the start.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <summary>What the child does.</summary>
    public static async Task<int> RunAsync(string folder, int positions)
    {
        await using var data = await DataFolder.OpenAsync(folder, NullLogger.Instance);
        var hub = new HubLoop(BenchWorld.Contract(), [], data.Journal, data.Ledger, TimeProvider.System);
        var message = 1L;
        await FillAsync(data.Journal, positions, number => number, message);
        await DrainAsync(hub);
        await hub.Ledger.SaveAsync();
        message += positions;
        Console.WriteLine("ready");

        // In no order: the worst that a journal can ask of the memory.
        var spread = new Random(positions);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var events = int.Parse(line, CultureInfo.InvariantCulture);
            await FillAsync(data.Journal, events, _ => spread.Next(positions), message);
            message += events;
            var start = Stopwatch.GetTimestamp();
            await DrainAsync(hub);
            Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("0.0000", CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static async Task FillAsync(IJournal journal, int count, Func<int, int> sku, long message)
    {
        var spread = new Random(count);
        for (var done = 0; done < count; done += Chunk)
        {
            var entries = new List<Entry>(Chunk);
            for (var i = done; i < Math.Min(count, done + Chunk); i++)
            {
                entries.Add(BenchWorld.Entry(message + i, sku(i), spread.Next(10, 1_000), DateTimeOffset.UtcNow));
            }

            await journal.AppendAsync(entries);
        }
    }

    private static async Task DrainAsync(HubLoop hub)
    {
        while (await hub.Lanes.RunOnceAsync(CancellationToken.None))
        {
            // Until the journal is decided.
        }
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken)
        ?? throw new InvalidOperationException("The process that decides ended early.");
}
