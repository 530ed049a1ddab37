namespace Trueup.Simulator;

/// <summary>
/// The one thread of a simulation: takes ready work in an order that the seed decides, and lets time pass when there is
/// none. So
/// every interleaving is a function of the seed.
/// </summary>
/// <param name="clock">The time, which only this loop moves.</param>
/// <param name="chance">Decides which ready work goes next.</param>
public sealed class SeededLoop(VirtualClock clock, Chance chance)
{
    /// <summary>More work than this at one moment means that somebody waits for nothing in a circle.</summary>
    private const int StepsPerMomentMax = 500_000;

    private readonly List<Work> _ready = [];
    private DateTimeOffset _moment;
    private long _began;
    private int _thread;
    private string? _stray;
    private (int Steps, Action Then)? _alarm;

    /// <summary>The time.</summary>
    public VirtualClock Clock => clock;

    /// <summary>Pieces of work done so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Where a new process's work runs, until it is killed.</summary>
    public SeededContext Begin() => new(this);

    /// <summary>Does something after so many more pieces of work: between any two awaits of anybody.</summary>
    public void After(int steps, Action then) => _alarm = (steps, then);

    /// <summary>Runs until a moment, or until something ends it.</summary>
    /// <param name="end">The moment.</param>
    /// <param name="isDone">Asked after every moment; null: never before <paramref name="end"/>.</param>
    /// <exception cref="InvalidOperationException">Work left the thread, or never ends.</exception>
    public void RunUntil(DateTimeOffset end, Func<bool>? isDone = null)
    {
        var outside = SynchronizationContext.Current;
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            do
            {
                RunReady();
                if (isDone?.Invoke() == true)
                {
                    return;
                }

                // Whoever waited for a timer comes home by a context of its own, not by this one.
                SynchronizationContext.SetSynchronizationContext(null);
            }
            while (clock.Advance(end) || _ready.Count > 0);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    internal void Post(SeededContext context, SendOrPostCallback callback, object? state)
    {
        if (_thread != 0 && Environment.CurrentManagedThreadId != _thread)
        {
            _stray = Environment.StackTrace;
            return;
        }

        _ready.Add(new Work(context, callback, state));
    }

    private void RunReady()
    {
        while (_ready.Count > 0)
        {
            if (_moment != clock.GetUtcNow())
            {
                (_moment, _began) = (clock.GetUtcNow(), Steps);
            }

            if (Steps - _began > StepsPerMomentMax)
            {
                throw new InvalidOperationException($"At {clock.GetUtcNow():O} work goes round in a circle.");
            }

            Step();
        }
    }

    private void Step()
    {
        if (_stray is { } stray)
        {
            throw new InvalidOperationException($"Work left the simulation's thread:\n{stray}");
        }

        var place = chance.Below(_ready.Count);
        var work = _ready[place];
        _ready[place] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (work.Context.IsKilled)
        {
            return;
        }

        Steps++;
        SynchronizationContext.SetSynchronizationContext(work.Context);
        work.Callback(work.State);
        if (_alarm is { } alarm)
        {
            _alarm = alarm.Steps > 0 ? (alarm.Steps - 1, alarm.Then) : null;
            if (_alarm is null)
            {
                alarm.Then();
            }
        }
    }

    private readonly record struct Work(SeededContext Context, SendOrPostCallback Callback, object? State);
}
