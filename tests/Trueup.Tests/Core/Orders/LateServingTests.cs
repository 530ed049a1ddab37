using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>What could come from nowhere is served once it can, when somebody asks or the mapping comes, and not before.</summary>
public sealed class LateServingTests
{
    private static readonly OwnershipContract Unserved = new(Terms() with { Stock = new OwnershipRule([Wholesale]) });
    private static readonly Hub Stocked = new Hub(Unserved).Report(Cap, Leeds, 10, At(0)).Report(Mat, Leeds, 50, At(0));

    [Fact]
    public void A_line_is_served_as_at_capture_and_the_warehouse_asked_once()
    {
        var order = Order("A", Line(Cap, 3));
        var hub = Mapped(Stocked.See(order));

        hub = hub.SeeAgain(order).SeeAgain(order);

        Assert.Equal("leeds 3", PicksOf(hub));
        Assert.Equal<Quantity>(3, hub.Held(Cap, Leeds));
        Assert.Equal<Quantity>(3, hub.Unseen(Cap, Leeds));
        Assert.Equal(DocumentKind.CreateOrder, Assert.Single(hub.Order("A").Documents).Kind);
        Assert.Equal(CaseCodes.OrderUnsourced, Assert.Single(hub.Findings).Code);
    }

    [Fact]
    public void A_set_is_served_by_its_parts()
    {
        var order = Order("A", Line(Set, 2));
        var hub = Mapped(Stocked.See(order)).SeeAgain(order);

        Assert.Equal("leeds 4, leeds 2", PicksOf(hub));
        Assert.Equal<Quantity>(2, hub.Unseen(Mat, Leeds));
    }

    [Fact]
    public void An_ordinary_sight_serves_nothing_since_the_goods_may_have_been_picked_by_hand()
    {
        var order = Order("A", Line(Cap, 3));

        Assert.Empty(Mapped(Stocked.See(order)).See(order.Later(30)).Order("A").Lines[0].Picks);
    }

    [Fact]
    public void What_still_can_come_from_nowhere_is_found_again()
    {
        var order = Order("A", Line(Cap, 3));
        var hub = Stocked.See(order).SeeAgain(order);

        Assert.Equal([CaseCodes.OrderUnsourced, CaseCodes.OrderUnsourced], hub.Findings.Select(finding => finding.Code));
        Assert.Empty(hub.Order("A").Documents);
    }

    [Fact]
    public void Units_that_left_by_hand_or_were_given_up_are_not_wanted_and_the_line_can_end()
    {
        var order = Order("A", Line(Cap, 5));
        var later = order.Later(30, shipped: 2, cancelled: 1);
        var hub = Mapped(Stocked.See(order).See(later)).SeeAgain(order);

        Assert.Equal("leeds 2", PicksOf(hub));
        Assert.Equal<Quantity>(2, hub.Held(Cap, Leeds));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(40, [Units(Cap, 2)]));
        Assert.True(hub.Order("A").Lines[0].Open.IsZero);
    }

    [Fact]
    public void An_order_that_was_cancelled_wants_nothing()
    {
        var order = Order("A", Line(Cap, 3));
        var hub = Mapped(Stocked.See(order).See(order.Later(30, cancelled: 3).In("canceled", OrderPhase.Cancelled))).SeeAgain(order);

        Assert.Empty(hub.Order("A").Lines[0].Picks);
        Assert.Empty(hub.StockOf(Cap).Demands);
    }

    [Fact]
    public void A_line_comes_from_the_source_that_its_storefront_drew_it_from_and_a_warehouse_that_has_the_rest_is_told()
    {
        var order = Order("A", Line(Cap, 1), Line(Mat, 2, "2")) with { Draws = [new Fact.SourceDraw("2", "paris_src", HasLowered: true)] };
        var terms = Terms();
        var hub = new Hub(new OwnershipContract(terms with
        {
            Locations = terms.Locations.Select(location => location.Code == Paris
                ? location with { Codes = [new LocationAlias(Wms, "PAR")] }
                : location).ToItems(),
        })).Report(Cap, Leeds, 10, At(0)).See(order);
        Assert.Equal([CaseCodes.LocationUnmapped, CaseCodes.OrderUnsourced], hub.Findings.Select(finding => finding.Code));

        hub = Mapped(hub).SeeAgain(order);

        Assert.Equal(Paris, Assert.Single(hub.Order("A").Lines[1].Picks).Location);
        Assert.Equal([DocumentKind.CreateOrder, DocumentKind.AmendOrder], hub.Order("A").Documents.Select(document => document.Kind));
    }

    private static Hub Mapped(Hub hub) => hub with { Contract = Agreed() };

    private static string PicksOf(Hub hub) => string.Join(
        ", ", hub.Order("A").Lines[0].Picks.Select(pick => $"{pick.Location} {pick.Quantity}"));
}
