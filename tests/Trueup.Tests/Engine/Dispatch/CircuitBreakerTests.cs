using Trueup.Core.Cases;
using Trueup.Engine.Dispatch;

namespace Trueup.Tests.Engine.Dispatch;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly CircuitBreaker _circuit = new();

    [Fact]
    public void It_opens_at_the_fifth_failure_in_a_row()
    {
        Fail(CircuitBreaker.FailuresMax - 1, Now);
        _circuit.Succeed();
        Fail(CircuitBreaker.FailuresMax - 1, Now);
        Assert.False(_circuit.IsOpen);

        Fail(1, Now);

        Assert.True(_circuit.IsOpen);
        Assert.Equal(TimeSpan.FromSeconds(2), _circuit.Wait(Now));
    }

    /// <summary>A dozen calls are under way when a shop goes down for a moment: it must not be shunned for a minute.</summary>
    [Fact]
    public void Calls_that_were_under_way_when_it_opened_lengthen_no_pause()
    {
        Fail(12, Now);

        Assert.Equal(TimeSpan.FromSeconds(2), _circuit.Wait(Now));
    }

    [Fact]
    public void Each_probe_that_fails_doubles_the_pause_up_to_a_minute_and_one_that_succeeds_ends_it()
    {
        Fail(CircuitBreaker.FailuresMax, Now);
        var pauses = new List<double>();
        var now = Now;
        for (var probe = 0; probe < 7; probe++)
        {
            now += _circuit.Wait(now);
            _circuit.Admit();
            Fail(1, now);
            pauses.Add(_circuit.Wait(now).TotalSeconds);
        }

        Assert.Equal([4, 8, 16, 32, 60, 60, 60], pauses);

        _circuit.Admit();
        _circuit.Succeed();
        Assert.Equal(TimeSpan.Zero, _circuit.Wait(now));
    }

    private void Fail(int times, DateTimeOffset now)
    {
        for (var failure = 0; failure < times; failure++)
        {
            _circuit.Fail(now, CaseCodes.ConnectionDown, "The remote answers 502.");
        }
    }
}
