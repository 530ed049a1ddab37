using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Values as the shop writes them.</summary>
internal static class Vendor
{
    private const string MomentFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>A number without trailing zeros.</summary>
    public static JsonNode Number(decimal value) =>
        JsonValue.Create(value / 1.000_000_000_000_000_000_000_000_000m);

    public static JsonNode? Number(decimal? value) => value is { } number ? Number(number) : null;

    /// <summary>UTC without a zone, to the second.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture);

    public static int Flag(bool value) => value ? 1 : 0;

    public static JsonNode? Copy(JsonElement? element) =>
        element is { } value ? JsonNode.Parse(value.GetRawText()) : null;

    public static JsonArray List(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    /// <summary>An object as the shop serialises it: fields that are null are left out.</summary>
    public static JsonObject WithoutNulls(JsonObject source)
    {
        for (var place = source.Count - 1; place >= 0; place--)
        {
            if (source.GetAt(place).Value is null)
            {
                source.RemoveAt(place);
            }
        }

        return source;
    }
}
