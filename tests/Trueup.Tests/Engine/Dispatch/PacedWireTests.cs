using Trueup.Core.Connecting;
using Trueup.Engine.Dispatch;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Dispatch;

public sealed class PacedWireTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A remote's word is obeyed for an hour, then it is asked again: a header must not silence a connection for
    /// years, nor bring the hub down with a wait that no timer takes.</summary>
    [Theory]
    [InlineData("3", 3)]
    [InlineData("3600", 3_600)]
    [InlineData("2147483647", 3_600)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 3_600)]
    public void A_remote_may_ask_for_an_hour_of_quiet_and_no_more(string header, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        PacedWire.RetryAfter(new WireReply(429, default, [new WireHeader("Retry-After", header)]), Now));

    /// <summary>Whoever was told of a trouble by an earlier run must be told of its end by this one.</summary>
    [Fact]
    public async Task A_remote_that_answers_for_the_first_time_is_told_of()
    {
        var heard = new List<string>();
        var paced = new PacedWire(new Answering(), new ConnectionLimits(5, 5, 100, 1), new VirtualClock(Now))
        {
            HealthChanged = (problem, _) => heard.Add(problem?.Code ?? "well"),
        };

        await paced.For(CallPriority.Urgent).SendAsync(new WireRequest("GET", "/"), CancellationToken.None);
        await paced.For(CallPriority.Urgent).SendAsync(new WireRequest("GET", "/"), CancellationToken.None);

        Assert.Equal(["well"], heard);
    }

    /// <summary>Else what is urgent waits behind a call that all documents go before.</summary>
    [Fact]
    public void A_call_that_something_urgent_comes_to_wait_behind_goes_before_others_that_wait()
    {
        var (clock, remote, priority) = (new VirtualClock(Now), new Answering(), CallPriority.Routine);
        var paced = new PacedWire(remote, new ConnectionLimits(1, 1, 100, 1), clock);
        var loop = new SeededLoop(clock, new Chance(seed: 1));

        loop.Begin().Start(() =>
        {
            Send(paced.For(CallPriority.Urgent), "/first");
            Send(paced.For(CallPriority.Document), "/document");
            Send(paced.For(() => priority), "/level");
            priority = CallPriority.Urgent;
        });
        loop.RunUntil(Now.AddMinutes(1));

        Assert.Equal(["/first", "/level", "/document"], remote.Asked);

        static void Send(IWire wire, string target) => _ = wire.SendAsync(new WireRequest("GET", target), CancellationToken.None).AsTask();
    }

    private sealed class Answering : IWire
    {
        public List<string> Asked { get; } = [];

        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            Asked.Add(request.Target);
            return ValueTask.FromResult<WireOutcome>(new WireOutcome.Answered(new WireReply(200)));
        }
    }
}
