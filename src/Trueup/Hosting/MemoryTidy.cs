namespace Trueup.Hosting;

/// <summary>
/// Gives back what a burst or a long recovery left behind. The hub's own state lies still in few large arrays, so a full
/// collection takes some fifty milliseconds; without one, garbage that grew old in a burst is kept until as much again has.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class MemoryTidy(TimeProvider clock)
{
    /// <summary>Memory beyond what was kept last time that is worth a pause.</summary>
    public const long SlackBytes = 48_000_000;

    /// <summary>How long nothing may have waited before: whoever comes next is not to pay for those before.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>The least time between two times.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private DateTimeOffset? _calmSince;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _kept = long.MaxValue;

    /// <summary>Whether it is time: much is held that is not needed, and nobody waits.</summary>
    /// <param name="heldBytes">Memory that the garbage collector holds.</param>
    /// <param name="isCalm">Whether nothing waits to be decided or taken in.</param>
    public bool IsDue(long heldBytes, bool isCalm)
    {
        var now = clock.GetUtcNow();
        _calmSince = isCalm ? _calmSince ?? now : null;
        _kept = Math.Min(_kept, heldBytes);
        return now - _calmSince >= Calm && now - _last >= Pause && heldBytes - _kept >= SlackBytes;
    }

    /// <summary>Looks whether it is time, and gives back what is not needed if so.</summary>
    /// <param name="isCalm">Whether nothing waits to be decided or taken in.</param>
    public void Look(bool isCalm)
    {
        if (IsDue(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, isCalm))
        {
            Collect();
            Note(GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes);
        }
    }

    /// <summary>Notes what was kept.</summary>
    public void Note(long keptBytes) => (_kept, _last) = (keptBytes, clock.GetUtcNow());

    /// <summary>Gives back at once what is not needed.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
