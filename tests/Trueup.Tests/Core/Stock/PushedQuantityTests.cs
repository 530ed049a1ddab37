using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Stock;

/// <summary>
/// The rows of adobe-commerce.md §3.8: ten in stock, an order of three, and a push at the wrong moment. Where a naive
/// figure loses or invents stock, the hub's must not.
/// </summary>
public class PushedQuantityTests
{
    private Hub _hub = new(Agreed());
    private Shop _shop = new(Adobe);

    [Fact]
    public void Row_1_an_order_alone_moves_no_source()
    {
        Start(Basis.OnHand);

        AssertShop(source: 10, salable: 7);
        Assert.Empty(_hub.Owed());
        ShipByHand();
        AssertShop(source: 7, salable: 7);
    }

    [Fact]
    public void Rows_2_and_3_a_figure_that_fell_at_allocation_is_raised_by_what_the_shop_still_holds()
    {
        Start(Basis.Available);

        _hub = _hub.Hear(Wms, IdOf("A"), Status("allocated", 5)).Report(Cap, Leeds, 7, At(6));
        Write();
        AssertShop(source: 10, salable: 7);

        ShipByHand();
        AssertShop(source: 7, salable: 7);
    }

    [Fact]
    public void Rows_4_and_6_a_figure_that_fell_at_dispatch_is_raised_until_the_shipment_is_posted()
    {
        Start(Basis.OnHand);

        _hub = _hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 3)])).Report(Cap, Leeds, 7, At(6));
        Write();
        AssertShop(source: 10, salable: 7);

        PostShipment();
        AssertShop(source: 7, salable: 7);
    }

    [Fact]
    public void Row_5_a_shipment_posted_before_the_report_needs_no_raise()
    {
        Start(Basis.OnHand);

        _hub = _hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 3)]));
        PostShipment();
        _hub = _hub.Report(Cap, Leeds, 7, At(6));
        Write();

        AssertShop(source: 7, salable: 7);
    }

    [Fact]
    public void Row_7_a_figure_computed_before_a_shipment_by_hand_is_corrected_when_the_shipment_is_seen()
    {
        Start(Basis.OnHand);
        _shop = _shop.Ship("A", "leeds_src", 3)!.Write(Cap, "leeds_src", 10);
        AssertShop(source: 10, salable: 10);

        _hub = _hub.Hear(Adobe, IdOf("A"), Shipped(5, Cap, 3));
        Write();

        AssertShop(source: 7, salable: 7);
    }

    [Fact]
    public void Row_8_the_last_units_stay_in_the_source_until_they_are_shipped_there()
    {
        Start(Basis.OnHand, stock: 3);

        _hub = _hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 3)])).Report(Cap, Leeds, 0, At(6));
        Write();
        AssertShop(source: 3, salable: 0);

        PostShipment();
        AssertShop(source: 0, salable: 0);
    }

    [Fact]
    public void Row_9_goods_of_a_cancelled_order_come_back_when_the_owner_frees_them()
    {
        Start(Basis.Available);
        _hub = _hub.Hear(Wms, IdOf("A"), Status("allocated", 5)).Report(Cap, Leeds, 7, At(6));
        Write();

        _shop = _shop.Cancel("A");
        _hub = _hub.See(_shop.Show("A"));
        Write();
        AssertShop(source: 7, salable: 7);

        _hub = _hub.Report(Cap, Leeds, 10, At(7));
        Write();
        AssertShop(source: 10, salable: 10);
    }

    [Fact]
    public void Row_10_a_sale_elsewhere_lowers_the_source_and_the_order_stays_held()
    {
        Start(Basis.OnHand);

        _hub = _hub.Report(Cap, Leeds, 8, At(6));
        Write();

        AssertShop(source: 8, salable: 5);
    }

    [Theory]
    [InlineData(Basis.OnHand, 15)]
    [InlineData(Basis.Available, 12)]
    public void Row_11_a_receipt_is_pushed_gross_whatever_the_basis(Basis basis, int figure)
    {
        Start(basis);
        _hub = _hub.Hear(Wms, IdOf("A"), Status("allocated", 5));

        _hub = _hub.Report(Cap, Leeds, figure, At(6));
        Write();

        AssertShop(source: 15, salable: 12);
    }

    private void Start(Basis basis, int stock = 10)
    {
        _hub = new Hub(Agreed(basis)).Report(Cap, Leeds, stock, At(0));
        Write();
        _shop = _shop.Place("A", Cap, 3);
        _hub = _hub.See(_shop.Show("A"));
    }

    private void ShipByHand()
    {
        _shop = _shop.Ship("A", "leeds_src", 3)!;
        _hub = _hub.Hear(Adobe, IdOf("A"), Shipped(30, Cap, 3));
        Write();
    }

    private void PostShipment()
    {
        var document = Assert.Single(_hub.Order("A").Documents, document => document.Kind == DocumentKind.PostShipment);
        _shop = _shop.Ship("A", "leeds_src", 3)!;
        _hub = _hub.Settle(IdOf("A"), document.Key, new Receipt.Applied("s1"));
        Assert.DoesNotContain(_hub.Owed(), owed => owed.Slot.Desired == 10);
    }

    private void Write()
    {
        _shop = _hub.Owed().Aggregate(_shop, (now, owed) =>
            now.Write(owed.Sku, owed.Slot.Source.Text, owed.Slot.Desired!.Value));
        _hub = _hub.WriteAll();
    }

    private void AssertShop(int source, int salable)
    {
        Assert.Equal(source, _shop.SourceOf(Cap, "leeds_src"));
        Assert.Equal<Quantity>(salable, _shop.Salable(Cap));
    }
}
