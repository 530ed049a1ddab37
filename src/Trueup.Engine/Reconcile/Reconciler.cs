using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Compares the two ends on a cadence and on demand: fresh reads of the owners, then of the storefronts. What differs
/// enters the journal like any other fact, so the path that syncs is the path that heals.
/// </summary>
public sealed class Reconciler
{
    /// <summary>Pause before the first comparison after a start: the first polls come first.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>A timer may not be set much further ahead than this; looking at the clock more often costs
    /// nothing.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);

    private readonly OutboundSurroundings _hub;
    private readonly Items<Outlet> _outlets;
    private readonly RollingScope _rolling = new();
    private readonly Queue<Wish> _wishes = new();
    private readonly Signal _signal;

    internal Reconciler(OutboundSurroundings hub, Items<Outlet> outlets)
    {
        (_hub, _outlets) = (hub, outlets);
        _signal = new Signal(hub.Clock);
    }

    /// <summary>Whether a comparison is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>A SKU changed: the next rolling comparison looks at it.</summary>
    public void Note(Sku sku)
    {
        _rolling.Note(sku);
        if (_hub.State.Find(sku) is { Pace: not null } stock)
        {
            _rolling.Watch(sku, _hub.Contract.VelocityOf(stock) == Velocity.Fast);
        }
    }

    /// <summary>Compares now, and waits for the outcome.</summary>
    /// <param name="connection">The storefront; null for all.</param>
    /// <param name="skus">These SKUs; empty for everything.</param>
    /// <param name="heal">Whether differences are corrected.</param>
    /// <param name="cancellationToken">Stops waiting; the comparison goes on.</param>
    public ValueTask<Items<ParityRun>> CompareAsync(
        ConnectionName? connection, Items<Sku> skus, bool heal, CancellationToken cancellationToken) =>
        CompareAsync(connection, skus, new HealAsk(heal), cancellationToken);

    /// <summary>Compares now, and waits for the outcome.</summary>
    /// <param name="connection">The storefront; null for all.</param>
    /// <param name="skus">These SKUs; empty for everything.</param>
    /// <param name="asked">Whether differences are corrected, and who wants that.</param>
    /// <param name="cancellationToken">Stops waiting; the comparison goes on.</param>
    public async ValueTask<Items<ParityRun>> CompareAsync(
        ConnectionName? connection, Items<Sku> skus, HealAsk asked, CancellationToken cancellationToken)
    {
        var wish = new Wish(connection, skus, asked);
        _wishes.Enqueue(wish);
        _signal.Raise();
        await using var stop = cancellationToken.Register(() => wish.Done.TrySetCanceled(cancellationToken));
        return await wish.Done.Task;
    }

    /// <summary>Compares now, with nothing else going on: for a hub that only looks.</summary>
    /// <param name="connection">The storefront; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Items<ParityRun>> LookAsync(ConnectionName? connection, CancellationToken cancellationToken)
    {
        var wish = new Wish(connection, [], new HealAsk(Heal: false));
        await RunAsync(wish, cancellationToken);
        return await wish.Done.Task;
    }

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var rule = _hub.Contract.Terms.Reconcile;
        foreach (var stock in _hub.State.Stock.Values)
        {
            if (stock.Pace is not null)
            {
                _rolling.Watch(stock.Sku, _hub.Contract.VelocityOf(stock) == Velocity.Fast);
            }
        }

        await Task.Delay(Settling, _hub.Clock, cancellationToken);
        if (rule.Every is not null || rule.FullAt is not null)
        {
            await RunAsync(new Wish(Connection: null, [], new HealAsk(rule.Heal)), cancellationToken);
        }

        var nextRolling = rule.Every is { } every ? _hub.Clock.GetUtcNow() + every : DateTimeOffset.MaxValue;
        var nextFull = rule.NextAt(rule.FullAt, _hub.Clock.GetUtcNow());
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = _hub.Clock.GetUtcNow();
            if (_wishes.TryDequeue(out var wish))
            {
                await RunAsync(wish, cancellationToken);
            }
            else if (now >= nextFull)
            {
                await RunAsync(new Wish(Connection: null, [], new HealAsk(rule.Heal)), cancellationToken);
                nextFull = rule.NextAt(rule.FullAt, _hub.Clock.GetUtcNow());
            }
            else if (now >= nextRolling)
            {
                await RunAsync(new Wish(Connection: null, Rolling(), new HealAsk(rule.Heal)), cancellationToken);
                nextRolling = _hub.Clock.GetUtcNow() + rule.Every!.Value;
            }
            else
            {
                var wait = nextRolling < nextFull ? nextRolling - now : nextFull - now;
                await _signal.WaitAsync(wait < WaitMax ? wait : WaitMax, cancellationToken);
            }
        }
    }

    private async ValueTask RunAsync(Wish wish, CancellationToken cancellationToken)
    {
        IsRunning = true;
        try
        {
            var runs = new List<ParityRun>();
            foreach (var owner in _outlets)
            {
                if (owner.Connection is IStockObserver observer && (owner.Levels is null || Owns(owner.Name)))
                {
                    await OwnerReading.RefreshAsync(observer, owner.Paced, wish.Skus, _hub, cancellationToken);
                }
            }

            foreach (var outlet in _outlets)
            {
                if (outlet is { Connection: IStockObserver, Levels: not null } &&
                    (wish.Connection is null || wish.Connection == outlet.Name))
                {
                    var reading = new StorefrontReading(outlet, _hub, wish.Skus, wish.Asked);
                    runs.Add(await reading.CompareAsync(cancellationToken));
                    foreach (var sku in reading.InFlight)
                    {
                        _rolling.Note(sku);
                    }
                }
            }

            wish.Done.TrySetResult(runs.ToItems());
        }
        finally
        {
            IsRunning = false;
            wish.Done.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Also who can be written to may own what is in a place, as a store's till does.</summary>
    private bool Owns(ConnectionName connection) =>
        _hub.Contract.Terms.Locations.FindIndex(location => location.Owner == connection) >= 0;

    private Items<Sku> Rolling() => _rolling.Next(
        _hub.State.Stock.Keys,
        _hub.State.Cases.Values
            .Where(known => known.State == CaseState.Open)
            .Select(known => Sku.TryParse(known.About.Sku, out var sku) ? sku : (Sku?)null)
            .OfType<Sku>());

    private sealed record Wish(ConnectionName? Connection, Items<Sku> Skus, HealAsk Asked)
    {
        public TaskCompletionSource<Items<ParityRun>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
