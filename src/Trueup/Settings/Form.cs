using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>How a setting stands in the file.</summary>
public enum FormShape
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>A value or a list of such values.</summary>
    OneOrMany,

    /// <summary>A list of values.</summary>
    Many,

    /// <summary>Keys that are declared one by one.</summary>
    Section,

    /// <summary>Keys and values of any sort.</summary>
    AnyMap,

    /// <summary>A list of any sort.</summary>
    AnyList,
}

/// <summary>
/// What a setting may be: the same words validate it, describe it to people and go into the JSON Schema.
/// </summary>
/// <param name="Name">The form's name, as in a connector's declarations.</param>
/// <param name="Expected">What is expected, to complete "expected …".</param>
/// <param name="JsonType">The type in JSON of a value: string, number, integer or boolean.</param>
/// <param name="Pattern">A regular expression that every accepted value matches; null for any text.</param>
/// <param name="Accepts">Whether a text is acceptable.</param>
public sealed record Form(string Name, string Expected, string JsonType, string? Pattern, Func<string, bool> Accepts)
{
    private const string DegreesPattern = @"^-?[0-9]+(\.[0-9]*)?$";

    /// <summary>How it stands in the file.</summary>
    public FormShape Shape { get; init; }

    /// <summary>The only values there are; empty for no such limit.</summary>
    public Items<string> Choices { get; init; }

    /// <summary>Says why a text is not accepted, where that is more than what is expected; null: it is not.</summary>
    public Func<string, string?>? Why { get; init; }

    /// <summary>Any text but none.</summary>
    public static Form Text { get; } = new("text", "text", "string", ".", text => text.Length > 0);

    /// <summary>Text that must not be shown.</summary>
    public static Form Secret { get; } =
        Text with { Name = "secret", Expected = "a secret, best as ${NAME} or ${file:PATH}" };

    /// <summary>An absolute web address.</summary>
    public static Form Url { get; } = new(
        "url", "an address such as https://shop.example", "string", "^[Hh][Tt][Tt][Pp][Ss]?://.", IsUrl);

    /// <summary>A decimal number, zero or above.</summary>
    public static Form Number { get; } = new(
        "number", "a number such as 2 or 0.5", "number", @"^[0-9]+(\.[0-9]*)?$",
        text => Notation.TryNumber(text, out _));

    /// <summary>Degrees north of the equator.</summary>
    public static Form Latitude { get; } = new(
        "latitude", "degrees from -90 to 90 such as 53.7965", "number", DegreesPattern,
        text => Notation.TryDegrees(text, most: 90m, out _));

    /// <summary>Degrees east of Greenwich.</summary>
    public static Form Longitude { get; } = new(
        "longitude", "degrees from -180 to 180 such as -1.5478", "number", DegreesPattern,
        text => Notation.TryDegrees(text, most: 180m, out _));

