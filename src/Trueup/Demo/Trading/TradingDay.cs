using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>
/// Plays a day of trading in real time. Who does what is drawn from the scene's seed; each phase has so much to do and
/// spreads it over its length, so the same seed makes the same choices however fast the machine is.
/// </summary>
public sealed class TradingDay
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Scene _scene;
    private readonly HubProbe _hub;
    private readonly Items<Phase> _phases;
    private readonly Shoppers _shoppers;
    private readonly ProjectShoppers _projectShoppers;
    private readonly WarehouseCrew _crew;
    private readonly ShopOffice _office;
    private readonly ProjectOffice _projectOffice;
    private long _refusedBefore;

    /// <summary>A day to be played.</summary>
    /// <param name="scene">Where.</param>
    /// <param name="hub">How the hub fares, for phases that wait for it.</param>
    /// <param name="phases">The parts of the day.</param>
    public TradingDay(Scene scene, HubProbe hub, Items<Phase> phases)
    {
        (_scene, _hub, _phases) = (scene, hub, phases);
        _shoppers = new Shoppers(scene);
        _projectShoppers = new ProjectShoppers(scene);
        _crew = new WarehouseCrew(scene);
        _office = new ShopOffice(scene, _shoppers, _crew);
        _projectOffice = new ProjectOffice(scene, _projectShoppers, _crew);
    }

    /// <summary>The parts of the day.</summary>
    public Items<Phase> Phases => _phases;

    /// <summary>The phase that is being played; null before the first and after the last.</summary>
    public Phase? Playing { get; private set; }

    /// <summary>How long the opening stock took to be in the shop; null while it is not.</summary>
    public TimeSpan? Loaded { get; private set; }

    /// <summary>Calls that the shop answered 429 because of the storm.</summary>
    public long RefusedInStorm { get; private set; }

    /// <summary>Plays the day.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var phase in _phases)
        {
            Playing = phase;
            await PlayAsync(phase, cancellationToken);
        }

        Playing = null;
    }

    private async Task PlayAsync(Phase phase, CancellationToken cancellationToken)
    {
        switch (phase.Kind)
        {
            case PhaseKind.Load:
                await LoadAsync(phase, cancellationToken);
                break;
            case PhaseKind.Quiet:
                await CloseAsync(phase, cancellationToken);
                break;
            case PhaseKind.Reckoning:
                await ReckonAsync(phase, cancellationToken);
                break;
            default:
                Under(() => Begin(phase.Kind));
                await TradeAsync(phase, cancellationToken);
                Under(() => End(phase.Kind));
                break;
        }
    }

    private async Task LoadAsync(Phase phase, CancellationToken cancellationToken)
    {
        var began = _scene.Now;
        Under(() =>
        {
            _scene.Sandbox.Warehouse.PushAllLevels(_scene.Now);
            _scene.Sandbox.Store.PushAllLevels(_scene.Now);
        });
        if (await WaitAsync(phase.Length, () => Task.FromResult(IsAllRight()), cancellationToken))
        {
            Loaded = _scene.Now - began;
        }
    }

    /// <summary>
    /// Spreads what a phase has to do over its length; what a slow machine left over is done at its end.
    /// </summary>
    private async Task TradeAsync(Phase phase, CancellationToken cancellationToken)
    {
        var began = _scene.Now;
        var (orders, hot, changes, work) = (0, 0, 0, 0);
        TimeSpan passed;
        do
        {
            await TakeTurnAsync(cancellationToken);
            passed = _scene.Now - began < phase.Length ? _scene.Now - began : phase.Length;
            Until(ref orders, phase.Beat.Orders, passed, Buy);
            Until(ref hot, phase.Beat.HotOrders, passed, () => BuyHot(phase.Kind));
            Until(ref changes, phase.Beat.StockChanges, passed, _crew.ChangeStock);
            Until(ref work, phase.Beat.Work, passed, () => _crew.Work(orders: 1));
        }
        while (passed < phase.Length);
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        var due = _scene.Now + Turn;
        await Task.Delay(Turn, _scene.Sandbox.Clock, cancellationToken);
        if (_scene.Now - due > Turn)
        {
            // An idle machine is late by a few milliseconds: one that is late by a whole turn has more to do than it can.
            Under(() => _scene.Stall(due));
        }
    }

    private void Begin(PhaseKind kind)
    {
        var shop = _scene.Sandbox.ShopServer;
        switch (kind)
        {
            case PhaseKind.Trade:
                _crew.SpeakOfTheUnknown();
                _crew.Unload(skus: 60, pallets: 4);
                break;
            case PhaseKind.Storm:
                shop.Faults.CallsPerSecondMax = 0;
                _crew.CutOffTheSecondTill(isCutOff: true);
                _refusedBefore = shop.Refused;
                _scene.Block(isBlocked: true);
                break;
            case PhaseKind.Outage:
                shop.Faults.IsOut = true;
                _scene.Block(isBlocked: true);
                break;
            case PhaseKind.Ghost:
                _office.PlantGhost();
                break;
            case PhaseKind.Office:
                WorkInTheOffice();
                break;
        }
    }

    private void End(PhaseKind kind)
    {
        var shop = _scene.Sandbox.ShopServer;
        if (kind is PhaseKind.Storm)
        {
            RefusedInStorm = shop.Refused - _refusedBefore;
            shop.Faults.CallsPerSecondMax = Sandbox.ShopCallsPerSecondMax;
            _crew.CutOffTheSecondTill(isCutOff: false);
            _scene.Block(isBlocked: false);
        }
        else if (kind is PhaseKind.Outage)
        {
            shop.Faults.IsOut = false;
            _scene.Block(isBlocked: false);
        }
    }

    private void WorkInTheOffice()
    {
        _shoppers.PayLate();
        _office.CancelUnpaid(most: 10);
        for (var i = 0; i < 4; i++)
        {
            _office.RefundUnshipped();
            _office.TakeOneBack();
            _office.TypeWrongQuantity();
            _projectOffice.CancelOne();
            _projectOffice.TakeOneBack();
        }

        _office.LoseOneInTheWarehouse();
        _projectOffice.LoseOneInTheWarehouse();
    }

    private void Buy() => (_scene.Chance.Next(3) > 0 ? _shoppers.Buy : (Action)_projectShoppers.Buy)();

    private void BuyHot(PhaseKind kind)
    {
        (_scene.Chance.Next(2) == 0 ? _shoppers.BuyHot : (Action)_projectShoppers.BuyHot)();
        if (kind == PhaseKind.FlashSale && _scene.Chance.Next(8) == 0)
        {
            _crew.SellOverTheCounter(_scene.Any(_scene.Sandbox.Assortment.Hot).Sku);
        }
    }

    /// <summary>Works everything off, then takes a few last orders that stay open over night.</summary>
    private async Task CloseAsync(Phase phase, CancellationToken cancellationToken)
    {
        Under(() =>
        {
            _shoppers.PayLate();
            _office.CancelUnpaid(most: int.MaxValue);
        });
        await WaitAsync(phase.Length / 2, () => WorkOffAsync(phase.Beat.Work, cancellationToken), cancellationToken);
        Under(() =>
        {
            for (var i = 0; i < 12; i++)
            {
                Buy();
            }

            _office.CancelUnpaid(most: int.MaxValue);
            _crew.CloseTheTills();
        });
        await WaitAsync(phase.Length / 2, () => IsSettledAsync(cancellationToken), cancellationToken);
    }

    private async Task<bool> WorkOffAsync(int work, CancellationToken cancellationToken)
    {
        var moved = 0;
        Under(() => moved = _crew.Work(work));
        return moved == 0 && await IsSettledAsync(cancellationToken);
    }

    /// <summary>What was typed into the shop is found by comparing; all faults are over by now.</summary>
    private async Task ReckonAsync(Phase phase, CancellationToken cancellationToken)
    {
        Under(() => _scene.Sandbox.LetMishapsBefall(share: 0, seed: 0));
        await _hub.ReconcileAsync(cancellationToken);
        await WaitAsync(
            phase.Length,
            async () => await IsSettledAsync(cancellationToken) && IsAllRight() && IsAllBooked(),
            cancellationToken);
    }

    private async Task<bool> IsSettledAsync(CancellationToken cancellationToken)
    {
        await _hub.LookAsync(cancellationToken);
        return _hub.IsIdle;
    }

    private bool IsAllRight()
    {
        lock (_scene.Sandbox.Gate)
        {
            return _scene.Sandbox.Assortment.Articles.All(article =>
                _scene.Figures.IsRight(article.Sku) && _scene.Figures.IsRightInProject(article.Sku));
        }
    }

    /// <summary>What the shops gave back last is in the books, too.</summary>
    private bool IsAllBooked()
    {
        lock (_scene.Sandbox.Gate)
        {
            var late = Scoring.TradeBooks.CancelledTooLate(_hub.Exceptions);
            return new Scoring.TradeBooks(_scene).Sales().All(sale => sale.IsExact || late.Contains(sale.Order));
        }
    }

    /// <summary>Waits until something holds; false when it never did in all that time.</summary>
    private async Task<bool> WaitAsync(TimeSpan most, Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        var until = _scene.Now + most;
        while (!await holds())
        {
            if (_scene.Now > until)
            {
                return false;
            }

            await Task.Delay(LookEvery, _scene.Sandbox.Clock, cancellationToken);
        }

        return true;
    }

    private void Until(ref int done, int perSecond, TimeSpan passed, Action act)
    {
        for (var due = (int)(passed.Ticks * perSecond / TimeSpan.TicksPerSecond); done < due; done++)
        {
            Under(act);
        }
    }

    private void Under(Action act)
    {
        lock (_scene.Sandbox.Gate)
        {
            act();
        }
    }
}
