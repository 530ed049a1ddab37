namespace Trueup.Simulator.Checkers;

/// <summary>G12: nothing that was handed in without proof is in the journal.</summary>
public static class NobodyGetsIn
{
    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var keys = world.IntruderKeys.ToHashSet(StringComparer.Ordinal);
        return world.History().Where(recorded => keys.Contains(recorded.Entry.Key))
            .Select(recorded => new Violation("G12", recorded.Entry.Key, $"was let in, as entry {recorded.Position}"));
    }
}
