using System.Globalization;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>Reads the short forms in which rates and durations are written in the configuration.</summary>
internal static class AdobeSettingForms
{
    /// <summary>Reads <c>5/s</c>, <c>300/m</c> or <c>10000/h</c> as calls per second.</summary>
    public static bool TryRate(string text, out double perSecond)
    {
        perSecond = 0;
        if (text.Split('/') is not [var count, var unit] ||
            !double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var calls))
        {
            return false;
        }

        var seconds = SecondsOf(unit);
        perSecond = seconds > 0 ? calls / (double)seconds : 0;
        return perSecond > 0;
    }

    /// <summary>
    /// Reads <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c> or <c>1d</c>; false for nothing and for zero.
    /// </summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (unit < 1 ||
            !int.TryParse(text.AsSpan(0, unit), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var seconds = count * SecondsOf(text[unit..]);
        duration = new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
        return duration > TimeSpan.Zero;
    }

    private static decimal SecondsOf(string unit) => unit switch
    {
        "ms" => 0.001m,
        "s" => 1m,
        "m" or "min" => 60m,
        "h" => 3_600m,
        "d" => 86_400m,
        _ => 0m,
    };
}
