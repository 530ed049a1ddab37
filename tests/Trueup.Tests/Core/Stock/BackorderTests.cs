using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Stock;

public class BackorderTests
{
    private static readonly StockScope AtLeeds = new(Cap, Leeds);

    [Fact]
    public void Units_are_sold_beyond_what_is_there_and_no_further()
    {
        var hub = Agree(new BackorderRule(AtLeeds, 5)).Report(Cap, Leeds, 2, At(0));
        Assert.Equal<Quantity>(7, hub.Available(Cap, Leeds));

        hub = hub.See(Facts.Order("A", Facts.Line(Cap, 4)));
        Assert.Equal<Quantity>(3, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(7, hub.Desired(Cap, Leeds));

        hub = hub.See(Facts.Order("B", Facts.Line(Cap, 3)));
        Assert.Equal<Quantity>(0, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(7, hub.Desired(Cap, Leeds));
    }

    [Fact]
    public void What_comes_in_serves_who_waited_and_only_the_rest_is_free()
    {
        var hub = Agree(new BackorderRule(AtLeeds, 5)).Report(Cap, Leeds, 0, At(0))
            .See(Facts.Order("A", Facts.Line(Cap, 5))).Report(Cap, Leeds, 6, At(10));

        Assert.Equal<Quantity>(6, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(1, StockTruth.AvailableNow(hub.StockOf(Cap), Leeds, hub.Contract, hub.StockOf)!.Value);
    }

    [Theory]
    [InlineData(null, 8)]
    [InlineData(3, 3)]
    [InlineData(30, 8)]
    public void Goods_on_their_way_may_be_sold_as_far_as_a_limit_allows(int? limit, int expected)
    {
        var rule = new BackorderRule(AtLeeds, limit is { } units ? units : (Quantity?)null) { OnlyInbound = true };
        var hub = Agree(rule).Apply(Cap, new StockFact.Reported(Leeds, StockState.InTransit, 8, Version: null, At(0)));

        Assert.Equal<Quantity>(expected, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(expected, hub.Desired(Cap, Leeds));
    }

    [Fact]
    public void The_buffer_is_kept_back_of_what_is_sold_later_as_well()
    {
        var hub = new Hub(new OwnershipContract(Terms() with { BufferDefault = 2, Backorders = [new BackorderRule(AtLeeds, 5)] }))
            .Report(Cap, Leeds, 1, At(0));

        Assert.Equal<Quantity>(4, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void Sets_are_made_of_components_that_are_still_to_come()
    {
        var hub = Agree(new BackorderRule(AtLeeds, 4)).Report(Cap, Leeds, 2, At(0)).Report(Mat, Leeds, 9, At(0));

        Assert.Equal<Quantity>(3, hub.Available(Set, Leeds));
        Assert.Equal<Quantity>(1, StockTruth.AvailableNow(hub.StockOf(Set), Leeds, hub.Contract, hub.StockOf)!.Value);
    }

    [Fact]
    public void A_place_that_has_it_comes_before_one_that_waits_for_it()
    {
        var hub = Agree(new BackorderRule(AtLeeds, 50)).Report(Cap, Leeds, 1, At(0)).Report(Cap, Paris, 3, At(0));

        Assert.Equal([(Paris, 3)], Picks(hub.See(Facts.Order("A", Facts.Line(Cap, 3)))));
        Assert.Equal([(Leeds, 7), (Paris, 3)], Picks(hub.See(Facts.Order("A", Facts.Line(Cap, 10)))));
    }

    [Fact]
    public void The_first_order_gets_what_is_there_and_the_later_one_is_shown_to_wait()
    {
        var hub = Agree(new BackorderRule(AtLeeds, 9) { Kind = BackorderKind.Preorder, Expected = new DateOnly(2026, 3, 9) })
            .Report(Cap, Leeds, 4, At(0))
            .See(Facts.Order("A", Facts.Line(Cap, 3))).See(Facts.Order("B", Facts.Line(Cap, 3)));

        Assert.Empty(AwaitedGoods.Of(hub.Order("A"), hub.Contract, hub.StockOf));
        Assert.Equal(
            [new AwaitedGoods("1", Cap, Leeds, 2, BackorderKind.Preorder, new DateOnly(2026, 3, 9))],
            AwaitedGoods.Of(hub.Order("B"), hub.Contract, hub.StockOf));
        Assert.Empty(AwaitedGoods.Of(hub.Report(Cap, Leeds, 6, At(5)).Order("B"), hub.Contract, hub.Report(Cap, Leeds, 6, At(5)).StockOf));
    }

    [Fact]
    public void An_order_that_waits_for_goods_is_stuck_only_when_they_are_overdue()
    {
        var late = At(0).AddDays(3);
        var promised = Agree(new BackorderRule(AtLeeds, 9) { Expected = new DateOnly(2026, 3, 2) });
        var open = Agree(new BackorderRule(AtLeeds, 9));
        Assert.NotNull(Judge(Stage(Agree()), late));

        Assert.Null(Judge(Stage(open), late));
        Assert.Null(Judge(Stage(promised), At(0).AddDays(1)));
        Assert.Contains("were expected at leeds by 2026-03-02", Judge(Stage(promised), late)!.Detail, StringComparison.Ordinal);

        static Hub Stage(Hub hub) => hub.Report(Cap, Leeds, 0, At(0)).See(Facts.Order("A", Facts.Line(Cap, 3)));
        static Finding? Judge(Hub hub, DateTimeOffset now) => StuckOrders.Judge(
            OrderEvolution.Evolve(hub.Order("A"), new OrderEvent.StageEntered(OrderStage.Released, At(0)), default)!,
            now, hub.Contract, hub.StockOf);
    }

    private static Hub Agree(params BackorderRule[] rules) => new(new OwnershipContract(Agreed().Terms with { Backorders = [.. rules] }));

    private static List<(LocationCode Location, int Units)> Picks(Hub hub) => hub.Order("A").Lines[0].Picks
        .Select(pick => (pick.Location, (int)pick.Quantity.Value)).ToList();
}
