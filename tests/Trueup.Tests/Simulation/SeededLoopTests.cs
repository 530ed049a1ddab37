using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

/// <summary>The machinery under every simulation: time, chance and the one thread.</summary>
public sealed class SeededLoopTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Timers_due_at_one_moment_go_off_in_the_order_in_which_they_were_set()
    {
        var clock = new VirtualClock(Start);
        var heard = new List<string>();
        Set(clock, 2, () => heard.Add("late"));
        Set(clock, 1, () => heard.Add("first"));
        Set(clock, 1, () => heard.Add("second"));

        while (clock.Advance(Start.AddSeconds(5)))
        {
        }

        Assert.Equal(["first", "second", "late"], heard);
        Assert.Equal(Start.AddSeconds(5), clock.GetUtcNow());
    }

    [Fact]
    public void A_timer_that_was_changed_or_disposed_goes_off_no_more()
    {
        var clock = new VirtualClock(Start);
        var heard = new List<DateTimeOffset>();
        var changed = clock.CreateTimer(
            _ => heard.Add(clock.GetUtcNow()), state: null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var disposed = clock.CreateTimer(
            _ => heard.Add(clock.GetUtcNow()), state: null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        changed.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        while (clock.Advance(Start.AddSeconds(9)))
        {
        }

        Assert.Equal([Start.AddSeconds(3)], heard);
    }

    [Fact]
    public void One_seed_gives_one_interleaving_and_many_seeds_give_many()
    {
        var orders = Enumerable.Range(0, 50).Select(seed => Interleave((ulong)seed)).ToList();

        Assert.Equal(orders, Enumerable.Range(0, 50).Select(seed => Interleave((ulong)seed)));
        Assert.True(orders.Distinct().Count() > 10, $"Only {orders.Distinct().Count()} orders of 50.");
    }

    [Fact]
    public void A_killed_process_does_nothing_more_at_whatever_await_it_stood()
    {
        var loop = new SeededLoop(new VirtualClock(Start), new Chance(1));
        var process = loop.Begin();
        var steps = 0;
        process.Start(() => _ = CountAsync());
        loop.RunUntil(Start.AddSeconds(3.5));

        process.Kill();
        loop.RunUntil(Start.AddSeconds(10));

        Assert.Equal(3, steps);

        async Task CountAsync()
        {
            while (steps < 100)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), loop.Clock);
                steps++;
            }
        }
    }

    [Fact]
    public void Work_that_leaves_the_thread_is_noticed()
    {
        var loop = new SeededLoop(new VirtualClock(Start), new Chance(1));
        var process = loop.Begin();
        using var posted = new ManualResetEventSlim();
        process.Start(() =>
        {
            var stranger = new Thread(() =>
            {
                process.Post(_ => { }, state: null);
                posted.Set();
            });
            stranger.Start();
            posted.Wait();
            process.Start(() => { });
        });

        Assert.Throws<InvalidOperationException>(() => loop.RunUntil(Start.AddSeconds(1)));
    }

    private static string Interleave(ulong seed)
    {
        var loop = new SeededLoop(new VirtualClock(Start), new Chance(seed));
        var process = loop.Begin();
        var order = "";
        foreach (var name in new[] { "a", "b", "c" })
        {
            process.Start(() => _ = StepAsync(name));
        }

        loop.RunUntil(Start.AddSeconds(1));
        return order;

        async Task StepAsync(string name)
        {
            for (var i = 0; i < 3; i++)
            {
                order += name;
                await Task.Yield();
            }
        }
    }

    private static void Set(VirtualClock clock, int seconds, Action then) =>
        _ = clock.CreateTimer(_ => then(), state: null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
