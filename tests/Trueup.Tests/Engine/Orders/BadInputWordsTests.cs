using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;

namespace Trueup.Tests.Engine.Orders;

/// <summary>What a person reads of orders, and of reports on them, that make no sense: enough to act on, and no more cases than that.</summary>
public sealed class BadInputWordsTests
{
    [Fact]
    public void A_long_order_that_no_location_serves_is_one_case_that_names_lines_and_the_way_out()
    {
        var house = new House(amended: terms => terms with { Stock = new OwnershipRule([]) });

        house.Say(House.Shop, "trueup.order.placed.v1", Order("9", lines: 1_000)).Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.OrderUnsourced, open.Code);
        Assert.Contains("1 of S1 can come from nowhere", open.Detail, StringComparison.Ordinal);
        Assert.Contains("ownership.stock.subscribers", open.Detail, StringComparison.Ordinal);
        Assert.EndsWith("997 more lines are the same; 1000 in all.", open.Detail, StringComparison.Ordinal);
        Assert.Equal(House.Id("9").Text, open.About.Order);
    }

    [Fact]
    public void A_shipment_of_a_thousand_strange_articles_is_one_case_and_the_next_order_goes_its_way()
    {
        var house = new House().Place("9").Say(House.Wms, "trueup.shipment.dispatched.v1", Moved("\"shipment\":\"S1\"", lines: 1_000, units: 1))
            .Place("10").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.OverDispatched, open.Code);
        Assert.Contains("S1 more than the order", open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:9", "shop:10"], house.Floor.Orders);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1_000, 1)]
    public void A_return_of_many_strange_articles_is_one_case_and_of_few_a_case_for_each(int lines, int cases)
    {
        var house = new House().Place("9").Say(House.Wms, "trueup.return.received.v1", Moved("\"rma\":\"R1\"", lines, units: 1))
            .Run(TimeSpan.FromMinutes(1));

        Assert.All(house.OpenCases, open => Assert.Equal(ReturnCases.MoreThanShipped, open.Code));
        Assert.Equal(cases, house.OpenCases.Count);
        Assert.Contains("1 of S1 came back that never left", house.OpenCases[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trueup.shipment.dispatched.v1", "\"shipment\":\"S1\"")]
    [InlineData("trueup.return.received.v1", "\"rma\":\"R1\"")]
    public void Goods_of_which_none_moved_are_a_case_that_names_the_field_and_the_order(string type, string named)
    {
        var house = new House().Place("9").Say(House.Wms, type, Moved(named, lines: 2, units: 0)).Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.QuantityInvalid, open.Code);
        Assert.Equal("lines: expected at least one line with a quantity above 0, but all are 0. It is in order shop:9.", open.Detail);
    }

    [Fact]
    public void A_short_pick_beside_what_left_is_no_fault()
    {
        var house = new House().Place("9").Say(
            House.Wms, "trueup.shipment.dispatched.v1",
            """
            {"order":"shop:9","shipment":"S1","at":"2026-03-01T08:00:00Z","location":"LDS",
             "lines":[{"line":"1","sku":"TENT","quantity":1},{"line":"2","sku":"MUG","quantity":0}]}
            """).Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void Goods_that_leave_after_they_were_cancelled_are_told_as_that()
    {
        var house = new House().Place("9", quantity: 2).Say(
            House.Shop, "trueup.order.cancelled.v1", """{"order":"9","restock":true,"reason":"changed my mind","at":"2026-03-01T08:00:00Z"}""");

        house.Dispatch("9", quantity: 2).Run(TimeSpan.FromMinutes(1));

        Assert.EndsWith(
            "holds 2 of TENT more than the order still had open; 2 of them had been cancelled.",
            house.OpenCases.Single(open => open.Code == CaseCodes.OverDispatched).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_comes_again_is_told_with_the_order_that_it_would_have_been_about()
    {
        var house = new House();
        house.Say(House.Shop, "trueup.order.placed.v1", house.Placed("9"), id: "same")
            .Say(House.Shop, "trueup.order.placed.v1", house.Placed("10"), id: "same").Run(TimeSpan.FromMinutes(1));

        Assert.Equal("Id 'same' came again with other content. It is in order 10.", Assert.Single(house.OpenCases).Detail);
    }

    [Fact]
    public async Task The_story_of_an_order_tells_which_shipment_left_and_what_left_with_it_once()
    {
        var house = new House().Place("9", quantity: 2).Dispatch("9").Dispatch("9", quantity: 4, shipment: "S2").Run(TimeSpan.FromMinutes(1));

        var story = (await house.TimelineAsync("9")).ToList();

        Assert.Single(story, "shipment S1 is sent, says wms");
        Assert.Single(story, "line 1: 1 of 2 left, 0 shipped in the storefront, 0 cancelled");
        Assert.Single(story, "shipment S2 is sent, says wms");
        Assert.Single(story, "line 1: 2 of 2 left, 0 shipped in the storefront, 0 cancelled");
    }

    internal static string Order(string number, int lines) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"number":"{{number}}","placedAt":"2026-03-01T08:00:00Z","currency":"GBP",
         "lines":[{{Each(lines, line => $$"""{"line":"{{line}}","sku":"S{{line}}","quantity":1,"unitPrice":1,"total":1}""")}}],
         "totals":{"net":{{lines}},"tax":0,"gross":{{lines}} } }
        """);

    private static string Moved(string named, int lines, int units) => $$"""
        {"order":"shop:9",{{named}},"at":"2026-03-01T08:00:00Z","location":"LDS",
         "lines":[{{Each(lines, line => $$"""{"line":"{{line}}","sku":"S{{line}}","quantity":{{units}} }""")}}]}
        """;

    private static string Each(int lines, Func<int, FormattableString> line) =>
        string.Join(',', Enumerable.Range(1, lines).Select(each => FormattableString.Invariant(line(each))));
}
