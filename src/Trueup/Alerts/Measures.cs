using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>Figures of a moment that alert conditions are held against.</summary>
/// <param name="Figures">Figures by measure and what they are of; what cannot be judged yet is absent.</param>
public sealed record Measures(IReadOnlyDictionary<(AlertMetric Metric, string Of), decimal> Figures)
{
    /// <summary>The figure that a condition asks for; null while there is none.</summary>
    public decimal? FigureFor(AlertCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Figures.TryGetValue((condition.Metric, condition.Of ?? ""), out var figure) ? figure : null;
    }
}
