using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Documents;

/// <summary>
/// A life that needs every kind of document once, and what the books of everybody must hold in the end, whatever
/// befell any of them on its way.
/// </summary>
internal static class TradingLife
{
    /// <summary>Lives it; everything comes to rest between its parts.</summary>
    public static void Live(TradingHouse house)
    {
        house.Warehouse.PushAllLevels(house.Now);
        house.Till.Count("TEE", 5, house.Now);
        house.Settle();
        var (kept, lost) = (Buy(house, isPaid: true, ("TEE", 2), ("MUG", 1)), Buy(house, isPaid: true, ("MUG", 2)));
        var (dropped, refused) = (Buy(house, isPaid: false, ("TEE", 3)), Buy(house, isPaid: false, ("MUG", 1)));
        house.Settle();

        // Given up by the customer in the shop, and by the warehouse: paid and unpaid.
        Assert.True(house.Shop.Staff.Cancel(dropped.EntityId, house.Now).Value);
        house.Warehouse.Work(house.Now, new WarehouseStep.Cancel(IdOf(lost), Restock: true, "lost"));
        house.Warehouse.Work(house.Now, new WarehouseStep.Cancel(IdOf(refused), Restock: true, "refused"));
        house.Settle();

        Ship(house);
        house.Settle();

        house.Tell("wms", "auth-1", "trueup.return.authorised.v1", $$"""
            {"order":"{{IdOf(kept)}}","rma":"RMA-1","at":"{{house.Now:O}}","reason":"does not fit"}
            """);
        house.Settle();
        house.Warehouse.Work(house.Now, new WarehouseStep.TakeBack(IdOf(kept), "RMA-1"));
        house.Settle();
        house.Warehouse.Work(house.Now, new WarehouseStep.Inspect("RMA-1", Passed: true));
        house.Settle();

        house.Till.Ring("1", [new RungLine("TEE", 2, 24.00m)], house.Now, "cash");
        var sold = house.Till.Ring("1", [new RungLine("TEE", 1, 24.00m)], house.Now);
        house.Till.Ring("1", [new RungLine("TEE", -1, 24.00m) { SoldIn = sold }], house.Now);
        house.Settle();
        house.Till.CloseDay(DateOnly.FromDateTime(house.Now.UtcDateTime), house.Now);
        house.Settle();
        house.Compare();
    }

    /// <summary>The warehouse ships everything that it can.</summary>
    public static void Ship(TradingHouse house)
    {
        house.Warehouse.Work(house.Now, new WarehouseStep.Allocate(9));
        house.Warehouse.Work(house.Now, new WarehouseStep.Pick(9));
        house.Warehouse.Work(house.Now, new WarehouseStep.Pack(9));
        house.Warehouse.Work(house.Now, new WarehouseStep.Dispatch(9, Parcels: 2));
    }

    /// <summary>Exactly one of everything in everybody's own books, the money to the cent, the stock to the piece.</summary>
    public static void Check(TradingHouse house)
    {
        var books = house.Shop.Books;
        var orders = books.Orders.ToList();
        Assert.Equal(4, house.Erp.CountOf(ErpKind.SalesOrder));
        Assert.Equal(4, house.Warehouse.OrderCount);
        foreach (var order in orders)
        {
            Assert.Single(house.Erp.Of(ErpKind.SalesOrder, IdOf(order)));
            Assert.Single(house.Warehouse.OrdersOf(IdOf(order)));
        }

        var shipment = Assert.Single(books.Shipments);
        Assert.Equal(2, shipment.TrackNumbers.Count);
        Assert.Equal(3m, shipment.Lines.Sum(line => line.Quantity));
        Assert.Equal(
            [1, 2], books.CreditMemos.Select(memo => memo.OrderId).Order().Select(id => id - orders[0].EntityId + 1));
        Assert.Equal([0m, 0m, 3m, 1m], orders.Select(order => order.Lines.Sum(line => line.Canceled)));
        Assert.Equal([3m, 2m, 0m, 0m], orders.Select(order => order.Lines.Sum(line => line.Refunded)));
        Assert.Equal(2, house.Erp.CountOf(ErpKind.CreditMemo));
        Assert.NotNull(house.Erp.ReturnOf("RMA-1"));
        CheckMoney(house, orders);
        CheckStock(house);
        Assert.Equal([], house.OpenCases);
    }

    /// <summary>The id that the hub gives an order everywhere.</summary>
    public static string IdOf(TwinOrder order) => $"shop:{order.IncrementId}";

    private static void CheckMoney(TradingHouse house, List<TwinOrder> orders)
    {
        var kept = orders.Sum(order => order.Lines.Any(line => line.Canceled > 0m) ? 0m : order.GrandTotal) -
            house.Shop.Books.CreditMemos.Sum(memo => memo.GrandTotal);
        var booked = house.Erp.Ledger.ToLookup(posting => posting.Reason, posting => posting.Net + posting.Tax);
        Assert.Equal(orders.Sum(order => order.GrandTotal), booked["order"].Sum());
        Assert.Equal(
            kept, booked["order"].Sum() + booked["cancellation"].Sum() + booked["credit"].Sum());

        var till = house.Till.BooksOf(DateOnly.FromDateTime(house.Now.UtcDateTime));
        var posted = Assert.Single(house.Erp.All(ErpKind.RetailPosting));
        Assert.Equal((till.Net, till.Tax), (posted.Totals.Net, posted.Totals.Tax));
        Assert.Equal(till.Net + till.Tax, booked["retail"].Sum());
    }

    private static void CheckStock(TradingHouse house)
    {
        Assert.Equal(20m, house.Warehouse.Sellable("TEE", "LDS"));
        Assert.Equal(20m, house.Warehouse.Sellable("MUG", "LDS"));
        Assert.Equal(house.Till.OnShelf("TEE"), house.Shop.Books.SourceQuantity("TEE", "soho_src"));
        Assert.Equal(20m + house.Till.OnShelf("TEE"), house.Shop.Books.Salable("TEE", 2));
        Assert.Equal(20m, house.Shop.Books.Salable("MUG", 2));
    }

    /// <summary>Somebody buys in the shop.</summary>
    public static TwinOrder Buy(TradingHouse house, bool isPaid, params (string Sku, int Pieces)[] wanted)
    {
        var placed = house.Shop.Shoppers.PlaceOrder(
            "base", wanted.Select(one => new ShopperLine(one.Sku, one.Pieces)).ToItems(), house.Now);
        Assert.True(placed.IsDone, placed.ToString());
        if (isPaid)
        {
            Assert.True(house.Shop.Staff.Invoice(placed.Value.EntityId, house.Now).IsDone);
        }

        return placed.Value;
    }
}
