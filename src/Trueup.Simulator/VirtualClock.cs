namespace Trueup.Simulator;

/// <summary>Time that passes only when it is told to. Timers due at one moment go off in the order in which they were
/// set.</summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly DateTimeOffset _start;
    private readonly PriorityQueue<Alarm, (DateTimeOffset Due, long Ordinal)> _alarms = new();
    private DateTimeOffset _now;
    private long _ordinal;

    /// <summary>A clock that stands.</summary>
    /// <param name="start">The first moment, UTC.</param>
    public VirtualClock(DateTimeOffset start) => _start = _now = start;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => (_now - _start).Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next moment at which a timer is due, and lets all timers of that moment go
    /// off.</summary>
    /// <param name="end">No further than this.</param>
    /// <returns>False when nothing is due until then; it is <paramref name="end"/> now.</returns>
    public bool Advance(DateTimeOffset end)
    {
        DropDeadAlarms();
        if (!_alarms.TryPeek(out _, out var next) || next.Due > end)
        {
            _now = end > _now ? end : _now;
            return false;
        }

        _now = next.Due;
        var due = new List<Alarm>();
        while (_alarms.TryPeek(out var alarm, out var at) && at.Due <= _now)
        {
            _alarms.Dequeue();
            due.Add(alarm);
        }

        foreach (var alarm in due)
        {
            alarm.Timer.GoOff(alarm.Setting);
        }

        return true;
    }

    private void DropDeadAlarms()
    {
        while (_alarms.TryPeek(out var alarm, out _) && !alarm.Timer.Stands(alarm.Setting))
        {
            _alarms.Dequeue();
        }
    }

    private void Set(VirtualTimer timer, long setting, TimeSpan wait) =>
        _alarms.Enqueue(new Alarm(timer, setting), (_now + wait, _ordinal++));

    private readonly record struct Alarm(VirtualTimer Timer, long Setting);

    private sealed class VirtualTimer(VirtualClock clock, Action callback) : ITimer
    {
        private TimeSpan _period;
        private long _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Set(this, _setting, dueTime);
            }

            return true;
        }

        /// <summary>Whether a setting is the last one made.</summary>
        public bool Stands(long setting) => setting == _setting;

        public void GoOff(long setting)
        {
            if (!Stands(setting))
            {
                return;
            }

            if (_period > TimeSpan.Zero)
            {
                clock.Set(this, _setting, _period);
            }

            callback();
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            _setting++;
            return ValueTask.CompletedTask;
        }
    }
}
