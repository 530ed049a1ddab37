using Trueup.Engine;

namespace Trueup.Hosting;

/// <summary>
/// The one thread that a hub runs on. Everything of the engine happens here, one thing after the other, so nothing
/// there locks; other threads hand work over and await its outcome.
/// </summary>
public sealed class HubThread : IAsyncDisposable
{
    private readonly HubLoop _hub;
    private readonly WorkQueue _queue = new();
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _pumped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasBegun;

    /// <summary>Starts the thread; the hub itself waits for <see cref="RecoverAsync"/> and
    /// <see cref="Begin"/>.</summary>
    public HubThread(HubLoop hub)
    {
        _hub = hub;
        _thread = new Thread(Pump) { Name = "hub", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends when the hub has stopped; fails with what stopped it, if that was a fault.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Brings the hub's state back from disk.</summary>
    /// <returns>Journal entries read.</returns>
    public Task<long> RecoverAsync(CancellationToken cancellationToken) =>
        RunAsync(hub => hub.RecoverAsync(
            work => new ValueTask(Task.Run(async () => await work(), cancellationToken)), cancellationToken));

    /// <summary>Sets the hub's loops going.</summary>
    public void Begin()
    {
        _hasBegun = true;
        _queue.Post(_ => _ = WatchAsync(), state: null);
    }

    /// <summary>Hands a piece of work over without waiting for it; false once the hub has ended.</summary>
    public bool TryPost(SendOrPostCallback work, object? state) => _queue.TryPost(work, state);

    /// <summary>Asks the hub something, and brings the answer back.</summary>
    public Task<T> PostAsync<T>(Func<HubLoop, T> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return RunAsync(hub => ValueTask.FromResult(ask(hub)));
    }

    /// <summary>Lets the hub do something that takes a while, and brings the outcome back.</summary>
    public Task<T> RunAsync<T>(Func<HubLoop, ValueTask<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var errand = new Errand<T>(_hub, work);
        if (!_queue.TryPost(static state => ((Errand<T>)state!).Begin(), errand))
        {
            errand.Outcome.TrySetCanceled(CancellationToken.None);
        }

        return errand.Outcome.Task;
    }

    /// <summary>Stops the loops, lets the hub write its ledger, and ends the thread. A fault of the hub is told by
    /// <see cref="Ended"/>, not here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_hasBegun)
        {
            _ended.TrySetResult();
        }

        // On the hub's own thread, where whatever waits for the token may touch the hub's state.
        _queue.Post(_ => _stop.Cancel(), state: null);
        await _ended.Task.ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _queue.Close();
        await _pumped.Task;
        _queue.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await _hub.RunAsync(_stop.Token);
            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // The edge of the thread: whatever it was, it ends the hub and is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _ended.TrySetException(fault);
        }
    }

    /// <summary>A stray fault means that nobody knows what is true any more.</summary>
    private void Pump()
    {
        _queue.Pump(fault => _ended.TrySetException(fault));
        _pumped.SetResult();
    }

    private sealed class Errand<T>(HubLoop hub, Func<HubLoop, ValueTask<T>> work)
    {
        public TaskCompletionSource<T> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Begin() => _ = RunAsync();

        private async Task RunAsync()
        {
            try
            {
                Outcome.TrySetResult(await work(hub));
            }
            catch (OperationCanceledException stopped)
            {
                Outcome.TrySetCanceled(stopped.CancellationToken);
            }
#pragma warning disable CA1031 // The edge of the thread: the fault belongs to whoever gave the errand.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Outcome.TrySetException(fault);
            }
        }
    }
}
