using System.Globalization;
using System.Text.Json;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>Writes the shop's ids, which are numbers in its bodies and texts everywhere else.</summary>
internal static class RestId
{
    /// <summary>Writes an id as a member, or as an element where there is no name.</summary>
    public static void Write(Utf8JsonWriter json, string? name, string id)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(id);
        }
    }
}
