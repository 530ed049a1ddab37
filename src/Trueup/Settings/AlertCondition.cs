using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Trueup.Settings;

/// <summary>What is measured.</summary>
public enum AlertMetric
{
    /// <summary>Share of positions in step, in percent.</summary>
    Parity,

    /// <summary>Age of the oldest waiting write, in seconds.</summary>
    Lag,

    /// <summary>Waiting writes.</summary>
    Pending,

    /// <summary>Open exceptions.</summary>
    Exceptions,

    /// <summary>Share of calls in the last five minutes that failed, in percent; of one connection or all.</summary>
    Errors,

    /// <summary>Calls in the last five minutes that were answered 429 or 503.</summary>
    Complaints,

    /// <summary>Open cases of writes and documents that a remote refused.</summary>
    Rejected,

    /// <summary>Connections whose calls are held back.</summary>
    Circuits,

    /// <summary>Open cases of reports held by a guard.</summary>
    Guards,

    /// <summary>What came in during the last hour, in percent of what this hour of the week usually brings.</summary>
    Volume,

    /// <summary>How long the backlog takes at the present pace, in seconds.</summary>
    Drain,

    /// <summary>SKUs that are sold out in a storefront.</summary>
    SoldOut,

    /// <summary>From placing an order until the hub counts it, in seconds; of one storefront or the worst.</summary>
    Capture,

    /// <summary>From placing an order until every other storefront shows less, in seconds; of one storefront or the worst.</summary>
    Decrement,
}

/// <summary>How a measure is compared.</summary>
public enum AlertComparison
{
    /// <summary>Less.</summary>
    Below,

    /// <summary>Less or equal.</summary>
    AtMost,

    /// <summary>More.</summary>
    Above,

    /// <summary>More or equal.</summary>
    AtLeast,
}

/// <summary>A condition such as <c>parity &lt; 99.5% for 5m</c>.</summary>
/// <param name="Text">The condition as written.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Of">Of which work (orders, stock, other, messages) or connection; null for all.</param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Threshold">With what, in the metric's unit.</param>
/// <param name="For">How long it must hold; zero: at once.</param>
public sealed partial record AlertCondition(
    string Text, AlertMetric Metric, string? Of, AlertComparison Comparison, decimal Threshold, TimeSpan For)
{
    /// <summary>The measure as written in a condition.</summary>
    public string Measure => Metric.ToString().ToLowerInvariant() + (Of is null ? "" : $"({Of})");

    /// <summary>Whether a figure meets the condition.</summary>
    public bool IsMetBy(decimal figure) => Comparison switch
    {
        AlertComparison.Below => figure < Threshold,
        AlertComparison.AtMost => figure <= Threshold,
        AlertComparison.Above => figure > Threshold,
        _ => figure >= Threshold,
    };

    private const decimal TicksPerSecond = TimeSpan.TicksPerSecond;

    /// <summary>
    /// Reads a condition; false when it is not of the form <c>metric[(of)] comparison value [for duration]</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AlertCondition? condition)
    {
        condition = null;
        var match = Condition().Match(text);
        var holds = TimeSpan.Zero;
        var lasting = match.Groups["for"];
        if (!match.Success || (lasting.Success && !Notation.TryDuration(lasting.Value, out holds)))
        {
            return false;
        }

        var of = match.Groups["of"].Success ? match.Groups["of"].Value : null;
        AlertMetric? metric = (match.Groups["metric"].Value, of) switch
        {
            ("parity", null) => AlertMetric.Parity,
            ("exceptions", null) => AlertMetric.Exceptions,
            ("lag", null or "orders" or "stock" or "other") => AlertMetric.Lag,
            ("pending", null or "orders" or "stock" or "other") => AlertMetric.Pending,
            ("errors", _) => AlertMetric.Errors,
            ("complaints", _) => AlertMetric.Complaints,
            ("rejected", null) => AlertMetric.Rejected,
            ("circuits", null) => AlertMetric.Circuits,
            ("guards", null) => AlertMetric.Guards,
            ("capture", _) => AlertMetric.Capture,
            ("decrement", _) => AlertMetric.Decrement,
            ("soldout", null) => AlertMetric.SoldOut,
            ("volume", "orders" or "messages") => AlertMetric.Volume,
            ("drain", null or "orders" or "stock") => AlertMetric.Drain,
            _ => null,
        };
        if (metric is not { } known || ThresholdOf(known, match.Groups["value"].Value) is not { } threshold)
        {
            return false;
        }

        var comparison = match.Groups["comparison"].Value switch
        {
            "<" => AlertComparison.Below,
            "<=" => AlertComparison.AtMost,
            ">" => AlertComparison.Above,
            _ => AlertComparison.AtLeast,
        };
        condition = new AlertCondition(text, known, of, comparison, threshold, holds);
        return true;
    }

    private static decimal? ThresholdOf(AlertMetric metric, string value) => metric switch
    {
        AlertMetric.Parity or AlertMetric.Errors or AlertMetric.Volume => Notation.TryPercentage(value, out var share) ? share * 100m : null,
        AlertMetric.Lag or AlertMetric.Drain or AlertMetric.Capture or AlertMetric.Decrement =>
            Notation.TryDuration(value, out var lag) ? lag.Ticks / TicksPerSecond : null,
        _ => Notation.TryNumber(value, out var count) ? count : null,
    };

    [GeneratedRegex(
        @"^\s*(?<metric>[a-z]+)(\(\s*(?<of>[a-z0-9-]+)\s*\))?\s*(?<comparison><=|>=|<|>)\s*(?<value>\S+)" +
        @"(\s+for\s+(?<for>\S+))?\s*$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Condition();
}
