using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Telemetry;

/// <summary>
/// Exports metrics and traces by OTLP. Metrics are those of <c>/metrics</c>, taken at a cadence; traces are made of what
/// the journal decides, so a hub without export pays nothing for them.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private readonly HubHost _host;
    private readonly TelemetrySettings _settings;
    private readonly ILogger _logger;
    private readonly ExportedMeter _meter = new();
    private readonly TracerProvider _tracer;
    private readonly MeterProvider _metrics;
    private bool _isRefused;

    public TelemetryExport(HubHost host, TelemetrySettings settings, ILogger logger)
    {
        (_host, _settings, _logger) = (host, settings, logger);
        var version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        var resource = ResourceBuilder.CreateEmpty().AddService(
            "trueup", serviceNamespace: null, version, autoGenerateServiceInstanceId: false, host.Plan.Name);
        _tracer = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(MessageTraces.Name)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TraceShare)))
            .AddOtlpExporter(options => Configure(options, "v1/traces")).Build();
        var metrics = new OtlpExporterOptions();
        Configure(metrics, "v1/metrics");
#pragma warning disable CA2000 // The provider disposes of its readers.
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ExportedMeter.Name)
            .AddReader(new BaseExportingMetricReader(new OtlpMetricExporter(metrics))).Build();
#pragma warning restore CA2000
        Traces = new MessageTraces(host.Hub.State, host.Clock);
    }

    /// <summary>Follows messages through the hub.</summary>
    public MessageTraces Traces { get; }

    /// <summary>Runs until it is stopped, or the hub has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_settings.Every, _host.Clock);
        try
        {
            do
            {
                await ExportAsync();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken) && !_host.Ended.IsCompleted);
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure.
        }
    }

    /// <summary>Sends the figures of now, and the traces that are done.</summary>
    public async Task ExportAsync()
    {
        _meter.Set(await HostMetrics.TakeAsync(_host));

        // The exporter waits for its answer: not on a thread that others need.
        var isTaken = await Task.Run(() => _metrics.ForceFlush());
        if (isTaken == _isRefused)
        {
            _isRefused = !isTaken;
            if (isTaken)
            {
                Log.TakenAgain(_logger, _settings.Endpoint.Host);
            }
            else
            {
                Log.NotTaken(_logger, _settings.Endpoint.Host);
            }
        }
    }

    /// <summary>Sends what is left; the hub has ended by then.</summary>
    public void Dispose()
    {
        Traces.Dispose();
        _tracer.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
    }

    private void Configure(OtlpExporterOptions options, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{_settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
        options.Headers = string.Join(',', _settings.Headers.Select(header =>
            $"{header.Name}={Uri.EscapeDataString(header.Value.Reveal())}"));
    }
}
