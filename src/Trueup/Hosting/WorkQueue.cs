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
