using System.Globalization;
using Trueup.Core.Cases;
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
    public void An_order_without_units_is_held_and_not_shipped()
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", house.Placed("9", quantity: 0));

        Assert.Equal(OrderStage.Held, house.Order("9").Stage);
        Assert.Equal("held", OrderSummary.StatusOf(house.Order("9")));
    }

    [Fact]
    public void An_order_that_is_kept_back_for_its_content_is_held_until_it_is_corrected()
    {
        var house = new House();
        var wrong = house.Placed("9").Replace("\"gross\":12.00", "\"gross\":15.00", StringComparison.Ordinal);
        house.Say(House.Shop, "trueup.order.placed.v1", wrong);

        Assert.Equal(OrderCases.TotalsMismatch, Assert.Single(house.OpenCases).Code);
        Assert.Equal([House.Id("9")], OrderSearch.Find(house.Hub.State, Held).Items.Select(order => order.Id));
        Assert.Equal("held", OrderSummary.StatusOf(house.Order("9")));
        Assert.Equal(1, house.Hub.State.OrdersByStage["held"]);

        house.Place("9").Run(TimeSpan.FromMinutes(1));

        Assert.Equal(OrderStage.Accepted, house.Order("9").Stage);
        Assert.Empty(OrderSearch.Find(house.Hub.State, Held).Items);
        Assert.Equal([OrderStage.Held, OrderStage.Released, OrderStage.Accepted], house.Order("9").Trail.Select(entry => entry.Stage));
    }

    private static OrderQuery Held { get; } = new(Text: null, Storefront: null, Status: null, After: null, Limit: 10) { Stage = "held" };
}
