namespace Trueup.Hosting;

/// <summary>Runs code of the engine, which takes one thread for granted, where no hub is running.</summary>
internal static class SoloThread
{
    /// <summary>Runs work on a thread of its own, to which everything that it awaits comes back.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        using var queue = new WorkQueue();
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            queue.Pump(fault => outcome.TrySetException(fault));
            ended.SetResult();
        });
        (thread.Name, thread.IsBackground) = ("solo", true);
        thread.Start();
        queue.Post(_ => _ = BeginAsync(), state: null);
        try
        {
            return await outcome.Task;
        }
        finally
        {
            queue.Close();
            await ended.Task;
        }

        async Task BeginAsync()
        {
            try
            {
                outcome.TrySetResult(await work());
            }
            catch (OperationCanceledException stopped)
            {
                outcome.TrySetCanceled(stopped.CancellationToken);
            }
#pragma warning disable CA1031 // The edge of the thread: the fault belongs to whoever gave the work.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                outcome.TrySetException(fault);
            }
        }
    }
}
