using Trueup.Hosting;
using Trueup.Simulator;

namespace Trueup.Tests.Hosting;

/// <summary>When memory is given back.</summary>
public sealed class MemoryTidyTests
{
    private const long Kept = 300_000_000;
    private const long Full = Kept + MemoryTidy.SlackBytes;

    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly MemoryTidy _tidy;

    public MemoryTidyTests()
    {
        _tidy = new MemoryTidy(_clock);
        _tidy.IsDue(Kept, isCalm: true);
        Wait(MemoryTidy.Calm);
        _tidy.Note(Kept);
        _tidy.IsDue(Kept, isCalm: false);
        Wait(MemoryTidy.Pause);
    }

    [Fact]
    public void Memory_is_given_back_when_much_is_held_and_nothing_has_waited_for_a_while()
    {
        Assert.False(_tidy.IsDue(Full, isCalm: true));
        Wait(MemoryTidy.Calm);
        Assert.True(_tidy.IsDue(Full, isCalm: true));
    }

    [Fact]
    public void Whoever_waits_is_not_made_to_wait_for_it()
    {
        _tidy.IsDue(Full, isCalm: true);
        Wait(MemoryTidy.Calm);
        Assert.False(_tidy.IsDue(Full, isCalm: false));
        Wait(MemoryTidy.Calm);
        Assert.False(_tidy.IsDue(Full, isCalm: true));
    }

    [Fact]
    public void A_burst_that_goes_on_is_not_let_grow_for_ever_but_seldom_held_up()
    {
        const long much = Kept + MemoryTidy.BusySlackBytes;
        Assert.False(_tidy.IsDue(much - 1, isCalm: false));
        Assert.True(_tidy.IsDue(much, isCalm: false));
        _tidy.Note(Kept);
        Assert.False(_tidy.IsDue(much, isCalm: false));
        Wait(MemoryTidy.BusyPause);
        Assert.True(_tidy.IsDue(much, isCalm: false));
    }

    [Fact]
    public void Who_keeps_much_may_hold_more_of_it_while_others_wait()
    {
        _tidy.Note(4 * Kept);
        Wait(MemoryTidy.BusyPause);
        Assert.False(_tidy.IsDue((5 * Kept) - 1, isCalm: false));
        Assert.True(_tidy.IsDue(5 * Kept, isCalm: false));
    }

    [Fact]
    public void After_a_burst_what_is_left_is_given_back_as_soon_as_it_is_calm()
    {
        Assert.True(_tidy.IsDue(Kept + MemoryTidy.BusySlackBytes, isCalm: false));
        _tidy.Note(Full);
        _tidy.IsDue(Full, isCalm: true);
        Wait(MemoryTidy.Calm);
        Assert.True(_tidy.IsDue(Full, isCalm: true));
    }

    [Fact]
    public void Nothing_is_done_for_little_or_soon_after_the_last_time()
    {
        _tidy.IsDue(Full, isCalm: true);
        Wait(MemoryTidy.Calm);
        Assert.False(_tidy.IsDue(Full - 1, isCalm: true));
        Assert.True(_tidy.IsDue(Full, isCalm: true));
        _tidy.Note(Kept);
        Assert.False(_tidy.IsDue(Full, isCalm: true));
        Wait(MemoryTidy.Pause);
        Assert.True(_tidy.IsDue(Full, isCalm: true));
    }

    private void Wait(TimeSpan time) => _clock.Advance(_clock.GetUtcNow() + time);
}
