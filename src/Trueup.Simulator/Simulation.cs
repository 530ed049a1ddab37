using System.Globalization;
using System.Text;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Network;
using Trueup.Simulator.Trading;

namespace Trueup.Simulator;

/// <summary>Runs whole worlds.</summary>
public static class Simulation
{
    /// <summary>Lets one world live and checks every guarantee.</summary>
    /// <param name="seed">Everything follows from it.</param>
    /// <param name="profile">How hard the world is.</param>
    /// <param name="trading">How long the troubled phase lasts; null for the profile's own length.</param>
    /// <param name="tampering">What is tampered with; null for nothing.</param>
    public static Outcome Run(ulong seed, Profile profile, TimeSpan? trading = null, Tampering? tampering = null)
    {
        var plan = Plan.For(seed, profile, trading);
        plan = tampering?.Plan?.Invoke(plan) ?? plan;
        using var world = new World(plan, tampering ?? Tampering.None);
        var violations = new List<Violation>();
        try
        {
            world.Live();
        }
        catch (InvalidOperationException fault)
        {
            violations.Add(new Violation("live", "simulation", fault.Message));
        }

        violations.AddRange(Check(world));
        return new Outcome(plan, violations, world.Chronicle, world.Outside.Tally, world.Watch.Oversales, world.Clock.GetUtcNow() - plan.Begin)
        {
            Orders = world.Shops.Sum(shop => shop.Books.Orders.Count()) + (world.Project?.Books.OrderCount ?? 0),
        };
    }

    private static IEnumerable<Violation> Check(World world)
    {
        var hub = world.Hub.Engine;
        var violations = EverythingRests.Check(world, hub)
            .Concat(OnlyMappedSources.Check(world))
            .Concat(GuardsHold.Check(world))
            .Concat(LimitsAreKept.Check(world))
            .Concat(MoneyIsTrue.Check(world))
            .Concat(NothingIsSilent.Check(world))
            .Concat(LiveOrdersFirst.Check(world))
            .Concat(OnlyPassedGoods.Check(world, hub?.State))
            .Concat(NobodyGetsIn.Check(world))
            .Concat(HintsAreFollowed.Check(world))
            .Concat(BooksAreClosed.Check(world, hub?.State))
            .Concat(OversellIsBounded.Check(world));
        return hub is null || world.Hub.Failure is not null
            ? violations
            : violations.Concat(NothingIsLost.Check(world, hub))
                .Concat(ShopTellsTheTruth.Check(world, hub.State))
                .Concat(EverythingOnce.Check(world, hub.State))
                .Concat(NewestWins.Check(world, hub.State))
                .Concat(EveryFigureIsExplained.Check(world, hub))
                .Concat(ProjectHolds.Check(world, hub.State))
                .Concat(ReturnsOnce.Check(world, hub.State))
                .Concat(ParcelsAreFollowed.Check(world, hub.State))
                .Concat(ExpiryHolds.Check(world, hub.State))
                .Concat(NearestServes.Check(world, hub.State))
                .Concat(SwitchesAreShown.Check(world, hub.State))
                .Concat(EditsAreFollowed.Check(world, hub.State))
                .Concat(MissesAreFollowed.Check(world, hub.State))
                .Concat(JournalExplains.Check(world, hub.State));
    }
}

/// <summary>What came of a simulation.</summary>
/// <param name="Plan">What the seed made of the profile.</param>
/// <param name="Violations">Guarantees that did not hold; empty when all did.</param>
/// <param name="Chronicle">Everything that happened.</param>
/// <param name="Faults">What went wrong, by kind.</param>
/// <param name="Oversales">What was sold that was not there.</param>
/// <param name="Lived">How long the world lived, in its own time.</param>
public sealed record Outcome(
    Plan Plan,
    IReadOnlyList<Violation> Violations,
    Chronicle Chronicle,
    Tally Faults,
    IReadOnlyList<Oversale> Oversales,
    TimeSpan Lived)
{
    private const int ViolationsMax = 10;
    private const int LinesMax = 400;

    /// <summary>Orders placed.</summary>
    public long Orders { get; init; }

    /// <summary>Whether every guarantee held.</summary>
    public bool Held => Violations.Count == 0;

    /// <summary>The command that repeats the simulation.</summary>
    public string Command => string.Create(CultureInfo.InvariantCulture, $"trueup simulate --seed {Plan.Seed} --profile {Plan.Profile.Name}") +
        (Plan.Trading == Plan.Profile.Trading ? "" : string.Create(CultureInfo.InvariantCulture, $" --hours {Plan.Trading.TotalHours:R}"));

    /// <summary>What did not hold, and the story of the first thing that it did not hold for, in order.</summary>
    public string Story()
    {
        var text = new StringBuilder();
        text.AppendLine(Command).AppendLine(Plan.ToString());
        foreach (var violation in Violations.Take(ViolationsMax))
        {
            text.AppendLine(violation.ToString());
        }

        if (Violations.Count > 0)
        {
            foreach (var line in Chronicle.About(Violations[0].About).TakeLast(LinesMax))
            {
                text.AppendLine(line.ToString());
            }
        }

        return text.ToString();
    }
}
