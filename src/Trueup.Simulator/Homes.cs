using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Simulator;

/// <summary>Where shoppers live and places are, where lines come from the nearest place.</summary>
public static class Homes
{
    private static readonly Dictionary<string, (decimal North, decimal East)> Places = new(StringComparer.Ordinal)
    {
        ["leeds"] = (53.7974m, -1.5438m),
        ["paris"] = (48.8606m, 2.3376m),
        ["soho"] = (51.5136m, -0.1365m),
        ["york"] = (53.9591m, -1.0815m),
        ["store"] = (51.5101m, -0.1340m),
    };

    private static readonly (string Country, string Postcode, decimal North, decimal East)[] Table =
    [
        ("GB", "LS1 1AA", 53.7960m, -1.5470m),
        ("GB", "W1D 3QU", 51.5120m, -0.1310m),
        ("GB", "YO1 7HH", 53.9620m, -1.0800m),
        ("FR", "75001", 48.8640m, 2.3310m),
    ];

    /// <summary>Shoppers' homes. The order of the places is that of a map, or, where no postcode is known, the contract's.</summary>
    public static IReadOnlyList<Home> All { get; } =
    [
        new(new("GB", "LS1 1AA", "Leeds"), ["leeds", "york", "soho", "paris"]),
        new(new("GB", "W1D3QU", "London"), ["soho", "leeds", "york", "paris"]),
        new(new("GB", "YO1 9ZZ", "York"), ["york", "leeds", "soho", "paris"]),
        new(new("FR", "75001", "Paris"), ["paris", "soho", "leeds", "york"]),
        new(new("FR", "75019", "Paris"), ["paris", "soho", "leeds", "york"]),
        new(new("GB", "AB10 1AB", "Aberdeen"), ["leeds", "york", "soho", "paris"]),
        new(new("DE", "10115", "Berlin"), ["leeds", "paris", "soho", "york"]),
    ];

    /// <summary>The postcodes that the hub is told of: Aberdeen's and Berlin's are not among them.</summary>
    public static PostcodeTable? Postcodes()
    {
        var builder = new PostcodeTable.Builder();
        foreach (var (country, postcode, north, east) in Table)
        {
            builder.Add(country, postcode, At(north, east));
        }

        return builder.Build();
    }

    /// <summary>Where a place is.</summary>
    public static Coordinates Of(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var (north, east) = Places[place.Location];
        return At(north, east);
    }

    private static Coordinates At(decimal north, decimal east) => Coordinates.TryOf(north, east, out var place)
        ? place
        : throw new ArgumentOutOfRangeException(nameof(north), $"There is no place at {north}, {east}.");
}

/// <summary>A shopper's home.</summary>
/// <param name="Where">Its address.</param>
/// <param name="Near">Places, the nearest first.</param>
public sealed record Home(ShopperHome Where, Items<string> Near)
{
    /// <summary>The warehouse's place that is nearest, of those that there are.</summary>
    public Place NearestOf(Plan plan) => Estate.PlacesOf(plan).MinBy(place => Near.FindIndex(near => near == place.Location))!;
}
