using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Documents;

/// <summary>An order that people put on hold in the shop, and take off hold again.</summary>
public sealed class HoldTests
{
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_not_sent_yet_is_kept_back_until_the_hold_ends(bool dies)
    {
        using var house = Open();
        house.Warehouse.GoDown(requests: 6, TimeSpan.FromSeconds(1));
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 2));
        house.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));

        Assert.True(house.Shop.Staff.Hold(order.EntityId, house.Now).IsDone);
        house.Pass(TimeSpan.FromSeconds(10));
        if (dies)
        {
            house.Die();
            house.Hub.Start();
        }

        house.Warehouse.GoDown(requests: 0, TimeSpan.Zero);
        house.Pass(TimeSpan.FromMinutes(20));
        Assert.Empty(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        Assert.Equal(OrderStage.Held, Kept(house, order).Stage);
        Assert.Equal([], house.OpenCases);

        Assert.True(house.Shop.Staff.Unhold(order.EntityId, house.Now).IsDone);
        house.Pass(Seen);
        Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        house.Settle();
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void An_order_that_the_warehouse_has_is_told_of_and_what_the_shop_refused_is_made_when_the_hold_ends()
    {
        using var house = Open();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 2));
        house.Settle();
        Assert.True(house.Shop.Staff.Hold(order.EntityId, house.Now).IsDone);
        house.Pass(Seen);
        Assert.StartsWith("ORDER.HELD_TOO_LATE", Assert.Single(house.OpenCases), StringComparison.Ordinal);

        TradingLife.Ship(house);
        house.Pass(Seen);
        Assert.Empty(house.Shop.Books.Shipments);
        Assert.Contains(house.OpenCases, open => open.StartsWith("DOCUMENT.REFUSED", StringComparison.Ordinal));

        Assert.True(house.Shop.Staff.Unhold(order.EntityId, house.Now).IsDone);
        house.Pass(Seen);
        house.Settle();
        Assert.Equal(2m, Assert.Single(house.Shop.Books.Shipments).Lines.Sum(line => line.Quantity));
        Assert.Equal(OrderStage.Shipped, Kept(house, order).Stage);
        Assert.Equal([], house.OpenCases);
    }

    private static TradingHouse Open()
    {
        var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        return house;
    }

    private static OrderRecord Kept(TradingHouse house, Trueup.Connectors.AdobeCommerce.Twin.TwinOrder order) =>
        house.State.Find(OrderId.Parse(TradingLife.IdOf(order)))!;
}
