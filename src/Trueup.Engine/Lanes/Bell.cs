namespace Trueup.Engine.Lanes;

/// <summary>
/// Wakes everybody who waits at the moment when it is rung. Each waiter goes on later, on the hub's thread: waiting for
/// a shared
/// task with a token would finish on another.
/// </summary>
internal sealed class Bell
{
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Wakes everybody.</summary>
    public void Ring()
    {
        foreach (var waiting in _waiting)
        {
            waiting.TrySetResult();
        }

        _waiting.Clear();
    }

    /// <summary>Waits until the bell is rung.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(waiting);
        await using var stop = cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        await waiting.Task;
    }
}
