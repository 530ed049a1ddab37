using Trueup.Simulator.Network;

namespace Trueup.Simulator.Merchants;

/// <summary>What fails on the merchant's day, as the profile says: exchanges, remotes, and the hub itself.</summary>
internal static class MerchantTroubles
{
    /// <summary>Faults begin.</summary>
    public static void Begin(MerchantWorld world)
    {
        var chance = world.Chance.Fork(6);
        var profile = world.Plan.Profile;
        foreach (var line in world.Lines)
        {
            line.Wire.Weather = Enum.GetValues<Fate>().Where(fate => fate != Fate.Damaged).Aggregate(
                Weather.Calm, (now, fate) => now.With(fate, profile.Rates[(int)fate] * chance.Below(1_000) / 1_000));
        }

        for (var crash = profile.Troubles(Trouble.Crash); crash > 0; crash--)
        {
            world.Outside.After(chance.Between(TimeSpan.Zero, world.Plan.Trade.Hours), () => Crash(world, chance));
        }

        for (var outage = world.Lines.Count == 0 ? 0 : profile.Troubles(Trouble.Outage); outage > 0; outage--)
        {
            world.Outside.After(chance.Between(TimeSpan.Zero, world.Plan.Trade.Hours), () => Cut(world, chance));
        }
    }

    /// <summary>Everything works again.</summary>
    public static void End(MerchantWorld world)
    {
        foreach (var line in world.Lines)
        {
            (line.Wire.Weather, line.Wire.IsDown) = (Weather.Calm, false);
        }

        world.Hub.Start();
    }

    private static void Crash(MerchantWorld world, Chance chance)
    {
        world.Outside.Tally.Add(nameof(Trouble.Crash));
        world.Hub.Kill();
        world.Disk.Crash();
        world.Ledger.Crash();
        world.Outside.After(chance.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)), world.Hub.Start);
    }

    private static void Cut(MerchantWorld world, Chance chance)
    {
        var line = chance.OneOf(world.Lines);
        line.Wire.IsDown = true;
        world.Outside.Tally.Add(nameof(Trouble.Outage));
        world.Outside.Note("world", $"{line.Merchant.Name} cannot be reached");
        world.Outside.After(chance.Between(TimeSpan.FromMinutes(1), world.Plan.Profile.OutageMax), () => line.Wire.IsDown = false);
    }
}
