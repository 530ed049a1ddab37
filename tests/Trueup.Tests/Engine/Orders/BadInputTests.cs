using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>
/// What is wrong with an order, or with what is said of one, stops no other order, is a case that names the field or the
/// SKU, and is not lost: every message came in by the door, and the journal holds it.
/// </summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string> BadOrders => new()
    {
        { """{"number":"9","placedAt":"NOW","currency":"GBP","lines":[LINE],"totals":{"net":10.00,"tax":2.00,"gross":99.00}}""", "ORDER.TOTALS_MISMATCH" },
        { """{"number":"9","placedAt":"NOW","currency":"QQQ","lines":[LINE],"totals":{"net":10.00,"tax":2.00,"gross":12.00}}""", "ORDER.CURRENCY_UNSUPPORTED" },
        {
            """
            {"number":"9","placedAt":"NOW","currency":"GBP","lines":[{"line":"1","sku":"TENT","quantity":0,"unitPrice":10,"total":0}],
             "totals":{"net":0,"tax":0,"gross":0}}
            """,
            "ORDER.LINE_INVALID|MESSAGE.UNREADABLE|STOCK.QUANTITY_INVALID"
        },
        {
            """
            {"number":"9","placedAt":"NOW","currency":"GBP","lines":[{"line":"1","sku":"TENT","quantity":-2,"unitPrice":10,"total":-20}],
             "totals":{"net":-20,"tax":0,"gross":-20}}
            """,
            "ORDER.LINE_INVALID|MESSAGE.UNREADABLE|STOCK.QUANTITY_INVALID"
        },
        { """{"number":"9","placedAt":"NOW","currency":"GBP","lines":[LINE,LINE],"totals":{"net":20.00,"tax":4.00,"gross":24.00}}""", "MESSAGE.UNREADABLE" },
        { """{"number":"9","placedAt":"NOW","currency":"GBP","lines":[LINE],"shipping":{"address":"somewhere"},"totals":{"net":10.00,"tax":2.00,"gross":12.00}}""", "MESSAGE.UNREADABLE" },
        { """{"placedAt":"NOW","currency":"GBP","lines":[LINE],"totals":{"net":10.00,"tax":2.00,"gross":12.00}}""", "MESSAGE.UNREADABLE" },
        { """{"number":"9","placedAt":"yesterday","currency":"GBP","lines":[LINE],"totals":{"net":10.00,"tax":2.00,"gross":12.00}}""", "MESSAGE.UNREADABLE" },
        { """{"number":"9","placedAt":"NOW","currency":"GBP","lines":[],"totals":{"net":0,"tax":0,"gross":0}}""", "MESSAGE.UNREADABLE" },
        { """{"number":"9","placedAt":"NOW","currency":"GBP","lines":[{"line":"1","sku":" ","quantity":1,"unitPrice":1,"total":1}],"totals":{"net":1,"tax":0,"gross":1}}""", "MESSAGE.UNREADABLE|STOCK.SKU_INVALID" },
    };

    [Theory]
    [MemberData(nameof(BadOrders))]
    public void An_order_that_makes_no_sense_is_a_case_and_the_next_one_goes_its_way(string data, string codes)
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", Filled(house, data)).Place("10").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Contains(open.Code.Code, codes.Split('|'));
        Assert.NotEqual("", open.Detail);
        Assert.NotEqual("", open.Code.NextAction);
        Assert.Equal(["shop:10"], house.Floor.Orders);
        Assert.Equal(["shop:10"], house.Books.Orders);
    }

    [Theory]
    [InlineData("trueup.order.cancelled.v1", """{"order":"9","restock":true,"reason":"short","at":"NOW","lines":[]}""")]
    [InlineData("trueup.order.status.v1", """{"order":"9","status":"packed","at":"NOW","lines":[]}""")]
    [InlineData("trueup.return.authorised.v1", """{"order":"9","rma":"R1","at":"NOW","lines":[]}""")]
    public void A_list_of_no_lines_is_not_the_whole_order(string type, string data)
    {
        var house = new House().Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        var before = house.Order("9");

        house.Say(House.Wms, type, Filled(house, data)).Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.Unreadable, open.Code);
        Assert.StartsWith("lines: expected a list of at least one member, ", open.Detail, StringComparison.Ordinal);
        Assert.Equal(before, house.Order("9"));
    }

    [Theory]
    [InlineData("trueup.order.placed.v1", """
        {"number":"9","placedAt":"NOW","currency":"GBP","lines":[{"line":"1","sku":"TENT","quantity":-2,"unitPrice":10,"total":-20}],
         "totals":{"net":-20,"tax":0,"gross":-20}}
        """)]
    [InlineData("trueup.shipment.dispatched.v1", """
        {"order":9,"shipment":"S1","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":-2}]}
        """)]
    public void A_figure_that_makes_no_sense_is_told_with_its_field_and_its_order(string type, string data)
    {
        var house = new House();
        house.Say(type.Contains("placed", StringComparison.Ordinal) ? House.Shop : House.Wms, type, Filled(house, data));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.QuantityInvalid, open.Code);
        Assert.StartsWith("lines[0].quantity: ", open.Detail, StringComparison.Ordinal);
        Assert.EndsWith(" It is in order 9.", open.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_of_five_thousand_lines_is_held_and_the_next_one_goes_its_way()
    {
        var house = new House();
        var lines = string.Join(',', Enumerable.Range(1, 5_000).Select(line => string.Create(
            CultureInfo.InvariantCulture, $$"""{"line":"{{line}}","sku":"S{{line}}","quantity":1,"unitPrice":1,"total":1}""")));
        house.Say(House.Shop, "trueup.order.placed.v1", Filled(house,
                $$$"""{"number":"9","placedAt":"NOW","currency":"GBP","lines":[{{{lines}}}],"totals":{"net":5000,"tax":0,"gross":5000}}"""))
            .Place("10").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.LineInvalid, open.Code);
        Assert.Contains("5000 lines", open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:10"], house.Floor.Orders);
    }

    [Fact]
    public void An_article_that_the_warehouse_does_not_know_is_refused_by_name_and_stops_nobody()
    {
        var house = new House();
        house.Floor.Refuses = intent => intent.Order == House.Id("9");
        house.Place("9", sku: "GONE").Place("10").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.DocumentRefused, open.Code);
        Assert.EndsWith(". No owner of stock ever reported GONE", open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:10"], house.Floor.Orders);
        Assert.Equal(["shop:9", "shop:10"], house.Books.Orders);
    }

    [Fact]
    public void A_repeated_id_with_other_content_is_a_case_and_the_first_stands()
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", house.Placed("9"), id: "same")
            .Say(House.Shop, "trueup.order.placed.v1", house.Placed("9", quantity: 3), id: "same").Run(TimeSpan.FromMinutes(1));

        Assert.Equal(CaseCodes.IdReused, Assert.Single(house.OpenCases).Code);
        Assert.Equal(1, house.Order("9").Lines[0].Ordered);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Fact]
    public void A_number_that_comes_again_with_more_in_it_is_a_case_and_makes_no_second_order()
    {
        var house = new House();
        house.Place("9").Place("9", quantity: 3).Run(TimeSpan.FromMinutes(1));

        Assert.Equal(OrderCases.Changed, Assert.Single(house.OpenCases).Code);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Fact]
    public void A_status_for_an_order_that_nobody_knows_waits_for_it_as_a_case()
    {
        var house = new House();
        house.Dispatch("9").Run(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseCodes.OrderUnknown, Assert.Single(house.OpenCases).Code);

        house.Place("9").Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void A_delivery_before_its_dispatch_waits_and_a_restart_does_not_begin_the_wait_anew()
    {
        var house = new House().Place("9");
        house.Say(House.Wms, "trueup.order.status.v1", Filled(house, """{"order":"shop:9","status":"delivered","at":"NOW"}"""))
            .Run(TimeSpan.FromMinutes(50)).Crash();
        Assert.Empty(house.OpenCases);
        house.Run(TimeSpan.FromMinutes(11));
        Assert.Equal(OrderCases.EarlyEvent, Assert.Single(house.OpenCases).Code);
        house.Crash().Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, Assert.Single(house.OpenCases).Met);

        house.Dispatch("9").Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(Trueup.Core.Orders.OrderStage.Delivered, house.Order("9").Stage);
    }

    /// <summary>DESIGN §6: shipping events imply the missing earlier ones only where the contract says so.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_shipment_whose_steps_are_not_implied_waits_for_them_as_a_case_and_counts_once(bool crashes)
    {
        var house = new House(amended: terms => terms with
        {
            Connections = terms.Connections.Select(known => known.Name == House.Wms ? known with { Implied = ["allocated", "picked"] } : known)
                .ToItems(),
        });
        house.Place("9").Place("10").Dispatch("9").Run(TimeSpan.FromMinutes(50));
        Assert.Empty(house.OpenCases);
        Assert.Equal(0, house.Order("9").Lines[0].Dispatched);
        house.Run(TimeSpan.FromMinutes(11));
        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.EarlyEvent, open.Code);
        Assert.Contains("a shipment of wms counts once it has reported packed", open.Detail, StringComparison.Ordinal);

        // A step that is not the one: it goes on waiting, and is not told anew.
        house.Say(House.Wms, "trueup.order.status.v1", Filled(house, """{"order":"shop:9","status":"picked","at":"NOW"}"""));
        if (crashes)
        {
            house.Crash();
        }

        house.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, Assert.Single(house.OpenCases).Met);
        house.Ask(new Trueup.Engine.Lanes.Request(Trueup.Engine.Lanes.Request.RetryCase, "ada", open.Key)).Run(TimeSpan.FromMinutes(1));
        Assert.Single(house.OpenCases);

        house.Say(House.Wms, "trueup.order.status.v1", Filled(house, """{"order":"shop:9","status":"packed","at":"NOW"}"""))
            .Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
        Assert.Equal(Trueup.Core.Orders.OrderStage.Shipped, house.Order("9").Stage);
        Assert.Equal(["shop:9", "shop:10"], house.Floor.Orders);
    }

    /// <summary>Two reports wait for different things: one that goes on does not end the case of the other.</summary>
    [Fact]
    public void What_still_waits_stays_a_case_when_the_order_goes_on()
    {
        var house = new House().Place("9");
        house.Say(House.Wms, "trueup.order.status.v1", Filled(house, """{"order":"shop:9","status":"delivered","at":"NOW"}"""))
            .Run(TimeSpan.FromMinutes(62));
        Assert.Equal(OrderCases.EarlyEvent, Assert.Single(house.OpenCases).Code);

        house.Say(House.Wms, "trueup.order.status.v1", Filled(house, """{"order":"shop:9","status":"packed","at":"NOW"}"""))
            .Run(TimeSpan.FromMinutes(5));

        Assert.Equal(OrderCases.EarlyEvent, Assert.Single(house.OpenCases).Code);
        house.Dispatch("9").Run(TimeSpan.FromMinutes(1));
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void More_dispatched_than_ordered_is_a_case_and_counts_no_more_than_was_ordered()
    {
        var house = new House().Place("9", quantity: 2).Dispatch("9", quantity: 5).Run(TimeSpan.FromMinutes(1));

        Assert.Equal("ORDER.OVER_DISPATCHED", Assert.Single(house.OpenCases).Code.Code);
        Assert.Equal(2, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void Goods_dispatched_twice_under_one_id_count_once_and_under_another_are_a_case()
    {
        var house = new House().Place("9").Dispatch("9").Dispatch("9").Run(TimeSpan.FromMinutes(1));
        Assert.Empty(house.OpenCases);

        house.Dispatch("9", shipment: "S2").Run(TimeSpan.FromMinutes(1));

        Assert.Equal("ORDER.OVER_DISPATCHED", Assert.Single(house.OpenCases).Code.Code);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void Of_several_dispatches_beyond_what_was_ordered_the_case_tells_what_they_come_to()
    {
        var house = new House().Place("9", quantity: 3).Dispatch("9", quantity: 4).Dispatch("9", quantity: 2, shipment: "S2")
            .Run(TimeSpan.FromMinutes(1));

        Assert.EndsWith(
            "shipment S2 holds 2 of TENT more than the order still had open; 6 left in all, and 3 were ordered.",
            Assert.Single(house.OpenCases).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "TENT", "MESSAGE.ID_REUSED")]
    [InlineData(7, "MUG", "MESSAGE.ID_REUSED")]
    [InlineData(1, "TENT", null)]
    public void A_shipment_that_comes_again_is_a_case_where_it_holds_other_goods(int quantity, string sku, string? code)
    {
        var house = new House().Place("9", quantity: 3).Dispatch("9").Dispatch("9", quantity, sku).Run(TimeSpan.FromMinutes(1));

        Assert.Equal(code, house.OpenCases.SingleOrDefault()?.Code.Code);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void Goods_that_leave_before_the_release_count_and_are_a_case_that_the_release_ends()
    {
        const string payment = ""","payment":{"method":"card","state":"pending","amount":12}""";
        var house = new House(amended: terms => terms with
        {
            Connections = terms.Connections.Select(known => known.Name == House.Shop
                ? known with { Release = [new ReleaseRule(ReleasePoint.Captured)] }
                : known).ToItems(),
        });
        house.Place("9", extra: payment).Dispatch("9").Dispatch("9").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.SentUnreleased, open.Code);
        Assert.Contains("payment pending", open.Detail, StringComparison.Ordinal);
        Assert.Equal(1, open.Met);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
        Assert.Empty(house.Books.Orders);

        house.Crash().Place("9", extra: payment.Replace("pending", "captured", StringComparison.Ordinal)).Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Books.Orders);
        Assert.Empty(house.Floor.Orders);
    }

    [Theory]
    [InlineData("NOPE", 1, "1 of the 1 of NOPE", 0)]
    [InlineData("TENT", 5, "3 of the 5 of TENT", 2)]
    public void What_is_cancelled_and_was_never_ordered_is_a_case(string sku, int units, string detail, int withdrawn)
    {
        var house = new House().Place("9", quantity: 2);

        house.Say(House.Wms, "trueup.order.cancelled.v1", Filled(house,
                $$"""{"order":"shop:9","lines":[{"line":"1","sku":"{{sku}}","quantity":{{units}}}],"restock":true,"reason":"short","at":"NOW"}"""))
            .Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.IllegalStatus, open.Code);
        Assert.Contains(detail, open.Detail, StringComparison.Ordinal);
        Assert.Equal(withdrawn, house.Order("9").Lines[0].Withdrawn);
    }

    /// <summary>A shop speaks of what it sold: its parts were still sent, and nobody was told.</summary>
    [Theory]
    [InlineData(2, 4, 2)]
    [InlineData(1, 2, 1)]
    public void A_set_that_its_shop_cancels_by_the_line_that_was_sold_is_cancelled_part_by_part(int sets, int poles, int sheets)
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", Filled(house, """
            {"number":"9","placedAt":"NOW","currency":"GBP","lines":[{"line":"1","sku":"SHELTER","quantity":2,"type":"bundle","unitPrice":10.00,
             "tax":4.00,"taxRate":20,"total":24.00,"components":[{"sku":"POLE","quantity":2},{"sku":"SHEET","quantity":1}]}],
             "totals":{"net":20.00,"tax":4.00,"gross":24.00} }
            """)).Run(TimeSpan.FromMinutes(1));
        Assert.Equal(["shop:9"], house.Floor.Orders);

        house.Say(House.Shop, "trueup.order.cancelled.v1", Filled(house, string.Create(CultureInfo.InvariantCulture,
                $$"""{"order":"9","lines":[{"line":"1","sku":"SHELTER","quantity":{{sets}} }],"restock":true,"reason":"changed mind","at":"NOW"}""")))
            .Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal([poles, sheets], house.Order("9").Lines.Select(line => line.Withdrawn.Value));
        Assert.Equal(sets == 2, house.Order("9").Stage == Trueup.Core.Orders.OrderStage.Cancelled);
        Assert.Contains(house.Order("9").Documents, document => document.Target == House.Wms &&
            document.Kind is Trueup.Core.Orders.DocumentKind.CancelOrder or Trueup.Core.Orders.DocumentKind.ReduceOrder);
    }

    [Fact]
    public void A_set_that_is_cancelled_by_its_line_and_by_its_parts_is_cancelled_once()
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", Filled(house, """
            {"number":"9","placedAt":"NOW","currency":"GBP","lines":[
             {"line":"1","sku":"SHELTER","quantity":3,"type":"bundle","unitPrice":10.00,"tax":6.00,"taxRate":20,"total":36.00},
             {"line":"2","sku":"POLE","parentLine":"1","quantity":6,"unitPrice":0,"total":0}],
             "totals":{"net":30.00,"tax":6.00,"gross":36.00} }
            """));

        house.Say(House.Shop, "trueup.order.cancelled.v1", Filled(house, """
            {"order":"9","lines":[{"line":"1","sku":"SHELTER","quantity":1},{"line":"2","sku":"POLE","quantity":2}],"restock":true,
             "reason":"changed mind","at":"NOW"}
            """)).Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(2, house.Order("9").Lines[0].Withdrawn);
    }

    [Theory]
    [InlineData("TENT", """{"line":"1","sku":"TENT","quantity":1}""")]
    [InlineData("CAMP", """{"line":"1","sku":"POLE","quantity":2},{"line":"1","sku":"SHEET","quantity":1}""")]
    public void What_is_cancelled_after_it_left_is_a_case_a_kit_by_its_parts_as_well(string sku, string parts)
    {
        var house = new House().Place("9", sku: sku);
        house.Say(House.Wms, "trueup.shipment.dispatched.v1", Filled(house,
            $$"""{"order":"shop:9","shipment":"S1","at":"NOW","location":"LDS","lines":[{{parts}}]}"""));

        house.Say(House.Wms, "trueup.order.cancelled.v1", Filled(house,
            $$"""{"order":"shop:9","lines":[{{parts}}],"restock":true,"reason":"late","at":"NOW"}""")).Run(TimeSpan.FromMinutes(1));

        Assert.Equal("ORDER.CANCELLED_TOO_LATE", Assert.Single(house.OpenCases).Code.Code);
        Assert.Equal(0, house.Order("9").Lines[0].Withdrawn);
    }

    [Fact]
    public void More_returned_than_was_shipped_is_a_case()
    {
        var house = new House().Place("9").Dispatch("9");
        house.Say(House.Wms, "trueup.return.received.v1", Filled(house,
            """{"order":"shop:9","rma":"R1","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":4}]}"""))
            .Run(TimeSpan.FromMinutes(1));

        Assert.Contains(house.OpenCases, open => open.Code.Code == "RETURN.MORE_THAN_SHIPPED");
    }

    private static string Filled(House house, string data) => data
        .Replace("NOW", house.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("LINE", """{"line":"1","sku":"TENT","quantity":1,"unitPrice":10.00,"tax":2.00,"taxRate":20,"total":12.00}""", StringComparison.Ordinal);
}
