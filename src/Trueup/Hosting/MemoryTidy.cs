namespace Trueup.Hosting;

/// <summary>
/// Gives back what a burst or a long recovery left behind. The hub's own state lies still in few large arrays, so a full
/// collection takes some fifty milliseconds; without one, garbage that grew old in a burst is kept until as much again has.
/// Best is when nobody waits; but a burst that goes on is not let grow for ever.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class MemoryTidy(TimeProvider clock)
{
    /// <summary>Memory beyond what was kept last time that is worth a pause.</summary>
    public const long SlackBytes = 48_000_000;

    /// <summary>Memory beyond what was kept last time that is worth a pause while others wait, far above what comes and goes by
    /// itself; a quarter of what was kept where that is more, since then a pause is longer, too.</summary>
    public const long BusySlackBytes = 80_000_000;

    /// <summary>How long nothing may have waited before: whoever comes next is not to pay for those before.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>The least time between two times when nobody waits.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>The least time between two times while others wait.</summary>
    public static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private DateTimeOffset? _calmSince;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private DateTimeOffset _lastCalm = DateTimeOffset.MinValue;
    private long _kept = long.MaxValue;
    private long _keptCalm = long.MaxValue;

    /// <summary>Whether it is time: much is held that is not needed, and nobody waits, or it is too much.</summary>
    /// <param name="heldBytes">Memory that the garbage collector holds.</param>
    /// <param name="isCalm">Whether nothing waits to be decided or taken in.</param>
    public bool IsDue(long heldBytes, bool isCalm)
    {
        var now = clock.GetUtcNow();
        _calmSince = isCalm ? _calmSince ?? now : null;
        (_kept, _keptCalm) = (Math.Min(_kept, heldBytes), Math.Min(_keptCalm, heldBytes));
        return IsDueCalm(now, heldBytes) ||
            (now - _last >= BusyPause && heldBytes - _kept >= Math.Max(BusySlackBytes, _kept / 4));
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

    /// <summary>Notes what was kept. What a burst kept says nothing of what is needed without it.</summary>
    public void Note(long keptBytes)
    {
        var now = clock.GetUtcNow();
        if (now - _calmSince >= Calm)
        {
            (_keptCalm, _lastCalm) = (keptBytes, now);
        }

        (_kept, _last) = (keptBytes, now);
    }

    private bool IsDueCalm(DateTimeOffset now, long heldBytes) =>
        now - _calmSince >= Calm && now - _lastCalm >= Pause && heldBytes - _keptCalm >= SlackBytes;

    /// <summary>Gives back at once what is not needed.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
