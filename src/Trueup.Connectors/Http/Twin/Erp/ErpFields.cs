using System.Globalization;
using System.Text.Json;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>Reads the members of a document, and notes those that make no sense.</summary>
internal sealed class ErpFields(ErpProblems problems)
{
    /// <summary>A text of 1 to 200 characters; null when it is absent or no such text.</summary>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text &&
            text.GetString() is { Length: > 0 and <= 200 } value
            ? value
            : null;

    /// <summary>A member; null when it is absent or null.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) &&
            member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>The members of a list; empty when it is absent or no list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A number, or a text that is one; null when it is neither.</summary>
    public static decimal? Number(JsonElement element, string name)
    {
        var text = Member(element, name) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } written => written.GetString(),
            _ => null,
        };
        return decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null;
    }

    /// <summary>A text that must be there.</summary>
    public string Needed(JsonElement element, string name, string at)
    {
        var text = Text(element, name);
        problems.Expect(text is not null, "FIELD_MISSING", at + name, value: null, "must be a text");
        return text ?? "";
    }

    /// <summary>An amount with no more decimals than its currency has.</summary>
    public decimal Amount(JsonElement element, string name, string at, int places)
    {
        var amount = Number(element, name);
        var written = Member(element, name)?.GetRawText();
        if (problems.Expect(amount is not null, "AMOUNT_INVALID", at + name, written, "must be an amount"))
        {
            problems.Expect(
                Math.Round(amount!.Value, places) == amount.Value && Math.Abs(amount.Value) < 1_000_000_000_000m,
                "AMOUNT_INVALID",
                at + name,
                written,
                string.Create(CultureInfo.InvariantCulture, $"has more than {places} decimals, or is too large"));
        }

        return amount ?? 0m;
    }

    /// <summary>A day, or the day of a time; null when it is neither.</summary>
    public static DateOnly? Day(JsonElement element, string name) => Text(element, name) is not { } text
        ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? DateOnly.FromDateTime(at.UtcDateTime)
                : null;
}
