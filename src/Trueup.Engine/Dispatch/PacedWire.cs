using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>What a call is for: live orders first, reading for comparison last.</summary>
public enum CallPriority
{
    /// <summary>Levels that must go at once.</summary>
    Urgent = 0,

    /// <summary>Documents.</summary>
    Document = 1,

    /// <summary>Polling for orders and their documents.</summary>
    Intake = 2,

    /// <summary>Levels that may wait.</summary>
    Routine = 3,

    /// <summary>Reading back and comparing.</summary>
    Background = 4,
}

/// <summary>How a connection fares.</summary>
public enum ConnectionState
{
    /// <summary>Calls go through.</summary>
    Up,

    /// <summary>The remote complained of too many calls, and is called less often.</summary>
    Slowed,

    /// <summary>The remote does not let the hub in; calls are held back.</summary>
    Denied,

    /// <summary>The remote fails; calls are held back.</summary>
    Down,
}

/// <summary>
/// The only door to one remote system: every call, whatever it is for, passes the same leaky bucket and circuit
/// breaker, the most urgent first.
/// </summary>
public sealed class PacedWire(IWire wire, ConnectionLimits limits, TimeProvider clock)
{
    /// <summary>Waiting so long makes a call as urgent as the next class: nothing starves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<Waiting> _waiting = [];
    private bool _admitting;
    private long _next;
    private bool _hasSpoken;

    /// <summary>The leaky bucket.</summary>
    public LeakyBucket Bucket { get; } = new(limits, clock.GetUtcNow());

    /// <summary>The circuit breaker.</summary>
    public CircuitBreaker Circuit { get; } = new();

    /// <summary>Told when the remote begins or ceases to be in trouble, and when it answers for the first time, with the problem (null: well again) and its
    /// detail.</summary>
    public Action<CaseCode?, string>? HealthChanged { get; set; }

    /// <summary>Told when the remote's complaints taught something about its limits, and when that is unlearnt.</summary>
    public Action? PaceLearned { get; set; }

    /// <summary>How the connection fares.</summary>
    public ConnectionState State => !Circuit.IsOpen ? Bucket.IsSlowed ? ConnectionState.Slowed : ConnectionState.Up
        : Circuit.Problem == CaseCodes.PermissionDenied ? ConnectionState.Denied
        : ConnectionState.Down;

    /// <summary>Whether a person holds all calls back.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Holds all calls back, or lets them go on; those under way are finished.</summary>
    public void Pause(bool isPaused)
    {
        IsPaused = isPaused;
        if (!isPaused && !_admitting && _waiting.Count > 0)
        {
            _ = AdmitAllAsync();
        }
    }

    /// <summary>Replies with status 429 or 503 so far.</summary>
    public long Complaints { get; private set; }

    /// <summary>Calls so far that said nothing about what was asked: not sent, not answered, refused at the door,
    /// failed.</summary>
    public long Troubles { get; private set; }

    /// <summary>This door for calls of one kind.</summary>
    public IWire For(CallPriority priority) => For(() => priority);

    /// <summary>This door for calls of a kind that may change while they wait, as when something urgent comes to wait behind them.</summary>
    public IWire For(Func<CallPriority> priority) => new Door(this, priority);

