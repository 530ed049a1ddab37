using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Contract;

public class PostcodeTableTests
{
    private static readonly PostcodeTable Table = Of(
        ("GB", "LS1", 53.7965m, -1.5478m), ("GB", "LS11", 53.7750m, -1.5600m), ("GB", "SW1A 1AA", 51.5010m, -0.1416m),
        ("GB", "SW1A 2AA", 51.5030m, -0.1276m), ("GB", "L1", 53.4000m, -2.9800m), ("NL", "1012", 52.3700m, 4.9000m),
        ("US", "10001", 40.7500m, -73.9970m), ("US", "10003", 40.7300m, -73.9890m));

    [Theory]
    [InlineData("GB", "SW1A 1AA", "SW1A 1AA", PostcodeReach.Exact, "51.501000")]
    [InlineData("GB", "sw1a1aa", "SW1A 1AA", PostcodeReach.Exact, "51.501000")]
    [InlineData("GB", "SW1A 9ZZ", "SW1A*", PostcodeReach.Area, "51.502000")]
    [InlineData("GB", "SW1A", "SW1A*", PostcodeReach.Area, "51.502000")]
    [InlineData("GB", "LS1 1AA", "LS1", PostcodeReach.Area, "53.796500")]
    [InlineData("GB", "LS11AA", "LS1", PostcodeReach.Area, "53.796500")]
    [InlineData("GB", "LS11 1AA", "LS11", PostcodeReach.Area, "53.775000")]
    [InlineData("GB", "LS29 9AA", "LS*", PostcodeReach.Area, "53.785750")]
    [InlineData("GB", "B1 1AA", "GB", PostcodeReach.Country, "52.795100")]
    [InlineData("GB", "", "GB", PostcodeReach.Country, "52.795100")]
    [InlineData("NL", "1012 AB", "1012", PostcodeReach.Area, "52.370000")]
    [InlineData("US", "10001-2345", "10001", PostcodeReach.Area, "40.750000")]
    [InlineData("US", "10002", "1000*", PostcodeReach.Area, "40.740000")]
    public void A_postcode_is_found_as_it_is_else_by_what_it_begins_with_else_by_its_country(
        string country, string postcode, string found, PostcodeReach reach, string latitude)
    {
        var match = Table.Find(country, postcode);

        Assert.Equal((found, reach), (match!.Found, match.Reach));
        Assert.Equal(decimal.Parse(latitude, System.Globalization.CultureInfo.InvariantCulture), match.At.Latitude);
    }

    [Fact]
    public void A_country_that_is_not_in_the_table_is_not_found() => Assert.Null(Table.Find("FR", "75001"));

    [Fact]
    public void A_postcode_with_several_places_is_in_the_middle_of_them_whatever_their_order()
    {
        (string, string, decimal, decimal)[] places = [("US", "1", 10m, 20m), ("US", "2", 0m, 0m), ("US", "1", 20m, 40m)];

        foreach (var table in new[] { Of(places), Of([.. places.Reverse()]) })
        {
            Assert.Equal(2, table.Count);
            Assert.Equal((15m, 30m), (table.Find("US", "1")!.At.Latitude, table.Find("US", "1")!.At.Longitude));
        }
    }

    [Fact]
    public void The_middle_of_places_on_both_sides_of_the_date_line_is_between_them()
    {
        var match = Of(("FJ", "A1", -17m, 179m), ("FJ", "A2", -17m, -179m)).Find("FJ", "A9")!;

        Assert.Equal(180m, Math.Abs(match.At.Longitude));
    }

    [Fact]
    public void The_middle_of_many_is_that_of_all_of_them()
    {
        var table = Of([.. Enumerable.Range(1_000, 500).Select(i => ("DE", $"{i}", i / 100m, i / 50m))]);

        foreach (var begin in new[] { "10", "11", "12", "13", "14" })
        {
            var first = int.Parse(begin, System.Globalization.CultureInfo.InvariantCulture) * 100;
            Assert.Equal((first + 49.5m) / 100m, table.Find("DE", $"{begin}XX")!.At.Latitude);
            Assert.Equal($"{begin}*", table.Find("DE", $"{begin}XX")!.Found);
        }

        Assert.Equal(12.495m, table.Find("DE", "99999")!.At.Latitude);
    }

    [Fact]
    public void What_cannot_be_read_is_not_taken()
    {
        var builder = new PostcodeTable.Builder();

        Assert.False(builder.Add("GB", " - ", default));
        Assert.Null(builder.Build());
    }

    [Theory]
    [InlineData(53.7965, -1.5478, 51.5010, -0.1416, 272.0, 273.5)]
    [InlineData(0, 0, 0, 180, 20_015.0, 20_015.2)]
    [InlineData(10, 179.5, 10, -179.5, 109.4, 109.6)]
    [InlineData(48, 11, 48, 11, 0, 0)]
    public void A_distance_is_along_the_great_circle(
        double north, double east, double otherNorth, double otherEast, double least, double most)
    {
        Assert.True(Coordinates.TryOf((decimal)north, (decimal)east, out var here));
        Assert.True(Coordinates.TryOf((decimal)otherNorth, (decimal)otherEast, out var there));

        Assert.InRange(here.KilometresTo(there), (decimal)least, (decimal)most);
        Assert.Equal(here.KilometresTo(there), there.KilometresTo(here));
    }

    [Fact]
    public void There_is_no_place_beyond_the_poles() => Assert.False(Coordinates.TryOf(90.1m, 0m, out _));

    private static PostcodeTable Of(params IEnumerable<(string Country, string Postcode, decimal North, decimal East)> places)
    {
        var builder = new PostcodeTable.Builder();
        foreach (var place in places)
        {
            Assert.True(Coordinates.TryOf(place.North, place.East, out var at));
            Assert.True(builder.Add(place.Country, place.Postcode, at));
        }

        return builder.Build()!;
    }
}
