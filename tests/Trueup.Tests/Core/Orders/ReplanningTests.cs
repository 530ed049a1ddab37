using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>Goods that leave otherwise than planned change what others are asked for.</summary>
public class ReplanningTests
{
    private static readonly OwnershipContract Contract = new(Agreed().Terms with { Order = new OwnershipRule([Wms, Pos]) });
    private static readonly Fact.OrderObserved Seen = Order("A", Line(Cap, 5));

    [Fact]
    public void A_reduction_that_waits_is_dropped_when_the_goods_have_left_after_all()
    {
        var hub = Reduced();

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 5, "1")]));

        var reduction = Reductions(hub).Single();
        Assert.True(reduction.IsSettled);
        Assert.True(reduction.Lines.IsEmpty);
        Assert.Equal("ORDER.OVER_DISPATCHED", hub.Findings[^1].Code.Code);
    }

    [Fact]
    public void Only_what_has_left_is_taken_off_a_reduction()
    {
        var hub = Reduced().Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 4, "1")]));

        var reduction = Reductions(hub).Single();
        Assert.False(reduction.IsSettled);
        Assert.Equal<Quantity>(1, Assert.Single(reduction.Lines).Quantity);
    }

    [Fact]
    public void A_refused_reduction_is_settled_by_the_dispatch_that_was_the_reason()
    {
        var hub = Reduced();
        hub = hub.Settle(IdOf("A"), Reductions(hub).Single().Key, new Receipt.Refused(Trueup.Core.Cases.CaseCodes.DocumentRefused, "packed"))
            .Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 5, "1")]));

        Assert.Null(Reductions(hub).Single().Refusal);
    }

    [Fact]
    public void A_reduction_that_was_made_stays_as_it_is()
    {
        var hub = Reduced();
        hub = hub.Settle(IdOf("A"), Reductions(hub).Single().Key, new Receipt.Applied(RemoteId: null))
            .Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 5, "1")]));

        Assert.Equal<Quantity>(2, Assert.Single(Reductions(hub).Single().Lines).Quantity);
    }

    [Fact]
    public void A_cancellation_that_waits_is_dropped_when_everything_has_left()
    {
        var cancelled = Placed().See(Seen.Later(5, cancelled: 5).In("canceled", OrderPhase.Cancelled));
        var document = cancelled.Order("A").Documents.Single(known => known.Kind == DocumentKind.CancelOrder);
        Assert.False(document.IsSettled);

        Assert.False(CancelOf(cancelled.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 3, "1")]))).IsSettled);
        Assert.True(CancelOf(cancelled.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 5, "1")]))).IsSettled);

        static OrderDocument CancelOf(Hub hub) => hub.Order("A").Documents.Single(known => known.Kind == DocumentKind.CancelOrder);
    }

    [Fact]
    public void Who_was_to_send_what_left_elsewhere_is_told_not_to()
    {
        var hub = Split().Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 5, "1")]));

        var reduction = Reductions(hub).Single();
        Assert.Equal((Pos, (LocationCode?)Soho), (reduction.Target, reduction.Location));
        Assert.Equal<Quantity>(2, Assert.Single(reduction.Lines).Quantity);
    }

    [Fact]
    public void What_was_given_up_at_one_place_and_left_there_after_all_is_given_up_at_the_other_instead()
    {
        var hub = Split().See(Seen.Later(5, cancelled: 1));
        Assert.Equal([(Wms, 1)], Asked(hub));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 3, "1")]));

        Assert.Equal([(Wms, 0), (Pos, 1)], Asked(hub));
    }

    [Fact]
    public void An_order_that_a_till_hands_over_is_taken_from_nobody_who_packed_it() =>
        Assert.Empty(Reductions(Split().Hear(Pos, IdOf("A"), new Fact.SaleCompleted(
            "07", "R1", At(6), [Units(Cap, 5, "1")], "A"))));

    /// <summary>Found by a simulated picker: he was asked to leave the rest of a set, and had given up a part of that by then himself. The whole of
    /// it was refused, and what he still had stayed promised.</summary>
    [Fact]
    public void What_its_picker_gave_up_meanwhile_he_is_not_told_to_leave_and_a_refusal_is_tried_again()
    {
        var hub = new Hub(Contract).Report(Cap, Leeds, 9, At(0)).Report(Mat, Leeds, 9, At(0)).See(Order("A", Line(Estate.Set, 1)))
            .Settle(IdOf("A"), $"{IdOf("A")}/create/wms", new Receipt.Applied("W-1")).Hear(Wms, IdOf("A"), Cancelled(5, Units(Cap, 1)));
        Assert.Equal<LineQuantity>([Units(Cap, 1, "1"), Units(Mat, 1, "1")], Reductions(hub).Single().Lines);
        hub = hub.Settle(IdOf("A"), Reductions(hub).Single().Key, new Receipt.Refused(Trueup.Core.Cases.CaseCodes.DocumentRefused, "0 are open"));

        hub = hub.Hear(Wms, IdOf("A"), Cancelled(6, Units(Mat, 1, "1")));

        var reduction = Reductions(hub).Single();
        Assert.Equal<LineQuantity>([Units(Cap, 1, "1")], reduction.Lines);
        Assert.Equal((false, null), (reduction.IsSettled, reduction.Refusal));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public void Of_units_that_are_given_up_those_that_were_still_wanted_come_first(int units, int left)
    {
        var hub = Reduced().Hear(Wms, IdOf("A"), Cancelled(6, Units(Cap, units, "1")));

        Assert.Equal(left, (int)Reductions(hub).Single().Lines.Sum(line => line.Quantity.Value));
        Assert.Equal(left == 0, Reductions(hub).Single().IsSettled);
    }

    [Fact]
    public void Who_gives_up_all_that_he_has_is_told_to_leave_nothing() =>
        Assert.True(Reductions(Reduced().Hear(Wms, IdOf("A"), Cancelled(6))).Single().Lines.IsEmpty);

    [Fact]
    public void A_reduction_of_an_order_that_its_picker_never_took_and_gives_up_is_dropped()
    {
        var hub = Reduced().Settle(
            IdOf("A"), $"{IdOf("A")}/create/wms", new Receipt.Refused(Trueup.Core.Cases.CaseCodes.DocumentRefused, "unknown article"));

        Assert.Empty(Reductions(hub.Hear(Wms, IdOf("A"), Cancelled(6))));
    }

    /// <summary>A retry handed over what had been cancelled since, and took it back with another call, or, where none is set up, not at all.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_order_that_was_refused_is_handed_over_again_without_what_was_cancelled_since(bool isCancelledFirst)
    {
        var refused = new Receipt.Refused(Trueup.Core.Cases.CaseCodes.DocumentRefused, "unknown article");
        var create = $"{IdOf("A")}/create/wms";
        var hub = isCancelledFirst
            ? Reduced().Settle(IdOf("A"), create, refused)
            : Placed().Settle(IdOf("A"), create, refused).See(Seen.Later(5, cancelled: 2));

        var reopened = OrderDocuments.Reopen(hub.Order("A"), hub.Contract).Events
            .Aggregate(hub.Order("A"), (order, change) => OrderEvolution.Evolve(order, change, message: default)!);

        Assert.DoesNotContain(reopened.Documents, document => document.Kind == DocumentKind.ReduceOrder);
        var intent = Assert.IsType<DocumentIntent.CreateOrder>(
            OrderDocuments.Build(reopened, reopened.Documents.Single(document => document.Key == create), hub.Contract));
        Assert.Equal<Quantity>(3, Assert.Single(intent.Picks).Quantity);
    }

    private static List<(ConnectionName Target, int Units)> Asked(Hub hub) => Reductions(hub)
        .Select(known => (known.Target, (int)known.Lines.Sum(line => line.Quantity.Value))).ToList();

    private static OrderDocument[] Reductions(Hub hub) =>
        [.. hub.Order("A").Documents.Where(known => known.Kind == DocumentKind.ReduceOrder)];

    private static Hub Placed() => new Hub(Contract).Report(Cap, Leeds, 10, At(0)).See(Seen);

    /// <summary>Three from Leeds, two from the store.</summary>
    private static Hub Split() => new Hub(Contract).Report(Cap, Leeds, 3, At(0)).Report(Cap, Soho, 2, At(0)).See(Seen);

    private static Hub Reduced()
    {
        var hub = Placed().See(Seen.Later(5, cancelled: 2));
        Assert.Equal([(Wms, 2)], Asked(hub));
        return hub;
    }
}