    private async ValueTask<WireOutcome> SendAsync(WireRequest request, Func<CallPriority> priority, CancellationToken cancellationToken)
    {
        var sent = await AdmitAsync(priority, cancellationToken);
        try
        {
            var wasSlowed = Bucket.IsSlowed;
            var complaints = Complaints;
            var outcome = await wire.SendAsync(request, cancellationToken);
            Judge(outcome);
            if (Complaints != complaints || (wasSlowed && !Bucket.IsSlowed))
            {
                PaceLearned?.Invoke();
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            Circuit.Abandon();
            throw;
        }
        finally
        {
            Bucket.Answer(sent, clock.GetUtcNow());
        }
    }

    private async ValueTask<DateTimeOffset> AdmitAsync(Func<CallPriority> priority, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(priority, clock.GetUtcNow(), _next++);
        _waiting.Add(waiting);
        if (!_admitting)
        {
            _ = AdmitAllAsync();
        }

        await using var stop = cancellationToken.Register(() =>
        {
            _waiting.Remove(waiting);
            waiting.Admitted.TrySetCanceled(cancellationToken);
        });
        return await waiting.Admitted.Task;
    }

    private async Task AdmitAllAsync()
    {
        _admitting = true;
        try
        {
            while (_waiting.Count > 0 && !IsPaused)
            {
                var now = clock.GetUtcNow();
                var wait = Circuit.Wait(now);
                if (wait == TimeSpan.Zero)
                {
                    wait = Bucket.Take(now);
                }

                if (wait > TimeSpan.Zero)
                {
                    await clock.DelayAtLeast(wait, CancellationToken.None);
                    continue;
                }

                var first = _waiting.MinBy(waiting => (
                    (int)waiting.Priority() - ((now - waiting.Since) / Patience), waiting.Ordinal))!;
                _waiting.Remove(first);
                Circuit.Admit();
                if (!first.Admitted.TrySetResult(now))
                {
                    // Given up just now: its place was never used.
                    Bucket.Answer(now, now);
                }
            }
        }
        finally
        {
            _admitting = false;
        }
    }

    private void Judge(WireOutcome outcome)
    {
        var before = Circuit.Problem;
        var now = clock.GetUtcNow();
        Troubles += outcome is WireOutcome.Answered { Reply.Status: not (401 or 403 or 429 or >= 500) } ? 0 : 1;
        switch (outcome)
        {
            case WireOutcome.Answered { Reply.Status: 429 } answered:
                // It complains, so it lives: the pace is to be mended, not the connection.
                Complaints++;
                Bucket.Complain(now, RetryAfter(answered.Reply, now));
                Circuit.Succeed();
                break;
            case WireOutcome.Answered { Reply.Status: 503 } answered:
                Complaints++;
                Bucket.Complain(now, RetryAfter(answered.Reply, now));
                Circuit.Fail(now, CaseCodes.ConnectionDown, "The remote answers 503.");
                break;
            case WireOutcome.Answered { Reply.Status: 401 or 403 } answered:
                Circuit.Fail(now, CaseCodes.PermissionDenied, $"The remote answers {answered.Reply.Status}.");
                break;
            case WireOutcome.Answered { Reply.Status: >= 500 } answered:
                Circuit.Fail(now, CaseCodes.ConnectionDown, $"The remote answers {answered.Reply.Status}.");
                break;
            case WireOutcome.Answered:
                Circuit.Succeed();
                break;
            case WireOutcome.NotSent notSent:
                Circuit.Fail(now, CaseCodes.ConnectionDown, notSent.Why);
                break;
            case WireOutcome.NoAnswer noAnswer:
                Circuit.Fail(now, CaseCodes.ConnectionDown, noAnswer.Why);
                break;
        }

        var isFirst = !_hasSpoken && Circuit.Problem is null && outcome is WireOutcome.Answered { Reply.Status: < 500 };
        _hasSpoken |= isFirst;
        if (before != Circuit.Problem || isFirst)
        {
            HealthChanged?.Invoke(Circuit.Problem, Circuit.LastError);
        }
    }

    /// <summary>Reads <c>Retry-After</c> in either of its forms (RFC 9110 §10.2.3).</summary>
    public static TimeSpan? RetryAfter(WireReply reply, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var text = reply.Header("Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return Lanes.Waiting.Obeyed(TimeSpan.FromSeconds(seconds));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > now
            ? Lanes.Waiting.Obeyed(at - now)
            : null;
    }

    private sealed class Door(PacedWire paced, Func<CallPriority> priority) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
            paced.SendAsync(request, priority, cancellationToken);
    }

    private sealed record Waiting(Func<CallPriority> Priority, DateTimeOffset Since, long Ordinal)
    {
        public TaskCompletionSource<DateTimeOffset> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
