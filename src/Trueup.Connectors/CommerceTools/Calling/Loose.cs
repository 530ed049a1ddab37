using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Calling;

/// <summary>
/// Reads JSON that may grow: fields, enum values and message types are added without notice (commercetools.md §7), so
/// what is not expected is not looked at, and what is missing is null.
/// </summary>
internal static class Loose
{
    /// <summary>The root of a body; null when it is no JSON object, or holds a text that cannot be read.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member; an element of kind Undefined when absent.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Whether anything is there.</summary>
    public static bool Exists(this JsonElement element) =>
        element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text member; null when absent or of another form.</summary>
    public static string? Text(this JsonElement element, string name) => element.At(name).Text();

    /// <summary>The text itself; null when it is of another form.</summary>
    public static string? Text(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>The members that are one value each, as texts with the form they had; empty when absent.</summary>
    public static IEnumerable<(string Name, string Value, JsonValueKind Form)> Values(this JsonElement element, string name)
    {
        foreach (var member in element.At(name) is { ValueKind: JsonValueKind.Object } held ? held.EnumerateObject() : default)
        {
            var value = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.Text(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.ToString(),
                _ => null,
            };
            if (value is not null)
            {
                yield return (member.Name, value, member.Value.ValueKind);
            }
        }
    }

    /// <summary>A whole number; null when absent, of another form or out of range.</summary>
    public static long? Whole(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

    /// <summary>A flag; false when absent.</summary>
    public static bool Flag(this JsonElement element, string name) => element.At(name).ValueKind == JsonValueKind.True;

    /// <summary>A number as a decimal; null when absent or of another form.</summary>
    public static decimal? Number(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

    /// <summary>The members of a list; empty when absent.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A moment in UTC; null when absent or of another form.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(
            element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;

    /// <summary>A localised text in whatever language comes first, English before others; null when empty.</summary>
    public static string? Localised(this JsonElement element, string name)
    {
        var texts = element.At(name);
        return texts.ValueKind == JsonValueKind.String
            ? texts.Text()
            : element.Values(name).Where(text => text.Form == JsonValueKind.String)
                .OrderByDescending(text => text.Name.StartsWith("en", StringComparison.Ordinal))
                .Select(text => text.Value).FirstOrDefault();
    }

    /// <summary>The platform's form of a moment.</summary>
    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
