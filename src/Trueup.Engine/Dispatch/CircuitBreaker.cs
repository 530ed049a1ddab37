using Trueup.Core.Cases;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Stops calling a remote that keeps failing, lets one call through from time to time to see whether it is back, and
/// resumes by itself.
/// </summary>
public sealed class CircuitBreaker
{
    /// <summary>Failures in a row that open the circuit.</summary>
    public const int FailuresMax = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private int _failures;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _probeAt;
    private bool _probing;

    /// <summary>Whether calls are held back.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What is wrong with the remote; null when nothing is.</summary>
    public CaseCode? Problem { get; private set; }

    /// <summary>The last failure in a few words.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>When <see cref="LastError"/> happened; null before the first.</summary>
    public DateTimeOffset? LastErrorAt { get; private set; }

    /// <summary>How long a call has to wait; zero when one may go.</summary>
    public TimeSpan Wait(DateTimeOffset now) =>
        !IsOpen ? TimeSpan.Zero
        : _probing ? FirstPause
        : _probeAt > now ? _probeAt - now
        : TimeSpan.Zero;

    /// <summary>A call goes out: the probe, when the circuit is open.</summary>
    public void Admit() => _probing = IsOpen;

    /// <summary>A call was given up before it said anything.</summary>
    public void Abandon() => _probing = false;

    /// <summary>A call was answered as calls are.</summary>
    public void Succeed()
    {
        _failures = 0;
        _pause = FirstPause;
        _probing = false;
        IsOpen = false;
        Problem = null;
    }

    /// <summary>A call failed for a reason that the next call will most likely share.</summary>
    public void Fail(DateTimeOffset now, CaseCode problem, string detail)
    {
        LastError = detail;
        LastErrorAt = now;
        _failures++;
        if (IsOpen ? !_probing : _failures < FailuresMax)
        {
            // What was under way when the circuit opened fails with the rest, and says nothing of how long it will last.
            return;
        }

        Problem = problem;
        IsOpen = true;
        _probing = false;
        _probeAt = now + _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
