using System.Globalization;
using Trueup.Demo;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Scoring;
using Trueup.Demo.Trading;
using Trueup.Storage.Sqlite;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>
/// The real program with its real files between two shops, a warehouse and a store over real HTTP, killed again and again
/// while people buy, pick, ship and count. The systems' own books then say whether anything was lost or doubled.
/// </summary>
public sealed class KilledTradeTests : IDisposable
{
    /// <summary>How often the program is killed: 6 times, or as often as the variable says.</summary>
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("TRUEUP_KILL_ROUNDS") ?? "6", CultureInfo.InvariantCulture);

    /// <summary>Calls and deliveries after which a round's kill comes at the latest.</summary>
    private const int EventsMax = 80;

    /// <summary>Calls between two purchases: people must not buy faster than a hub works that is always killed.</summary>
    private const int EventsPerPurchase = 10;

    /// <summary>One kill in so many comes while the program is still bringing itself back.</summary>
    private const int EarlyOneIn = 8;

    private const int WorkTurnsMax = 1_500;

    private readonly TemporaryFolder _folder = new();
    private int _events;
    private TaskCompletionSource? _due;
    private int _dueAt;

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Orders_shipments_and_figures_exist_exactly_once_however_often_the_program_is_killed()
    {
        await using var sandbox = await Sandbox.OpenAsync(Assortment.Draw(60, 4, seed: 11), TimeProvider.System, CancellationToken.None);
        var address = new Uri(Loopback.FreeAddress());
        Configure(sandbox, address);
        using var stop = new CancellationTokenSource();
        var scene = new Scene(sandbox, seed: 11);
        PushSender[] senders =
        [
            new(sandbox.Warehouse, sandbox.Gate, address, new PushTrouble(0, 1), TimeProvider.System),
            new(sandbox.Store, sandbox.Gate, address, new PushTrouble(0, 2), TimeProvider.System),
        ];
        foreach (var server in sandbox.Servers)
        {
            server.Answered = _ => Count();
        }

        lock (sandbox.Gate)
        {
            sandbox.Warehouse.PushAllLevels(scene.Now);
            sandbox.Store.PushAllLevels(scene.Now);
        }

        var errands = senders.Select(sender => sender.RunAsync(stop.Token)).ToList();
        var chance = new Random(20_261_129);
        var trade = new Trade(scene);
        for (var round = 0; round < Rounds; round++)
        {
            await TradeUntilKilledAsync(chance, trade);
        }

        await using (var program = await ServingProgram.StartAsync(_folder))
        {
            using var probe = new HubProbe(address, sandbox.Secrets.Api, senders);
            await SettleAsync(scene, trade, probe);
            await JudgeAsync(scene, probe, senders);
            Assert.Equal(0, await program.StopAsync());
        }

        await stop.CancelAsync();
        await Task.WhenAll(errands).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Array.ForEach(senders, sender => sender.Dispose());
    }

    /// <summary>The configuration of the sandbox, at an address that stays the same over all lives.</summary>
    private void Configure(Sandbox sandbox, Uri address)
    {
        var path = SandboxSettings.Write(_folder.Path, sandbox);
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "listen: http://127.0.0.1:0", $"listen: {address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal));
    }

    private async Task TradeUntilKilledAsync(Random chance, Trade trade)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_events, _dueAt, _due) = (0, chance.Next(1, EventsMax), due);
        if (chance.Next(EarlyOneIn) == 0)
        {
            using var early = ServingProgram.Begin(_folder);
            trade.Go();
            while (!early.HasExited && !DataFolder.IsInUse(_folder.File("data")))
            {
                await Task.Yield();
            }

            early.Kill();
            await early.WaitForExitAsync(CancellationToken.None);
            return;
        }

        await using var program = await ServingProgram.StartAsync(_folder);
        for (var next = 0; !due.Task.IsCompleted;)
        {
            // Nobody calls any more when it has ended by itself.
            Assert.False(program.HasEnded, program.HasEnded ? await program.Complaints : "");
            if (Volatile.Read(ref _events) >= next)
            {
                trade.Go();
                next += EventsPerPurchase;
            }

            await Task.WhenAny(due.Task, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None));
        }

        program.Kill();
        await program.EndAsync();
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _events) >= _dueAt)
        {
            _due?.TrySetResult();
        }
    }

    /// <summary>Nobody buys any more, what is ordered is shipped, and everything comes to rest.</summary>
    private static async Task SettleAsync(Scene scene, Trade trade, HubProbe probe)
    {
        // Nobody is told of an unpaid order, so only the hub knows from which place it is promised: where that place was oversold
        // meanwhile, no book says what is left.
        trade.CancelUnpaid();
        for (var turn = 0; turn < WorkTurnsMax; turn++)
        {
            var moved = trade.Work();
            await probe.LookAsync(CancellationToken.None);
            if (moved == 0 && probe.IsIdle)
            {
                await probe.ReconcileAsync(CancellationToken.None);
                await probe.LookAsync(CancellationToken.None);
                if (probe.IsIdle && trade.Work() == 0 && trade.Wrong().Count == 0)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), scene.Sandbox.Clock, CancellationToken.None);
        }

        var waiting = probe.Status.Connections.Select(one => $"{one.Name} {one.State} {one.Pending}");
        Assert.Fail($"not at rest: {string.Join(", ", waiting)}; wrong: {string.Join(", ", trade.Wrong())}");
    }

    private static async Task JudgeAsync(Scene scene, HubProbe probe, PushSender[] senders)
    {
        var positions = await probe.PositionsAsync(CancellationToken.None);
        var named = (await probe.AllExceptionsAsync(CancellationToken.None)).Select(exception => exception.About?.Order).ToHashSet();
        lock (scene.Sandbox.Gate)
        {
            var books = new Books(scene);
            Assert.All(books.Offers().AddRange(books.ProjectOffers()), offer => Assert.Equal(offer.True, offer.Shown));
            Assert.All(books.Levels(positions), level => Assert.Equal(level.Owner, level.Hub));
            var orders = books.Orders();
            Assert.Contains(orders, order => order.IsDue);
            Assert.All(orders, order => Assert.Equal(0, order.Doubles));
            Assert.All(orders.Where(order => order.IsDue), order => Assert.Equal(order.Ordered, order.HandedOver));
            var dispatches = books.Dispatches();
            Assert.True(dispatches.Count > 0, "nothing was shipped");
            Assert.All(
                dispatches.Where(dispatch => dispatch.Posted != 0 || !named.Contains(dispatch.Order)),
                dispatch => Assert.True(dispatch is { Posted: 1, IsExact: true }, dispatch.ToString()));
            Assert.Equal(0, books.StrayShipments());
            Assert.Equal(senders.Sum(sender => sender.Pushed), senders.Sum(sender => sender.Accepted));
        }
    }

    /// <summary>People who trade, a little at a time.</summary>
    private sealed class Trade(Scene scene)
    {
        private readonly Shoppers _shoppers = new(scene);
        private readonly ProjectShoppers _project = new(scene);
        private readonly WarehouseCrew _crew = new(scene);

        public void Go()
        {
            lock (scene.Sandbox.Gate)
            {
                _shoppers.Buy();
                _project.Buy();
                _crew.ChangeStock();
                _crew.Work(orders: 3);
            }
        }

        public int Work()
        {
            lock (scene.Sandbox.Gate)
            {
                return _crew.Work(orders: 50);
            }
        }

        public void CancelUnpaid()
        {
            lock (scene.Sandbox.Gate)
            {
                new ShopOffice(scene, _shoppers, _crew).CancelUnpaid(most: int.MaxValue);
            }
        }

        /// <summary>What either shop offers otherwise than it must.</summary>
        public List<string> Wrong()
        {
            lock (scene.Sandbox.Gate)
            {
                var figures = scene.Figures;
                return scene.Sandbox.Assortment.Articles.Select(article => article.Sku)
                    .Where(sku => !figures.IsRight(sku) || !figures.IsRightInProject(sku))
                    .Select(sku => $"{sku} {figures.Shown(sku)} and {figures.ShownInProject(sku)}, not {figures.Salable(sku)}").ToList();
            }
        }
    }
}