    /// <summary>A whole number, zero or above.</summary>
    public static Form Whole { get; } = new(
        "whole", "a whole number such as 10", "integer", "^[0-9]+$",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    /// <summary>Yes or no.</summary>
    public static Form Flag { get; } = new(
        "flag", "true or false", "boolean", "^(true|false)$", text => text is "true" or "false");

    /// <summary>A span of time.</summary>
    public static Form Duration { get; } = new(
        "duration", "a duration such as 30s, 5m, 2h or 1d", "string", @"^[0-9]+(\.[0-9]*)?(ms|s|m|h|d)$",
        text => Notation.TryDuration(text, out _));

    /// <summary>A pace.</summary>
    public static Form Pace { get; } = new(
        "rate", "a rate such as 5/s or 300/m", "string", @"^[0-9]+(\.[0-9]*)?/(s|m|h)$",
        text => Notation.TryRate(text, out _));

    /// <summary>A share.</summary>
    public static Form Percentage { get; } = new(
        "percentage", "a percentage from 0% to 100%", "string", @"^[0-9]+(\.[0-9]*)?%$",
        text => Notation.TryPercentage(text, out _));

    /// <summary>A number of bytes.</summary>
    public static Form Size { get; } = new(
        "size", "a size such as 8MiB or 512KiB", "string", @"^[0-9]+(\.[0-9]*)?(KiB|MiB)?$",
        text => Notation.TrySize(text, out _));

    /// <summary>A time of day.</summary>
    public static Form Time { get; } = new(
        "time", "a time of day such as \"02:00\"", "string", "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        text => Notation.TryTime(text, out _));

    /// <summary>Hours of the day, maybe over midnight.</summary>
    public static Form Hours { get; } = new(
        "hours", "hours such as 22:00-07:00", "string", "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
        text => Notation.TryHours(text, out _, out _));

    /// <summary>A day.</summary>
    public static Form Date { get; } = new(
        "date", "a day such as 2026-11-27", "string", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        text => Notation.TryDate(text, out _));

    /// <summary>A time zone of the IANA database.</summary>
    public static Form TimeZone { get; } = new(
        "time zone", "a time zone such as Europe/London", "string", ".",
        text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _));

    /// <summary>A currency by its ISO 4217 code.</summary>
    public static Form Currency { get; } = new(
        "currency", "an ISO 4217 code such as GBP", "string", "^[A-Z]{3}$",
        text => text.Length == 3 && text.All(char.IsAsciiLetterUpper));

    /// <summary>A folder; the address of a PostgreSQL database has the form, too, and is told apart later.</summary>
    public static Form Store { get; } = new("store", "a folder, such as ./data", "string", ".", IsStore);

    /// <summary>A stock-keeping unit.</summary>
    public static Form Stockkeeping { get; } = new(
        "SKU", "a SKU of 1 to 64 characters without outer white space", "string", ".",
        text => Sku.TryParse(text, out _));

    /// <summary>An amount of goods.</summary>
    public static Form Amount { get; } = new(
        "quantity", "a quantity such as 2 or 0.5", "number", @"^[0-9]+(\.[0-9]*)?$",
        text => Notation.TryNumber(text, out var number) && Quantity.TryOf(number, out _));

    /// <summary>A connection of this file.</summary>
    public static Form Connection { get; } = Text with { Name = "connection", Expected = "the name of a connection" };

    /// <summary>A location of this file.</summary>
    public static Form Location { get; } = Text with { Name = "location", Expected = "the name of a location" };

    /// <summary>The condition of an alert.</summary>
    public static Form Condition { get; } = new(
        "condition", "a condition such as \"parity < 99.5% for 5m\" or \"lag(orders) > 2m\"", "string", "[<>]",
        text => AlertCondition.TryParse(text, out _))
    {
        Why = AlertCondition.FaultOf,
    };

    /// <summary>Keys declared one by one.</summary>
    public static Form Section { get; } =
        Text with { Name = "section", Expected = "keys and values", Shape = FormShape.Section };

    /// <summary>Keys and values of any sort.</summary>
    public static Form AnyMap { get; } = Section with { Name = "map", Shape = FormShape.AnyMap };

    /// <summary>A list of any sort.</summary>
    public static Form AnyList { get; } = Text with { Name = "list", Expected = "a list", Shape = FormShape.AnyList };

    /// <summary>The form that a connector's declaration names.</summary>
    /// <exception cref="InvalidOperationException">There is no such form: the connector is wrong.</exception>
    public static Form Named(string name) => name switch
    {
        "text" => Text,
        "secret" => Secret,
        "url" => Url,
        "number" => Number,
        "flag" => Flag,
        "duration" => Duration,
        "rate" => Pace,
        "list" => AnyList,
        "map" => AnyMap,
        _ => throw new InvalidOperationException($"A connector declares a setting of the unknown form '{name}'."),
    };

    /// <summary>One of a few words.</summary>
    public static Form OneOf(params ReadOnlySpan<string> words)
    {
        var choices = Items.Of(words);
        var expected = choices.Count == 1 ? choices[0] : $"one of {string.Join(", ", choices)}";
        return new Form("choice", expected, "string", Pattern: null, choices.Contains) { Choices = choices };
    }

    /// <summary>A list of values of this form.</summary>
    public Form Many() => this with { Shape = FormShape.Many };

    /// <summary>A value of this form, or a list of them.</summary>
    public Form OneOrMany() => this with { Shape = FormShape.OneOrMany };

    private static bool IsUrl(string text) =>
        !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out var address) &&
        address.Scheme is "http" or "https" && address.Host.Length > 0;

    private static bool IsStore(string text) => text.Length > 0 &&
        (!text.Contains("://", StringComparison.Ordinal) || StoreSettings.IsPostgres(text));
}
