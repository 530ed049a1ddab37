using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trueup.Core.Books;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Reads and writes Square's JSON: money in minor units, quantities and times as text (pos.md §1).</summary>
internal static class SquareJson
{
    /// <summary>A member; null when it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) &&
            member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A text; null when it is none or empty.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value
            ? value
            : null;

    /// <summary>The members of a list; empty when there is none.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A moment, in UTC; null when it is none.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Text(name) is { } text && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? at
            : null;

    /// <summary>A quantity written as text; null when it is none.</summary>
    public static Quantity? Units(this JsonElement element, string name) =>
        decimal.TryParse(
            element.Text(name),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount) && Quantity.TryOf(amount, out var quantity)
            ? quantity
            : null;

    /// <summary>An amount in major units, with all the decimals of its currency; null when there is none.</summary>
    public static decimal? Money(this JsonElement element, string name) =>
        element.Member(name) is { } money && money.Member("amount") is { ValueKind: JsonValueKind.Number } amount &&
            amount.TryGetInt64(out var minor)
            ? Major(minor, money.Text("currency") ?? "")
            : null;

    /// <summary>Minor units as major units: 1250 GBP is 12.50, 1250 JPY is 1250.</summary>
    public static decimal Major(long minor, string currency) => new(
        unchecked((int)Math.Abs(minor)),
        unchecked((int)(Math.Abs(minor) >> 32)),
        0,
        minor < 0,
        (byte)Currencies.ScaleOf(currency));

    /// <summary>A body in JSON.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory.ToArray();
    }

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>A moment as Square writes it.</summary>
    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
