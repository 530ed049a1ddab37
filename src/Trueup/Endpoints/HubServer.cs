using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>The hub's HTTP surface on Kestrel (CONTRACT §3 and §4).</summary>
internal static class HubServer
{
    /// <summary>Largest body of an API request, in bytes.</summary>
    private const long ApiBodyBytesMax = 1024 * 1024;

    /// <summary>Puts the server together; nothing listens yet.</summary>
    public static WebApplication Build(HubHost host, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "trueup" });
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, QuietLifetime>());
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = static said =>
            said.ProblemDetails.Detail ??= UnreadableRequests.DetailOf(said.ProblemDetails.Status));
        builder.Services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi(
            options => options.AddSchemaTransformer<ApiSchema>().AddDocumentTransformer<ApiSchema>());
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Furnish(options.SerializerOptions));
        host.Sessions.Add(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, host.Plan.Listen));

        var server = builder.Build();
        server.UseExceptionHandler();
        server.UseStatusCodePages();
        host.Sessions.Attach(server.Services);
        server.UseMiddleware<SecurityHeaders>(host.Plan.Listen);
        server.UseAuthentication();
        server.UseMiddleware<ConsoleSite>();
        server.UseRouting();
        server.UseMiddleware<EscapedSlashes>();
        server.UseMiddleware<AccessGate>(host);
        server.UseMiddleware<EntityTags>();
        server.UseMiddleware<UnreadableRequests>();
        MapAll(server, host);
        server.MapOpenApi();
        return server;
    }

    private static void MapAll(WebApplication server, HubHost host)
    {
        InboundEndpoint.Map(server, host);
        StatusEndpoints.Map(server, host);
        AlertEndpoints.Map(server, host);
        StockEndpoints.Map(server, host);
        OrderEndpoints.Map(server, host);
        StoreDayEndpoints.Map(server, host);
        CaseEndpoints.Map(server, host);
        CaseBulkEndpoints.Map(server, host);
        ContractEndpoints.Map(server, host);
        ConnectionEndpoints.Map(server, host);
        RunbookEndpoints.Map(server, host);
        ParityEndpoints.Map(server, host);
        JournalEndpoints.Map(server, host);
        AuditEndpoints.Map(server, host);
        SessionEndpoints.Map(server, host);
        UserEndpoints.Map(server, host);
        TokenEndpoints.Map(server, host);
        EstateEndpoints.Map(server, host);
        EstateAuditEndpoints.Map(server, host);
        CheckEndpoints.Map(server, host);
        LiveEndpoint.Map(server, host);
    }

    private static void Configure(KestrelServerOptions kestrel, Uri listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ApiBodyBytesMax;
        kestrel.AllowSynchronousIO = false;
        static void Plain(ListenOptions options) => options.Protocols = HttpProtocols.Http1;
        if (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, listen.Port, Plain);
        }
        else if (listen.IsLoopback)
        {
            kestrel.ListenLocalhost(listen.Port, Plain);
        }
        else
        {
            kestrel.ListenAnyIP(listen.Port, Plain);
        }
    }

    /// <summary>The program, not the server, decides what a signal means.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
