using Trueup.Core.Entries;
using Trueup.Engine.Dispatch;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Dispatch;

/// <summary>How long a document waits for its next attempt.</summary>
public sealed class AttemptsTests
{
    private static readonly Receipt.Deferred OfTheHub = new("What the source holds is to be set first.", TimeSpan.FromSeconds(5));

    /// <summary>Found in a chaos demo: a shipment that had waited for its source lost one answer, and slept for a minute.</summary>
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 3, 4)]
    [InlineData(0, 9, 60)]
    [InlineData(8, 1, 1)]
    [InlineData(8, 2, 2)]
    [InlineData(8, 0, 5)]
    public void The_pause_grows_with_failures_and_not_with_waits_that_somebody_asked_for(int waits, int failures, int seconds)
    {
        var clock = new VirtualClock(World.Begin);
        var attempts = new Attempts(clock);
        foreach (var receipt in Enumerable.Repeat<Receipt>(OfTheHub, waits).Concat(Enumerable.Repeat<Receipt>(new Receipt.Unknown("lost"), failures)))
        {
            attempts.Count("A/ship/wms/S-1", new Attempts.Answer(receipt));
        }

        Assert.Equal(TimeSpan.FromSeconds(seconds), attempts.WaitOf("A/ship/wms/S-1", clock.GetUtcNow()));
    }
}
