using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Demo;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Hosting;
using Trueup.Storage.Sqlite;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>
/// Orders of three lines on average, kits among them. First 500,000 of them are taken, shipped and archived by the hub
/// itself, on its real store: what one costs must not depend on how many there are. Then, over all of these: how fast orders
/// reach an ERP and a warehouse that take 20 ms a call and 8 calls at once, how soon a timeline is told, and whether a rush
/// of 20,000 orders keeps a SKU on sale that is sold out.
/// </summary>
internal sealed class OrdersBenchmark : IBenchmark
{
    private const int Few = 10_000;
    private const int Many = 500_000;
    private const int Measured = 10_000;
    private const int Chunk = 500;
    private const int Routed = 6_000;
    private const int AtOnce = 8;
    private const int Timelines = 1_000;
    private const int Rush = 20_000;

    private static readonly TimeSpan CallTakes = TimeSpan.FromMilliseconds(20);

    public string Id => "orders";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var stored = Path.Combine(folder, "stored");
        var (few, many, memory) = await StoreAsync(stored, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await using var rig = await Rig.StartAsync(stored, cancellationToken);
        var start = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var timelines = await rig.TimelinesAsync(Many, Timelines, cancellationToken);
        var calm = await rig.ZeroOutsAsync(firstSku: 400, rush: null, cancellationToken);
        var hurried = await rig.ZeroOutsAsync(firstSku: 600, rig.SendAsync(Many + 1, Rush, cancellationToken), cancellationToken);
        await rig.AcceptedAsync(Rush, cancellationToken);
        var bare = await rig.BareAsync(Routed / 3, cancellationToken);
        var routed = await rig.RouteAsync(Many + Rush + 1, Routed, cancellationToken);
        return
        [
            new BenchResult("orders-accepted",
                "orders captured → accepted by ERP and warehouse (20 ms a call, 8 at once each), 500,000 stored",
                Math.Round(routed), "orders/s", "≥ 300", routed >= 300)
            {
                Baseline = new BenchBaseline("the same two calls an order, 8 at once each, without a hub", Math.Round(bare)),
            },
            new BenchResult("orders-flat", "cost of an order taken, shipped and archived, 500,000 stored",
                Math.Round(many, 1), "µs", "≤ 15 % above 10,000 stored", many <= few * 1.15)
            {
                Baseline = new BenchBaseline("the same with 10,000 stored", Math.Round(few, 1)),
            },
            new BenchResult("orders-timeline", "timeline by id or number over HTTP, 500,000 stored, 99 of 100",
                Math.Round(timelines.Slow, 1), "ms", "≤ 20", timelines.Slow <= 20)
            {
                Baseline = new BenchBaseline("the same, half of them", Math.Round(timelines.Middle, 1)),
            },
            new BenchResult("orders-rush", "warehouse says sold out → storefront told, while 20,000 orders come at once, 99 of 100",
                Math.Round(hurried), "ms", "≤ 1 s later than without", hurried - calm <= 1_000)
            {
                Baseline = new BenchBaseline("the same without a rush", Math.Round(calm)),
            },
            new BenchResult("orders-start", "start over 500,000 stored orders, to ready", Math.Round(start, 2), "s", "≤ 5", start <= 5),
            new BenchResult("orders-memory", "memory in use with 500,000 stored orders", Math.Round(memory), "MB", "≤ 300", memory <= 300),
        ];
    }

    /// <summary>Takes, ships and archives orders, and says what one costs, in µs, with few and with many stored.</summary>
    private static async Task<(double Few, double Many, double Megabytes)> StoreAsync(
        string folder, CancellationToken cancellationToken)
    {
        await using var data = await DataFolder.OpenAsync(folder, NullLogger.Instance);
        var hub = new HubLoop(OrderWorld.Contract(hasTargets: false), [], data.Journal, data.Ledger, TimeProvider.System);
        await hub.RecoverAsync(cancellationToken);
        await TakeAsync(hub, 1, Few, cancellationToken);
        var few = await TakeAsync(hub, Few + 1, Measured, cancellationToken);
        await TakeAsync(hub, Few + Measured + 1, Many - Few - (2 * Measured), cancellationToken);
        var many = await TakeAsync(hub, Many - Measured + 1, Measured, cancellationToken);
        await hub.Ledger.SaveAsync();
        return (few, many, GC.GetTotalMemory(forceFullCollection: true) / 1e6);
    }

