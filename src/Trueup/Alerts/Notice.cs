using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>Why somebody is told.</summary>
public enum NoticeKind
{
    /// <summary>Something is wrong.</summary>
    Raised,

    /// <summary>It is still wrong.</summary>
    Escalated,

    /// <summary>It is well again.</summary>
    Recovered,
}

/// <summary>Something that people are to be told.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Condition">The condition in force.</param>
/// <param name="Figure">The figure that decided it.</param>
/// <param name="RaisedAt">When the alert was raised.</param>
/// <param name="At">When this is told.</param>
/// <param name="Targets">Names of targets.</param>
public sealed record Notice(
    NoticeKind Kind,
    AlertRule Rule,
    AlertCondition Condition,
    decimal Figure,
    DateTimeOffset RaisedAt,
    DateTimeOffset At,
    Items<string> Targets)
{
    /// <summary>What the hub knows about it: the largest causes, the connections in trouble.</summary>
    public Items<string> Context { get; init; }

    /// <summary>The page of the console that shows it; null where there is none.</summary>
    public Uri? Link { get; init; }

    /// <summary>The same for every attempt to deliver it, so that a receiver may drop a second one.</summary>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"alert-{StableHash.Of64(Encoding.UTF8.GetBytes(Rule.Name)):x16}-{RaisedAt.ToUnixTimeMilliseconds()}-{Kind.ToString().ToLowerInvariant()}");

    /// <summary>Whether quiet hours do not hold it back.</summary>
    public bool IsCritical => Rule.Severity == Severity.Critical;

    /// <summary>What it says in one line.</summary>
    public string Headline => Kind switch
    {
        NoticeKind.Recovered => $"Well again: {Rule.Name}",
        NoticeKind.Escalated => $"Still wrong: {Rule.Name}",
        _ => $"{Rule.Severity}: {Rule.Name}",
    };

    /// <summary>The figure beside what was asked of it.</summary>
    public string Explanation => Kind == NoticeKind.Recovered
        ? $"{Condition.Measure} is {FigureText}; {Condition.Text} no longer holds."
        : $"{Condition.Measure} is {FigureText}; the alert is raised when {Condition.Text}.";

    /// <summary>The figure in its unit.</summary>
    public string FigureText => Condition.Metric switch
    {
        AlertMetric.Parity or AlertMetric.Errors or AlertMetric.Volume => $"{Figure.ToString("0.##", CultureInfo.InvariantCulture)} %",
        AlertMetric.Lag or AlertMetric.Drain or AlertMetric.Capture or AlertMetric.Decrement =>
            TimeSpan.FromSeconds((double)Math.Min(Figure, 1e9m)).ToString("c", CultureInfo.InvariantCulture),
        _ => Figure.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>The page of the operations handbook that helps.</summary>
    public string Runbook => $"docs/operations/alerts.md#{Condition.Metric.ToString().ToLowerInvariant()}";
}
