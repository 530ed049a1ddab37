using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class NearestSourcingTests
{
    private const string London = "SW1A 1AA";
    private const string LeedsTown = "LS1 4AP";

    private static readonly (LocationCode Location, Coordinates At)[] Places =
        [(Leeds, Place(53.7965m, -1.5478m)), (Paris, Place(48.8566m, 2.3522m)), (Soho, Place(51.5136m, -0.1365m))];

    private static readonly Hub Stocked = Stock(new Hub(Near()));

    [Theory]
    [InlineData(LeedsTown, 1, "leeds 1", "leeds 1, 0.0 km from the postcode in GB (by LS1)")]
    [InlineData(London, 1, "soho 1", "soho 1, 1.4 km from the postcode in GB")]
    [InlineData(London, 3, "leeds 3", "leeds 3, 272.3 km from the postcode in GB; soho, 1.4 km, has 1 of it")]
    [InlineData(LeedsTown, 6, "paris 6", "paris 6, 612.3 km from the postcode in GB (by LS1); leeds, 0.0 km, has 4 of it")]
    public void A_line_goes_to_the_nearest_location_that_has_all_of_it(string postcode, int units, string picks, string told)
    {
        var seen = To("GB", postcode, Line(Cap, units));

        Assert.Equal(picks, PicksOf(Stocked.See(seen)));
        Assert.Equal([told], Told(Stocked, seen));
    }

    [Fact]
    public void What_no_one_location_has_is_split_by_distance()
    {
        var seen = To("GB", London, Line(Cap, 14));

        Assert.Equal("soho 1, leeds 4, paris 9", PicksOf(Stocked.See(seen)));
        Assert.StartsWith("soho 1, 1.4 km from the postcode in GB, a part of 14 that no one location has", Told(Stocked, seen)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_the_same_distance_away_goes_by_priority()
    {
        var twins = new Hub(Near(place: _ => Place(48.8566m, 2.3522m), order: [Paris, Leeds, Soho]));

        Assert.Equal("paris 1", PicksOf(Stock(twins).See(To("GB", London, Line(Cap, 1)))));
    }

    [Fact]
    public void A_nearer_location_that_never_had_the_goods_is_passed_and_the_story_says_so()
    {
        var hub = new Hub(Near()).Report(Cap, Leeds, 4, At(0)).Report(Cap, Paris, 10, At(0));
        var seen = To("GB", London, Line(Cap, 1));

        Assert.Equal("leeds 1", PicksOf(hub.See(seen)));
        Assert.Equal(["leeds 1, 272.3 km from the postcode in GB; soho, 1.4 km, never reported it"], Told(hub, seen));
    }

    [Theory]
    [InlineData("FR", "75001", "leeds 1, by priority, because no postcode of FR is in the table")]
    [InlineData("GB", "B1 1AA", "leeds 1, 135.9 km from the middle of GB; soho, 135.2 km, has 0 of it")]
    [InlineData(null, null, "leeds 1, by priority, because the order has no address that it goes to")]
    public void Where_it_is_not_known_where_an_order_goes_its_country_or_the_priority_decides_and_the_story_says_so(
        string? country, string? postcode, string told)
    {
        var hub = new Hub(Near()).Report(Cap, Leeds, 4, At(0)).Report(Cap, Paris, 10, At(0)).Report(Cap, Soho, 0, At(0));
        var seen = country is null ? Order("A", Line(Cap, 1)) : To(country, postcode!, Line(Cap, 1));

        Assert.Equal([told], Told(hub, seen));
    }

    [Fact]
    public void Without_a_table_or_coordinates_the_priority_decides()
    {
        var seen = To("GB", London, Line(Cap, 1));

        Assert.Equal(
            ["leeds 1, by priority, because no postcodes are configured"], Told(Stock(new Hub(Near(hasTable: false))), seen));
        Assert.Equal(
            ["leeds 1, by priority, because no location has coordinates"], Told(Stock(new Hub(Near(place: _ => null))), seen));
    }

    [Fact]
    public void A_location_without_coordinates_is_asked_after_those_with()
    {
        var hub = Stock(new Hub(Near(place: code => code == Paris ? Places[1].At : null)));

        Assert.Equal("paris 1", PicksOf(hub.See(To("GB", London, Line(Cap, 1)))));
    }

    [Fact]
    public void Another_policy_tells_nothing_of_distance() =>
        Assert.Empty(Told(Stock(new Hub(Agreed())), To("GB", London, Line(Cap, 1))));

    private static string[] Told(Hub hub, Fact.OrderObserved seen) => OrderDecider
        .Decide(order: null, seen, new OrderSurroundings(hub.Contract, sku => hub.Stocks.FirstOrDefault(stock => stock.Sku == sku)))
        .Events.OfType<OrderEvent.Sourced>().Select(sourced => $"{sourced.Location} {sourced.Units}, {sourced.Because}").ToArray();

    private static Fact.OrderObserved To(string country, string postcode, params OrderLine[] lines)
    {
        var seen = Order("A", lines);
        var address = new PostalAddress("Ann", ["1 Street"], "Town", postcode, country);
        return seen with { Order = seen.Order with { Shipping = new OrderShipping(address, Method: null, Net: 0m, Tax: 0m, Gross: 0m) } };
    }

    private static Hub Stock(Hub hub) =>
        hub.Report(Cap, Leeds, 4, At(0)).Report(Cap, Paris, 10, At(0)).Report(Cap, Soho, 1, At(0));

    private static OwnershipContract Near(
        Func<LocationCode, Coordinates?>? place = null, bool hasTable = true, Items<LocationCode>? order = null) => new(Terms() with
        {
            Order = new OwnershipRule([Wms, Pos]),
            Locations = Terms().Locations.Select(location => location with
            {
                At = place is null ? Places.First(each => each.Location == location.Code).At : place(location.Code),
            }).ToItems(),
            Sourcing = new SourcingRule(SourcingPolicy.Nearest, order ?? [Leeds, Paris, Soho]) { Postcodes = hasTable ? Table() : null },
        });

    private static PostcodeTable Table()
    {
        var builder = new PostcodeTable.Builder();
        builder.Add("GB", "LS1", Place(53.7965m, -1.5478m));
        builder.Add("GB", London, Place(51.5010m, -0.1416m));
        return builder.Build()!;
    }

    private static Coordinates Place(decimal north, decimal east)
    {
        Assert.True(Coordinates.TryOf(north, east, out var place));
        return place;
    }

    private static string PicksOf(Hub hub) =>
        string.Join(", ", hub.Order("A").Lines[0].Picks.Select(pick => $"{pick.Location} {pick.Quantity}"));
}
