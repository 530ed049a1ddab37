using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class CaptureTests
{
    private static readonly Hub Stocked = new Hub(Agreed())
        .Report(Cap, Leeds, 4, At(0)).Report(Cap, Paris, 10, At(0)).Report(Mat, Leeds, 50, At(0));

    [Theory]
    [InlineData(4, "leeds 4")]
    [InlineData(5, "paris 5")]
    [InlineData(12, "leeds 4, paris 8")]
    [InlineData(20, "leeds 10, paris 10")]
    public void A_line_goes_to_one_location_that_has_enough_or_is_split_in_the_order_of_the_contract(
        int units, string expected)
    {
        var hub = Stocked.See(Order("A", Line(Cap, units)));

        Assert.Equal(expected, PicksOf(hub));
        Assert.Equal<Quantity>(units, hub.Unseen(Cap, Leeds) + hub.Unseen(Cap, Paris));
        Assert.Equal<Quantity>(units, hub.Held(Cap, Leeds) + hub.Held(Cap, Paris));
    }

    [Fact]
    public void The_location_with_most_is_first_where_the_contract_says_so()
    {
        var mostStock = new SourcingRule(SourcingPolicy.MostStock, []);
        var contract = new OwnershipContract(Terms() with { Sourcing = mostStock });
        var hub = new Hub(contract).Report(Cap, Leeds, 4, At(0)).Report(Cap, Paris, 10, At(0));

        Assert.Equal("paris 2", PicksOf(hub.See(Order("A", Line(Cap, 2)))));
    }

    [Fact]
    public void Two_lines_of_one_sku_do_not_count_on_the_same_units()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 3), Line(Cap, 3, "2")));

        Assert.Equal("leeds 3", PicksOf(hub));
        Assert.Equal(Paris, hub.Order("A").Lines[1].Picks[0].Location);
    }

    [Fact]
    public void An_order_without_reservation_is_wanted_and_not_held()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 3)).Unreserved());

        Assert.Equal<Quantity?>(1, hub.Desired(Cap, Leeds));
        Assert.Equal<Quantity>(3, hub.Unseen(Cap, Leeds));
        Assert.True(hub.Held(Cap, Leeds).IsZero);
    }

    [Fact]
    public void Goods_that_nobody_serves_are_a_case_and_change_no_stock()
    {
        var terms = Terms();
        var hub = new Hub(new OwnershipContract(terms with { Stock = new OwnershipRule([Wholesale]) }));

        hub = hub.See(Order("A", Line(Cap, 3)));

        Assert.Equal(CaseCodes.OrderUnsourced, Assert.Single(hub.Findings).Code);
        Assert.Empty(hub.Stocks);
    }

    [Fact]
    public void Lines_that_move_no_stock_are_kept_for_the_invoice_only()
    {
        var hub = Stocked.See(Order("A", Line(Set, 1) with { MovesStock = false }, Line(Cap, 1, "2")));

        Assert.Equal("2", Assert.Single(hub.Order("A").Lines).Line);
        Assert.Equal(2, hub.Order("A").Canonical.Lines.Count);
    }

    [Fact]
    public void An_order_first_seen_in_the_middle_of_its_life_wants_only_what_is_left()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 5)).Later(30, shipped: 2, cancelled: 1));

        Assert.Equal("leeds 2", PicksOf(hub));
        Assert.Equal<Quantity>(2, hub.Held(Cap, Leeds));
    }

    [Fact]
    public void What_an_order_had_shipped_before_it_was_first_seen_is_not_posted_and_the_rest_is()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 5)).Later(30, shipped: 2));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(40, [Units(Cap, 3)]));

        var posted = Assert.Single(hub.Order("A").Documents, document => document.Kind == DocumentKind.PostShipment);
        Assert.Equal([Units(Cap, 3, "1")], posted.Lines);
    }

    [Fact]
    public void A_shipment_from_before_the_order_was_first_seen_is_not_counted_again()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 5)).Later(30, shipped: 2));

        hub = hub.Hear(Adobe, IdOf("A"), Shipped(30, Cap, 2, id: "old"));
        Assert.Equal<Quantity>(2, hub.Order("A").Lines[0].Shipped);

        hub = hub.Hear(Adobe, IdOf("A"), Shipped(50, Cap, 1, id: "new"));
        Assert.Equal<Quantity>(3, hub.Order("A").Lines[0].Shipped);
        Assert.Equal<Quantity>(2, hub.Held(Cap, Paris) + hub.Held(Cap, Leeds));
    }

    [Fact]
    public void An_order_first_seen_when_it_is_over_wants_nothing()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 5)).Later(30, shipped: 5).In("complete", OrderPhase.Finished));

        Assert.Empty(hub.StockOf(Cap).Demands);
        Assert.Empty(hub.Order("A").Documents);
    }

    [Fact]
    public void Goods_without_shipment_are_let_go_when_they_are_invoiced_and_the_source_is_written_again()
    {
        var order = Order("A", Line(Cap, 3) with { Type = "virtual" });
        var hub = Stocked.See(order).WriteAll();

        // Adobe lowers its sources by invoice, by its own priorities: the order shows it as shipped.
        hub = hub.See(order.Later(30, shipped: 3));

        Assert.True(hub.Held(Cap, Leeds).IsZero);
        Assert.Equal<Quantity?>(1, hub.Desired(Cap, Leeds));
        Assert.All(hub.StockOf(Cap).Slots, slot => Assert.True(slot.IsOwed));
    }

    [Fact]
    public void An_older_sight_of_an_order_takes_nothing_back()
    {
        var order = Order("A", Line(Cap, 5));
        var hub = Stocked.See(order).See(order.Later(30, shipped: 3, cancelled: 1));

        Assert.Equal(hub.Orders, hub.See(order.Later(20, shipped: 1)).Orders);
        Assert.Equal(hub.Stocks, hub.See(order.Later(20, shipped: 1)).Stocks);
    }

    private static string PicksOf(Hub hub) =>
        string.Join(", ", hub.Order("A").Lines[0].Picks.Select(pick => $"{pick.Location} {pick.Quantity}"));
}
