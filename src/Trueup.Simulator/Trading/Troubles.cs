using Trueup.Simulator.Network;

namespace Trueup.Simulator.Trading;

/// <summary>What fails in a world, and when: the weather, power cuts, outages, full disks.</summary>
internal sealed class Troubles(World world, Chance chance)
{
    /// <summary>How many steps a power cut waits for a write that it can tear.</summary>
    private const int PatienceForWrite = 5_000;

    /// <summary>Members that a careless release renames.</summary>
    private static readonly string[] Members = ["items", "sku", "quantity", "qty", "status", "entity_id", "increment_id", "total_count", "warehouse", "id"];

    /// <summary>When they all ended; null while something may fail.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether nothing fails any more.</summary>
    public bool AreOver => EndedAt is not null;

    /// <summary>Since when nothing fails: where nothing ever does, since everything has been told once. Null while something
    /// may fail.</summary>
    public DateTimeOffset? CalmSince =>
        world.Plan.Profile == Profile.Calm ? world.Plan.Begin + TimeSpan.FromMinutes(1) : EndedAt;

    /// <summary>Lets the troubles begin.</summary>
    public void Begin()
    {
        for (var i = 0; i < world.Wires.Count; i++)
        {
            var wire = world.Wires[i];
            var weather = wire == world.Project?.Wire ? world.Plan.ProjectWeather
                : wire == world.Square?.Wire ? world.Plan.SquareWeather
                : world.Plan.Weathers[i];
            wire.Weather = weather.With(Fate.Damaged, world.Plan.Damage);
        }

        foreach (var channel in world.Channels)
        {
            channel.Weather = world.Plan.PushWeather.With(Fate.Damaged, world.Plan.Damage);
        }

        if (world.Plan.TimesOf(Trouble.ClockSkew) > 0)
        {
            world.Outside.Tally.Add(nameof(Trouble.ClockSkew), world.Wires.Count(wire => wire.Skew != TimeSpan.Zero));
        }

        Spread(Trouble.Crash, () => world.AfterSteps(chance.Between(0, 60), CutPower));
        Spread(Trouble.TornWrite, () => world.AfterSteps(1, () => TearWrite(PatienceForWrite)));
        Spread(Trouble.Restart, Restart);
        Spread(Trouble.DiskFull, FillDisk);
        Spread(Trouble.Outage, () => Suffer("an outage", world.Plan.Profile.OutageMax, (wire, isOn) => wire.IsDown = isOn));
        Spread(Trouble.Sluggishness, () => Suffer("sluggishness", TimeSpan.FromMinutes(4), (wire, isOn) => wire.IsSluggish = isOn));
        Spread(Trouble.Lockout, () => Suffer("a lockout", TimeSpan.FromMinutes(3), (wire, isOn) => wire.IsLockedOut = isOn));
        Spread(Trouble.SchemaChange, () =>
        {
            var member = chance.OneOf(Members);
            Suffer($"'{member}' called otherwise", TimeSpan.FromMinutes(3), (wire, isOn) => wire.Renamed = isOn ? member : null);
        });
        Spread(Trouble.BrokenRule, () =>
        {
            world.Outside.Note("hub", "has a broken rule");
            world.HasBrokenRule = true;
            world.Outside.After(chance.Between(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(4)), () => world.HasBrokenRule = false);
        });
    }

    /// <summary>Ends them all; what a clock shows stays as it is.</summary>
    public void End()
    {
        EndedAt = world.Outside.Now;
        foreach (var channel in world.Channels)
        {
            channel.Weather = Weather.Calm;
        }

        world.HasBrokenRule = false;
        foreach (var wire in world.Wires)
        {
            wire.Weather = Weather.Calm;
            wire.IsDown = wire.IsLockedOut = wire.IsSluggish = false;
            wire.Renamed = null;
        }

        HealAll();
    }

    private void Spread(Trouble trouble, Action begin)
    {
        for (var i = 0; i < world.Plan.TimesOf(trouble); i++)
        {
            var at = chance.Between(TimeSpan.FromSeconds(1), world.Plan.Trading);
            world.Outside.After(at, () =>
            {
                if (!AreOver)
                {
                    world.Outside.Tally.Add(trouble.ToString());
                    begin();
                }
            });
        }
    }

    private void CutPower()
    {
        world.Hub.Kill();
        world.Journal.Crash();
        world.Ledger.Crash();
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)), world.Hub.Start);
    }

    private void TearWrite(int patience)
    {
        if (world.Journal.WritesUnderWay > 0 || patience == 0)
        {
            CutPower();
        }
        else
        {
            world.AfterSteps(1, () => TearWrite(patience - 1));
        }
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

    private void Suffer(string what, TimeSpan longest, Action<FaultyWire, bool> set)
    {
        var wire = chance.OneOf(world.Wires);
        world.Outside.Note("network", $"{wire.Name} has {what}");
        set(wire, true);
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(3), longest), () => set(wire, false));
    }

    private void FillDisk()
    {
        world.Outside.Note("disk", "cannot be written");
        var (fail, heal) = chance.Below(3) switch
        {
            0 => ((Action)world.Ledger.Fail, (Action)world.Ledger.Heal),
            1 => (() => world.Journal.Fail("The disk is full."), world.Journal.Heal),
            _ => (FillAll, HealAll),
        };
        fail();
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(50)), heal);
    }

    private void FillAll()
    {
        world.Journal.Fail("The disk is full.");
        world.Ledger.Fail();
    }

    private void HealAll()
    {
        world.Journal.Heal();
        world.Ledger.Heal();
    }
}
