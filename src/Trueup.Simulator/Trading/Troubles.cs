using Trueup.Simulator.Network;

namespace Trueup.Simulator.Trading;

/// <summary>What fails in a world, and when: the weather, power cuts, outages, full disks.</summary>
internal sealed class Troubles(World world, Chance chance)
{
    private bool _isOver;

    /// <summary>Lets the troubles begin.</summary>
    public void Begin()
    {
        world.ShopWire.Weather = world.Plan.ShopWeather;
        world.WarehouseWire.Weather = world.Plan.WarehouseWeather;
        world.Pushes.Weather = world.Plan.PushWeather;
        Spread(world.Plan.Crashes, Crash);
        Spread(world.Plan.Restarts, Restart);
        Spread(world.Plan.Outages, Outage);
        Spread(world.Plan.DiskFailures, FailDisk);
    }

    /// <summary>Ends them all.</summary>
    public void End()
    {
        _isOver = true;
        world.ShopWire.Weather = world.WarehouseWire.Weather = world.Pushes.Weather = Weather.Calm;
        world.ShopWire.IsDown = world.WarehouseWire.IsDown = false;
        world.Journal.Heal();
        world.Ledger.Heal();
    }

    private void Spread(int times, Action trouble)
    {
        for (var i = 0; i < times; i++)
        {
            var at = chance.Between(TimeSpan.FromSeconds(1), world.Plan.Trading);
            world.Outside.After(at, () =>
            {
                if (!_isOver)
                {
                    trouble();
                }
            });
        }
    }

    private void Crash()
    {
        // Some steps later, so that it falls into the middle of something more often than into a quiet moment.
        world.AfterSteps(chance.Between(0, 60), () =>
        {
            world.Hub.Kill();
            world.Journal.Crash();
            world.Ledger.Crash();
            world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)), world.Hub.Start);
        });
    }

    private void Restart()
    {
        world.Hub.Stop();

        // Long enough for the old process to have ended: two hubs on one journal is another story.
        world.Outside.After(TimeSpan.FromSeconds(45), () =>
        {
            world.Hub.Kill();
            world.Journal.Crash();
            world.Ledger.Crash();
            world.Outside.After(TimeSpan.FromSeconds(1), world.Hub.Start);
        });
    }

    private void Outage()
    {
        var wire = chance.OneOf([world.ShopWire, world.WarehouseWire]);
        world.Outside.Note("network", "an outage begins");
        wire.IsDown = true;
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(3)), () => wire.IsDown = false);
    }

    private void FailDisk()
    {
        world.Outside.Note("disk", "cannot be written");
        var (fail, heal) = chance.Happens(0.7)
            ? ((Action)(() => world.Journal.Fail("The disk is full.")), (Action)world.Journal.Heal)
            : (world.Ledger.Fail, world.Ledger.Heal);
        fail();
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(50)), heal);
    }
}
