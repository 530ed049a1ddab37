using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Returns.ReturnWorld;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Returns;

/// <summary>Returns that are of more than others were told, and goods of kits that come in parts.</summary>
public class WidenedReturnTests
{
    [Fact]
    public void Everybody_but_the_one_who_widened_a_return_is_told_the_whole()
    {
        var hub = Promised(1).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 2)));

        Assert.Equal(["erp 2", "wms 2"], Told(hub, DocumentKind.AmendReturn));
        Assert.Empty(hub.Codes);

        // Two of the three are expected, not three.
        Assert.Equal(["RETURN.REFUND_WITHOUT_RETURN"], SettleAll(hub).Hear(Adobe, IdOf("A"), Refunded(10, "M1", 3)).Codes);
    }

    [Fact]
    public void What_is_said_again_or_is_of_less_is_told_to_nobody()
    {
        var hub = SettleAll(Promised(2)).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 2))).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 1)));

        Assert.Empty(hub.Of(DocumentKind.AmendReturn));
    }

    [Fact]
    public void A_widening_waits_until_the_return_is_there_and_goes_to_it()
    {
        var hub = Promised(1).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 3)));
        var amendment = hub.Of(DocumentKind.AmendReturn).First(document => document.Target == Wms);

        Assert.Null(OrderDocuments.Build(hub.Order("A"), amendment, hub.Contract));
        hub = hub.Settle(IdOf("A"), $"{IdOf("A")}/return/R1/wms", new Receipt.Applied("RET-7"));

        var intent = Assert.IsType<DocumentIntent.AmendReturn>(OrderDocuments.Build(hub.Order("A"), amendment, hub.Contract));
        Assert.Equal("RET-7", intent.RemoteReturn);
        Assert.Equal([Units(Cap, 3, "1")], intent.Lines);
        Assert.Equal<Quantity>(3, Assert.Single(intent.Picks).Quantity);
    }

    [Fact]
    public void Of_a_second_parcel_under_a_number_that_nobody_promised_the_books_hear_too()
    {
        var hub = SettleAll(Shipped(3).Hear(Wms, IdOf("A"), Received(9, "R1", Units(Cap, 1))));
        hub = SettleAll(hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1))));
        Assert.Equal(["adobe-uk 2", "erp 2"], Told(hub, DocumentKind.AmendReturn));

        hub = hub.Hear(Wms, IdOf("A"), Received(11, "R1", Units(Cap, 1)));

        Assert.Equal(["adobe-uk 2", "adobe-uk 3", "erp 2", "erp 3"], Told(hub, DocumentKind.AmendReturn));
        Assert.Empty(hub.Codes);
    }

    [Fact]
    public void Whoever_does_not_take_the_rest_is_named_a_warehouse_until_all_came_and_books_until_they_have_it()
    {
        var hub = SettleAll(Promised(1)).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 2)));
        hub = hub.Settle(IdOf("A"), $"{IdOf("A")}/return/R1/wms/2", new Receipt.Refused(CaseCodes.DocumentRefused, "not set up."));
        Assert.Equal("Return R1 is of 2 of CAP now; wms was told of 1 and does not take the rest: not set up.", hub.Findings[^1].Detail);
        hub = hub.Settle(IdOf("A"), $"{IdOf("A")}/return/R1/erp/2", new Receipt.Refused(CaseCodes.DocumentRefused, "closed."));

        Assert.Equal(["RETURN.WIDENED"], hub.Codes);
        hub = hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)));
        Assert.Equal(["RETURN.WIDENED"], hub.Codes);
        Assert.Equal("Return R1 is of 2 of CAP now; erp was told of 1 and does not take the rest: closed.", hub.Findings[^1].Detail);

        var again = OrderDocuments.Reopen(hub.Order("A"), hub.Contract).Events.OfType<OrderEvent.DocumentReopened>();
        Assert.Contains(again, reopened => reopened.Key.EndsWith("/return/R1/erp/2", StringComparison.Ordinal));
    }

    /// <summary>A retry of the first amendment, which was refused, would take the books back to what the return was then.</summary>
    [Fact]
    public void What_was_refused_is_asked_for_no_more_once_a_later_word_went()
    {
        var hub = SettleAll(Promised(1)).Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 2)))
            .Settle(IdOf("A"), $"{IdOf("A")}/return/R1/erp/2", new Receipt.Refused(CaseCodes.DocumentRefused, "busy."));

        hub = SettleAll(hub.Hear(Adobe, IdOf("A"), ByLine(10, "R1", ("1", 3))));

        Assert.Empty(hub.Codes);
        Assert.Empty(OrderDocuments.Reopen(hub.Order("A"), hub.Contract).Events);
        Assert.Equal(["erp 0", "erp 3", "wms 2", "wms 3"], Told(hub, DocumentKind.AmendReturn));
    }

    [Fact]
    public void A_refused_return_is_tried_again_as_it_is_by_then()
    {
        var hub = Promised(1).Settle(IdOf("A"), $"{IdOf("A")}/return/R1/erp", new Receipt.Refused(CaseCodes.DocumentRefused, "closed."))
            .Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 3)));

        Assert.Equal(["erp 3"], Told(hub, DocumentKind.PostReturn));
        Assert.Contains(OrderDocuments.Reopen(hub.Order("A"), hub.Contract).Events, change => change is OrderEvent.DocumentReopened);
    }

    [Fact]
    public void Who_refused_the_return_itself_is_not_told_that_it_is_of_more()
    {
        var hub = Promised(1).Settle(
            IdOf("A"), $"{IdOf("A")}/return/R1/erp", new Receipt.Refused(CaseCodes.DocumentRefused, "The period is closed."));

        Assert.Equal(["wms 2"], Told(hub.Hear(Adobe, IdOf("A"), ByLine(9, "R1", ("1", 2))), DocumentKind.AmendReturn));
    }

    [Fact]
    public void A_kit_that_comes_back_in_parts_is_announced_in_units_that_were_sold()
    {
        var hub = Kits(2);
        var whole = SettleAll(hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2), Units(Mat, 1))));
        var half = SettleAll(hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2))));

        Assert.Equal(["erp 1"], Told(whole, DocumentKind.PostReturn));
        Assert.Equal([Units(Set, 1, "1")], whole.Of(DocumentKind.PostReturn).Single().Lines);
        Assert.Equal(["erp 1"], Told(half, DocumentKind.PostReturn));

        // Books have the parts, as they were sold.
        var document = whole.Of(DocumentKind.PostReturn).Single();
        var intent = Assert.IsType<DocumentIntent.PostReturn>(OrderDocuments.Build(whole.Order("A"), document, whole.Contract));
        Assert.Equal([Units(Cap, 2, "1:CAP"), Units(Mat, 1, "1:MAT")], intent.Lines);

        // The other part of the same kit is nothing to tell; a part of the other kit is.
        half = half.Hear(Wms, IdOf("A"), Received(11, "R1", Units(Mat, 1)));
        Assert.Empty(half.Of(DocumentKind.AmendReturn));
        Assert.Equal(
            ["adobe-uk 2", "erp 2"], Told(half.Hear(Wms, IdOf("A"), Received(12, "R1", Units(Mat, 1))), DocumentKind.AmendReturn));
    }

    [Fact]
    public void Goods_that_name_no_line_are_put_down_to_the_lines_that_they_left_on()
    {
        var seen = Facts.Order("A", Facts.Line(Cap, 1, "1"), Facts.Line(Cap, 1, "2"));
        var hub = new Hub(Agree(Trueup.Core.Contract.RefundWhen.OnInspection)).Report(Cap, Leeds, 20, At(0)).See(seen);
        hub = SettleAll(hub).Hear(Wms, IdOf("A"), Facts.Dispatched(5, [Units(Cap, 2)]));
        hub = SettleAll(hub).See(seen.Later(7, shipped: 1).In("complete", OrderPhase.Finished));

        hub = hub.Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1))).Hear(Wms, IdOf("A"), Received(11, "R2", Units(Cap, 1)));

        Assert.Equal(["1", "2"], hub.Of(DocumentKind.PostReturn).Select(document => Assert.Single(document.Lines).Line!));
    }

    [Fact]
    public void Of_more_than_was_promised_the_books_hear_and_not_whoever_received_it()
    {
        var hub = SettleAll(SettleAll(Promised(1)).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2))));
        Assert.Equal(["erp 2"], Told(hub, DocumentKind.AmendReturn));
    }

    [Fact]
    public void Of_goods_that_never_left_the_shop_notes_the_number_and_books_hear_nothing()
    {
        var hub = Shipped(2).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Mat, 1)));
        Assert.Equal(["adobe-uk 1"], Told(hub, DocumentKind.AnnounceReturn));
        Assert.Empty(hub.Of(DocumentKind.PostReturn));
        Assert.Equal(["RETURN.MORE_THAN_SHIPPED"], hub.Codes);
    }

    [Fact]
    public void The_number_of_a_stray_part_of_a_kit_is_noted_once()
    {
        var hub = new Hub(Agree(Trueup.Core.Contract.RefundWhen.OnInspection)).Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0))
            .See(Facts.Order("A", Facts.Line(Set, 1) with { UnitPrice = 30m }));
        hub = SettleAll(hub).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)));

        Assert.Equal(["adobe-uk 1"], Told(hub, DocumentKind.AnnounceReturn));
        Assert.Empty(hub.Settle(IdOf("A"), $"{IdOf("A")}/return/R1/adobe-uk", new Receipt.Applied("1")).Of(DocumentKind.AmendReturn));
    }

    [Fact]
    public void Of_goods_that_come_back_a_second_time_the_books_hear_once()
    {
        var hub = SettleAll(Shipped(3).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2))));
        hub = hub.Hear(Wms, IdOf("A"), Received(11, "R2", Units(Cap, 3)));

        Assert.Equal(["erp 1", "erp 2"], Told(hub, DocumentKind.PostReturn));
        Assert.Equal(["RETURN.MORE_THAN_SHIPPED"], hub.Codes);
    }

    [Fact]
    public void A_promise_that_was_overtaken_changes_nothing_and_a_later_one_of_less_stands()
    {
        var hub = Shipped(3).Hear(Pos, IdOf("A"), Authorised(9, "R1", Units(Cap, 2, "1")));
        Assert.Equal(hub.Order("A"), hub.Hear(Pos, IdOf("A"), Authorised(8, "R1", Units(Cap, 1, "1"))).Order("A"));

        hub = hub.Hear(Pos, IdOf("A"), Authorised(10, "R1", Units(Cap, 1, "1"))).Hear(Pos, IdOf("A"), Authorised(11, "R1", Units(Cap, 2, "1")));
        Assert.Equal([2m, 1m, 2m], hub.Order("A").Returns!.Authorisations.Select(told => told.Lines[0].Quantity.Value));
        Assert.Empty(hub.Of(DocumentKind.AmendReturn));
    }

    private static Hub Promised(int units) => Shipped(3).Hear(Adobe, IdOf("A"), ByLine(8, "R1", ("1", units)));

    /// <summary>Kits of two caps and a mat, shipped.</summary>
    private static Hub Kits(int units)
    {
        var seen = Facts.Order("A", Facts.Line(Set, units) with { UnitPrice = 30m });
        var hub = new Hub(Agree(Trueup.Core.Contract.RefundWhen.OnInspection))
            .Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0)).See(seen);
        hub = SettleAll(hub).Hear(Wms, IdOf("A"), Facts.Dispatched(5, [Units(Cap, 2 * units), Units(Mat, units)]));
        return SettleAll(hub).See(seen.Later(7, shipped: units).In("complete", OrderPhase.Finished));
    }

    private static IEnumerable<string> Told(Hub hub, DocumentKind kind) => hub.Of(kind)
        .Select(document => $"{document.Target} {document.Lines.Sum(units => units.Quantity.Value):0}").Order(StringComparer.Ordinal);
}
