using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Telemetry;

/// <summary>As much of an OpenTelemetry collector as takes OTLP over HTTP and reads it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly SemaphoreSlim _metricsCame = new(0);

    private Collector(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First());

    public IReadOnlyList<Span> Spans => [.. _spans];

    public IReadOnlyList<Reading> Readings => [.. _readings];

    /// <summary>What the exports said of themselves.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._server.MapPost("/v1/traces", request => collector.TakeAsync(request, collector.TakeSpans));
        collector._server.MapPost("/v1/metrics", request => collector.TakeAsync(request, collector.TakeMetrics));
        await collector._server.StartAsync(CancellationToken.None);
        return collector;
    }

    /// <summary>Waits for the next export of metrics.</summary>
    public Task MetricsAsync() => _metricsCame.WaitAsync(ServedHub.Patience, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        _metricsCame.Dispose();
        return _server.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context, Action<byte[]> take)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Headers["x-tenant"] = context.Request.Headers["x-tenant"].ToString();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        take(body.ToArray());
    }

    private void TakeSpans(byte[] body)
    {
        foreach (var resource in Protobuf.Read(body).All(1))
        {
            foreach (var span in resource.All(2).SelectMany(scope => scope.All(2)))
            {
                _spans.Enqueue(new Span(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5))
                {
                    Start = span.Number(7),
                    End = span.Number(8),
                    Attributes = Attributes(span, 9),
                    Links = span.All(13).Select(link => link.Hex(1)).ToArray(),
                    IsError = span.All(15).Any(status => status.Number(3) == 2),
                });
            }
        }
    }

    private void TakeMetrics(byte[] body)
    {
        foreach (var resource in Protobuf.Read(body).All(1))
        {
            var of = Attributes(resource.All(1).Single(), 1);
            foreach (var metric in resource.All(2).SelectMany(scope => scope.All(2)))
            {
                var isSum = metric.All(7).Any();
                foreach (var point in metric.All(isSum ? 7 : 5).SelectMany(data => data.All(1)))
                {
                    _readings.Enqueue(new Reading(metric.Text(1), point.Double(4), Attributes(point, 7))
                    {
                        IsCumulative = isSum && metric.All(7).Single().Number(2) == 2,
                        Service = of["service.name"],
                    });
                }
            }
        }

        _metricsCame.Release();
    }

    private static Dictionary<string, string> Attributes(Protobuf of, int field) => of.All(field).ToDictionary(
        pair => pair.Text(1), pair => Value(pair.All(2).Single()), StringComparer.Ordinal);

    private static string Value(Protobuf value) => value.Has(1) ? value.Text(1)
        : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One span as it arrived.</summary>
internal sealed record Span(string Trace, string Id, string Parent, string Name)
{
    public ulong Start { get; init; }

    public ulong End { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    public required IReadOnlyList<string> Links { get; init; }

    public bool IsError { get; init; }
}

/// <summary>One value of a metric as it arrived.</summary>
internal sealed record Reading(string Name, double Value, IReadOnlyDictionary<string, string> Labels)
{
    public bool IsCumulative { get; init; }

    public required string Service { get; init; }
}
