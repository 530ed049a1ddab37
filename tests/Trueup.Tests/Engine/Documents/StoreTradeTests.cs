using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;

namespace Trueup.Tests.Engine.Documents;

/// <summary>Where the store and the web shop meet: returns over the counter, and the last unit on the shelf.</summary>
public sealed class StoreTradeTests
{
    [Theory]
    [InlineData("card", 0)]
    [InlineData("cash", 0)]
    [InlineData("online", 1)]
    public void What_a_till_gave_back_for_an_online_order_is_not_refunded_again_when_it_is_inspected(
        string tender, int refunds)
    {
        using var house = new TradingHouse();
        var order = ShippedOrder(house);

        var number = house.Till.Ring(
            "1", [new RungLine("TEE", -1, 23.99m)], house.Now, tender, TradingLife.IdOf(order));
        house.Settle();
        Assert.Equal(18m + 5m, house.Shop.Books.Salable("TEE", 2));
        house.Till.Inspect(TradingLife.IdOf(order), "1", number, isGood: true, house.Now);
        house.Settle();
        house.Compare();

        Assert.Equal(refunds, house.Shop.Books.CreditMemos.Count());
        Assert.Equal(refunds, house.Erp.CountOf(ErpKind.CreditMemo));
        Assert.Equal(18m + 6m, house.Shop.Books.Salable("TEE", 2));
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void What_did_not_pass_inspection_in_the_store_is_not_sold_again()
    {
        using var house = new TradingHouse();
        var order = ShippedOrder(house);

        var number = house.Till.Ring(
            "1", [new RungLine("TEE", -1, 23.99m)], house.Now, "online", TradingLife.IdOf(order));
        house.Till.Inspect(TradingLife.IdOf(order), "1", number, isGood: false, house.Now);
        house.Settle();
        house.Compare();

        Assert.Single(house.Shop.Books.CreditMemos);
        Assert.Equal(18m + 5m, house.Shop.Books.Salable("TEE", 2));
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.FailedAfter)]
    [InlineData(Fault.TooMany)]
    [InlineData(Fault.HubDiesBefore)]
    [InlineData(Fault.HubDiesAfter)]
    public void The_last_one_on_the_shelf_is_not_sold_twice_whatever_befalls_the_write(Fault fault)
    {
        using var house = new TradingHouse();
        house.Till.Count("CUP", 1, house.Now);
        house.Settle();
        Assert.Equal(1m, house.Shop.Books.Salable("CUP", 2));
        house.ShopWire.Arrange(IsLevel, fault);

        house.Till.Ring("1", [new RungLine("CUP", 1, 5.39m)], house.Now);
        house.Settle();

        Assert.True(house.ShopWire.HasHappened);
        Assert.Equal(0m, house.Shop.Books.Salable("CUP", 2));
        Assert.False(house.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("CUP", 1)], house.Now).IsDone);
    }

    [Fact]
    public void A_shipment_waits_for_a_source_that_is_short_says_so_and_follows_by_itself()
    {
        using var house = new TradingHouse();
        ShipFromNothing(house);

        Assert.Empty(house.Shop.Books.Shipments);
        Assert.Contains(house.OpenCases, open => open.StartsWith("SHIPMENT.SOURCE_SHORT", StringComparison.Ordinal));
        Assert.DoesNotContain(house.OpenCases, open => open.StartsWith("DOCUMENT", StringComparison.Ordinal));
        house.ShopWire.IsRefused = null;
        house.Pass(TimeSpan.FromMinutes(5));
        house.Settle();
        house.Compare();

        Assert.Single(house.Shop.Books.Shipments);
        Assert.Equal(18m, house.Shop.Books.Salable("TEE", 2));
        Assert.DoesNotContain(house.OpenCases, open => open.StartsWith("SHIPMENT", StringComparison.Ordinal));
    }

    /// <summary>Found in a chaos demo: each wait for the source had made the pause longer, and the shipment was looked for a minute later.</summary>
    [Fact]
    public void A_shipment_that_has_waited_long_for_its_source_and_lost_an_answer_is_looked_for_at_once()
    {
        using var house = new TradingHouse();
        ShipFromNothing(house);

        house.ShopWire.IsRefused = null;
        house.ShopWire.Arrange(request => request.Target.EndsWith("/ship", StringComparison.Ordinal), Fault.AnswerLost);
        for (var looks = 0; looks < 100 && !house.ShopWire.HasHappened; looks++)
        {
            house.Pass(TimeSpan.FromSeconds(5));
        }

        house.Pass(TimeSpan.FromSeconds(10));

        Assert.True(house.ShopWire.HasHappened);
        Assert.True(Assert.Single(house.State.Orders.Values).Documents.Single(document => document.Kind == DocumentKind.PostShipment).IsMade);
    }

    /// <summary>Goods leave, and for twenty minutes their source holds nothing and cannot be set.</summary>
    private static void ShipFromNothing(TradingHouse house)
    {
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        TradingLife.Buy(house, isPaid: true, ("TEE", 2));
        house.Settle();
        house.ShopWire.IsRefused = IsLevel;
        house.Shop.Staff.SetQuantity("TEE", "leeds_src", 0, house.Now);
        TradingLife.Ship(house);
        house.Pass(TimeSpan.FromMinutes(20));
    }

    private static TwinOrder ShippedOrder(TradingHouse house)
    {
        house.Warehouse.PushAllLevels(house.Now);
        house.Till.Count("TEE", 5, house.Now);
        house.Settle();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 2));
        house.Settle();
        TradingLife.Ship(house);
        house.Settle();
        return order;
    }

    private static bool IsLevel(WireRequest request) =>
        request.Method == "POST" && request.Target.EndsWith("/inventory/source-items", StringComparison.Ordinal);
}
