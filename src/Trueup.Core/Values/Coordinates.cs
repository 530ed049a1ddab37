namespace Trueup.Core.Values;

/// <summary>A place on the globe in WGS 84 degrees, kept to a millionth of a degree (some ten centimetres).</summary>
public readonly record struct Coordinates
{
    private const decimal PerDegree = 1_000_000m;

    /// <summary>The earth's mean radius in kilometres (IUGG).</summary>
    private const double Radius = 6_371.0088;

    /// <summary>A place by millionths of a degree.</summary>
    internal Coordinates(int latitude, int longitude) => (MicroLatitude, MicroLongitude) = (latitude, longitude);

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public decimal Latitude => MicroLatitude / PerDegree;

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public decimal Longitude => MicroLongitude / PerDegree;

    /// <summary>Millionths of a degree north.</summary>
    internal int MicroLatitude { get; }

    /// <summary>Millionths of a degree east.</summary>
    internal int MicroLongitude { get; }

    /// <summary>A place by degrees; false where there is none such.</summary>
    public static bool TryOf(decimal latitude, decimal longitude, out Coordinates place)
    {
        var isThere = Math.Abs(latitude) <= 90m && Math.Abs(longitude) <= 180m;
        place = isThere ? new Coordinates((int)(latitude * PerDegree), (int)(longitude * PerDegree)) : default;
        return isThere;
    }

    /// <summary>Kilometres to another place along the great circle, to a tenth: what is nearer than that is as near.</summary>
    public decimal KilometresTo(Coordinates other)
    {
        var (here, there) = (Radians(MicroLatitude), Radians(other.MicroLatitude));
        var north = Math.Sin((there - here) / 2);
        var east = Math.Sin(Radians(other.MicroLongitude - MicroLongitude) / 2);
        var chord = (north * north) + (Math.Cos(here) * Math.Cos(there) * east * east);
        return decimal.Round((decimal)(2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(chord)))), 1);
    }

    private static double Radians(int millionths) => millionths / 1_000_000d * Math.PI / 180;
}
