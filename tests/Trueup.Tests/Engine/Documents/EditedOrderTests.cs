using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Documents;

/// <summary>An order edited in the shop is cancelled and another takes its place: the hub follows both.</summary>
public sealed class EditedOrderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_edited_order_ends_everywhere_and_the_one_in_its_place_is_made_once(bool whileTheHubIsDown)
    {
        using var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        var placed = TradingLife.Buy(house, isPaid: false, ("TEE", 2), ("MUG", 1));
        house.Settle();
        if (whileTheHubIsDown)
        {
            house.Die();
        }

        var edited = house.Shop.Staff.Edit(placed.EntityId, [new ShopperLine("TEE", 1), new ShopperLine("MUG", 3)], house.Now).Value!;
        house.Settle();
        TradingLife.Ship(house);
        house.Settle();
        house.Compare();

        Assert.Equal($"{placed.IncrementId}-1", edited.IncrementId);
        Assert.Equal(OrderStage.Cancelled, StageOf(house, placed));
        Assert.Equal(OrderStage.Shipped, StageOf(house, edited));
        Assert.Equal(placed.EntityId.ToString(System.Globalization.CultureInfo.InvariantCulture), Order(house, edited).Canonical.Replaces);
        foreach (var order in new[] { placed, edited })
        {
            Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
            Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order)));
        }

        Assert.Equal(4m, Assert.Single(house.Shop.Books.Shipments).Lines.Sum(line => line.Quantity));
        Assert.Empty(house.Shop.Books.CreditMemos);
        Assert.Equal(0, house.Erp.CountOf(ErpKind.CreditMemo));
        Assert.Equal(19m, house.Shop.Books.Salable("TEE", 2));
        Assert.Equal([], house.OpenCases);
    }

    private static OrderRecord Order(TradingHouse house, TwinOrder order) => house.State.Find(OrderId.Parse(TradingLife.IdOf(order)))!;

    private static OrderStage StageOf(TradingHouse house, TwinOrder order) => Order(house, order).Stage;
}
