using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Returns;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Fulfilment;

public class ParcelTests
{
    private static readonly ConnectionName Carrier = ConnectionName.Parse("dpd");

    [Theory]
    [InlineData("easypost", "pre_transit", null, ParcelStatus.LabelCreated)]
    [InlineData("easypost", "in_transit", "arrived_at_facility", ParcelStatus.InTransit)]
    [InlineData("easypost", "in_transit", "delivery_exception", ParcelStatus.DeliveryAttempted)]
    [InlineData("EasyPost", "RETURN_TO_SENDER", null, ParcelStatus.Returning)]
    [InlineData("easypost", "failure", "lost", ParcelStatus.Exception)]
    [InlineData("easypost", "unknown", "expired", ParcelStatus.Expired)]
    [InlineData("aftership", "AttemptFail", null, ParcelStatus.DeliveryAttempted)]
    [InlineData("aftership", "InfoReceived", null, ParcelStatus.LabelCreated)]
    [InlineData("aftership", "Expired", null, ParcelStatus.Expired)]
    [InlineData("shippo", "TRANSIT", "out_for_delivery", ParcelStatus.OutForDelivery)]
    [InlineData("shippo", "RETURNED", null, ParcelStatus.Returned)]
    [InlineData("trueup", "ready-for-pickup", null, ParcelStatus.ReadyForPickup)]
    public void Every_vocabulary_comes_to_one_table(string vocabulary, string word, string? detail, ParcelStatus status) =>
        Assert.Equal(status, CarrierWords.Find(vocabulary, word, detail));

    [Fact]
    public void A_word_that_no_table_knows_proves_nothing_and_is_told()
    {
        var hub = Sent().Hear(Carrier, IdOf("A"), Tracked("P1", "teleported", 20));

        Assert.Equal(["TRACKING.STATUS_UNKNOWN"], hub.Codes);
        Assert.Equal(ParcelStatus.Unknown, hub.Order("A").Parcels[0].Status);
        Assert.Single(hub.Order("A").Parcels[0].Reports);
    }

    [Theory]
    [InlineData("in-transit 10, delivered 20, out-for-delivery 15", ParcelStatus.Delivered)]
    [InlineData("delivered 20, in-transit 25", ParcelStatus.Delivered)]
    [InlineData("delivered 20, exception 25", ParcelStatus.Exception)]
    [InlineData("delivered 20, exception 15", ParcelStatus.Delivered)]
    [InlineData("delivered 20, returning 22, returned 30", ParcelStatus.Returned)]
    [InlineData("exception 15, delivered 20", ParcelStatus.Delivered)]
    [InlineData("expired 40, delivered 20", ParcelStatus.Delivered)]
    [InlineData("in-transit 10, expired 40", ParcelStatus.Expired)]
    [InlineData("label-created 1, cancelled 2", ParcelStatus.Cancelled)]
    [InlineData("unknown 50, in-transit 10", ParcelStatus.InTransit)]
    public void A_parcel_is_where_the_highest_report_says_and_late_ones_change_nothing(
        string reports, ParcelStatus status)
    {
        var hub = Sent();
        foreach (var report in reports.Split(", ").Select(text => text.Split(' ')))
        {
            hub = hub.Hear(Carrier, IdOf("A"), Tracked(
                "P1", report[0], int.Parse(report[1], System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.Equal(status, hub.Order("A").Parcels[0].Status);
    }

    [Fact]
    public void A_report_that_comes_again_changes_nothing()
    {
        var hub = Sent().Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 20));

        Assert.Equal(hub.Order("A"), hub.Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 20)).Order("A"));
    }

