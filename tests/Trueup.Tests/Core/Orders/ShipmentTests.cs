using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>Shipments and refunds as the storefront makes them, by the hub's asking or by hand.</summary>
public class ShipmentTests
{
    private static readonly Fact.OrderObserved Seen = Order("A", Line(Cap, 5));

    private static readonly Hub Placed = new Hub(Agreed())
        .Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 10, At(0)).WriteAll().See(Seen);

    [Fact]
    public void Our_own_shipment_moves_what_was_written_and_needs_no_write()
    {
        var hub = Dispatch(5).Report(Cap, Leeds, 5, At(5));
        Assert.Equal<Quantity?>(10, hub.Desired(Cap, Leeds));

        hub = Settle(hub, "s1");

        Assert.Equal<Quantity?>(5, hub.Desired(Cap, Leeds));
        Assert.Equal<Quantity?>(5, hub.SlotAt(Cap, Leeds)!.Value.Written);
        Assert.Empty(hub.Owed());
        Assert.Empty(hub.StockOf(Cap).Demands);
    }

    [Fact]
    public void Our_own_shipment_seen_again_in_the_storefront_counts_once()
    {
        var hub = Settle(Dispatch(2), "s1");

        var again = hub.Hear(Adobe, IdOf("A"), Shipped(7, Cap, 2, id: "s1"));

        Assert.Equal(hub.Orders, again.Orders);
        Assert.Equal(hub.Stocks, again.Stocks);
    }

    [Fact]
    public void Our_own_shipment_that_the_storefront_cut_down_leaves_its_source_unsure_once()
    {
        // Two of five were refunded meanwhile: asked to ship five, a shop ships the three that are open (adobe-commerce-observed.md §1.10).
        var cut = Shipped(7, Cap, 3, id: "s1");
        var hub = Settle(Dispatch(5).Report(Cap, Leeds, 5, At(5)), "s1");
        Assert.Empty(hub.Owed());

        var shown = hub.Hear(Adobe, IdOf("A"), cut);

        Assert.Equal(Leeds, Assert.Single(shown.Owed()).Slot.Location);
        Assert.Empty(shown.WriteAll().Hear(Adobe, IdOf("A"), cut).Owed());
    }

    [Fact]
    public void Our_own_shipment_that_was_cut_down_and_seen_before_its_answer_was_counted_as_it_is()
    {
        var cut = Shipped(7, Cap, 3, id: "s1");
        var hub = Settle(Dispatch(5).Report(Cap, Leeds, 5, At(5)).Hear(Adobe, IdOf("A"), cut).WriteAll(), "s1");

        var again = hub.Hear(Adobe, IdOf("A"), cut);

        Assert.Equal(hub.Order("A"), again.Order("A"));
        Assert.Equal(hub.Stocks, again.Stocks);
    }

    [Fact]
    public void Our_own_shipment_seen_in_the_storefront_before_its_answer_counts_once()
    {
        var hub = Dispatch(2).Hear(Adobe, IdOf("A"), Shipped(7, Cap, 2, id: "s1"));

        var after = Settle(hub, "s1");

        Assert.Equal(hub.Stocks, after.Stocks);
        Assert.Equal<Quantity>(3, after.Held(Cap, Leeds));
        Assert.True(after.Order("A").Documents[1].IsSettled);
    }

    [Fact]
    public void A_shipment_by_hand_lets_go_of_the_reservation_and_is_written_over()
    {
        var hub = Placed.Hear(Adobe, IdOf("A"), Shipped(7, Cap, 5));

        Assert.True(hub.Held(Cap, Leeds).IsZero);
        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Leeds));
        Assert.Equal<Quantity?>(5, hub.Desired(Cap, Leeds));
        Assert.Equal(Leeds, Assert.Single(hub.Owed()).Slot.Location);
    }

    [Fact]
    public void What_was_shipped_by_hand_is_not_posted_when_it_leaves()
    {
        var hub = Placed.Hear(Adobe, IdOf("A"), Shipped(7, Cap, 2))
            .Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 5)]));

        var posted = Assert.Single(hub.Order("A").Documents, document => document.Kind == DocumentKind.PostShipment);
        Assert.Equal<Quantity>(3, posted.Lines[0].Quantity);
    }

    [Fact]
    public void A_shipment_and_the_sight_of_its_order_count_once_in_either_order()
    {
        var shipment = Shipped(7, Cap, 2);
        var sight = Seen.Later(7, shipped: 2);

        var shipmentFirst = Placed.Hear(Adobe, IdOf("A"), shipment).See(sight);
        var sightFirst = Placed.See(sight).Hear(Adobe, IdOf("A"), shipment);

        Assert.Equal<Quantity>(3, shipmentFirst.Held(Cap, Leeds));
        Assert.Equal<Quantity>(3, sightFirst.Held(Cap, Leeds));
        Assert.Equal(shipmentFirst.Order("A").Lines, sightFirst.Order("A").Lines);
        Assert.Equal(shipmentFirst.Desired(Cap, Leeds), sightFirst.Desired(Cap, Leeds));
    }

    [Fact]
    public void A_second_shipment_that_does_not_move_the_date_of_the_order_counts_all_the_same()
    {
        // adobe-commerce-observed.md §1: updated_at stays still on the second partial shipment.
        var hub = Placed.See(Seen.Later(7, shipped: 2)).See(Seen.Later(7, shipped: 4));

        Assert.Equal<Quantity>(1, hub.Held(Cap, Leeds));
    }

    [Fact]
    public void A_shipment_without_source_makes_every_source_of_the_storefront_unsure()
    {
        var hub = Placed.Hear(Adobe, IdOf("A"), Shipped(7, Cap, 5, source: null));

        Assert.Equal(2, hub.Owed().Count());
    }

    [Fact]
    public void A_shipment_that_lists_a_parent_and_its_parts_counts_the_goods_once()
    {
        var part = Line(Cap, 4, "2") with { ParentLine = "1", ShipLine = "1", PerShipLine = 2 };
        var hub = Placed.See(Order("B", part));

        hub = hub.Hear(Adobe, IdOf("B"), new Fact.ShipmentObserved(
            "s1", "any", "leeds_src", At(7), [Units(Set, 1, "1"), Units(Cap, 2, "2")]));

        Assert.Equal<Quantity>(2, hub.Order("B").Lines[0].Shipped);
    }

    [Fact]
    public void A_shipment_that_lists_only_the_parent_ships_its_parts()
    {
        var part = Line(Cap, 4, "2") with { ParentLine = "1", ShipLine = "1", PerShipLine = 2 };
        var hub = Placed.See(Order("B", part)).Hear(Adobe, IdOf("B"), Shipped(7, Set, 1));

        Assert.Equal<Quantity>(2, hub.Order("B").Lines[0].Shipped);
    }

    [Fact]
    public void The_reservation_is_let_go_first_where_the_goods_have_left()
    {
        var order = Order("B", Line(Cap, 14));
        var hub = Placed.See(order);
        Assert.Equal((5, 9), (hub.Order("B").Lines[0].Picks[0].Quantity, hub.Order("B").Lines[0].Picks[1].Quantity));

        hub = hub.Hear(Wms, IdOf("B"), Dispatched(5, [Units(Cap, 9)], "PAR")).See(order.Later(6, shipped: 9));

        Assert.Equal<Quantity>(5 + 5, hub.Held(Cap, Leeds));
        Assert.True(hub.Held(Cap, Paris).IsZero);
    }

    [Fact]
    public void A_refund_of_units_not_shipped_gives_them_up()
    {
        var hub = Placed.See(Seen.Later(7, refunded: 2))
            .Hear(Adobe, IdOf("A"), new Fact.RefundObserved("r1", "any", At(7), []));

        Assert.Equal((3, 3), (hub.Held(Cap, Leeds), hub.Unseen(Cap, Leeds)));
        Assert.Equal<Quantity>(7, hub.Available(Cap, Leeds));
        Assert.Equal(2, hub.Owed().Count());
    }

    [Fact]
    public void A_refund_of_shipped_units_gives_up_nothing()
    {
        var hub = Placed.Hear(Adobe, IdOf("A"), Shipped(7, Cap, 5)).See(Seen.Later(7, shipped: 5));

        var after = hub.See(Seen.Later(9, shipped: 5, refunded: 2));

        Assert.Equal(hub.Order("A").Lines, after.Order("A").Lines);
        Assert.Equal<Quantity>(5, after.Unseen(Cap, Leeds));
    }

    [Fact]
    public void A_refund_seen_twice_makes_the_sources_unsure_once()
    {
        var refund = new Fact.RefundObserved("r1", "any", At(7), []);
        var hub = Placed.Hear(Adobe, IdOf("A"), refund).WriteAll();

        Assert.Empty(hub.Hear(Adobe, IdOf("A"), refund).Owed());
    }

    private static Hub Dispatch(int units) => Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, units)]));

    private static Hub Settle(Hub hub, string shipment) =>
        hub.Settle(IdOf("A"), hub.Order("A").Documents[1].Key, new Receipt.Applied(shipment));
}
