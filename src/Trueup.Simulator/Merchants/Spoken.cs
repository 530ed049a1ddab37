using System.Globalization;

namespace Trueup.Simulator.Merchants;

/// <summary>Stretches of time as people say them.</summary>
internal static class Spoken
{
    /// <summary>A stretch of time.</summary>
    public static string Of(TimeSpan? time) => time switch
    {
        null => "longer than it was waited for",
        { TotalSeconds: < 90 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalMinutes:0} min"),
        { } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalHours:0.0} h"),
    };
}
