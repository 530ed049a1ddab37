using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Trading;

/// <summary>Everybody who does something in a world: shoppers, the shop's staff, the warehouse's staff, and the hub's
/// operator.</summary>
internal sealed class People
{
    private readonly World _world;
    private readonly Chance _chance;
    private readonly ShopFloor _shop;
    private readonly WarehouseFloor _warehouse;

    public People(World world, Chance chance)
    {
        (_world, _chance) = (world, chance);
        _shop = new ShopFloor(world, chance.Fork(1));
        _warehouse = new WarehouseFloor(world, chance.Fork(2));
    }

    /// <summary>Lets everybody begin.</summary>
    public void Begin()
    {
        _warehouse.SayEverything();
        Repeat(seconds: 25, _shop.Buy);
        Repeat(seconds: 60, _shop.Serve);
        Repeat(seconds: 15, _warehouse.WorkOnOrders);
        Repeat(seconds: 40, _warehouse.KeepBooks);
        Repeat(seconds: 60, Operate);
        if (_world.Plan.HasBlow)
        {
            _world.Outside.After(
                _chance.Between(TimeSpan.FromMinutes(1), _world.Plan.Trading), _warehouse.SufferBlow);
        }
    }

    /// <summary>What is half done when everybody goes home is brought to an end.</summary>
    public void FinishUp()
    {
        _warehouse.SayEverything();
        if (_chance.Happens(0.5))
        {
            _warehouse.EmptyTheBench();
        }

        // More than once: what is read again after an approval may be held once more.
        for (var minute = 1; minute <= 4; minute++)
        {
            _world.Outside.After(TimeSpan.FromMinutes(minute), Operate);
        }
    }

    private void Repeat(int seconds, Action act)
    {
        var wait = _chance.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2 * seconds));
        _world.Outside.After(wait, () =>
        {
            if (_world.IsTrading)
            {
                act();
                Repeat(seconds, act);
            }
        });
    }

    /// <summary>The operator lets reports through that a guard holds: in this world they are always true.</summary>
    private void Operate() => _world.Hub.Do(async engine =>
    {
        var held = engine.State.Cases.Values
            .Where(known => known.State == CaseState.Open && known.Code == CaseCodes.BlastRadius).ToList();
        foreach (var open in held)
        {
            _world.Outside.Note("operator", string.Create(CultureInfo.InvariantCulture, $"approves {open.Key}"));
            await engine.AskAsync(new Request(Request.ApproveGuard, "operator", open.About.Location!), CancellationToken.None);
        }
    });
}
