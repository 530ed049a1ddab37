using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>locations</c>.</summary>
internal sealed class LocationReading(KnownNames names)
{
    private static readonly Items<string> HoldStock = ["warehouse", "pos", "erp"];

    private readonly Dictionary<(string Connection, string Code), string> _taken = [];

    /// <summary>The locations that are sound; a code that two locations have in one connection is noted.</summary>
    public Items<LocationRule> Read(Section locations) => locations.Named
        .Select(location => Read(location.Name, location.Below)).OfType<LocationRule>().ToItems();

    private LocationRule? Read(string text, Section location)
    {
        if (!KnownNames.IsSound(text))
        {
            location.Error($"a location's name is 1 to {LocationCode.LengthMax} letters, digits, - and _");
            return null;
        }

        var owner = names.Connection(location["owner"], HoldStock);
        var codes = location["codes"].Named
            .SelectMany(code => code.Below.Members.Select(member => AliasOf(text, code.Name, member)))
            .OfType<LocationAlias>().ToItems();
        if (owner is { } known && codes.FindIndex(code => code.Connection == known) < 0)
        {
            location.Warn($"has no code for its owner \"{known}\": nothing it reports can be placed here");
        }

        return owner is { } sound
            ? new LocationRule(LocationCode.Parse(text), location["name"].Text ?? text, sound, codes) { At = CoordinatesOf(location) }
            : null;
    }

    private static Coordinates? CoordinatesOf(Section location)
    {
        var (latitude, longitude) = (location["latitude"], location["longitude"]);
        if (latitude.Exists != longitude.Exists)
        {
            location.Error("has only one of latitude and longitude: a place needs both");
        }

        return Notation.TryDegrees(latitude.Text, most: 90m, out var north) &&
            Notation.TryDegrees(longitude.Text, most: 180m, out var east) && Coordinates.TryOf(north, east, out var place) ? place : null;
    }

    private LocationAlias? AliasOf(string location, string connectionName, Section code)
    {
        if (names.Connection(code, connectionName) is not { } connection || code.Text is not { } text)
        {
            return null;
        }

        if (!RemoteCode.TryParse(text, out _))
        {
            code.Error($"expected a code of 1 to {RemoteCode.LengthMax} characters without outer white space");
            return null;
        }

        if (!_taken.TryAdd((connection.Text, text), location))
        {
            var first = _taken[(connection.Text, text)];
            code.Error($"\"{code.Written}\" is already the code of \"{first}\" in \"{connection}\"");
            return null;
        }

        return new LocationAlias(connection, text);
    }
}
