using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Lanes;

/// <summary>What people keep in storefronts ends when its time is over.</summary>
public sealed class OverrideWatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");

    [Fact]
    public async Task A_figure_is_let_go_when_its_time_is_over_and_not_before()
    {
        var clock = new VirtualClock(Now);
        var journal = new MemoryJournal();
        var state = new HubState();
        Keep(state, "TEE", Now.AddHours(1));
        Keep(state, "MUG", Now.AddHours(2));
        var watch = new OverrideWatch(state, new JournalTail(journal), clock);

        await watch.LookAsync();
        var early = journal.End;
        clock.Advance(Now.AddHours(1));
        await watch.LookAsync();
        var asked = Assert.Single(await journal.ReadAsync(default, max: 10, CancellationToken.None));

        Assert.Equal(default, early);
        var request = Request.Read(asked.Entry);
        Assert.Equal((Request.FreeFigure, "hub", "TEE"), (request.Do, request.By, request.Key));
    }

    private static void Keep(HubState state, string sku, DateTimeOffset until) => state.Apply(
        new Change.StockChanged(
            Sku.Parse(sku), new StockEvent.OverrideSet(Shop, RemoteCode.Parse("leeds_src"), 5, Now, until, "ann", "count")),
        new JournalPosition(1));
}