    private static async Task<double> TakeAsync(HubLoop hub, int first, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var at = first; at < first + count; at += Chunk)
        {
            var now = TimeProvider.System.GetUtcNow();
            var numbers = Enumerable.Range(at, Math.Min(Chunk, first + count - at)).ToArray();
            await hub.Receiver.AcceptAsync(Receiver.Prepare(OrderWorld.Shop, [.. numbers.Select(number =>
                new RawMessage($"o{number}", "cloudevent", OrderWorld.Event($"o{number}", "trueup.order.placed.v1", OrderWorld.Order(number, now))))]));
            await hub.Receiver.AcceptAsync(Receiver.Prepare(BenchWorld.Warehouse, [.. numbers.Select(number =>
                new RawMessage($"d{number}", "cloudevent", OrderWorld.Event(
                    $"d{number}", "trueup.shipment.dispatched.v1", OrderWorld.Dispatch(number, now))))]));
            await hub.Receiver.AcceptAsync(Receiver.Prepare(BenchWorld.Warehouse,
                [new RawMessage($"l{at}", "cloudevent", OrderWorld.Event($"l{at}", "trueup.stock.levels.v1", OrderWorld.Levels(now)))]));
            while (await hub.Lanes.RunOnceAsync(cancellationToken))
            {
                // Until it is decided.
            }

            if (at / Chunk % 8 == 0)
            {
                await hub.Ledger.SaveAsync();
            }
        }

        await hub.Ledger.SaveAsync();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    /// <summary>The hub over the stored orders, with an ERP, a warehouse and a second storefront that must follow stock.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private readonly Stack<IAsyncDisposable> _open = new();
        private readonly Stack<IDisposable> _wires = new();

        public required BenchHub Hub { get; init; }

        public required TwinServer Books { get; init; }

        public required TwinServer Floor { get; init; }

        public required ZeroWatch Watch { get; init; }

        public required HttpClient Sender { get; init; }

        public static async Task<Rig> StartAsync(string folder, CancellationToken cancellationToken)
        {
            var now = TimeProvider.System.GetUtcNow();
            var books = await TwinServer.StartAsync(OrderWorld.Books(), TimeProvider.System, port: 0, cancellationToken);
            var floor = await TwinServer.StartAsync(OrderWorld.Floor(now), TimeProvider.System, port: 0, cancellationToken);
            books.Faults.Latency = floor.Faults.Latency = CallTakes;
            var (booksWire, floorWire, watch) =
                (new HttpWire(books.Address, TimeProvider.System), new HttpWire(floor.Address, TimeProvider.System), new ZeroWatch());
            var token = "";
            var inbound = Items.Of([InboundAuthentication.Bearer([BenchHub.Token])]);
            var hub = await BenchHub.StartAsync(
                new HubPlan
                {
                    Contract = OrderWorld.Contract(hasTargets: true),
                    Connections =
                    [
                        new PlannedConnection(BenchHub.Http(OrderWorld.Shop, "storefront", []), new NoWire())
                        {
                            TakesDeliveries = true,
                            Inbound = inbound,
                        },
                        new PlannedConnection(System(OrderWorld.Erp, "erp", books.Address, "/sales-orders", OrderWorld.ErpTemplate), booksWire),
                        new PlannedConnection(
                            System(BenchWorld.Warehouse, "warehouse", floor.Address, "/orders", OrderWorld.WarehouseTemplate), floorWire)
                        {
                            TakesDeliveries = true,
                            Inbound = inbound,
                        },
                        new PlannedConnection(watch, new NoWire()),
                    ],
                    Folder = folder,
                    Listen = new Uri("http://127.0.0.1:0"),
                },
                made => token = made,
                cancellationToken);
            var sender = new HttpClient { BaseAddress = hub.Address };
            sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var rig = new Rig { Hub = hub, Books = books, Floor = floor, Watch = watch, Sender = sender };
            rig._open.Push(books);
            rig._open.Push(floor);
            rig._open.Push(hub);
            rig._wires.Push(booksWire);
            rig._wires.Push(floorWire);
            rig._wires.Push(sender);
            return rig;
        }

        /// <summary>Sends orders as fast as they are taken.</summary>
        public async Task SendAsync(int first, int count, CancellationToken cancellationToken)
        {
            foreach (var part in Enumerable.Range(first, count).Chunk(Chunk))
            {
                using var body = new MemoryStream();
                foreach (var number in part)
                {
                    body.Write(OrderWorld.Event(
                        $"o{number}", "trueup.order.placed.v1", OrderWorld.Order(number, TimeProvider.System.GetUtcNow())));
                    body.WriteByte((byte)'\n');
                }

                await PostAsync("/in/shop", body, cancellationToken);
            }
        }

        /// <summary>Waits until ERP and warehouse have taken all orders that they were not sent before.</summary>
        public async Task AcceptedAsync(int orders, CancellationToken cancellationToken)
        {
            var patience = Stopwatch.StartNew();
            while (await Hub.Thread.PostAsync(hub => hub.Outlets.Sum(outlet => outlet.Documents?.Pending ?? 0)) is > 0 and var owed)
            {
                if (patience.Elapsed > TimeSpan.FromMinutes(5))
                {
                    throw new InvalidOperationException($"{owed} documents of {orders} orders are still owed after five minutes.");
                }

                await Task.Delay(5, cancellationToken);
            }
        }

