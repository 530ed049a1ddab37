using System.Diagnostics;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Contract;
using Trueup.Demo;
using Trueup.Engine;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>
/// A project of 200,000 inventory entries over real HTTP on loopback: the first load, with an entry in two hundred wrong,
/// and a full comparison of all of it. Pages are read by id, far beyond the offset at which the platform stops.
/// </summary>
internal sealed class ProjectBenchmark : IBenchmark
{
    private const int Entries = 200_000;
    private const int WrongEvery = 200;
    private const int Chunk = 2_000;
    private const int RowsPerPage = 500;
    private const string Channel = "leeds_src";

    public string Id => "project";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var twin = Project();
        await using var server = await TwinServer.StartAsync(twin, TimeProvider.System, port: 0, cancellationToken);
        using var wire = new HttpWire(server.Address, TimeProvider.System);
        var storefront = BenchHub.CommerceTools(server.Address, "1000000/s", batch: 100);
        await using var hub = await BenchHub.StartAsync(folder, GuardRule.None, (storefront, wire), cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await hub.Thread.RunAsync(async at => await LoadAsync(at));
        await hub.DrainedAsync(cancellationToken);
        await CompareAsync(hub, cancellationToken);
        await UntilAsync(server, () => WrongOnes.All(sku => IsRight(twin, sku)), cancellationToken);
        var load = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var calls = server.Use(() => twin.Books.Calls.Values.Sum());
        GC.Collect();
        var before = Environment.WorkingSet;
        start = Stopwatch.GetTimestamp();
        var run = await CompareAsync(hub, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var pages = server.Use(() => twin.Books.Calls.Values.Sum()) - calls;
        if (run.Compared != Entries || run.Parity != 1m)
        {
            throw new InvalidOperationException(
                $"The comparison saw {run.Compared} entries at parity {run.Parity}; {run.Failure ?? "nothing failed"}.");
        }

        var megabytes = Math.Max(0, (Environment.WorkingSet - before) / 1e6);
        var least = 2 * Entries / RowsPerPage;
        return
        [
            new BenchResult("project-load", "first load of 200,000 entries over HTTP, 1,000 of them wrong, until all are right",
                Math.Round(load, 1), "s", "≤ 300", load <= 300),
            new BenchResult("project-calls", "calls used for it", calls, "calls", "≤ 30,000", calls <= 30_000)
            {
                Baseline = new BenchBaseline("one for each entry", Entries),
            },
            new BenchResult("project-parity", "full comparison of 200,000 entries over HTTP", Math.Round(seconds, 1), "s", "≤ 120",
                seconds <= 120),
            new BenchResult("project-pages", "calls used for it", pages, "calls", "≤ 5 % above the least", pages <= least * 1.05)
            {
                Baseline = new BenchBaseline("pages of 500, rows and salable figures", least),
            },
            new BenchResult("project-memory", "memory above the ledger after it, the project's own included", Math.Round(megabytes),
                "MB", "≤ 400", megabytes <= 400),
        ];
    }

    private static IEnumerable<int> WrongOnes => Enumerable.Range(0, Entries / WrongEvery).Select(i => i * WrongEvery);

    private static int QuantityOf(int sku) => 10 + (sku % 900);

    private static bool IsRight(CommerceToolsTwin twin, int sku) =>
        twin.Books.OnStock(BenchWorld.Sku(sku), Channel) == QuantityOf(sku);

    private static CommerceToolsTwin Project()
    {
        var twin = new CommerceToolsTwin("bench");
        twin.Setup.At(TimeProvider.System.GetUtcNow());
        twin.Switches.KeepsMessages = false;
        twin.Setup.Client("bench", BenchHub.Token);
        twin.Setup.Channel(Channel);
        for (var sku = 0; sku < Entries; sku++)
        {
            twin.Setup.Entry(BenchWorld.Sku(sku), Channel, QuantityOf(sku) + (sku % WrongEvery == 0 ? 7 : 0));
        }

        twin.TakePushes(TimeProvider.System.GetUtcNow());
        return twin;
    }

    private static async ValueTask<bool> LoadAsync(HubLoop hub)
    {
        for (var done = 0; done < Entries; done += Chunk)
        {
            var first = done;
            await hub.Tail.AppendAsync(Enumerable.Range(first, Chunk)
                .Select(sku => BenchWorld.Entry(sku + 1, sku, QuantityOf(sku), hub.Clock.GetUtcNow())).ToList());
        }

        return true;
    }

    private static Task<Engine.Reconcile.ParityRun> CompareAsync(BenchHub hub, CancellationToken cancellationToken) =>
        hub.Thread.RunAsync(async at =>
            (await at.Reconciler.CompareAsync(BenchWorld.Storefront, [], heal: true, cancellationToken))[0]);

    private static async Task UntilAsync(TwinServer server, Func<bool> holds, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        while (!server.Use(holds))
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(10))
            {
                throw new InvalidOperationException("The project did not come to hold the truth within ten minutes.");
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}
