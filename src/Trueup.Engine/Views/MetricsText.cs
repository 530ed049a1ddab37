using System.Globalization;
using System.Text;

namespace Trueup.Engine.Views;

/// <summary>Figures in the Prometheus text format, version 0.0.4.</summary>
public static class MetricsText
{
    /// <summary>Media type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes figures down.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            var kind = metric.Kind == MetricKind.Counter ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} {kind}\n");
            foreach (var sample in metric.Samples)
            {
                Write(text, metric.Name, sample);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name);
        for (var i = 0; i < sample.Labels.Count; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(sample.Labels[i].Name).Append("=\"").Append(Escaped(sample.Labels[i].Value)).Append('"');
        }

        text.Append(sample.Labels.IsEmpty ? " " : "} ").Append(sample.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
