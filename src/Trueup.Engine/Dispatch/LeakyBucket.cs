using Trueup.Core.Connecting;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Says how long a call has to wait so that a connection's limits are kept: never more than <c>burst</c> calls ahead
/// of the sustained rate, and never more than one second's worth of calls within a second. A remote that complains
/// lowers the rate; quiet raises it again.
/// </summary>
/// <remarks>
/// Halving at a complaint and feeling the way back is how networks share a line that nobody knows the width of. A
/// remote that turned everybody away for a moment must not be shunned for minutes: complaints about one rush of calls
/// count once, and the way back is short up to half of the rate at which the trouble began.
/// </remarks>
public sealed class LeakyBucket(ConnectionLimits limits, DateTimeOffset start)
{
    /// <summary>What counts as a second: a little more, so that a remote whose clock drifts sees no more calls than its
    /// limit.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(1_100);

    /// <summary>Quiet needed before a lowered rate rises by a step.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Complaints within so long are about the same rush of calls.</summary>
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(1);

    private readonly Queue<DateTimeOffset> _recent = new();
    private readonly int _perSecond = Math.Max(1, (int)Math.Floor(limits.RequestsPerSecond));
    private double _tokens = Math.Max(1, limits.Burst);
    private DateTimeOffset _refilled = start;
    private DateTimeOffset _raised = start;
    private DateTimeOffset _lowered = start - Rush;
    private double _safe = limits.RequestsPerSecond;
    private DateTimeOffset _shutUntil = start;

    /// <summary>Calls per second allowed now.</summary>
    public double Rate { get; private set; } = limits.RequestsPerSecond;

    /// <summary>Calls made so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Whether the rate is below the configured one.</summary>
    public bool IsSlowed => Rate < limits.RequestsPerSecond;

    /// <summary>Calls made within the last second.</summary>
    public int Used(DateTimeOffset now)
    {
        Forget(now);
        return _recent.Count;
    }

    /// <summary>Takes the right to one call: zero when it may be made now, else how long to wait before asking
    /// again.</summary>
    public TimeSpan Take(DateTimeOffset now)
    {
        Refill(now);
        Forget(now);
        if (now < _shutUntil)
        {
            return _shutUntil - now;
        }

        if (_recent.Count >= _perSecond)
        {
            return _recent.Peek() + Second - now;
        }

        if (_tokens < 1)
        {
            return TimeSpan.FromSeconds((1 - _tokens) / Rate) + TimeSpan.FromTicks(1);
        }

        _tokens -= 1;
        _recent.Enqueue(now);
        Calls++;
        return TimeSpan.Zero;
    }

    /// <summary>The remote said that it is called too often: half the rate, and no call before it wants one.</summary>
    public void Complain(DateTimeOffset now, TimeSpan? retryAfter)
    {
        if (now - _lowered >= Rush)
        {
            Rate = Math.Max(Rate / 2, Math.Min(0.1, limits.RequestsPerSecond));
            _safe = now - _lowered < Quiet ? _safe : Rate;
            _lowered = now;
        }

        _tokens = Math.Min(_tokens, 1);
        _raised = now;
        var shut = now + (retryAfter ?? TimeSpan.FromSeconds(1));
        _shutUntil = shut > _shutUntil ? shut : _shutUntil;
    }

    private void Refill(DateTimeOffset now)
    {
        if (IsSlowed && now - _raised >= Quiet)
        {
            Rate = Math.Min(limits.RequestsPerSecond, Rate * (Rate < _safe ? 2 : 1.25));
            _raised = now;
        }

        var seconds = (now - _refilled).TotalSeconds;
        if (seconds > 0)
        {
            _tokens = Math.Min(Math.Max(1, limits.Burst), _tokens + (seconds * Rate));
            _refilled = now;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_recent.TryPeek(out var oldest) && now - oldest >= Second)
        {
            _recent.Dequeue();
        }
    }
}
