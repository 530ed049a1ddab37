namespace Trueup.Simulator;

/// <summary>
/// All the chance there is in a simulation: a stream of numbers that is a function of its seed alone, on every machine
/// and in
/// every version of the runtime (SplitMix64, in its public-domain form).
/// </summary>
public sealed class Chance
{
    private readonly ulong _seed;
    private ulong _state;

    /// <summary>A stream at its beginning.</summary>
    /// <param name="seed">Any number; equal seeds give equal streams.</param>
    public Chance(ulong seed) => _seed = _state = seed;

    /// <summary>A stream of its own, so that one part's draws do not shift another's.</summary>
    /// <param name="purpose">Tells the streams of one seed apart.</param>
    public Chance Fork(ulong purpose) => new(Mix(unchecked(_seed + (purpose * 0x9e3779b97f4a7c15))));

    /// <summary>A number from 0 up to, not including, a bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)(Draw() % (ulong)bound);
    }

    /// <summary>A number between two bounds, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>Whether something of the given probability, 0 to 1, happens now.</summary>
    public bool Happens(double probability) => (Draw() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>A stretch of time between two bounds, to the microsecond.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromMicroseconds((long)(Draw() % (ulong)((most - least).Ticks / TimeSpan.TicksPerMicrosecond + 1)));

    /// <summary>One of several.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[Below(choices.Count)];
    }

    private ulong Draw()
    {
        _state = unchecked(_state + 0x9e3779b97f4a7c15);
        return Mix(_state);
    }

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
            bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
            return bits ^ (bits >> 31);
        }
    }
}
