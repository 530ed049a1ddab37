using System.Diagnostics;
using System.Net.Http.Headers;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Contract;
using Trueup.Demo;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>
/// A storefront that answers in 20 ms and takes 20 calls a second: how long ten thousand changes of a thousand SKUs
/// take until it holds the final truth, how many calls that costs, and how soon a lone change on an idle system is on
/// its way.
/// </summary>
internal sealed class ConvergeBenchmark : IBenchmark
{
    private const int Skus = 1_000;
    private const int Events = 10_000;
    private const int CallsPerSecond = 20;
    private const int BatchLevels = 100;
    private const int Lone = 40;
    private const string WriteRoute = "POST V1/inventory/source-items";

    public string Id => "converge";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var twin = Shop();
        await using var server = await TwinServer.StartAsync(twin, TimeProvider.System, port: 0, cancellationToken);
        server.Faults.Latency = TimeSpan.FromMilliseconds(20);
        server.Faults.CallsPerSecondMax = CallsPerSecond;
        using var wire = new HttpWire(server.Address, TimeProvider.System);
        var shop = BenchHub.Adobe(server.Address, $"{CallsPerSecond}/s", burst: 10, BatchLevels);
        await using var hub = await BenchHub.StartAsync(folder, GuardRule.None, (shop, wire), cancellationToken);
        using var sender = new HttpClient { BaseAddress = hub.Address };
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchHub.Token);

        var truth = new int[Skus];
        var opening = Enumerable.Range(0, Skus).Select(sku => (Sku: sku, Quantity: truth[sku] = 500));
        await SendAsync(sender, opening, first: 1, cancellationToken);
        await HoldsAsync(server, twin, truth, cancellationToken);
        await IdleAsync(hub, cancellationToken);

        var writesBefore = server.Use(() => Writes(twin));
        var spread = new Random(1);
        var changes = Enumerable.Range(0, Events).Select(i => (Sku: i % Skus, Quantity: spread.Next(10, 400))).ToArray();
        var start = Stopwatch.GetTimestamp();
        var told = changes.Select(change => (change.Sku, Quantity: truth[change.Sku] = change.Quantity));
        await SendAsync(sender, told, Skus + 1, cancellationToken);
        await HoldsAsync(server, twin, truth, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var writes = server.Use(() => Writes(twin)) - writesBefore;

        await IdleAsync(hub, cancellationToken);
        var slow = await LoneAsync(sender, server, twin, truth, hub, cancellationToken);
        var forward = (double)Events / CallsPerSecond;
        var least = Math.Ceiling((double)Skus / BatchLevels);
        return
        [
            new BenchResult("converge", "10,000 events over 1,000 SKUs until the storefront holds the final truth",
                Math.Round(seconds, 2), "s", "≥ 50 × faster than forwarding", forward / seconds >= 50)
            {
                Baseline = new BenchBaseline("a worker that forwards each event (events ÷ limit), seconds", forward),
            },
            new BenchResult("converge-calls", "writes used for it", writes, "calls", "≤ 10 % above the least", writes <= least * 1.1)
            {
                Baseline = new BenchBaseline("least that the batch rule allows", least),
            },
            new BenchResult("converge-429", "answers 429 caused by the hub", server.Refused, "answers", "0", server.Refused == 0),
            new BenchResult("latency", "warehouse event → storefront write received, idle system, 99 of 100",
                Math.Round(slow, 1), "ms", "≤ 100", slow <= 100),
        ];
    }

    private static AdobeTwin Shop()
    {
        var twin = new AdobeTwin();
        twin.Setup.Website("base");
        twin.Setup.Source("leeds_src");
        twin.Setup.Stock("UK", [new TwinLink("leeds_src", 1)], ["base"], id: 2);
        twin.Setup.Token(BenchHub.Token);
        for (var sku = 0; sku < Skus; sku++)
        {
            twin.Setup.Product(new TwinProduct(BenchWorld.Sku(sku)));
            twin.Setup.SourceItem(BenchWorld.Sku(sku), "leeds_src", quantity: 1);
        }

        return twin;
    }

    private static int Writes(AdobeTwin twin) => twin.Books.CallsByRoute.GetValueOrDefault(WriteRoute);

    private static async Task SendAsync(
        HttpClient sender, IEnumerable<(int Sku, int Quantity)> changes, long first, CancellationToken cancellationToken)
    {
        var message = first;
        foreach (var batch in changes.Chunk(1_000))
        {
            using var body = new MemoryStream();
            foreach (var (sku, quantity) in batch)
            {
                body.Write(BenchWorld.Level(message++, sku, quantity));
                body.WriteByte((byte)'\n');
            }

            using var content = new ByteArrayContent(body.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await sender.PostAsync("/in/wms", content, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task HoldsAsync(TwinServer server, AdobeTwin twin, int[] truth, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        while (!server.Use(() => Enumerable.Range(0, Skus).All(sku =>
                   twin.Books.SourceQuantity(BenchWorld.Sku(sku), "leeds_src") == truth[sku])))
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException("The storefront did not come to hold the truth within two minutes.");
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Until reading back has come to rest and the limit's burst is whole again.</summary>
    private static async Task IdleAsync(BenchHub hub, CancellationToken cancellationToken)
    {
        long calls;
        do
        {
            calls = await hub.Thread.PostAsync(at => at.Outlets[1].Paced.Bucket.Calls);
            await Task.Delay(TimeSpan.FromSeconds(7), TimeProvider.System, cancellationToken);
        }
        while (calls != await hub.Thread.PostAsync(at => at.Outlets[1].Paced.Bucket.Calls));
    }

    private static async Task<double> LoneAsync(
        HttpClient sender, TwinServer server, AdobeTwin twin, int[] truth, BenchHub hub, CancellationToken cancellationToken)
    {
        server.Faults.Latency = TimeSpan.Zero;
        var latencies = new List<double>();
        for (var i = 0; i < Lone; i++)
        {
            var sku = i % Skus;
            truth[sku] = 1_000 + i;
            var start = Stopwatch.GetTimestamp();
            await SendAsync(sender, [(sku, truth[sku])], Skus + Events + 1L + i, cancellationToken);
            while (server.Use(() => twin.Books.SourceQuantity(BenchWorld.Sku(sku), "leeds_src")) != truth[sku])
            {
                await Task.Delay(1, cancellationToken);
            }

            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            // Idle again: beyond the pause that increments of well-stocked SKUs keep after a write.
            await Task.Delay(1_200, cancellationToken);
        }

        latencies.Sort();
        await hub.DrainedAsync(cancellationToken);
        return latencies[(int)(latencies.Count * 0.99)];
    }
}
