using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Returns.ReturnWorld;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Returns;

public class ReturnTests
{
    [Fact]
    public void Nothing_that_came_back_is_sellable_before_it_passed()
    {
        var hub = Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 3)));

        Assert.Equal<Quantity>(17, hub.Available(Cap, Leeds));
    }

    [Theory]
    [InlineData("restock", 19)]
    [InlineData("damaged", 17)]
    [InlineData("quarantine", 17)]
    [InlineData("destroyed", 17)]
    [InlineData("return-to-vendor", 17)]
    public void Only_what_is_to_be_restocked_becomes_sellable(string disposition, int available)
    {
        var hub = Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 2), disposition)));

        Assert.Equal<Quantity>(available, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(available, hub.Desired(Cap, Leeds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_passed_counts_once_whether_the_owners_figure_comes_first_or_last(bool figureFirst)
    {
        var received = Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)));
        var inspected = Inspected(11, "R1", (Units(Cap, 2), "restock"));

        var hub = figureFirst
            ? received.Report(Cap, Leeds, 19, At(11)).Hear(Wms, IdOf("A"), inspected)
            : received.Hear(Wms, IdOf("A"), inspected).Report(Cap, Leeds, 19, At(11));

        Assert.Equal<Quantity>(19, hub.Available(Cap, Leeds));
        Assert.Empty(hub.StockOf(Cap).ShelfAt(Leeds)!.Value.Arrivals);
    }

    [Fact]
    public void A_figure_from_before_the_inspection_leaves_what_passed_on_sale()
    {
        var hub = Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Inspected(12, "R1", (Units(Cap, 2), "restock"))).Report(Cap, Leeds, 16, At(11));

        Assert.Equal<Quantity>(18, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void Dispositions_go_to_the_states_that_the_owner_reports()
    {
        var hub = Shipped(4).Apply(Cap, new StockFact.Reported(Leeds, StockState.Damaged, 1, null, At(1)))
            .Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 3)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 1), "restock"), (Units(Cap, 2), "damaged")));

        var arrivals = hub.StockOf(Cap).ShelfAt(Leeds)!.Value.Arrivals;
        Assert.Equal<Quantity>(2, arrivals.Single(arrival => arrival.State == StockState.Damaged).Quantity);
        Assert.Equal<Quantity>(1, arrivals.Single(arrival => arrival.State == StockState.Available).Quantity);
    }

    [Fact]
    public void A_repeated_receipt_or_inspection_changes_nothing()
    {
        var receipt = Received(10, "R1", Units(Cap, 2));
        var inspection = Inspected(11, "R1", (Units(Cap, 2), "restock"));
        var hub = Shipped(3).Hear(Wms, IdOf("A"), receipt).Hear(Wms, IdOf("A"), inspection);

        var again = hub.Hear(Wms, IdOf("A"), receipt).Hear(Wms, IdOf("A"), inspection);

        Assert.Equal(hub.Stocks, again.Stocks);
        Assert.Equal(hub.Order("A").Returns, again.Order("A").Returns);
        Assert.Equal(hub.Order("A").Documents, again.Order("A").Documents);
    }

    [Fact]
    public void An_inspection_before_the_receipt_waits_and_is_a_case_until_the_goods_arrive()
    {
        var inspection = Inspected(11, "R1", (Units(Cap, 2), "restock"));
        var early = Shipped(3).Hear(Wms, IdOf("A"), inspection);

        Assert.Equal(["RETURN.NOT_RECEIVED"], early.Codes);
        Assert.Equal([$"return/{IdOf("A")}/R1"], early.Waiting);
        Assert.Equal<Quantity>(17, early.Available(Cap, Leeds));

        var hub = early.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2))).Hear(Wms, IdOf("A"), inspection);
        Assert.Empty(hub.Codes);
        Assert.Equal<Quantity>(19, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void More_inspected_than_received_waits()
    {
        var hub = Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 2), "restock")));

        Assert.Contains("1 of CAP inspected", Assert.Single(hub.Findings).Detail, StringComparison.Ordinal);
        Assert.Equal<Quantity>(17, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void More_returned_than_shipped_is_a_case_restocked_when_it_passes_and_never_refunded()
    {
        var hub = Shipped(2).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 5)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 5), "restock")));

        Assert.Equal(["RETURN.MORE_THAN_SHIPPED"], hub.Codes);
        Assert.Contains("3 of CAP", hub.Findings[^1].Detail, StringComparison.Ordinal);
        Assert.Equal<Quantity>(23, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(2, hub.Refunds());
    }

    [Fact]
    public void A_dispatch_told_late_puts_the_return_right()
    {
        var hub = new Hub(Agree(RefundWhen.OnInspection)).Report(Cap, Leeds, 20, At(0)).See(Bought(2));
        hub = SettleAll(hub).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)));
        Assert.Equal(["RETURN.MORE_THAN_SHIPPED"], hub.Codes);

        hub = hub.Hear(Wms, IdOf("A"), Facts.Dispatched(5, [Units(Cap, 2)]));

        Assert.Empty(hub.Codes);
    }

    [Fact]
    public void A_number_that_another_order_used_does_nothing_but_a_case()
    {
        var hub = Shipped(2).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1))).See(Bought(2, "B"));
        hub = hub.Hear(Wms, IdOf("B"), Facts.Dispatched(11, [Units(Cap, 2)], parcel: "p2"));

        var twice = hub.Hear(Wms, IdOf("B"), Received(12, "R1", Units(Cap, 1)));

        Assert.Equal(["RETURN.RMA_REUSED"], twice.Codes);
        Assert.Null(twice.Order("B").Returns);
        Assert.Equal(hub.Stocks, twice.Stocks);
    }

    [Fact]
    public void A_return_at_a_place_that_no_location_is_mapped_to_waits_for_the_mapping()
    {
        var hub = Shipped(2).Hear(
            Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)) with { Location = "MOON" });

        Assert.Equal(["STOCK.LOCATION_UNMAPPED"], hub.Codes);
        Assert.Equal(["location/wms/MOON"], hub.Waiting);
    }

    [Fact]
    public void The_number_of_a_return_reaches_every_system_but_the_one_that_told_it()
    {
        var pos = Shipped(2).Hear(Pos, IdOf("A"), Authorised(9, "R1", Units(Cap, 1, "1")));
        var wms = Shipped(2).Hear(Wms, IdOf("A"), Received(9, "R1", Units(Cap, 1)));

        Assert.Equal(["adobe-uk", "erp", "wms"], TargetsOf(pos));
        Assert.Equal(["adobe-uk", "erp"], TargetsOf(wms));
        Assert.All(pos.Of(DocumentKind.AnnounceReturn), document => Assert.Equal("R1", document.Detail!.Rma));
        Assert.Equal(TargetsOf(pos), TargetsOf(pos.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)))));
    }

    [Fact]
    public void A_return_by_the_storefronts_lines_names_the_goods_on_them_and_those_of_a_parent_once()
    {
        var seen = Facts.Order("A", Facts.Line(Set, 2, "10") with { Type = "bundle", MovesStock = false },
            Facts.Line(Cap, 4, "11") with { ParentLine = "10" }, Facts.Line(Mat, 3, "12"));
        var hub = new Hub(Agree(RefundWhen.OnInspection)).Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0)).See(seen);

        hub = hub.Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("10", 1), ("11", 1), ("12", 9)));

        var told = Assert.Single(hub.Order("A").Returns!.Authorisations);
        Assert.Equal([Units(Cap, 2, "11"), Units(Mat, 3, "12")], told.Lines);
        Assert.Equal(["erp", "wms"], TargetsOf(hub));
    }

    [Fact]
    public void A_return_for_lines_that_the_order_does_not_have_is_a_case_and_is_not_passed_on()
    {
        var hub = Shipped(2).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("99", 1)));

        Assert.Equal(["MESSAGE.UNREADABLE"], hub.Codes);
        Assert.Empty(TargetsOf(hub));
    }

    [Fact]
    public void A_return_that_is_closed_before_its_goods_come_is_a_case_that_their_receipt_closes()
    {
        var closed = new Fact.ReturnClosed("any", "R1", "rejected");
        var promised = Shipped(2).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 1)));

        var early = promised.Hear(Adobe, IdOf("A"), closed);
        Assert.Equal(["RETURN.CLOSED_EARLY"], early.Codes);
        Assert.Contains("rejected", Assert.Single(early.Findings).Detail, StringComparison.Ordinal);
        var came = early.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)));
        Assert.Empty(came.Codes);
        Assert.Empty(came.Hear(Adobe, IdOf("A"), closed).Codes);
        Assert.Empty(early.Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 1))).Codes);
        Assert.Empty(Shipped(2).Hear(Adobe, IdOf("A"), closed).Codes);
    }

    [Fact]
    public void A_number_that_another_storefront_gave_to_a_return_of_its_own_is_another_number()
    {
        var hub = Shipped(2);
        var decided = ReturnDecider.Decide(Adobe, ByLine(9, "R1", ("1", 1)), new ReturnSurroundings(
            hub.Order("A"), new OrderReturns(IdOf("A")), hub.Contract, At(9), _ => OrderId.Parse("adobe-fr:A")));

        Assert.Single(decided.Events);
        Assert.Empty(decided.Findings);
    }

    [Fact]
    public void A_kit_comes_back_by_its_parts_or_by_its_name()
    {
        var hub = new Hub(Agree(RefundWhen.OnInspection))
            .Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0))
            .See(Facts.Order("A", Facts.Line(Set, 2) with { UnitPrice = 30m }));
        hub = SettleAll(hub).Hear(Wms, IdOf("A"), Facts.Dispatched(5, [Units(Cap, 4), Units(Mat, 2)]));
        hub = SettleAll(hub).See(Facts.Order("A", Facts.Line(Set, 2) with { UnitPrice = 30m })
            .Later(7, shipped: 2).In("complete", OrderPhase.Finished));

        var parts = hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2), Units(Mat, 1)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 2), "restock"), (Units(Mat, 1), "restock")));
        var name = hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Set, 1)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Set, 1), "restock")));
        var half = hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 2), "restock")));

        Assert.Equal<Quantity>(1, parts.Refunds());
        Assert.Equal<Quantity>(1, name.Refunds());
        Assert.Equal<Quantity>(0, half.Refunds());
        Assert.Equal(parts.Available(Mat, Leeds), name.Available(Mat, Leeds));
    }

    private static IEnumerable<string> TargetsOf(Hub hub) => hub.Order("A").Documents
        .Where(document => document.Kind is DocumentKind.AnnounceReturn or DocumentKind.PostReturn)
        .Select(document => document.Target.Text).Order(StringComparer.Ordinal);
}
