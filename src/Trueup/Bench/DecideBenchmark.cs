using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Entries;
using Trueup.Engine;
using Trueup.Engine.Journal;
using Trueup.Storage.Sqlite;

namespace Trueup.Bench;

/// <summary>
/// journal → decided → desired: entries lie in the journal on disk; measured is reading them, deciding, journalling
/// what was decided, and
/// the desired rows standing. Once over ten thousand positions, once over a million: the cost of an event must not
/// depend on that.
/// Then what a restart costs with all of it.
/// </summary>
internal sealed class DecideBenchmark : IBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Events = 300_000;
    private const int Chunk = 2_000;

    public string Id => "decide";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var few = await MeasureAsync(Path.Combine(folder, "few"), Few, cancellationToken);
        var many = await MeasureAsync(Path.Combine(folder, "many"), Many, cancellationToken);
        var slower = 1 - (many.PerSecond / few.PerSecond);
        return
        [
            new BenchResult("decide", "journal → decided → desired, 1,000,000 known positions",
                Math.Round(many.PerSecond), "events/s", "≥ 50,000", many.PerSecond >= 50_000)
            {
                Baseline = new BenchBaseline("the same over 10,000 positions", Math.Round(few.PerSecond)),
            },
            new BenchResult("decide-flat", "slower at 1,000,000 positions than at 10,000",
                Math.Round(slower * 100, 1), "%", "≤ 15", slower <= 0.15),
            new BenchResult("restart", "restart with 1,000,000 positions and a 1,000,000-entry tail, to ready",
                Math.Round(many.Restart.TotalSeconds, 2), "s", "≤ 5", many.Restart.TotalSeconds <= 5),
            new BenchResult("memory-many", "resident memory with 1,000,000 positions after the restart",
                Math.Round(many.Megabytes), "MB", "≤ 600", many.Megabytes <= 600),
            new BenchResult("memory-few", "resident memory with 10,000 positions after a restart",
                Math.Round(few.Megabytes), "MB", "≤ 150", few.Megabytes <= 150),
        ];
    }

    private static async Task<Figures> MeasureAsync(string folder, int positions, CancellationToken cancellationToken)
    {
        double perSecond;
        {
            await using var data = await DataFolder.OpenAsync(folder, NullLogger.Instance);
            var hub = new HubLoop(BenchWorld.Contract(), [], data.Journal, data.Ledger, TimeProvider.System);

            // The positions become known, and the ledger holds them.
            await FillAsync(data.Journal, positions, number => number, message: 1);
            await DrainAsync(hub, cancellationToken);
            await hub.Ledger.SaveAsync();

            // What is measured: entries about positions known for long, in no order.
            var spread = new Random(positions);
            await FillAsync(data.Journal, Events, _ => spread.Next(positions), message: positions + 1L);
            var start = Stopwatch.GetTimestamp();
            await DrainAsync(hub, cancellationToken);
            perSecond = Events / Stopwatch.GetElapsedTime(start).TotalSeconds;

            // A tail that the ledger has not seen, for the restart: no save after this.
            var tail = Math.Max(0, positions - Events);
            await FillAsync(data.Journal, tail, _ => spread.Next(positions), message: positions + Events + 1L);
            await DrainAsync(hub, cancellationToken);
        }

        var (restart, megabytes) = await ChildProcess.RestartAsync(folder, cancellationToken);
        return new Figures(perSecond, restart, megabytes);
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

    private static async Task DrainAsync(HubLoop hub, CancellationToken cancellationToken)
    {
        while (await hub.Lanes.RunOnceAsync(cancellationToken))
        {
            // Until the journal is decided.
        }
    }

    private sealed record Figures(double PerSecond, TimeSpan Restart, double Megabytes);
}
