using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Where metrics and traces are exported to, by the OpenTelemetry protocol (OTLP over HTTP, protobuf).</summary>
/// <param name="Endpoint">Base address of the collector; <c>/v1/metrics</c> and <c>/v1/traces</c> follow it.</param>
public sealed record TelemetrySettings(Uri Endpoint)
{
    /// <summary>Headers sent along.</summary>
    public Items<TelemetryHeader> Headers { get; init; }

    /// <summary>Pause between two exports of metrics. Default 30 seconds.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of messages that are followed, 0 to 1. Default 1.</summary>
    public double TraceShare { get; init; } = 1;
}

/// <summary>A header that a collector wants to see.</summary>
public sealed record TelemetryHeader(string Name, Secret Value);

/// <summary>Reads <c>telemetry.otlp</c>.</summary>
internal static class TelemetryReading
{
    /// <summary>Where to export to; null where nothing is said.</summary>
    public static TelemetrySettings? Read(Section otlp)
    {
        if (otlp["endpoint"].Url is not { } endpoint)
        {
            return null;
        }

        if (otlp["headers"].Named.Any() && endpoint is { Scheme: "http", IsLoopback: false })
        {
            otlp["endpoint"].Error("secrets travel there: use https");
        }

        var otherwise = new TelemetrySettings(endpoint);
        return otherwise with
        {
            Headers = otlp["headers"].Named
                .Select(header => new TelemetryHeader(header.Name, new Secret(header.Below.Text ?? ""))).ToItems(),
            Every = otlp["every"].Exists ? otlp["every"].DurationAboveZero() ?? otherwise.Every : otherwise.Every,
            TraceShare = Notation.TryPercentage(otlp["traces"].Text ?? "", out var share)
                ? (double)share
                : otherwise.TraceShare,
        };
    }
}
