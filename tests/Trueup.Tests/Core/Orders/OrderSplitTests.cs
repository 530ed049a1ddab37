using Trueup.Core.Orders;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class OrderSplitTests
{
    private static readonly Hub Stocked = new Hub(Agreed())
        .Report(Cap, Leeds, 3, At(0)).Report(Cap, Paris, 9, At(0)).Report(Mat, Soho, 9, At(0));

    [Fact]
    public void An_order_that_one_place_serves_is_not_split() =>
        Assert.Null(OrderSplit.Of(Stocked.See(Order("A", Line(Cap, 5))).Order("A")));

    [Fact]
    public void A_line_that_no_place_has_enough_of_makes_one_parcel_more_for_every_further_place() =>
        Assert.Equal(
            new OrderSplit(2, 0, SplitCause.Line), OrderSplit.Of(Stocked.See(Order("A", Line(Cap, 11))).Order("A")));

    [Fact]
    public void Lines_that_lie_at_different_places_make_more_parcels()
    {
        var split = OrderSplit.Of(Stocked.See(Order("A", Line(Cap, 2), Line(Mat, 1, "2"))).Order("A"))!;

        Assert.Equal(new OrderSplit(2, 0, SplitCause.Lines), split);
        Assert.Equal(1, split.ExtraParcels);
    }

    [Fact]
    public void A_sender_that_makes_more_parcels_than_planned_is_the_cause()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 3)));
        foreach (var parcel in new[] { "p1", "p2", "p3" })
        {
            hub = hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 1)], parcel: parcel));
        }

        Assert.Equal(new OrderSplit(1, 3, SplitCause.Sender), OrderSplit.Of(hub.Order("A")));
        Assert.Equal(2, OrderSplit.Of(hub.Order("A"))!.ExtraParcels);
    }

    [Fact]
    public void What_is_given_up_needs_no_parcel()
    {
        var seen = Order("A", Line(Cap, 2), Line(Mat, 1, "2"));
        var hub = Stocked.See(seen);
        hub = hub.Hear(Wms, IdOf("A"), Cancelled(5, new LineQuantity("2", Mat, 1)));

        Assert.Null(OrderSplit.Of(hub.Order("A")));
    }
}
