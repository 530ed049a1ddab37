using System.Diagnostics.Metrics;
using Trueup.Core.Values;
using Trueup.Engine.Views;

namespace Trueup.Telemetry;

/// <summary>Gives the figures of <c>/metrics</c> to a meter under the same names: what a collector shows is what the hub
/// itself shows.</summary>
internal sealed class ExportedMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Trueup";

    private readonly Meter _meter = new(Name);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private volatile Dictionary<string, Metric> _now = new(StringComparer.Ordinal);

    /// <summary>Takes the figures of now; the next collection reads these.</summary>
    public void Set(Items<Metric> metrics)
    {
        _now = metrics.ToDictionary(metric => metric.Name, StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            if (!_instruments.ContainsKey(metric.Name))
            {
                _instruments[metric.Name] = metric.Kind == MetricKind.Counter
                    ? _meter.CreateObservableCounter(metric.Name, () => Read(metric.Name), unit: null, metric.Help)
                    : _meter.CreateObservableGauge(metric.Name, () => Read(metric.Name), unit: null, metric.Help);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Read(string name) => _now.TryGetValue(name, out var metric)
        ? metric.Samples.Select(sample => new Measurement<double>(
            (double)sample.Value,
            sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value))))
        : [];
}
