using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Alerts;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>The alerts that stand.</summary>
internal static class AlertEndpoints
{
    /// <summary>Adds the address to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host) =>
        server.MapGet("/api/alerts", Ok<AlertBoard> () => TypedResults.Ok(host.Alerts))
            .WithName("listAlerts").WithSummary("The alerts that stand, and notices that wait to be delivered.").WithTags("alerts");
}
