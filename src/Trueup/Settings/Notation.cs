using System.Globalization;

namespace Trueup.Settings;

/// <summary>A pace of calls.</summary>
/// <param name="PerSecond">Calls a second; above zero.</param>
public readonly record struct Rate(decimal PerSecond);

/// <summary>
/// How measures are written in the configuration. Nothing but degrees is ever negative, and nothing uses an exponent.
/// </summary>
public static class Notation
{
    /// <summary>Reads <c>250ms 30s 5m 2h 1d</c>; at most 3650 days.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TrySplit(text, out var number, out var unit) || number > 315_360_000_000m)
        {
            return false;
        }

        decimal? milliseconds = unit switch
        {
            "ms" => 1m,
            "s" => 1_000m,
            "m" => 60_000m,
            "h" => 3_600_000m,
            "d" => 86_400_000m,
            _ => null,
        } * number;
        if (milliseconds is not <= 315_360_000_000m)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(milliseconds.Value * TimeSpan.TicksPerMillisecond));
        return true;
    }

    /// <summary>Reads <c>5/s 300/m 1000/h</c>; above zero and at most a million a second.</summary>
    public static bool TryRate(string text, out Rate rate)
    {
        rate = default;
        if (!TrySplit(text, out var number, out var unit) || number is <= 0m or > 3_600_000_000m)
        {
            return false;
        }

        var seconds = unit switch
        {
            "/s" => 1,
            "/m" => 60,
            "/h" => 3_600,
            _ => 0,
        };
        rate = new Rate(seconds == 0 ? 0m : number / seconds);
        return rate.PerSecond is > 0m and <= 1_000_000m;
    }

    /// <summary>Reads <c>20%</c> as 0.2; from 0% to 100%.</summary>
    public static bool TryPercentage(string text, out decimal share)
    {
        var sound = TrySplit(text, out var number, out var unit) && unit == "%" && number <= 100m;
        share = sound ? number / 100m : 0m;
        return sound;
    }

    /// <summary>Reads <c>8MiB</c>, <c>512KiB</c> or plain bytes; at most 1024 MiB.</summary>
    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out var number, out var unit) || number > 1_073_741_824m)
        {
            return false;
        }

        var size = number * unit switch
        {
            "" => 1,
            "KiB" => 1_024,
            "MiB" => 1_048_576,
            _ => 0,
        };
        bytes = size is >= 1m and <= 1_073_741_824m && decimal.IsInteger(size) ? (long)size : 0;
        return bytes > 0;
    }

    /// <summary>Reads a time of day, <c>02:00</c>.</summary>
    public static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Reads hours of the day as <c>HH:mm-HH:mm</c>; the end may lie on the next day.</summary>
    public static bool TryHours(string text, out TimeOnly from, out TimeOnly to)
    {
        to = default;
        var parts = text.Split('-');
        return TryTime(parts[0], out from) && parts.Length == 2 && TryTime(parts[1], out to) && from != to;
    }

    /// <summary>Reads a day as <c>yyyy-MM-dd</c>.</summary>
    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads a plain number, zero or above.</summary>
    public static bool TryNumber(string text, out decimal number) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && char.IsAsciiDigit(text[0]);

    /// <summary>Reads degrees, which may be negative, up to a most of either sign.</summary>
    public static bool TryDegrees(ReadOnlySpan<char> text, decimal most, out decimal degrees) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out degrees) &&
        Math.Abs(degrees) <= most && text[0] is '-' or (>= '0' and <= '9');

    private static bool TrySplit(string text, out decimal number, out string unit)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        unit = text[end..];
        number = 0m;
        return end > 0 && TryNumber(text[..end], out number);
    }
}
