using System.Globalization;
using System.Text.Json;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Reads a body as the shop does, keeping the first thing that is wrong with it.</summary>
/// <remarks>Source: adobe-commerce.md §1.5; adobe-commerce-observed.md §3.</remarks>
internal sealed class JsonReading
{
    /// <summary>The first thing that is wrong; null for nothing.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>A member in either spelling (camelCase, snake_case); undefined when absent.</summary>
    public static JsonElement Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        return parent.TryGetProperty(name, out var value) || parent.TryGetProperty(SnakeCase(name), out value)
            ? value
            : default;
    }

    public JsonElement Required(JsonElement parent, string name)
    {
        var value = Member(parent, name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            Refusal ??= Twin.Refusal.Required(name);
        }

        return value;
    }

    public static IEnumerable<JsonElement> List(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static string? Text(JsonElement parent, string name) => Text(Member(parent, name));

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => null,
    };

    public decimal? Number(JsonElement parent, string name)
    {
        var text = Text(parent, name);
        if (text is null)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // What no decimal can hold is a number all the same; the column cuts it off anyway.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var huge)
            && double.IsFinite(huge))
        {
            return huge > 0 ? decimal.MaxValue : decimal.MinValue;
        }

        Refusal ??= Twin.Refusal.WrongType(text, "float", name);
        return null;
    }

    public int? Integer(JsonElement parent, string name)
    {
        var text = Text(parent, name);
        if (text is null)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue)
        {
            return (int)number;
        }

        Refusal ??= Twin.Refusal.WrongType(text, "int", name);
        return null;
    }

    public static bool? Flag(JsonElement parent, string name) => Text(parent, name) switch
    {
        null => null,
        "" or "0" or "false" => false,
        _ => true,
    };

    /// <summary>An object may hold no other members than these.</summary>
    public void OnlyKnown(JsonElement parent, params ReadOnlySpan<string> names)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in parent.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                Refusal ??= Twin.Refusal.Named(
                    400,
                    "\"%fieldName\" is not supported. Correct the field name and try again.",
                    "fieldName",
                    PascalCase(property.Name));
            }
        }
    }

    private static string PascalCase(string name) => string.Concat(
        name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    private static string SnakeCase(string name) => string.Concat(
        name.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}
