namespace Trueup.Engine.Lanes;

/// <summary>
/// Wakes the one loop that waits for it; raised while nobody waits, it ends the next wait at once. No wait leaves the
/// hub's thread:
/// cancelling a delay would finish on another.
/// </summary>
internal sealed class Signal(TimeProvider clock)
{
    private TaskCompletionSource _raised = New();

    /// <summary>There may be something to do.</summary>
    public void Raise() => _raised.TrySetResult();

    /// <summary>Waits until the signal is raised.</summary>
    /// <param name="atMost">The longest wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(TimeSpan? atMost, CancellationToken cancellationToken)
    {
        var raised = _raised;
        await using var timer = atMost is { } wait
            ? clock.CreateTimer(_ => raised.TrySetResult(), state: null, wait, Timeout.InfiniteTimeSpan)
            : null;
        await using var stop = cancellationToken.Register(() => raised.TrySetCanceled(cancellationToken));
        await raised.Task;
        _raised = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
