using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Lanes;

/// <summary>How long an order takes until it is counted, and until storefronts show less.</summary>
public sealed class CaptureLagTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly ConnectionName Other = ConnectionName.Parse("other");
    private static readonly RemoteCode Source = RemoteCode.Parse("src");
    private static readonly LocationCode Leeds = LocationCode.Parse("leeds");
    private static readonly Sku Cap = Sku.Parse("CAP");

    private readonly VirtualClock _clock = new(Nine);
    private readonly CaptureLag _lag;

    public CaptureLagTests() => _lag = new CaptureLag(_clock);

    private ChannelLag Lag => _lag.Channels["shop/web"];

    [Fact]
    public void Every_order_that_a_slot_came_down_for_is_measured_from_when_it_was_placed()
    {
        Pass(seconds: 2);
        Note(Taken("1", message: 1), Taken("2", message: 2), Planned(message: 2, quantity: 8));
        Pass(seconds: 3);
        Note(Taken("3", message: 3), Planned(message: 3, quantity: 7));
        Pass(seconds: 5);
        Note(Written(quantity: 7));

        Assert.Equal(3, Lag.Captured.Count);
        Assert.Equal(TimeSpan.FromSeconds(2 + 2 + 5), Lag.Captured.Sum);
        Assert.Equal(3, Lag.Decremented.Count);
        Assert.Equal(TimeSpan.FromSeconds(10), Lag.Decremented.Percentile(1));
        Assert.Equal(TimeSpan.FromSeconds(30), Lag.Decremented.Sum);
    }

    [Fact]
    public void A_write_that_was_on_its_way_before_the_order_is_no_decrement()
    {
        Note(Taken("1", message: 1), Planned(message: 1, quantity: 9));
        Pass(seconds: 1);
        Note(Written(quantity: 10));
        Assert.Equal(0, Lag.Decremented.Count);

        // A report comes in between: what is written then has the order off, too.
        Note(Planned(message: 4, quantity: 19));
        Pass(seconds: 1);
        Note(Written(quantity: 19));

        Assert.Equal(TimeSpan.FromSeconds(2), Lag.Decremented.Sum);
    }

    [Fact]
    public void An_order_that_was_given_up_before_it_came_off_is_not_waited_for()
    {
        Note(Taken("1", message: 1), Planned(message: 1, quantity: 9));
        Note(
            new Decided(new JournalPosition(2), [new Change.StockChanged(Cap, new StockEvent.DemandWithdrawn(IdOf("1"), "1", Leeds, 1))]),
            Planned(message: 2, quantity: 10));
        Pass(seconds: 3_600);
        Note(Taken("2", message: 3), Planned(message: 3, quantity: 9));
        Note(Written(quantity: 9));

        Assert.Equal(1, Lag.Decremented.Count);
    }

    private static OrderId IdOf(string number) => OrderId.Parse($"{Shop}:{number}");

    private void Pass(int seconds) => _clock.Advance(_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    private void Note(params Decided[] decisions) => _lag.Note(new DecidedBatch(decisions[^1].Message, decisions.ToItems()));

    private static Decided Taken(string number, long message)
    {
        var order = new CanonicalOrder(IdOf(number), number, Shop, Nine, "GBP") { Channel = "web", Totals = new OrderTotals(0, 0, 0, 0, 0) };
        return new Decided(new JournalPosition(message),
        [
            new Change.OrderChanged(IdOf(number), new OrderEvent.Captured(
                order, new OrderProgress(number, "open", Nine, OrderPhase.Open, Reserves: false, []), [])),
            new Change.StockChanged(Cap, new StockEvent.DemandOpened(IdOf(number), "1", Leeds, 1, Holder: null, 0)),
        ]);
    }

    private static Decided Planned(long message, int quantity) => new(
        new JournalPosition(message),
        [new Change.StockChanged(Cap, new StockEvent.SlotDesired(Other, Source, Leeds, quantity, Urgency.Routine))]);

    private static Decided Written(int quantity) => new(
        new JournalPosition(99), [new Change.StockChanged(Cap, new StockEvent.SlotWritten(Other, Source, quantity))]);
}
