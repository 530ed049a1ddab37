namespace Trueup.Simulator.Network;

/// <summary>What went wrong in a world, counted by kind.</summary>
public sealed class Tally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How often each kind of trouble came.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Everything that went wrong.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Counts one more, or several more.</summary>
    public void Add(string kind, long times = 1) => _counts[kind] = _counts.GetValueOrDefault(kind) + times;

    /// <summary>Adds what another tally counted.</summary>
    public void Add(Tally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (kind, times) in other._counts)
        {
            Add(kind, times);
        }
    }
}
