using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Reads back what was written, a little later and in large pages, as proof that the storefront holds it. A row that
/// differs enters the journal, and the slot becomes work again.
/// </summary>
public sealed class ReadBack
{
    /// <summary>How long after a write its proof is taken: long enough to gather many, and for indexes to
    /// follow.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    /// <summary>SKUs read in one call.</summary>
    public const int SkusMax = 100;

    private readonly IStockObserver _observer;
    private readonly LevelLane _lane;
    private readonly OutboundSurroundings _hub;
    private readonly IWire _wire;
    private readonly Queue<(DateTimeOffset Due, Sku Sku)> _due = new();
    private readonly HashSet<Sku> _waiting = [];
    private readonly Signal _signal;

    internal ReadBack(IStockObserver observer, LevelLane lane, OutboundSurroundings hub, PacedWire paced)
    {
        (_observer, _lane, _hub, _wire) = (observer, lane, hub, paced.For(CallPriority.Background));
        _signal = new Signal(hub.Clock);
        lane.Settled = Remember;
    }

    /// <summary>Rows found as they were written.</summary>
    public long Proved { get; private set; }

    /// <summary>Rows found different from what was written.</summary>
    public long Differing { get; private set; }

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_due.Count == 0)
            {
                await _signal.WaitAsync(atMost: null, cancellationToken);
                continue;
            }

            var wait = _due.Peek().Due - _hub.Clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await _hub.Clock.DelayAtLeast(wait, cancellationToken);
                continue;
            }

            var skus = new List<Sku>();
            while (skus.Count < SkusMax && _due.TryPeek(out var due) && due.Due <= _hub.Clock.GetUtcNow())
            {
                _due.Dequeue();
                _waiting.Remove(due.Sku);
                skus.Add(due.Sku);
            }

            await ProveAsync(skus.ToItems(), cancellationToken);
        }
    }

    private void Remember(Items<SettledLevel> outcomes)
    {
        var due = _hub.Clock.GetUtcNow() + Delay;
        foreach (var outcome in outcomes)
        {
            if (outcome.Receipt is Receipt.Applied && _waiting.Add(outcome.Sku))
            {
                _due.Enqueue((due, outcome.Sku));
            }
        }

        _signal.Raise();
    }

    private async ValueTask ProveAsync(Items<Sku> skus, CancellationToken cancellationToken)
    {
        var began = _hub.Clock.GetUtcNow();
        var before = skus.ToDictionary(sku => sku, sku => _hub.State.Find(sku));
        var differing = new List<ObservedRow>();
        var rows = new List<ObservedRow>();
        string? page = "";
        while (page is not null)
        {
            if (await _observer.ObserveAsync(_wire, new ObserveAsk(skus, page), cancellationToken) is not ObserveOutcome.Page read)
            {
                return;
            }

            rows.AddRange(read.Rows);
            page = read.Next;
        }

        if (!await _hub.SelfLowering.CatchUpAsync(_observer.Name, cancellationToken))
        {
            return;
        }

        foreach (var row in rows)
        {
            if (!_hub.SelfLowering.IsMoving(_observer.Name, row.Sku, began))
            {
                Compare(row, before, differing);
            }
        }

        if (differing.Count > 0)
        {
            await _hub.AppendAsync(
                [Observation.Write(_observer.Name, isOwner: false, began, differing, _hub.Clock.GetUtcNow())], cancellationToken);
        }
    }

    private void Compare(ObservedRow row, Dictionary<Sku, Core.Stock.SkuStock?> before, List<ObservedRow> differing)
    {
        // A SKU that moved while it was being read proves nothing either way; its next write will be read back too.
        if (!RemoteCode.TryParse(row.Location, out var source) || !before.TryGetValue(row.Sku, out var then) ||
            then != _hub.State.Find(row.Sku) || _lane.IsUnderWay(row.Sku) ||
            then?.SlotOf(_observer.Name, source) is not { Written: { } written })
        {
            return;
        }

        if (written == row.Quantity)
        {
            Proved++;
        }
        else
        {
            Differing++;
            differing.Add(row);
        }
    }
}
