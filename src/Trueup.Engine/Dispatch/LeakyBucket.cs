using Trueup.Core.Connecting;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Says how long a call has to wait so that a connection's limits are kept: never more than <c>burst</c> calls ahead
/// of the sustained rate, and never more than one second's worth of calls within a second. A remote that complains
/// lowers the rate; quiet raises it again.
/// </summary>
/// <remarks>
/// A second is the remote's: it counts a call when it sees it, which is some time between sending and answer. So a call
/// takes up its place from when it is sent until a second after its answer; then no second of the remote's, wherever it
/// begins, holds more calls than the limit, however slow the way or busy the machine.
/// Halving at a complaint and feeling the way back is how networks share a line that nobody knows the width of. A
/// remote that turned everybody away for a moment must not be shunned for minutes: complaints about one rush of calls
/// count once, and the way back is short up to half of the rate at which the trouble began.
/// </remarks>
public sealed class LeakyBucket(ConnectionLimits limits, DateTimeOffset start)
{
    /// <summary>A call that carries at least so many levels is worth waiting for.</summary>
    private const int ManyLevels = 50;

    /// <summary>Quiet needed before a lowered rate rises by a step.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Complaints within so long are about the same rush of calls.</summary>
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(1);

    /// <summary>A call that is out for so long has been seen, whatever its answer waits for.</summary>
    private static readonly TimeSpan OnTheWayMax = TimeSpan.FromSeconds(10);

    // What counts as a second: a little more, so that a remote whose clock drifts sees no more calls than its limit. Where
    // every level is a call the margin is what the catalogue waits for, so it is half.
    private readonly TimeSpan _second = TimeSpan.FromMilliseconds(limits.Batch >= ManyLevels ? 1_100 : 1_050);

    // When the calls under way were sent, and by when the answered ones had been seen.
    private readonly List<DateTimeOffset> _underWay = [];
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

    /// <summary>What the remote's complaints taught so far; null while there were none, or all of it is unlearnt.</summary>
    public LearnedPace? Learned => IsSlowed ? new LearnedPace(Rate, _safe) : null;

    /// <summary>Goes on at the pace that an earlier run of the hub learned; the way back up begins here.</summary>
    public void Resume(LearnedPace learned, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(learned);
        Rate = Math.Clamp(learned.Rate, Math.Min(0.1, limits.RequestsPerSecond), limits.RequestsPerSecond);
        _safe = Math.Clamp(learned.Safe, Rate, limits.RequestsPerSecond);
        _tokens = Math.Min(_tokens, 1);
        _raised = now;
    }

    /// <summary>Calls made so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Whether the rate is below the configured one.</summary>
    public bool IsSlowed => Rate < limits.RequestsPerSecond;

    /// <summary>Calls that the remote may count within the present second.</summary>
    public int Used(DateTimeOffset now)
    {
        Forget(now);
        var used = _recent.Count;
        foreach (var sent in _underWay)
        {
            used += now - sent < OnTheWayMax + _second ? 1 : 0;
        }

        return used;
    }

    /// <summary>A call is answered, or given up.</summary>
    /// <param name="sent">When <see cref="Take"/> allowed it.</param>
    /// <param name="now">The present time.</param>
    public void Answer(DateTimeOffset sent, DateTimeOffset now)
    {
        if (_underWay.Remove(sent))
        {
            _recent.Enqueue(now - sent < OnTheWayMax ? now : sent + OnTheWayMax);
        }
    }

    /// <summary>Takes the right to one call: zero when it may be made now, else how long to wait before asking
    /// again.</summary>
    public TimeSpan Take(DateTimeOffset now)
    {
        Refill(now);
        if (now < _shutUntil)
        {
            return _shutUntil - now;
        }

        if (Used(now) >= _perSecond)
        {
            return UntilFree(now);
        }

        if (_tokens < 1)
        {
            return TimeSpan.FromSeconds((1 - _tokens) / Rate) + TimeSpan.FromTicks(1);
        }

        _tokens -= 1;
        _underWay.Add(now);
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

    /// <summary>The earliest that a place can become free: an answer that came now would free its own in a
    /// second.</summary>
    private TimeSpan UntilFree(DateTimeOffset now)
    {
        var free = now + _second;
        if (_recent.TryPeek(out var seen) && seen + _second < free)
        {
            free = seen + _second;
        }

        foreach (var sent in _underWay)
        {
            var lapsed = sent + OnTheWayMax + _second;
            free = lapsed > now && lapsed < free ? lapsed : free;
        }

        return free - now;
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
        while (_recent.TryPeek(out var oldest) && now - oldest >= _second)
        {
            _recent.Dequeue();
        }
    }
}
