using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class StageTests
{
    [Fact]
    public void An_order_walks_through_the_stages_as_the_back_office_reports()
    {
        var hub = Start();
        Assert.Equal(OrderStage.Released, StageOf(hub));

        hub = hub.Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));
        Assert.Equal(OrderStage.Accepted, StageOf(hub));

        foreach (var (status, stage, minute) in new[]
                 {
                     ("allocated", OrderStage.Allocated, 1), ("picked", OrderStage.Picked, 2), ("packed", OrderStage.Packed, 3),
                 })
        {
            hub = hub.Hear(Wms, IdOf("A"), Status(status, minute));
            Assert.Equal(stage, StageOf(hub));
        }

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(4, [Units(Cap, 5)]));
        Assert.Equal(OrderStage.Shipped, StageOf(hub));
        Assert.Equal(OrderStage.Delivered, StageOf(hub.Hear(Wms, IdOf("A"), Status("delivered", 9))));
    }

    /// <summary>commercetools shows refunds of what came back apart from the order's own figures.</summary>
    [Fact]
    public void An_order_is_refunded_when_the_refunds_that_are_shown_cover_every_unit()
    {
        var sent = Start().Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"))
            .Hear(Wms, IdOf("A"), Dispatched(4, [Units(Cap, 5)])).Order("A");
        OrderRecord Refunded(params int[] units) => sent with
        {
            Returns = new OrderReturns(sent.Id)
            {
                Seen = units.Select(each => new RefundSeen(
                    $"r{each}", At(9), [new LineQuantity("1", Cap, each)], Amounts: null, Reference: null, Message: default)).ToItems(),
            },
        };

        Assert.Equal(OrderStage.Shipped, OrderStages.Of(Refunded(4)));
        Assert.Equal(OrderStage.Refunded, OrderStages.Of(Refunded(2, 3)));
    }

    [Fact]
    public void A_part_that_is_picked_does_not_make_the_order_picked()
    {
        var hub = Start().Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));
        var partly = OrderEvolution.Evolve(
            OrderEvolution.Evolve(
                hub.Order("A"), new OrderEvent.MilestoneReached("picked", Wms, At(1)), default),
            new OrderEvent.LineChanged(hub.Order("A").Lines[0] with { Stages = [new StageCount(Cap, Wms, "picked", 2)] }),
            default)!;

        Assert.Equal(OrderStage.Accepted, OrderStages.Of(partly));
    }

    [Fact]
    public void A_delivery_before_the_dispatch_waits_for_it()
    {
        var decision = OrderDecider.Decide(
            Start().Order("A"), Wms, Status("delivered", 9), new OrderSurroundings(Agreed(), _ => null));

        Assert.NotNull(decision.WaitsFor);
        Assert.True(decision.Events.IsEmpty);
    }

    [Fact]
    public void A_status_that_leads_back_is_refused_as_a_case()
    {
        var hub = Start().Hear(Wms, IdOf("A"), Status("packed", 3)).Hear(Wms, IdOf("A"), Status("allocated", 9));

        Assert.Equal(OrderCases.IllegalStatus, Assert.Single(hub.Findings).Code);
        Assert.Equal(OrderStage.Packed, StageOf(hub));
    }

    [Fact]
    public void An_older_status_that_comes_late_changes_nothing_and_is_no_case()
    {
        var hub = Start().Hear(Wms, IdOf("A"), Status("packed", 3)).Hear(Wms, IdOf("A"), Status("allocated", 1));

        Assert.Empty(hub.Findings);
        Assert.Equal(OrderStage.Packed, StageOf(hub));
    }

    [Fact]
    public void An_order_that_stays_too_long_is_a_case_that_names_who_must_act()
    {
        var order = OrderEvolution.Evolve(
            Start().Order("A"), new OrderEvent.StageEntered(OrderStage.Released, At(0)), default)!;

        Assert.Null(StuckOrders.Judge(order, At(14), Agreed(), _ => null));
        var finding = StuckOrders.Judge(order, At(15), Agreed(), _ => null)!;
        Assert.Equal(OrderCases.Stuck, finding.Code);
        Assert.Contains("wms has not taken CreateOrder", finding.Detail, StringComparison.Ordinal);
    }

    private static OrderStage StageOf(Hub hub) => OrderStages.Of(hub.Order("A"));

    private static Hub Start() => new Hub(Agreed()).Report(Cap, Leeds, 10, At(0)).See(Order("A", Line(Cap, 5)));
}
