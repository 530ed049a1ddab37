using System.Globalization;

namespace Trueup.Engine.Dispatch;

/// <summary>What a remote's complaints taught about how often it may be called.</summary>
/// <param name="Rate">Calls a second that are made now.</param>
/// <param name="Safe">Calls a second up to which the way back is short.</param>
public sealed record LearnedPace(double Rate, double Safe)
{
    /// <summary>The name under which it is kept, as if it were a poll that has come so far.</summary>
    public const string CursorName = "pace";

    /// <summary>It as a text; empty for nothing learned.</summary>
    public static string Write(LearnedPace? learned) =>
        learned is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{learned.Rate:R} {learned.Safe:R}");

    /// <summary>It from a text; null for nothing learned.</summary>
    public static LearnedPace? Read(string? text) =>
        text?.Split(' ') is [var rate, var safe] &&
        double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var now) && now > 0 &&
        double.TryParse(safe, NumberStyles.Float, CultureInfo.InvariantCulture, out var known) && known > 0
            ? new LearnedPace(now, known)
            : null;
}
