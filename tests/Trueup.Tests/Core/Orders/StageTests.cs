using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
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

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void A_part_that_is_picked_does_not_make_the_order_picked_and_all_parts_do(Basis basis)
    {
        var hub = Start(basis).Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"))
            .Hear(Wms, IdOf("A"), Status("picked", 1, Part(Cap, 2)));
        Assert.Equal(OrderStage.Accepted, StageOf(hub));
        Assert.Equal(new StageCount(Cap, Wms, "picked", 2), Assert.Single(hub.Order("A").Lines[0].Stages));

        Assert.Equal(OrderStage.Picked, StageOf(hub.Hear(Wms, IdOf("A"), Status("picked", 2, Part(Cap, 3)))));
        Assert.Equal(OrderStage.Picked, StageOf(hub.Hear(Wms, IdOf("A"), Status("picked", 2))));
        Assert.Empty(hub.Findings);
    }

    [Fact]
    public void A_line_that_is_picked_does_not_make_the_other_picked()
    {
        var hub = new Hub(Agreed()).See(Order("A", Line(Cap, 5), Line(Mat, 1, "2")))
            .Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"))
            .Hear(Wms, IdOf("A"), Status("picked", 1, Part(Cap, 5)));
        Assert.Equal(OrderStage.Accepted, StageOf(hub));

        Assert.Equal(OrderStage.Picked, StageOf(hub.Hear(Wms, IdOf("A"), Status("picked", 2, Part(Mat, 1)))));
    }

    [Fact]
    public void Parts_that_two_systems_pick_make_the_order_picked_together()
    {
        var hub = new Hub(Agreed()).Report(Cap, Leeds, 3, At(0)).Report(Cap, Soho, 2, At(0)).See(Order("A", Line(Cap, 5)))
            .Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"))
            .Hear(Wms, IdOf("A"), Status("picked", 1, Part(Cap, 3)));
        Assert.Equal(OrderStage.Accepted, StageOf(hub));

        hub = hub.Hear(Pos, IdOf("A"), Status("picked", 2, Part(Cap, 2)));
        Assert.Equal(OrderStage.Picked, StageOf(hub));
        Assert.DoesNotContain(hub.Findings, finding => finding.Code == OrderCases.IllegalStatus);
    }

    [Fact]
    public void Units_that_were_never_ordered_are_a_case_and_bring_the_order_nowhere()
    {
        var start = Start().Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));

        var stranger = start.Hear(Wms, IdOf("A"), Status("picked", 1, Part(Mat, 1)));
        Assert.Equal(OrderCases.IllegalStatus, Assert.Single(stranger.Findings).Code);
        Assert.Contains("1 of the 1 of MAT", stranger.Findings[0].Detail, StringComparison.Ordinal);
        Assert.Equal(OrderStage.Accepted, StageOf(stranger));

        var many = start.Hear(Wms, IdOf("A"), Status("picked", 1, Part(Cap, 50)));
        Assert.Contains("45 of the 50 of CAP", Assert.Single(many.Findings).Detail, StringComparison.Ordinal);
        Assert.Equal(OrderStage.Picked, StageOf(many));
    }

    [Fact]
    public void Units_that_crossed_their_cancellation_or_are_allocated_anew_are_no_case()
    {
        var hub = Start().Hear(Wms, IdOf("A"), Status("allocated", 1, Part(Cap, 5)))
            .Hear(Wms, IdOf("A"), Cancelled(2, Units(Cap, 2))).Hear(Wms, IdOf("A"), Cancelled(3, Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Status("picked", 1, Part(Cap, 5))).Hear(Wms, IdOf("A"), Status("allocated", 4, Part(Cap, 1)));

        Assert.Empty(hub.Findings);
        Assert.Equal(OrderStage.Picked, StageOf(hub));
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

    [Theory]
    [InlineData("content", "it is held for its content: lines[1].quantity of CAP is 0; more than 0 is expected")]
    [InlineData("hold", "adobe-uk has it on hold")]
    [InlineData("approval", "it waits for a person's approval")]
    [InlineData("payment", "its release point is not reached: payment pending, processing in adobe-uk")]
    public void An_order_that_is_stuck_before_its_release_tells_what_it_is_held_for(string why, string told)
    {
        var contract = new OwnershipContract(Terms() with
        {
            Connections = Terms().Connections.Select(known => known.Name == Adobe
                ? known with
                {
                    Release = why switch
                    {
                        "approval" => [new ReleaseRule(ReleasePoint.Approved)],
                        "payment" => [new ReleaseRule(ReleasePoint.Captured)],
                        _ => [],
                    },
                }
                : known).ToItems(),
        });
        var seen = Order("A", Line(Cap, why == "content" ? 0 : 5) with { UnitPrice = 1m });
        seen = seen with { Order = seen.Order with { Payment = new OrderPayment("card", "pending", Reference: null, 5m) } };
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(why == "hold" ? seen.In("holded", OrderPhase.OnHold) : seen);
        var order = OrderEvolution.Evolve(hub.Order("A"), new OrderEvent.StageEntered(StageOf(hub), At(0)), default)!;

        var finding = StuckOrders.Judge(order, At(60 * 24 * 2), contract, _ => null)!;

        Assert.EndsWith($"; {told}.", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_is_stuck_by_a_refusal_tells_what_was_refused()
    {
        var hub = Start().Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Refused(CaseCodes.DocumentRefused, "no such SKU: CAP."));
        var order = OrderEvolution.Evolve(hub.Order("A"), new OrderEvent.StageEntered(StageOf(hub), At(0)), default)!;

        Assert.EndsWith(
            "; wms refused CreateOrder: no such SKU: CAP.", StuckOrders.Judge(order, At(60 * 5), Agreed(), _ => null)!.Detail, StringComparison.Ordinal);
    }

    private static OrderStage StageOf(Hub hub) => OrderStages.Of(hub.Order("A"));

    private static Hub Start(Basis basis = Basis.OnHand) => new Hub(Agreed(basis)).Report(Cap, Leeds, 10, At(0)).See(Order("A", Line(Cap, 5)));
}
