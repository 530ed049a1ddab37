using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>How fast a SKU sells, over all channels.</summary>
public enum Velocity
{
    /// <summary>Seldom, or never yet.</summary>
    Slow,

    /// <summary>Now and then.</summary>
    Medium,

    /// <summary>All the time.</summary>
    Fast,
}

/// <summary>
/// How fast a SKU sells: every unit ordered counts, and counts half as much for every week that has gone by since. It
/// moves with orders only, so it says how things stood at the last one.
/// </summary>
/// <param name="Weight">The units, weighted by age.</param>
/// <param name="At">When that was so.</param>
public sealed record Pace(Quantity Weight, DateTimeOffset At)
{
    /// <summary>After so long a unit counts half.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(7);

    /// <summary>A steady flow of one unit a week comes to this weight: 1 ÷ ln 2.</summary>
    private const decimal WeightOfOneAWeek = 1.4427m;

    /// <summary>Units a week.</summary>
    public Quantity PerWeek => Quantity.Of(Weight.Value / WeightOfOneAWeek);

    /// <summary>The pace after more units were ordered.</summary>
    /// <param name="before">The pace before; null where none was ever ordered.</param>
    /// <param name="units">The units.</param>
    /// <param name="now">When they were taken in.</param>
    public static Pace After(Pace? before, Quantity units, DateTimeOffset now)
    {
        var kept = before is null ? 0m : before.Weight.Value * Remaining(now - before.At);
        return Quantity.TryOf(kept + units.Value, out var weight)
            ? new Pace(weight, now)
            : before ?? new Pace(Quantity.Zero, now);
    }

    /// <summary>The share of a weight that an age leaves: halved per half-life, in a straight line between.</summary>
    private static decimal Remaining(TimeSpan age)
    {
        if (age <= TimeSpan.Zero)
        {
            return 1m;
        }

        var halves = (decimal)age.Ticks / HalfLife.Ticks;
        var left = 1m;
        while (halves >= 1m && left > 0.0001m)
        {
            left /= 2m;
            halves -= 1m;
        }

        return halves >= 1m ? 0m : left * (1m - (halves / 2m));
    }
}
