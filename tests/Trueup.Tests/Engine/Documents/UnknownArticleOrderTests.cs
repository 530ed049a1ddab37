using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Documents;

/// <summary>Orders for products that the shop deleted before the hub could read them.</summary>
public sealed class UnknownArticleOrderTests
{
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_nobody_knows_any_more_is_a_case_before_anything_is_sent_and_goes_once_its_owner_reports_it(bool dies)
    {
        using var house = Open();
        var order = BuyAndDelete(house, "GHOST");
        var other = TradingLife.Buy(house, isPaid: true, ("TEE", 1));
        house.Pass(Seen);
        house.Settle();

        var told = Assert.Single(Cases(house));
        Assert.Contains($"lines[{order.Lines[0].ItemId}].sku GHOST", told, StringComparison.Ordinal);
        Assert.Equal([OrderStage.Held], StagesOf(house, order));
        Assert.Empty(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order)));
        Assert.Empty(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(other)));

        if (dies)
        {
            house.Die();
        }

        house.Tell("wms", "level-ghost", "trueup.stock.level.v1", $$"""{"sku":"GHOST","location":"LDS","quantity":0,"as_of":"{{house.Now:O}}"}""");
        house.Settle();

        Assert.Empty(Cases(house));
        Assert.Equal([OrderStage.Held, OrderStage.Released], StagesOf(house, order).Take(2));
        Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order)));
    }

    [Fact]
    public void A_person_may_send_it_all_the_same()
    {
        using var house = Open();
        var order = BuyAndDelete(house, "GHOST");
        house.Pass(Seen);

        house.Hub.Do(async hub => await hub.AskAsync(
            new Request(Request.RetryOrder, "ann", TradingLife.IdOf(order)), CancellationToken.None));
        house.Settle();

        Assert.Empty(Cases(house));
        Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order)));
    }

    [Fact]
    public void The_last_pieces_of_what_the_shop_deleted_are_sent_for_the_warehouse_has_them()
    {
        using var house = Open();
        var order = BuyAndDelete(house, "TEE");
        house.Pass(Seen);
        house.Settle();

        Assert.Empty(Cases(house));
        Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
    }

    [Fact]
    public void What_the_shop_sells_and_no_owner_ever_reported_is_sent_as_ever()
    {
        using var house = Open();
        house.Shop.Setup.SourceItem("CUP", "leeds_src", 5);
        var order = TradingLife.Buy(house, isPaid: true, ("CUP", 1));
        house.Pass(Seen);
        house.Settle();

        Assert.Empty(Cases(house));
        Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order)));
    }

    private static TradingHouse Open()
    {
        var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        return house;
    }

    private static TwinOrder BuyAndDelete(TradingHouse house, string sku)
    {
        if (sku == "GHOST")
        {
            house.Shop.Setup.Product(new TwinProduct(sku, StockItem: new StockItem()));
            house.Shop.Setup.SourceItem(sku, "leeds_src", 5);
        }

        var order = TradingLife.Buy(house, isPaid: true, (sku, 1));
        house.Shop.Staff.DeleteProduct(sku, house.Now);
        return order;
    }

    private static IEnumerable<string> Cases(TradingHouse house) =>
        house.OpenCases.Where(open => open.StartsWith("ORDER.ARTICLE_UNKNOWN", StringComparison.Ordinal));

    private static IEnumerable<OrderStage> StagesOf(TradingHouse house, TwinOrder order) =>
        house.State.Find(OrderId.Parse(TradingLife.IdOf(order)))!.Trail.Select(entry => entry.Stage);
}
