using System.Text.Json;
using Trueup.Engine;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>
/// Says what changed while somebody looks (server-sent events): which topics, never what. Whoever listens asks again for
/// what is in sight. A stream ends after a while, so that whoever lost their rights meanwhile does not come back.
/// </summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastsMax = TimeSpan.FromMinutes(10);
    private const int StillTicksMax = 15;

    /// <summary>Adds the address to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host) =>
        server.MapGet("/api/live", (HttpContext context, IHostApplicationLifetime life) =>
                StreamAsync(host, context, life.ApplicationStopping))
            .WithTags("status").WithName("getLive").WithSummary("Topics that changed, as server-sent events.")
            .ExcludeFromDescription();

    private static async Task StreamAsync(HubHost host, HttpContext context, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        end.CancelAfter(LastsMax);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await context.Response.WriteAsync("retry: 2000\n: welcome\n\n", end.Token);
            await context.Response.Body.FlushAsync(end.Token);
            await TellAsync(host, context.Response, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener left, the time is over, or the hub stops.
        }
    }

    private static async Task TellAsync(HubHost host, HttpResponse response, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, host.Clock);
        var before = await host.Thread.PostAsync(Glimpse.Of);
        var still = 0;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = await host.Thread.PostAsync(Glimpse.Of);
            var topics = now.Since(before);
            if (topics.Length > 0 || ++still >= StillTicksMax)
            {
                var text = topics.Length > 0
                    ? $"event: changed\ndata: {JsonSerializer.Serialize(topics, ApiJson.Default.StringArray)}\n\n"
                    : ": still here\n\n";
                await response.WriteAsync(text, cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                still = 0;
            }

            before = now;
        }
    }

    /// <summary>Enough of the state to see that it changed.</summary>
    private sealed record Glimpse(long Applied, long Cases, string? Run, string Connections)
    {
        public static Glimpse Of(HubLoop hub) => new(
            hub.Lanes.Through.Value,
            hub.State.Cases.Version,
            hub.State.Runs.Count == 0 ? null : hub.State.Runs[^1].Id,
            string.Join(',', hub.Outlets.Select(
                outlet => $"{outlet.Paced.State}/{outlet.Levels?.Pending}/{outlet.Documents?.Pending}")));

        public string[] Since(Glimpse before) =>
        [
            .. Applied != before.Applied ? ["stock", "orders", "journal", "audit"] : Array.Empty<string>(),
            .. Cases != before.Cases ? ["cases"] : Array.Empty<string>(),
            .. Run != before.Run ? ["parity"] : Array.Empty<string>(),
            .. Connections != before.Connections || Applied != before.Applied || Cases != before.Cases
                ? ["status"] : Array.Empty<string>(),
        ];
    }
}
