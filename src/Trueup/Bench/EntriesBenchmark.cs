using System.Diagnostics;
using System.Net.Http.Headers;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Contract;
using Trueup.Demo;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>
/// A storefront without batches: every quantity is a call, 20 a second and 20 ms each. How long ten thousand changes of a
/// thousand SKUs take until it holds the final truth, and how soon a zero-out gets through meanwhile.
/// </summary>
internal sealed class EntriesBenchmark : IBenchmark
{
    private const int Skus = 1_000;
    private const int Events = 10_000;
    private const int CallsPerSecond = 20;
    private const int ZeroedSku = 777;
    private const string Channel = "leeds_src";
    private const double LeastSeconds = (double)Skus / CallsPerSecond;

    public string Id => "entries";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var twin = Project();
        await using var server = await TwinServer.StartAsync(twin, TimeProvider.System, port: 0, cancellationToken);
        using var wire = new HttpWire(server.Address, TimeProvider.System);
        var storefront = BenchHub.CommerceTools(server.Address, "1000/s");
        var truth = new int[Skus];
        await using (var loading = await BenchHub.StartAsync(folder, GuardRule.None, (storefront, wire), cancellationToken))
        {
            using var loader = Sender(loading);
            await SendAsync(loader, Enumerable.Range(0, Skus).Select(sku => (sku, truth[sku] = 500)), first: 1, cancellationToken);
            await UntilAsync(server, () => Holds(twin, truth), cancellationToken);
        }

        // The same hub again, now with the limits that are measured; what came before them does not count against it.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, cancellationToken);
        server.Faults.Latency = TimeSpan.FromMilliseconds(20);
        server.Faults.CallsPerSecondMax = CallsPerSecond;
        await using var hub = await BenchHub.StartAsync(
            folder, GuardRule.None, (BenchHub.CommerceTools(server.Address, $"{CallsPerSecond}/s"), wire), cancellationToken);
        using var sender = Sender(hub);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
        var before = server.Use(() => Calls(twin));
        var spread = new Random(1);
        var start = Stopwatch.GetTimestamp();
        var changes = Enumerable.Range(0, Events).Select(i => (Sku: i % Skus, Quantity: truth[i % Skus] = spread.Next(10, 400)));
        await SendAsync(sender, changes, Skus + 1, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
        var zeroed = Stopwatch.GetTimestamp();
        await SendAsync(sender, [(ZeroedSku, truth[ZeroedSku] = 0)], Skus + Events + 1, cancellationToken);
        await UntilAsync(server, () => twin.Books.OnStock(BenchWorld.Sku(ZeroedSku), Channel) == 0, cancellationToken);
        var urgent = Stopwatch.GetElapsedTime(zeroed).TotalMilliseconds;
        await UntilAsync(server, () => Holds(twin, truth), cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var calls = server.Use(() => Calls(twin)) - before;
        return
        [
            new BenchResult("entries", "10,000 events over 1,000 entries, one a call, until the storefront holds the final truth",
                Math.Round(seconds, 2), "s", "≤ 55", seconds <= 55)
            {
                Baseline = new BenchBaseline("least that the rate allows, seconds", LeastSeconds),
            },
            new BenchResult("entries-calls", "calls used for it", calls, "calls", "≤ 5 % above the least", calls <= Skus * 1.05)
            {
                Baseline = new BenchBaseline("one for each entry", Skus),
            },
            new BenchResult("entries-urgent", "a zero-out sent amid the backlog, until the storefront holds it",
                Math.Round(urgent), "ms", "≤ 1500", urgent <= 1_500),
            new BenchResult("entries-429", "answers 429 caused by the hub", server.Refused, "answers", "0", server.Refused == 0),
        ];
    }

    private static CommerceToolsTwin Project()
    {
        var twin = new CommerceToolsTwin("bench");
        twin.Setup.At(TimeProvider.System.GetUtcNow());
        twin.Setup.Client("bench", BenchHub.Token);
        twin.Setup.Channel(Channel);
        for (var sku = 0; sku < Skus; sku++)
        {
            twin.Setup.Entry(BenchWorld.Sku(sku), Channel, quantity: 1);
        }

        return twin;
    }

    private static int Calls(CommerceToolsTwin twin) => twin.Books.Calls.Values.Sum();

    private static bool Holds(CommerceToolsTwin twin, int[] truth) =>
        Enumerable.Range(0, Skus).All(sku => twin.Books.OnStock(BenchWorld.Sku(sku), Channel) == truth[sku]);

    private static HttpClient Sender(BenchHub hub)
    {
        var sender = new HttpClient { BaseAddress = hub.Address };
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchHub.Token);
        return sender;
    }

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

    private static async Task UntilAsync(TwinServer server, Func<bool> holds, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        while (!server.Use(holds))
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(3))
            {
                throw new InvalidOperationException("The storefront did not come to hold the truth within three minutes.");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}
