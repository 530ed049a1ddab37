using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>Whether a figure only grows.</summary>
public enum MetricKind
{
    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>It only grows, until the process ends.</summary>
    Counter,
}

/// <summary>One figure that is watched from outside, with a value for each combination of labels.</summary>
/// <param name="Name">Its name, with the unit last.</param>
/// <param name="Help">What it is, in one sentence.</param>
/// <param name="Kind">Whether it only grows.</param>
/// <param name="Samples">Its values; empty where there is nothing to count yet.</param>
public sealed record Metric(string Name, string Help, MetricKind Kind, Items<MetricSample> Samples)
{
    /// <summary>Something that only grows, without labels.</summary>
    public static Metric Counter(string name, string help, decimal value) =>
        new(name, help, MetricKind.Counter, [new MetricSample(value, [])]);

    /// <summary>Something that goes up and down, without labels.</summary>
    public static Metric Gauge(string name, string help, decimal value) =>
        new(name, help, MetricKind.Gauge, [new MetricSample(value, [])]);
}

/// <summary>One value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">What it is of.</param>
public sealed record MetricSample(decimal Value, Items<MetricLabel> Labels);

/// <summary>One thing that a value is of.</summary>
public sealed record MetricLabel(string Name, string Value);
