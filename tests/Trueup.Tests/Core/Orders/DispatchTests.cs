using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class DispatchTests
{
    private static readonly Hub Stocked = new Hub(Agreed())
        .Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 10, At(0)).Report(Mat, Leeds, 10, At(0)).WriteAll();

    private static readonly Hub Placed = Stocked.See(Order("A", Line(Cap, 5)));

    [Fact]
    public void A_dispatch_asks_the_storefront_for_one_shipment_from_the_source_that_the_goods_left()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)]));

        var document = PostsOf(hub).Single();
        var intent = Assert.IsType<DocumentIntent.PostShipment>(
            OrderDocuments.Build(hub.Order("A"), document, hub.Contract));
        Assert.Equal(("leeds_src", "remote-A"), (intent.Source.Text, intent.RemoteOrder));
        Assert.Equal([Units(Cap, 5, "1")], intent.Lines);
    }

    [Fact]
    public void A_dispatch_heard_twice_counts_once()
    {
        var once = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 2)]));

        Assert.Equal(once.Orders, once.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 2)])).Orders);
    }

    [Fact]
    public void Parcel_after_parcel_is_posted_once_each()
    {
        var hub = Placed
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 2)], parcel: "p1"))
            .Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 3)], parcel: "p2"));

        Assert.Equal(["2", "3"], PostsOf(hub).Select(document => $"{document.Lines[0].Quantity}"));
    }

    [Fact]
    public void The_owner_may_serve_an_order_from_another_location_than_planned()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)], "PAR"));

        Assert.Equal((0, 5), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal((0, 5), (hub.Held(Cap, Leeds), hub.Held(Cap, Paris)));
        Assert.Equal(Paris, PostsOf(hub).Single().Location);
        Assert.Equal<Quantity?>(10, hub.Desired(Cap, Paris));
    }

    [Fact]
    public void A_split_line_is_taken_first_where_it_was_planned()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 14)));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 4)], "PAR"));
        Assert.Equal((10, 4), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 1)], "PAR", "p2"));
        Assert.Equal((9, 5), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal((9, 5), (hub.Held(Cap, Leeds), hub.Held(Cap, Paris)));
    }

    [Fact]
    public void More_than_was_ordered_is_a_case_and_the_order_takes_what_it_wanted()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 7)]));

        Assert.Equal(CaseCodes.OverDispatched, Assert.Single(hub.Findings).Code);
        Assert.Equal<Quantity>(5, PostsOf(hub).Single().Lines[0].Quantity);
    }

    [Fact]
    public void A_dispatch_from_a_place_that_nobody_mapped_waits_for_the_mapping()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)], "MOON"));

        Assert.Equal(CaseCodes.LocationUnmapped, Assert.Single(hub.Findings).Code);
        Assert.Equal(Placed.Orders, hub.Orders);
    }

    [Fact]
    public void A_line_named_by_its_sku_alone_is_taken_line_by_line()
    {
        var hub = Stocked.See(Order("A", Line(Cap, 2), Line(Cap, 3, "2")))
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 4)]));

        Assert.Equal([Units(Cap, 2, "1"), Units(Cap, 2, "2")], PostsOf(hub).Single().Lines);
    }

    [Fact]
    public void An_order_handed_over_at_the_till_leaves_from_the_store()
    {
        var hub = Placed.Report(Cap, Soho, 4, At(0))
            .Hear(Pos, IdOf("A"), new Fact.SaleCompleted("07", "t1", At(5), [Units(Cap, 5)], "A"));

        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Soho));
        Assert.Equal(Soho, PostsOf(hub).Single().Location);
    }

    [Fact]
    public void Goods_shipped_together_are_posted_as_whole_parents()
    {
        // Two bundles of three caps and a mat each.
        var hub = Stocked.See(Order("A", Together(Cap, 6, 3, "2"), Together(Mat, 2, 1, "3")))
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5), Units(Mat, 2)], parcel: "p1"));
        Assert.Equal([Units(Cap, 1, "1")], PostsOf(hub).Single().Lines);

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Cap, 1)], parcel: "p2"));

        Assert.Equal<Quantity>([1, 1], PostsOf(hub).Select(document => document.Lines[0].Quantity));
    }

    [Fact]
    public void A_part_that_left_before_its_sibling_is_still_posted_though_another_line_was_in_between()
    {
        var hub = Stocked.See(Order("A", Together(Cap, 3, 3, "2"), Together(Mat, 1, 1, "3"), Line(Cap, 1, "4")))
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 3, "2"), Units(Cap, 1, "4")], parcel: "p1"))
            .Hear(Wms, IdOf("A"), Dispatched(6, [Units(Mat, 1)], parcel: "p2"));

        Assert.Equal(["4", "1"], PostsOf(hub).Select(document => document.Lines.Single().Line));
    }

    [Fact]
    public void A_refused_shipment_is_a_case_and_moves_nothing()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)]));
        var key = PostsOf(hub).Single().Key;

        var after = hub.Settle(IdOf("A"), key, new Receipt.Refused(CaseCodes.DocumentRefused, "not enough"));

        Assert.Equal(CaseCodes.DocumentRefused, Assert.Single(after.Findings).Code);
        Assert.Equal(hub.Stocks, after.Stocks);
        Assert.Equal("not enough", PostsOf(after).Single().Refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_shipment_that_may_come_later_or_is_not_known_stays_asked(bool isDeferred)
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)]));
        Receipt receipt = isDeferred ? new Receipt.Deferred("busy") : new Receipt.Unknown("time-out");

        Assert.Equal(hub.Orders, hub.Settle(IdOf("A"), PostsOf(hub).Single().Key, receipt).Orders);
    }

    private static OrderLine Together(Sku sku, int units, int perParent, string line) =>
        Line(sku, units, line) with { ParentLine = "1", ShipLine = "1", PerShipLine = perParent };

    private static IEnumerable<OrderDocument> PostsOf(Hub hub) =>
        hub.Order("A").Documents.Where(document => document.Kind == DocumentKind.PostShipment);

    [Fact]
    public void Goods_that_left_a_place_without_a_source_count_at_once_and_their_shipment_waits_for_the_source()
    {
        var terms = Agreed().Terms;
        var paris = terms.Locations.First(place => place.Code == Paris);
        var without = paris with { Codes = paris.Codes.Where(alias => alias.Connection != Adobe).ToItems() };
        var contract = new OwnershipContract(terms with
        {
            Locations = terms.Locations.Select(place => place.Code == Paris ? without : place).ToItems(),
        });
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 10, At(0)).See(Order("A", Line(Cap, 3)))
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 3)], "PAR")).Report(Cap, Paris, 7, At(6));

        var found = Assert.Single(hub.Findings, finding => finding.Code == CaseCodes.LocationUnmapped);
        Assert.Equal((Adobe, "paris"), (found.About.Connection, found.About.Location));
        Assert.Equal<Quantity>(3, hub.Order("A").Lines[0].Dispatched);
        Assert.Equal<Quantity>(10, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(7, hub.Available(Cap, Paris));

        var shipment = hub.Order("A").Documents.Single(document => document.Kind == DocumentKind.PostShipment);
        Assert.Null(OrderDocuments.Build(hub.Order("A"), shipment, contract));
        var sent = Assert.IsType<DocumentIntent.PostShipment>(OrderDocuments.Build(hub.Order("A"), shipment, Agreed()));
        Assert.Equal("paris_src", sent.Source.Text);
    }
}
