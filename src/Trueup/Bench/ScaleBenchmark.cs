using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>
/// What people ask for, of a hub that holds a million open cases, a million positions and ten million journal entries: the
/// real program in a process of its own, over real HTTP, two asking at once.
/// </summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const string Token = "bench-token-0123456789";
    private const int WarmUps = 20;
    private const int Requests = 200;
    private const int Askers = 2;
    private const double SlowMsMax = 100;
    private const double MegabytesMax = 500;
    private const int Burst = 100_000;
    private const double BurstSecondsMax = 5;

    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(10);

    public string Id => "scale";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var config = Path.Combine(folder, "trueup.yaml");
        var port = ServedProgram.FreePort();
        await File.WriteAllTextAsync(config, ScaleData.Yaml(port, Token), cancellationToken);
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(config);
        var plan = HubPlan.Of(loaded.Settings ?? throw new InvalidOperationException(string.Join('\n', loaded.Problems)),
            new HttpWireFactory(TimeProvider.System));
        var making = Stopwatch.StartNew();
        await ScaleData.MakeAsync(plan, cancellationToken);
        making.Stop();
        GC.Collect();
        await using var hub = await ServedProgram.StartAsync(config, new Uri($"http://127.0.0.1:{port}"), Token, cancellationToken);
        var results = new List<BenchResult>
        {
            new("scale-ready", $"start with all of that to ready (made in {making.Elapsed.TotalSeconds:0} s)",
                Math.Round(hub.Ready.TotalSeconds, 2), "s", "≤ 30", hub.Ready.TotalSeconds <= 30),
        };
        results.Add(Memory("scale-memory-ready", "memory once it is ready", hub));
        foreach (var (id, what, path) in Questions())
        {
            results.Add(await AskAsync(hub, (id, what), path, cancellationToken));
        }

        results.Add(Memory("scale-memory-asked", "memory when all that is asked", hub));
        results.Add(await BurstAsync(hub, cancellationToken));
        await Task.Delay(CalmAfter, TimeProvider.System, cancellationToken);
        results.Add(Memory("scale-memory", "memory with the new cases, ten seconds later", hub) with
        {
            Baseline = new BenchBaseline("at most, while they came", Math.Round(hub.MegabytesMost)),
        });
        return results;
    }

    private static BenchResult Memory(string id, string what, ServedProgram hub)
    {
        var megabytes = Math.Round(hub.Megabytes);
        return new BenchResult(id, what, megabytes, "MB", $"≤ {MegabytesMax}", megabytes <= MegabytesMax);
    }

    private static IEnumerable<(string Id, string What, Func<int, string> Path)> Questions()
    {
        var spread = new Random(1);
        string Sku() => BenchWorld.Sku(spread.Next(ScaleData.Skus));
        yield return ("cases", "case list, by rank and by time, 95 of 100", number =>
            $"/api/exceptions?limit=100&sort={(number % 2 == 0 ? "rank" : "recent")}");
        yield return ("groups", "groups of the open cases, 95 of 100", _ => "/api/exceptions/groups");
        yield return ("search", "cases searched by key, 95 of 100", _ => $"/api/exceptions?query={Sku().ToLowerInvariant()}");
        yield return ("stock", "page of stock, from anywhere, 95 of 100", _ => $"/api/stock?limit=100&after={Sku()}");
        yield return ("stock-search", "page of stock searched by SKU, 95 of 100", _ => $"/api/stock?limit=100&query={Sku()[4..]}");
        yield return ("timeline", "timeline of an order, 95 of 100", _ =>
            $"/api/orders/{ScaleData.Number(spread.Next(ScaleData.Orders))}/timeline");
    }

    private static async Task<BenchResult> AskAsync(
        ServedProgram hub, (string Id, string What) asked, Func<int, string> path, CancellationToken cancellationToken)
    {
        var paths = Enumerable.Range(0, WarmUps + Requests).Select(path).ToArray();
        foreach (var warmUp in paths[..WarmUps])
        {
            await TimeAsync(hub, warmUp, cancellationToken);
        }

        var next = WarmUps - 1;
        var times = new double[Requests];
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < paths.Length; i = Interlocked.Increment(ref next))
            {
                times[i - WarmUps] = await TimeAsync(hub, paths[i], cancellationToken);
            }
        }));
        Array.Sort(times);
        var slow = times[(int)(Requests * 0.95)];
        return new BenchResult(
            $"scale-{asked.Id}", asked.What, Math.Round(slow, 1), "ms", $"≤ {SlowMsMax}", slow <= SlowMsMax)
        {
            Baseline = new BenchBaseline("median", Math.Round(times[Requests / 2], 1)),
        };
    }

    private static async Task<double> TimeAsync(ServedProgram hub, string path, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await hub.Http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return answer.IsSuccessStatusCode && body.Length > 20
            ? took
            : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode} with {body.Length} bytes.");
    }

    /// <summary>A warehouse reports a hundred thousand figures below zero; how long after the last was accepted all of them
    /// are in their groups.</summary>
    private static async Task<BenchResult> BurstAsync(ServedProgram hub, CancellationToken cancellationToken)
    {
        var before = await CountAsync(hub, cancellationToken);
        var sent = Stopwatch.GetTimestamp();
        foreach (var numbers in Enumerable.Range(0, Burst).Chunk(5_000))
        {
            using var body = new MemoryStream();
            foreach (var number in numbers)
            {
                // Of a location at which the SKU has no such case yet.
                var data = string.Create(CultureInfo.InvariantCulture, $$"""
                    "sku":"{{BenchWorld.Sku(number)}}","location":"{{LocationOf(number)}}","quantity":-5,"version":{{20_000_000 + number}}
                    """);
                body.Write(System.Text.Encoding.UTF8.GetBytes(
                    $$"""{"specversion":"1.0","id":"n{{number}}","source":"/wms","type":"trueup.stock.level.v1","data":{ {{data}} } }"""));
                body.WriteByte((byte)'\n');
            }

            using var content = new ByteArrayContent(body.ToArray());
            content.Headers.ContentType = new("application/x-ndjson");
            using var answer = await hub.Http.PostAsync(new Uri("/in/wms", UriKind.Relative), content, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }

        var accepted = Stopwatch.GetTimestamp();
        while (await CountAsync(hub, cancellationToken) < before + Burst)
        {
            if (Stopwatch.GetElapsedTime(accepted) > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException("The burst was not grouped within two minutes.");
            }

            // As a person would look, not as often as the machine can.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(accepted).TotalSeconds;
        return new BenchResult(
            "scale-burst", "100,000 new cases, from the last accepted until all are in their groups", Math.Round(seconds, 2), "s",
            $"≤ {BurstSecondsMax}", seconds <= BurstSecondsMax)
        {
            Baseline = new BenchBaseline("from the first sent", Math.Round(Stopwatch.GetElapsedTime(sent).TotalSeconds, 2)),
        };
    }

    private static string LocationOf(int number) => (((number % ScaleData.Locations.Length) + 1) % ScaleData.Locations.Length) switch
    {
        0 => "LDS",
        1 => "PAR",
        2 => "SOH",
        _ => "YRK",
    };

    /// <summary>Cases of negative figures in all groups.</summary>
    private static async Task<long> CountAsync(ServedProgram hub, CancellationToken cancellationToken)
    {
        using var groups = JsonDocument.Parse(
            await hub.Http.GetByteArrayAsync(new Uri("/api/exceptions/groups", UriKind.Relative), cancellationToken));
        return groups.RootElement.EnumerateArray()
            .Where(group => group.GetProperty("code").GetString() == "STOCK.NEGATIVE_LEVEL")
            .Sum(group => group.GetProperty("count").GetInt64());
    }
}
