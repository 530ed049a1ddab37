using System.Globalization;
using Trueup.Core.Orders;
using Trueup.Engine.Views;

namespace Trueup.Tests.Engine.Orders;

/// <summary>The one word for how far an order is says the same as its stage.</summary>
public sealed class OrderStatusTests
{
    [Fact]
    public void An_order_that_its_shop_gave_up_before_anything_was_sent_is_cancelled_and_not_shipped()
    {
        var house = new House().Place("9");
        var at = house.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        house.Say(House.Shop, "trueup.order.cancelled.v1", $$"""{"order":"9","restock":true,"reason":"changed mind","at":"{{at}}"}""");

        Assert.Equal(OrderStage.Cancelled, house.Order("9").Stage);
        Assert.Equal("cancelled", OrderSummary.StatusOf(house.Order("9")));
    }

    [Fact]
    public void An_order_without_units_is_captured_and_not_shipped()
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", house.Placed("9", quantity: 0));

        Assert.Equal(OrderStage.Captured, house.Order("9").Stage);
        Assert.Equal("captured", OrderSummary.StatusOf(house.Order("9")));
    }
}
