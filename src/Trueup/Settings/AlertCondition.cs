using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Trueup.Core.Values;

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

    private static readonly Items<string> Known =
    [
        "parity", "exceptions", "lag", "lag(orders)", "lag(stock)", "lag(other)", "pending", "pending(orders)", "pending(stock)",
        "pending(other)", "errors", "complaints", "rejected", "circuits", "guards", "capture", "decrement", "soldout",
        "volume(orders)", "volume(messages)", "drain", "drain(orders)", "drain(stock)",
    ];

    /// <summary>Whether it is of one connection, by its name.</summary>
    public bool IsOfConnection => Of is not null &&
        Metric is AlertMetric.Errors or AlertMetric.Complaints or AlertMetric.Capture or AlertMetric.Decrement;

    /// <summary>
    /// Reads a condition; false when it is not of the form <c>metric[(of)] comparison value [for duration]</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AlertCondition? condition) => TryParse(text, out condition, out _);

    /// <summary>What keeps a text from being a condition; null when it is one.</summary>
    public static string? FaultOf(string text) => TryParse(text, out _, out var fault) ? null : fault;

    private static bool TryParse(string text, [NotNullWhen(true)] out AlertCondition? condition, [NotNullWhen(false)] out string? fault)
    {
        (condition, fault) = (null, null);
        var match = Condition().Match(text);
        if (!match.Success)
        {
            fault = "a measure, <, <=, > or >=, a value, and perhaps \"for\" with a duration are needed";
            return false;
        }

        var (word, value, lasting) = (match.Groups["metric"].Value, match.Groups["value"].Value, match.Groups["for"]);
        var of = match.Groups["of"].Success ? match.Groups["of"].Value : null;
        var measure = word + (of is null ? "" : $"({of})");
        var holds = TimeSpan.Zero;
        if (MetricOf(word, of) is not { } metric)
        {
            var alike = Known.Where(known => known.Split('(')[0] == word).ToList();
            fault = $"there is no measure {measure}{DidYouMean.Hint(measure, alike.Count > 0 ? alike : Known.Select(known => known.Split('(')[0]))}";
        }
        else if (ThresholdOf(metric, value) is not { } threshold)
        {
            fault = $"{measure} is {UnitOf(metric)}, not {value}";
        }
        else if (lasting.Success && !Notation.TryDuration(lasting.Value, out holds))
        {
            fault = $"\"for\" wants a duration such as 5m, not {lasting.Value}";
        }
        else
        {
            condition = new AlertCondition(text, metric, of, ComparisonOf(match.Groups["comparison"].Value), threshold, holds);
        }

        return fault is null;
    }

    private static AlertMetric? MetricOf(string word, string? of) => (word, of) switch
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

    private static AlertComparison ComparisonOf(string sign) => sign switch
    {
        "<" => AlertComparison.Below,
        "<=" => AlertComparison.AtMost,
        ">" => AlertComparison.Above,
        _ => AlertComparison.AtLeast,
    };

    private static string UnitOf(AlertMetric metric) => metric switch
    {
        AlertMetric.Parity or AlertMetric.Errors or AlertMetric.Volume => "a percentage such as 99.5%",
        AlertMetric.Lag or AlertMetric.Drain or AlertMetric.Capture or AlertMetric.Decrement => "a duration such as 2m",
        _ => "a number such as 10",
    };

    private static decimal? ThresholdOf(AlertMetric metric, string value) => metric switch
    {
        AlertMetric.Parity or AlertMetric.Errors or AlertMetric.Volume => Notation.TryPercentage(value, out var share) ? share * 100m : null,
        AlertMetric.Lag or AlertMetric.Drain or AlertMetric.Capture or AlertMetric.Decrement =>
            Notation.TryDuration(value, out var lag) ? lag.Ticks / TicksPerSecond : null,
        _ => Notation.TryNumber(value, out var count) ? count : null,
    };

    [GeneratedRegex(
        @"^\s*(?<metric>[a-z]+)(\(\s*(?<of>[A-Za-z0-9_-]+)\s*\))?\s*(?<comparison><=|>=|<|>)\s*(?<value>\S+)" +
        @"(\s+for\s+(?<for>\S+))?\s*$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Condition();
}
