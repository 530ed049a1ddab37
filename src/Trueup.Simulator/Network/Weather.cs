using System.Collections.Immutable;
using System.Globalization;

namespace Trueup.Simulator.Network;

/// <summary>How badly a network and the remote behind it behave.</summary>
public sealed record Weather
{
    private static readonly Fate[] Fates = Enum.GetValues<Fate>();

    private ImmutableArray<double> Rates { get; init; } = [.. new double[Fates.Length]];

    /// <summary>Nothing fails, and every exchange takes a few milliseconds.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>The shortest way there, and the shortest way back.</summary>
    public TimeSpan DelayMin { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The longest way there, and the longest way back.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Probability, 0 to 1, that one way takes seconds.</summary>
    public double Slow { get; init; }

    /// <summary>This weather with a probability per exchange, 0 to 1, of one fate.</summary>
    public Weather With(Fate fate, double rate) => this with { Rates = Rates.SetItem((int)fate, rate) };

    /// <summary>What happens to one exchange.</summary>
    /// <param name="chance">Decides.</param>
    /// <param name="isPossible">Whether a fate can befall this exchange at all.</param>
    public Fate Draw(Chance chance, Func<Fate, bool> isPossible)
    {
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(isPossible);
        foreach (var fate in Fates)
        {
            if (Rates[(int)fate] > 0 && isPossible(fate) && chance.Happens(Rates[(int)fate]))
            {
                return fate;
            }
        }

        return Fate.Fine;
    }

    /// <summary>How long one way takes.</summary>
    /// <param name="chance">Decides.</param>
    /// <param name="tally">Where a slow one is counted.</param>
    public TimeSpan Delay(Chance chance, Tally tally)
    {
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(tally);
        if (!chance.Happens(Slow))
        {
            return chance.Between(DelayMin, DelayMax);
        }

        tally.Add(FaultKinds.Slow);
        return chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"up to {DelayMax.TotalMilliseconds:0} ms") +
        string.Concat(Fates.Where(fate => Rates[(int)fate] > 0).Select(fate =>
            string.Create(CultureInfo.InvariantCulture, $", {fate} {Rates[(int)fate]:0.0%}"))) +
        (Slow > 0 ? string.Create(CultureInfo.InvariantCulture, $", slow {Slow:0.0%}") : "");
}