        /// <summary>Orders a second, from the first sent to the last accepted by both.</summary>
        public async Task<double> RouteAsync(int first, int count, CancellationToken cancellationToken)
        {
            var calls = (Books.Calls, Floor.Calls);
            var start = Stopwatch.GetTimestamp();
            await SendAsync(first, count, cancellationToken);
            await Hub.DrainedAsync(cancellationToken);
            await AcceptedAsync(count, cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var (booked, taken) = (Books.Calls - calls.Item1, Floor.Calls - calls.Item2);
            return booked >= count && taken >= count
                ? count / seconds
                : throw new InvalidOperationException($"ERP and warehouse saw {booked} and {taken} calls for {count} orders.");
        }

        /// <summary>Orders a second that the two systems take from a plain worker that knows nothing but to call them.</summary>
        public async Task<double> BareAsync(int count, CancellationToken cancellationToken)
        {
            using var booksWire = new HttpWire(Books.Address, TimeProvider.System);
            using var floorWire = new HttpWire(Floor.Address, TimeProvider.System);
            var start = Stopwatch.GetTimestamp();
            var next = 0;
            var headers = Items.Of([new WireHeader("Authorization", $"Bearer {BenchHub.Token}")]);
            var ask = new WireRequest("GET", "/sales-orders?external_id=none", headers);
            var take = new WireRequest("GET", "/orders?external_id=none", headers);
            await Task.WhenAll(
                Enumerable.Range(0, AtOnce * 2).Select(async _ =>
                {
                    while (Interlocked.Increment(ref next) <= count)
                    {
                        await booksWire.SendAsync(ask, cancellationToken);
                        await floorWire.SendAsync(take, cancellationToken);
                    }
                }));
            return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        /// <summary>Asks for timelines, half of them by id and half by number.</summary>
        public async Task<(double Middle, double Slow)> TimelinesAsync(int stored, int count, CancellationToken cancellationToken)
        {
            var spread = new Random(7);
            var took = new List<double>(count);
            for (var i = 0; i < count; i++)
            {
                var number = OrderWorld.Number(spread.Next(1, stored));
                var start = Stopwatch.GetTimestamp();
                var text = await Sender.GetStringAsync(
                    new Uri($"/api/orders/{(i % 2 == 0 ? number : Uri.EscapeDataString($"shop:{number}"))}/timeline", UriKind.Relative), cancellationToken);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (!text.Contains("wms", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"The timeline of {number} lacks its dispatch: {text}");
                }
            }

            took.Sort();
            return (took[count / 2], took[(int)(count * 0.99)]);
        }

        /// <summary>Lets SKUs sell out one after the other, each once, and says how long the slowest took to reach the
        /// storefront.</summary>
        public async Task<double> ZeroOutsAsync(int firstSku, Task? rush, CancellationToken cancellationToken)
        {
            var took = new List<double>();
            for (var i = 0; i < 100 || (rush is { IsCompleted: false } && firstSku + i < OrderWorld.Skus); i++)
            {
                var sku = firstSku + i;
                Watch.Expect(BenchWorld.Sku(sku));
                var start = Stopwatch.GetTimestamp();
                await LevelAsync(sku, 0, cancellationToken);
                await Watch.Seen.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, cancellationToken);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            await (rush ?? Task.CompletedTask);
            took.Sort();
            return took[(int)(took.Count * 0.99)];
        }

        public async ValueTask DisposeAsync()
        {
            while (_open.TryPop(out var open))
            {
                await open.DisposeAsync();
            }

            while (_wires.TryPop(out var wire))
            {
                wire.Dispose();
            }
        }

        private async Task LevelAsync(int sku, int quantity, CancellationToken cancellationToken)
        {
            using var body = new MemoryStream();
            body.Write(BenchWorld.Level(TimeProvider.System.GetUtcNow().UtcTicks, sku, quantity));
            await PostAsync("/in/wms", body, cancellationToken);
        }

        private async Task PostAsync(string path, MemoryStream body, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BenchHub.Token);
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await Sender.SendAsync(request, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }

        private static IConnection System(ConnectionName name, string role, Uri address, string path, string template) => BenchHub.Http(
            name,
            role,
            [
                ("url", address.ToString()),
                ("auth.bearer", BenchHub.Token),
                ("limits.rate", "2000/s"),
                ("limits.burst", "2000"),
                ("limits.concurrency", AtOnce.ToString(CultureInfo.InvariantCulture)),
                ("operations.order.create.request", $"POST {path}"),
                ("operations.order.create.body", template),
                ("operations.order.create.idempotency_header", "Idempotency-Key"),
                ("operations.order.create.result.id", "$.id"),
            ]);
    }
}
