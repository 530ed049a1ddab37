namespace Trueup.Simulator;

/// <summary>
/// One process's share of the <see cref="SeededLoop"/>: its awaits come home here. Killed, it takes all its unfinished
/// work with it,
/// at whatever await that stands: a power cut.
/// </summary>
public sealed class SeededContext : SynchronizationContext
{
    private readonly SeededLoop _loop;

    internal SeededContext(SeededLoop loop) => _loop = loop;

    /// <summary>Whether the process is dead.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>Ends the process at once.</summary>
    public void Kill() => IsKilled = true;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _loop.Post(this, d, state);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: nothing waits for another thread here.</exception>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A simulation is one thread.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts something in this process.</summary>
    public void Start(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Post(_ => action(), state: null);
    }

    /// <summary>Starts something in this process after a while.</summary>
    public void StartAfter(TimeSpan wait, Action action)
    {
        // One shot, and nobody keeps it: the clock does.
        _ = _loop.Clock.CreateTimer(_ => Start(action), state: null, wait, Timeout.InfiniteTimeSpan);
    }
}
