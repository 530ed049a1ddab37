using System.Text;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Documents;

/// <summary>Returns (RMA) that people in the shop decide on, and what becomes of them elsewhere.</summary>
public sealed class ReturnRequestTests
{
    /// <summary>Longer than the pause between two readings of returns.</summary>
    private static readonly TimeSpan Read = TimeSpan.FromMinutes(6);

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Fact]
    public void A_return_has_its_number_everywhere_once_it_is_authorised_and_is_refunded_once()
    {
        using var house = Open();
        var order = Sent(house, ("TEE", 2), ("MUG", 1));
        var rma = Request(house, order, (0, 2), (1, 1));
        house.Pass(Read);
        Assert.Null(Kept(house, order).Returns);

        Assert.True(house.Shop.Staff.AuthoriseReturn(1, house.Now).IsDone);
        house.Pass(Read);
        house.Settle();

        Assert.True(house.Warehouse.IsAnnounced(rma, TradingLife.IdOf(order)));
        Assert.Equal(3m, house.Erp.ReturnOf(rma)!.Lines.Sum(line => line.Quantity));
        Assert.Equal(["erp", "wms"], Told(house, order));

        Return(house, order, rma);
        Assert.True(house.Shop.Staff.EndReturn(1, "processed and closed", house.Now).IsDone);
        house.Pass(Read);
        house.Repeat();

        Assert.Equal(3m, Assert.Single(house.Shop.Books.CreditMemos).Lines.Sum(line => line.Quantity));
        Assert.Equal(["erp", "wms"], Told(house, order));
        Assert.Single(Kept(house, order).Returns!.Authorisations);
        Assert.Equal([], house.OpenCases);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Of_a_return_that_is_authorised_in_part_that_part_is_passed_on_and_then_what_is_added(Fault fault)
    {
        using var house = Open();
        var order = Sent(house, ("TEE", 2), ("MUG", 1));
        var rma = Request(house, order, (0, 2), (1, 1));
        Authorise(house, order, (0, 1));
        house.Pass(Read);
        house.Settle();
        Assert.Equal([1m], house.Erp.ReturnOf(rma)!.Lines.Select(line => line.Quantity));
        foreach (var wire in new[] { house.ErpWire, house.WarehouseWire })
        {
            wire.Arrange(static request => request.Method == "PATCH" && request.Target.Contains("/returns/", StringComparison.Ordinal), fault);
        }

        Authorise(house, order, (0, 2), (1, 1));
        house.Pass(Read);
        house.Settle();

        Assert.True(house.ErpWire.HasHappened && house.WarehouseWire.HasHappened, house.Story());
        Assert.Equal([2m, 1m], house.Erp.ReturnOf(rma)!.Lines.Select(line => line.Quantity));
        Assert.Equal([2m, 1m], house.Warehouse.AnnouncedUnder(rma).Select(line => line.Quantity));
        Assert.Equal(["erp", "wms"], Told(house, order));
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void Where_a_system_cannot_be_told_that_a_return_is_of_more_a_person_is_told_and_what_follows_goes_on()
    {
        using var house = Open(yaml => yaml.Replace("PATCH /returns/{{remote.return}}", "PATCH /nothing/{{remote.return}}", StringComparison.Ordinal));
        var order = Sent(house, ("TEE", 2));
        var rma = Request(house, order, (0, 2));
        Authorise(house, order, (0, 1));
        house.Pass(Read);
        house.Settle();
        Authorise(house, order, (0, 2));
        house.Pass(Read);
        house.Settle();
        Assert.Matches("^RETURN.WIDENED .*: Return .* wms was told of 1 and .*; erp was told of 1 and ", Assert.Single(house.OpenCases));

        Return(house, order, rma);
        house.Pass(Read);
        Assert.Single(house.Shop.Books.CreditMemos);
        Assert.DoesNotContain(Kept(house, order).Documents, document => !document.IsSettled);
    }

    [Fact]
    public void A_return_from_before_the_hub_is_followed_when_its_order_is_known()
    {
        using var house = Open();
        var order = Sent(house, ("TEE", 2));
        house.ShopWire.Instead = request => Earlier(request, order);
        house.Pass(Read);
        house.Settle();

        Assert.Equal(["erp", "wms"], Told(house, order));
        Assert.True(house.Warehouse.IsAnnounced("000000001", TradingLife.IdOf(order)));
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void A_return_from_before_the_hub_of_an_order_that_is_not_known_is_nobodys_trouble_until_the_order_is()
    {
        using var house = Open();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 1));
        house.ShopWire.Instead = request => Earlier(request, order) ?? NoOrders(request);
        house.Pass(Read);
        Assert.DoesNotContain(house.OpenCases, open => open.StartsWith("ORDER.UNKNOWN", StringComparison.Ordinal));

        house.ShopWire.Instead = null;
        house.Pass(Read);
        house.Settle();

        Assert.Equal(["erp", "wms"], Told(house, order));
    }

    [Fact]
    public void A_return_that_the_shop_refuses_after_it_was_passed_on_is_a_case_and_one_that_never_was_is_none()
    {
        using var house = Open();
        var order = Sent(house, ("TEE", 2));
        Request(house, order, (0, 1));
        Assert.True(house.Shop.Staff.EndReturn(1, "rejected", house.Now).IsDone);
        house.Pass(Read);
        Assert.Equal([], house.OpenCases);

        var passedOn = Request(house, order, (0, 1));
        Assert.True(house.Shop.Staff.AuthoriseReturn(2, house.Now).IsDone);
        house.Pass(Read);
        Assert.True(house.Shop.Staff.EndReturn(2, "closed", house.Now).IsDone);
        house.Pass(Read);
        Assert.StartsWith("RETURN.CLOSED_EARLY", Assert.Single(house.OpenCases), StringComparison.Ordinal);

        Return(house, order, passedOn);
        house.Settle();
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void A_return_that_is_read_before_its_order_waits_for_it()
    {
        using var house = Open();
        house.ShopWire.Instead = NoOrders;
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 1));
        var rma = Request(house, order, (0, 1));
        Assert.True(house.Shop.Staff.AuthoriseReturn(1, house.Now).IsDone);
        house.Pass(Read);
        Assert.Single(house.OpenCases, open => open.StartsWith("ORDER.UNKNOWN", StringComparison.Ordinal));

        house.ShopWire.Instead = null;
        house.Pass(Read);
        house.Settle();

        Assert.Equal(["erp", "wms"], Told(house, order));
        Assert.Equal(rma, Assert.Single(Kept(house, order).Returns!.Authorisations).Rma);
        Assert.DoesNotContain(house.OpenCases, open => open.StartsWith("ORDER.UNKNOWN", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shop_without_returns_is_no_case()
    {
        using var house = Open();
        house.Shop.Switches.HasReturns = false;
        house.Pass(Read + Read);

        Assert.Equal([], house.OpenCases);
    }

    private static TradingHouse Open(Func<string, string>? change = null)
    {
        var house = new TradingHouse(change: change);
        house.Shop.Switches.HasReturns = true;
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        return house;
    }

    private static TwinOrder Sent(TradingHouse house, params (string Sku, int Pieces)[] wanted)
    {
        var order = TradingLife.Buy(house, isPaid: true, wanted);
        house.Settle();
        TradingLife.Ship(house);
        house.Settle();
        return order;
    }

    private static WireReply? NoOrders(WireRequest request) =>
        request.Target.Contains("/orders", StringComparison.Ordinal) && request.Method == "GET"
            ? new WireReply(200, """{"items":[],"search_criteria":{"page_size":100},"total_count":0}"""u8.ToArray())
            : null;

    /// <summary>The shop has one return, which it authorised for a piece a month before the hub began.</summary>
    private static WireReply? Earlier(WireRequest request, TwinOrder order) =>
        request.Target.Contains("/returns?", StringComparison.Ordinal)
            ? new WireReply(200, Encoding.UTF8.GetBytes(
                $$"""
                {"items":[{"entity_id":1,"increment_id":"000000001","order_id":{{order.EntityId}},"date_requested":"2026-02-02 09:00:00",
                  "status":"authorized","items":[{"order_item_id":{{order.Lines[0].ItemId}},"qty_authorized":1,"qty_returned":0}]}],
                 "search_criteria":{"page_size":100},"total_count":1}
                """))
            : null;

    /// <summary>A customer asks for it; returns the number.</summary>
    private static string Request(TradingHouse house, TwinOrder order, params (int Line, int Pieces)[] wanted)
    {
        var asked = house.Shop.Staff.RequestReturn(order.EntityId, house.Now, Lines(order, wanted));
        Assert.True(asked.IsDone, asked.ToString());
        return $"{asked.Value:000000000}";
    }

    private static void Authorise(TradingHouse house, TwinOrder order, params (int Line, int Pieces)[] wanted) =>
        Assert.True(house.Shop.Staff.AuthoriseReturn(1, house.Now, Lines(order, wanted)).IsDone);

    private static Items<TwinQuantity> Lines(TwinOrder order, (int Line, int Pieces)[] wanted) =>
        wanted.Select(one => new TwinQuantity(order.Lines[one.Line].ItemId, one.Pieces)).ToItems();

    /// <summary>The goods come back to the warehouse, and pass.</summary>
    private static void Return(TradingHouse house, TwinOrder order, string rma)
    {
        house.Warehouse.Work(house.Now, new WarehouseStep.TakeBack(TradingLife.IdOf(order), rma));
        house.Settle();
        house.Warehouse.Work(house.Now, new WarehouseStep.Inspect(rma, Passed: true));
        house.Settle();
    }

    private static OrderRecord Kept(TradingHouse house, TwinOrder order) => house.State.Find(OrderId.Parse(TradingLife.IdOf(order)))!;

    private static IEnumerable<string> Told(TradingHouse house, TwinOrder order) => Kept(house, order).Documents
        .Where(document => document.Kind is DocumentKind.AnnounceReturn or DocumentKind.PostReturn)
        .Select(document => document.Target.Text).Order(StringComparer.Ordinal);
}
