using System.Diagnostics;
using Trueup.Core.Contract;

namespace Trueup.Bench;

/// <summary>
/// Durable intake over HTTP: a message counts when its sender was told 202, which is after the disk was told to hold
/// it. Beside it, in
/// the same run, what the disk alone and the web server alone can do.
/// </summary>
internal sealed class IntakeBenchmark : IBenchmark
{
    private const int BatchEvents = 1_000;
    private const int Batches = 600;
    private const int Singles = 120_000;
    private const int SkusMax = 10_000;

    public string Id => "intake";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var disk = BareLog.Measure(Path.Combine(folder, "bare.log"), BenchWorld.Level(1, 1, 1), BatchEvents, Batches);
        await using var hub = await BenchHub.StartAsync(Path.Combine(folder, "hub"), GuardRule.None, storefront: null, cancellationToken);
        var batches = await HttpLoad.RunAsync(hub.Address, connections: 8, Batches, number => Batch(hub, number), cancellationToken);
        await hub.DrainedAsync(cancellationToken);

        var first = (long)Batches * BatchEvents;
        var few = await SinglesAsync(hub, connections: 64, first, cancellationToken);
        await hub.DrainedAsync(cancellationToken);
        var many = await SinglesAsync(hub, connections: 256, first + Singles, cancellationToken);
        await hub.DrainedAsync(cancellationToken);
        var bare = await BareServer.MeasureAsync(Singles, BenchWorld.Level(1, 1, 1), cancellationToken);

        var events = batches.PerSecond * BatchEvents;
        return
        [
            new BenchResult("intake-batch", "durable intake over HTTP, batches of 1,000 events, 8 connections",
                Math.Round(events), "events/s", "≥ 100,000", events >= 100_000)
            {
                Baseline = new BenchBaseline("bare append-only log, synchronised once per 1,000 events", Math.Round(disk)),
            },
            Single("intake-single-64", "64", few, bare),
            Single("intake-single-256", "256", many, bare),
            new BenchResult("intake-single-p99", "time to the durable answer of 99 of 100 single events, 64 to 256 connections",
                Math.Round(Math.Max(few.SlowMs, many.SlowMs), 1), "ms", "≤ 50", Math.Max(few.SlowMs, many.SlowMs) <= 50),
        ];
    }

    private static BenchResult Single(string id, string connections, LoadFigures figures, double bare) =>
        new(id, $"durable intake, one event a request, {connections} connections",
            Math.Round(figures.PerSecond), "events/s", "≥ 20,000", figures.PerSecond >= 20_000)
        {
            Baseline = new BenchBaseline("bare Kestrel answering 202", Math.Round(bare)),
        };

    private static Task<LoadFigures> SinglesAsync(BenchHub hub, int connections, long first, CancellationToken cancellationToken) =>
        HttpLoad.RunAsync(
            hub.Address,
            connections,
            Singles,
            number => HttpLoad.Post(
                hub.Address, "/in/wms", "application/cloudevents+json", BenchHub.Token,
                BenchWorld.Level(first + number, number % SkusMax, number % 997)),
            cancellationToken);

    private static byte[] Batch(BenchHub hub, int number)
    {
        using var body = new MemoryStream(BatchEvents * 260);
        for (var i = 0; i < BatchEvents; i++)
        {
            body.WriteByte((byte)(i == 0 ? '[' : ','));
            body.Write(BenchWorld.Level(((long)number * BatchEvents) + i, ((number * BatchEvents) + i) % SkusMax, i));
        }

        body.WriteByte((byte)']');
        return HttpLoad.Post(
            hub.Address, "/in/wms", "application/cloudevents-batch+json", BenchHub.Token, body.GetBuffer().AsSpan(0, (int)body.Length));
    }
}

/// <summary>What the disk alone can do: append, synchronise, again.</summary>
internal static class BareLog
{
    /// <summary>Events a second.</summary>
    public static double Measure(string path, byte[] record, int perBatch, int batches)
    {
        var batch = new byte[record.Length * perBatch];
        for (var i = 0; i < perBatch; i++)
        {
            record.CopyTo(batch, i * record.Length);
        }

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches; i++)
        {
            file.Write(batch);
            file.Flush(flushToDisk: true);
        }

        return (long)perBatch * batches / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

/// <summary>What the web server alone can do: read a body, answer 202.</summary>
internal static class BareServer
{
    /// <summary>Requests a second over 64 connections.</summary>
    public static async Task<double> MeasureAsync(int requests, byte[] body, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost("/in", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = 202;
            context.Response.ContentLength = 0;
        });
        await server.StartAsync(cancellationToken);
        var address = new Uri(server.Urls.First());
        var request = HttpLoad.Post(address, "/in", "application/json", "none", body);
        return (await HttpLoad.RunAsync(address, connections: 64, requests, _ => request, cancellationToken)).PerSecond;
    }
}
