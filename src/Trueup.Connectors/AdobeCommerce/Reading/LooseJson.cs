using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>
/// Reads text that the shop may also send as a number or a flag: ids and option values come either way.
/// </summary>
internal sealed class LooseText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "1";
            case JsonTokenType.False:
                return "0";
            default:
                // A list or an object where a plain value belongs: not read, and no reason to lose the rest.
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>
/// Reads a number that the shop may also send as text; anything else is no number, and neither is one so large that
/// sums could not bear it.
/// </summary>
internal sealed class LooseNumber : JsonConverter<decimal?>
{
    /// <summary>Far above every amount and quantity of a shop, and small enough to be multiplied.</summary>
    private const decimal MagnitudeMax = 1_000_000_000_000m;

    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? Bounded(number) : null;
            case JsonTokenType.String:
                var text = reader.GetString();
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var written)
                    ? Bounded(written)
                    : null;
            default:
                reader.Skip();
                return null;
        }
    }

    private static decimal? Bounded(decimal number) => Math.Abs(number) <= MagnitudeMax ? number : null;

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Reads the shop's times: UTC without a zone, to the second (adobe-commerce.md §4.3).</summary>
internal static class ShopTime
{
    /// <summary>How the shop writes a time, also in conditions.</summary>
    public const string Form = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The moment; null when the text is none.</summary>
    public static DateTimeOffset? Read(string? text) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : null;

    /// <summary>The moment as the shop writes it.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);
}

/// <summary>
/// Reads what modules add to a product; where a request names fields and the product has none of them, the shop sends
/// an empty list in its place.
/// </summary>
internal sealed class LooseExtension : JsonConverter<ProductExtensionJson>
{
    public override ProductExtensionJson? Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return JsonSerializer.Deserialize(ref reader, AdobeJson.Default.ProductExtensionJson);
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, ProductExtensionJson value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, AdobeJson.Default.ProductExtensionJson);
}

/// <summary>
/// Reads the items of an order or of a document of it, as many as there can be: from a text made of nothing but empty ones they would grow to
/// a hundred times its size.
/// </summary>
internal sealed class ItemList<T> : JsonConverter<IReadOnlyList<T>>
{
    /// <summary>Ten times the lines of the largest order that is to be coped with.</summary>
    private const int ItemsMax = 50_000;

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Items are a list.");
        }

        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == ItemsMax)
            {
                throw new JsonException($"There are at most {ItemsMax} items.");
            }

            items.Add(JsonSerializer.Deserialize(ref reader, type)!);
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value)
        {
            JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndArray();
    }
}
