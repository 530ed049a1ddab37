using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Audit;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Audits of the estate.</summary>
/// <param name="UnderWay">What is under way; null: nothing.</param>
/// <param name="LastFault">Why the last one came to nothing; null when it did not.</param>
/// <param name="Audits">Those that were made and are kept, the newest first.</param>
internal sealed record EstateAudits(AuditUnderWay? UnderWay, string? LastFault, Items<KeptAudit> Audits);

/// <summary>Audits of the whole estate, made while the hub runs; read-only.</summary>
internal static class EstateAuditEndpoints
{
    /// <summary>A report is a page of its own: it may show itself, and nothing else.</summary>
    private const string ReportPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var desk = host.Audits;
        var audits = server.MapGroup("/api/audits").WithTags("audits");
        audits.MapGet("/", async (CancellationToken stop) => TypedResults.Ok(await ListAsync(desk, stop)))
            .WithName("listEstateAudits").WithSummary("Audits that were made, and the one that is under way.");
        audits.MapPost("/", (HttpContext context, IHostApplicationLifetime life) => BeginAsync(host, desk, context, life))
            .Needs(Permission.Operate).WithName("beginEstateAudit")
            .WithSummary("Begins an audit of every storefront and owner; nothing is written to any of them.");
        audits.MapGet("/{id}", (string id, CancellationToken stop) => FindAsync(desk, id, stop))
            .WithName("getEstateAudit").WithSummary("What an audit found.");
        audits.MapGet("/{id}/report", (string id, HttpContext context) => Report(desk, id, context))
            .WithName("getEstateAuditReport").WithSummary("The whole report as one page.");
        audits.MapGet("/{id}/rows.csv", (string id) => Rows(desk, id))
            .WithName("getEstateAuditRows").WithSummary("Every row as comma-separated values.");
    }

    private static async Task<EstateAudits> ListAsync(AuditDesk desk, CancellationToken cancellationToken) =>
        new(desk.UnderWay, desk.LastFault, await desk.Shelf.ListAsync(cancellationToken));

    private static async Task<Results<Accepted<EstateAudits>, ProblemHttpResult>> BeginAsync(
        HubHost host, AuditDesk desk, HttpContext context, IHostApplicationLifetime life)
    {
        if (host.Plan.Configuration is not { } configuration)
        {
            return Asked.Idle("This hub was started without a configuration file: there is nothing to audit by.");
        }

        var by = AccessGate.NameOf(context);
        if (desk.UnderWay is not null)
        {
            return Asked.Idle("An audit is under way.");
        }

        if (await Asked.DoAsync(host, [new Request(Request.AuditEstate, by, "estate")], context.RequestAborted) is { } fault)
        {
            return fault;
        }

        return desk.TryBegin(by, configuration, life.ApplicationStopping)
            ? TypedResults.Accepted("/api/audits", await ListAsync(desk, context.RequestAborted))
            : Asked.Idle("An audit is under way.");
    }

    private static async Task<Results<Ok<KeptAudit>, ProblemHttpResult>> FindAsync(
        AuditDesk desk, string id, CancellationToken cancellationToken) =>
        await desk.Shelf.FindAsync(id, cancellationToken) is { } audit ? TypedResults.Ok(audit) : Gone();

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Report(AuditDesk desk, string id, HttpContext context)
    {
        if (desk.Shelf.ReportOf(id, ".html") is not { } path)
        {
            return Gone();
        }

        context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
        return TypedResults.PhysicalFile(path, "text/html; charset=utf-8");
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Rows(AuditDesk desk, string id) =>
        desk.Shelf.ReportOf(id, ".csv") is { } path
            ? TypedResults.PhysicalFile(path, "text/csv; charset=utf-8", $"audit-{id}.csv")
            : Gone();

    private static ProblemHttpResult Gone() =>
        Asked.Unknown($"There is no such audit: the newest {AuditShelf.AuditsMax} are kept.");
}
