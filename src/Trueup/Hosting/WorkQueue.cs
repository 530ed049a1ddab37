namespace Trueup.Hosting;

/// <summary>
/// Work for one thread, handed over by any. Taken in batches: the two sides share a list each and swap them, so a busy
/// queue allocates nothing and wakes nobody.
/// </summary>
internal sealed class WorkQueue : SynchronizationContext, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private List<(SendOrPostCallback Work, object? State)> _waiting = [];
    private List<(SendOrPostCallback Work, object? State)> _taken = [];
    private bool _isIdle;
    private bool _isClosed;

    /// <summary>Hands work over; false when the queue is closed and the work will not be done.</summary>
    public bool TryPost(SendOrPostCallback work, object? state)
    {
        bool wake;
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting.Add((work, state));
            wake = _isIdle;
            _isIdle = false;
        }

        if (wake)
        {
            _wake.Set();
        }

        return true;
    }

    /// <summary>Waits for work and takes all of it; null once the queue is closed and empty. For one thread only, which
    /// clears the list when it is done with it.</summary>
    public List<(SendOrPostCallback Work, object? State)>? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    (_waiting, _taken) = (_taken, _waiting);
                    return _taken;
                }

                if (_isClosed)
                {
                    return null;
                }

                _isIdle = true;
            }

            _wake.WaitOne();
        }
    }

    /// <summary>Does the work on this thread until the queue is closed; everything that is awaited comes back to it.</summary>
    /// <param name="fault">Told of what a piece of work threw; the next one follows.</param>
    public void Pump(Action<Exception> fault)
    {
        SetSynchronizationContext(this);
        while (Take() is { } batch)
        {
            foreach (var (work, state) in batch)
            {
                try
                {
                    work(state);
                }
#pragma warning disable CA1031 // The edge of the thread: whose fault it is, is for the thread's owner to say.
                catch (Exception thrown)
#pragma warning restore CA1031
                {
                    fault(thrown);
                }
            }

            batch.Clear();
        }
    }

    /// <summary>Takes no more work; what waits is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _wake.Set();
    }

    /// <summary>Gives the wake-up signal back, once nobody takes work any more.</summary>
    public void Dispose() => _wake.Dispose();

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    /// <remarks>After the queue is closed the hub has ended, and what would have gone on is given up.</remarks>
    public override void Post(SendOrPostCallback d, object? state) => TryPost(d, state);
}
