using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Documents;

/// <summary>An invoice in the shop that leaves its order, and the order's lines, dated as they were.</summary>
public sealed class InvoiceTests
{
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_that_waits_for_its_money_is_handed_over_once_though_only_the_invoice_tells_of_it(bool dies)
    {
        using var house = Open();
        var order = TradingLife.Buy(house, isPaid: false, ("TEE", 2));
        LeaveBehind(house);
        Assert.False(Kept(house, order).IsReleased);

        Assert.True(house.Shop.Staff.Invoice(order.EntityId, house.Now).IsDone);
        if (dies)
        {
            house.DieAfter(steps: 30);
        }

        house.Pass(Seen);
        house.Settle();

        Assert.Equal("captured", Kept(house, order).Canonical.Payment?.State);
        Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        Assert.Single(house.Erp.Of(Trueup.Connectors.Http.Twin.Erp.ErpKind.SalesOrder, TradingLife.IdOf(order)));
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void A_part_that_is_invoiced_does_not_release_the_order_and_the_rest_does()
    {
        using var house = Open();
        var order = TradingLife.Buy(house, isPaid: false, ("TEE", 2), ("MUG", 1));
        LeaveBehind(house);
        Invoice(house, order, line: 0, 2);
        house.Pass(Seen);
        Assert.False(Kept(house, order).IsReleased);

        Invoice(house, order, line: 1, 1);
        house.Pass(Seen);
        house.Settle();

        Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void What_is_not_physical_is_no_longer_held_in_the_shop_once_it_is_invoiced()
    {
        using var house = Open();
        house.Shop.Setup.Product(new TwinProduct("CODE", Type: ProductType.Virtual, StockItem: new StockItem()));
        house.Shop.Setup.SourceItem("CODE", "leeds_src", 10);
        var order = TradingLife.Buy(house, isPaid: false, ("CODE", 1), ("TEE", 1));
        LeaveBehind(house);
        Assert.Equal((Quantity)1, HeldOf(house, order, "CODE"));

        Invoice(house, order, line: 0, 1);
        house.Pass(Seen);

        Assert.Equal(Quantity.Zero, HeldOf(house, order, "CODE"));
        Assert.Equal((Quantity)1, HeldOf(house, order, "TEE"));
    }

    private static TradingHouse Open()
    {
        var house = new TradingHouse(change: yaml => yaml.Replace(
            "orders: { poll: 5s, overlap: 5m }",
            "orders: { poll: 5s, overlap: 5m, release: [ { at: captured } ] }",
            StringComparison.Ordinal));
        house.Shop.Switches.HidesInvoices = true;
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        return house;
    }

    /// <summary>A younger order moves the polls on: their overlap does not reach back to the elder one any more.</summary>
    private static void LeaveBehind(TradingHouse house)
    {
        house.Pass(TimeSpan.FromMinutes(6));
        TradingLife.Buy(house, isPaid: false, ("MUG", 1));
        house.Pass(Seen);
    }

    private static void Invoice(TradingHouse house, TwinOrder order, int line, decimal units) => Assert.True(house.Shop.Staff.Invoice(
        order.EntityId, house.Now, [new TwinQuantity(order.Lines[line].ItemId, units)]).IsDone);

    private static OrderRecord Kept(TradingHouse house, TwinOrder order) => house.State.Find(OrderId.Parse(TradingLife.IdOf(order)))!;

    private static Quantity HeldOf(TradingHouse house, TwinOrder order, string sku) =>
        Kept(house, order).Lines.First(line => line.Sku.Text == sku).Held;
}