    [Fact]
    public void An_order_is_delivered_when_its_last_parcel_is()
    {
        var hub = Sent("P1", "P2").Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 20));
        Assert.DoesNotContain(hub.Order("A").Milestones, milestone => milestone.Status == "delivered");

        hub = hub.Hear(Carrier, IdOf("A"), Tracked("P2", "delivered", 22));
        hub = hub.Hear(Carrier, IdOf("A"), Tracked("P2", "delivered", 22));

        var delivered = Assert.Single(hub.Order("A").Milestones, milestone => milestone.Status == "delivered");
        Assert.Equal(At(22), delivered.At);
    }

    [Fact]
    public void The_storefront_is_told_once_what_a_customer_wants_to_know()
    {
        var hub = Sent().Hear(Carrier, IdOf("A"), Tracked("P1", "in-transit", 10));
        Assert.Empty(hub.Of(DocumentKind.PostTracking));

        hub = hub.Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 20))
            .Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 21));

        var note = hub.Of(DocumentKind.PostTracking).Single();
        Assert.Equal(("delivered", Adobe), (note.Detail!.Status!, note.Target));
        Assert.StartsWith("made ", note.Detail.About, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parcel_that_is_named_later_is_added_to_the_shipment_that_exists()
    {
        var hub = Sent("P1").Hear(Wms, IdOf("A"), Left("P1", "P2"));

        var added = hub.Of(DocumentKind.PostTracking).Single();
        Assert.Equal("P2", Assert.Single(added.Tracking).Number);
        Assert.Single(hub.Of(DocumentKind.PostShipment));
        Assert.Equal(hub.Order("A"), hub.Hear(Wms, IdOf("A"), Left("P1", "P2")).Order("A"));
    }

    [Fact]
    public void A_parcel_that_is_named_before_the_shipment_is_made_waits_for_it()
    {
        var hub = ReturnWorld.SettleAll(new Hub(Agreed()).Report(Cap, Leeds, 20, At(0)).See(ReturnWorld.Bought(2)))
            .Hear(Wms, IdOf("A"), Left("P1")).Hear(Wms, IdOf("A"), Left("P1", "P2"));
        Assert.Empty(hub.Of(DocumentKind.PostTracking));

        var shipment = hub.Of(DocumentKind.PostShipment).Single();
        hub = hub.Settle(IdOf("A"), shipment.Key, new Receipt.Applied("24"));

        Assert.Equal("24", hub.Of(DocumentKind.PostTracking).Single().Detail!.About);
    }

    [Fact]
    public void A_parcel_in_trouble_is_a_case_until_it_arrives()
    {
        var hub = Sent().Hear(Carrier, IdOf("A"), Tracked("P1", "exception", 20));
        Assert.Equal(["SHIPMENT.DELIVERY_TROUBLED"], hub.Codes);

        Assert.Empty(hub.Hear(Carrier, IdOf("A"), Tracked("P1", "delivered", 30)).Codes);
    }

    [Fact]
    public void A_returned_parcel_neither_refunds_nor_restocks_by_itself()
    {
        var hub = Sent().Hear(Carrier, IdOf("A"), Tracked("P1", "returned", 20));

        Assert.Null(hub.Order("A").Returns);
        Assert.Equal<Quantity>(18, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void A_report_on_a_parcel_that_no_shipment_names_waits_for_one_that_does()
    {
        var hub = Sent("P1").Hear(Carrier, IdOf("A"), Tracked("P9", "delivered", 20) with { Shipment = "elsewhere" });

        Assert.Equal(["TRACKING.UNKNOWN"], hub.Codes);
        Assert.Equal(["parcel/P9"], hub.Waiting);
        Assert.Single(hub.Order("A").Parcels);
    }

    /// <summary>A set left in three parcels, of which only the last makes it whole: the customer is to see all three
    /// numbers.</summary>
    [Fact]
    public void Parcels_with_parts_of_a_set_are_added_to_the_shipment_that_the_last_part_makes()
    {
        var hub = ReturnWorld.SettleAll(
            new Hub(Agreed()).Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0)).See(Facts.Order("A", Facts.Line(Set, 1))));
        hub = hub.Hear(Wms, IdOf("A"), Left("S1", "P1", Units(Cap, 1))).Hear(Wms, IdOf("A"), Left("S2", "P2", Units(Cap, 1)));
        Assert.Empty(hub.Of(DocumentKind.PostShipment));
        Assert.Empty(hub.Of(DocumentKind.PostTracking));

        hub = hub.Hear(Wms, IdOf("A"), Left("S3", "P3", Units(Mat, 1)));
        Assert.Empty(hub.Of(DocumentKind.PostTracking));
        hub = ReturnWorld.SettleAll(hub);

        var shipment = hub.Of(DocumentKind.PostShipment).Single();
        Assert.Equal("P3", Assert.Single(shipment.Tracking).Number);
        var added = hub.Of(DocumentKind.PostTracking).ToArray();
        Assert.Equal(["P1", "P2"], added.Select(document => Assert.Single(document.Tracking).Number));
        Assert.All(added, document => Assert.Equal(shipment.RemoteId, document.Detail!.About));
        Assert.Equal(hub.Order("A"), hub.Hear(Wms, IdOf("A"), Left("S1", "P1", Units(Cap, 1))).Order("A"));
    }

    [Fact]
    public void A_part_of_a_set_does_not_join_an_earlier_shipment_of_something_else()
    {
        var hub = ReturnWorld.SettleAll(new Hub(Agreed()).Report(Cap, Leeds, 20, At(0)).Report(Mat, Leeds, 20, At(0))
            .See(Facts.Order("A", Facts.Line(Mat, 1, "1"), Facts.Line(Set, 1, "2"))));
        hub = ReturnWorld.SettleAll(hub.Hear(Wms, IdOf("A"), Left("S1", "P1", Units(Mat, 1, "1"))));

        hub = hub.Hear(Wms, IdOf("A"), Left("S2", "P2", Units(Cap, 2, "2")));

        Assert.Single(hub.Of(DocumentKind.PostShipment));
        Assert.Empty(hub.Of(DocumentKind.PostTracking));
    }

    private static Fact.Dispatched Left(string shipment, string number, LineQuantity units) =>
        Facts.Dispatched(5, [units], parcel: shipment) with { Tracking = [new Tracking(number, "DPD")] };

    /// <summary>Swarm seed 2100019: a carrier's van was faster than the message of the second shipment, whose parcel was shown twice.</summary>
    [Fact]
    public void A_parcel_whose_shipment_is_still_on_its_way_is_not_put_to_another()
    {
        var hub = Sent("P1").Hear(Carrier, IdOf("A"), Tracked("P2", "in-transit", 20));

        Assert.Equal(["parcel/P2"], hub.Waiting);
        Assert.Equal("P1", Assert.Single(hub.Order("A").Parcels).Number);
        Assert.Empty(hub.Of(DocumentKind.PostTracking));
    }

    [Fact]
    public void A_parcel_is_put_to_the_one_shipment_that_named_none()
    {
        var hub = ReturnWorld.SettleAll(
            ReturnWorld.SettleAll(new Hub(Agreed()).Report(Cap, Leeds, 20, At(0)).See(ReturnWorld.Bought(2))).Hear(Wms, IdOf("A"), Left()));

        hub = hub.Hear(Carrier, IdOf("A"), Tracked("P1", "in-transit", 20));

        Assert.Equal("P1", Assert.Single(hub.Order("A").Parcels).Number);
        Assert.Single(hub.Of(DocumentKind.PostTracking));
    }

    private static Hub Sent(params string[] numbers) => ReturnWorld.SettleAll(
        ReturnWorld.SettleAll(new Hub(Agreed()).Report(Cap, Leeds, 20, At(0)).See(ReturnWorld.Bought(2)))
            .Hear(Wms, IdOf("A"), Left(numbers.Length == 0 ? ["P1"] : numbers)));

    private static Fact.Dispatched Left(params string[] numbers) => Facts.Dispatched(5, [Units(Cap, 2)]) with
    {
        Tracking = numbers.Select(number => new Tracking(number, "DPD")).ToItems(),
    };

    private static Fact.ParcelTracked Tracked(string number, string status, int minute) =>
        new(number, CarrierWords.Own, status, At(minute)) { Order = "any" };
}
