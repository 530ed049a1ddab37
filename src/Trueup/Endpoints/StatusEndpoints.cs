using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Whether the hub lives, is ready, and how it fares.</summary>
internal static class StatusEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        server.MapGet("/healthz", () => host.Ended.IsCompleted ? Text("ended", 503) : Text("alive", 200))
            .WithName("getHealth").WithSummary("Whether the process should go on living.").WithTags("operations");
        server.MapGet(
            "/readyz", () => Unready(host) is { } why ? Text($"not ready: {why}", 503) : Text("ready", 200))
            .WithName("getReadiness").WithSummary("Whether the hub takes deliveries.").WithTags("operations");
        server.MapGet("/metrics", async () => TypedResults.Text(MetricsText.Of(await HostMetrics.TakeAsync(host)), MetricsText.ContentType))
            .WithName("getMetrics").WithSummary("Counters for Prometheus.").WithTags("operations");
        server.MapGet("/api/status", async Task<Ok<StatusView>> () =>
                TypedResults.Ok(await host.Thread.PostAsync(hub => StatusView.Of(hub, host.Clock.GetUtcNow()))))
            .WithName("getStatus").WithSummary("How the hub and everything connected to it fares.").WithTags("status");
    }

    private static string? Unready(HubHost host) =>
        host.Ended.IsCompleted ? "the hub has ended"
        : !host.IsReady ? "it is starting or stopping"
        : host.Hub.Tail.IsUnwritable ? "the journal cannot be written; it is tried again every second"
        : null;

    private static ContentHttpResult Text(string word, int status) =>
        TypedResults.Text(word, "text/plain", statusCode: status);
}
