using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>A kind of case: what it means and what to do about it.</summary>
internal sealed record RunbookView(
    string Code, string Title, string Meaning, string Severity, string Owner, string NextAction, string Healing)
{
    /// <summary>Open cases of this kind.</summary>
    public int Open { get; init; }

    public static RunbookView Of(CaseCode code, HubLoop hub) => new(
        code.Code, code.Title, code.Meaning, code.Severity.ToString().ToLowerInvariant(), CaseView.OwnerOf(code),
        code.NextAction, code.Healing switch
        {
            Core.Cases.Healing.ByLaterSuccess => "later-success",
            Core.Cases.Healing.ByMapping => "mapping",
            Core.Cases.Healing.ByParity => "parity",
            _ => "none",
        })
    {
        Open = hub.State.OpenCases(code),
    };
}

/// <summary>What is looked for in the journal.</summary>
internal sealed record JournalParameters(string? Connection, string? Kind, string? Query, string? After, int? Limit);

/// <summary>The estate at a glance: the parity matrix, the contract at work, the catalogue of cases, the journal.</summary>
internal static class EstateEndpoints
{
    private static readonly string[] Kinds = [.. Enum.GetValues<EntryKind>().Select(Words.Of)];

    /// <summary>How long a count of all positions is good enough: it takes the hub's thread.</summary>
    private static readonly TimeSpan MatrixAge = TimeSpan.FromSeconds(1);

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var matrix = new Kept<MatrixView>(host.Clock, MatrixAge, () => host.Thread.PostAsync(MatrixView.Of));
        server.MapGet("/api/parity/matrix", async () => TypedResults.Ok(await matrix.GetAsync()))
            .WithTags("parity").WithName("getParityMatrix")
            .WithSummary("Positions of every storefront at every location, by how they stand.");
        server.MapGet("/api/contract", async () => TypedResults.Ok(await host.Thread.PostAsync(ContractView.Of)))
            .WithTags("contract").WithName("getContract")
            .WithSummary("Who is right about what, what is mapped to what, and what is not.");
        server.MapGet("/api/runbooks", async () => TypedResults.Ok(await host.Thread.PostAsync(
                hub => CaseCodes.All.Select(code => RunbookView.Of(code, hub)).ToItems())))
            .WithTags("exceptions").WithName("listRunbooks")
            .WithSummary("Every kind of case: what it means, whose it is, what to do.");
        server.MapGet("/api/stock/{sku}/history", (string sku, int? limit, CancellationToken stop) =>
                HistoryAsync(host, sku, limit, stop))
            .WithTags("stock").WithName("getStockHistory")
            .WithSummary("How the figures of a SKU came along: reported, desired, written, observed.");
        server.MapGet("/api/journal", ([AsParameters] JournalParameters asked, HttpContext context) =>
                FindAsync(host, asked, context))
            .WithTags("journal").WithName("listMessages").WithSummary("Messages, the newest first.");
    }

    private static async Task<Results<Ok<Items<StockMoment>>, ProblemHttpResult>> HistoryAsync(
        HubHost host, string text, int? asked, CancellationToken cancellationToken)
    {
        if (!Asked.TryLimit(asked, out var limit))
        {
            return Asked.BadLimit();
        }

        return Sku.TryParse(text, provider: null, out var sku)
            ? TypedResults.Ok(await StockHistory.ReadAsync(host.Hub.Journal, sku, limit, cancellationToken))
            : Asked.Unknown("The hub never heard of this SKU.");
    }

    private static async Task<Results<Ok<Page<MessageSummary>>, ProblemHttpResult>> FindAsync(
        HubHost host, JournalParameters asked, HttpContext context)
    {
        if (!Asked.TryLimit(asked.Limit, out var limit))
        {
            return Asked.BadLimit();
        }

        long? before = null;
        if (!string.IsNullOrEmpty(asked.After))
        {
            if (!long.TryParse(asked.After, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                return Asked.Bad("after is what the page before named as next.");
            }

            before = place;
        }

        var query = new MessageQuery(Asked.Known(asked.Connection), Asked.Known(asked.Kind), Asked.Known(asked.Query), before, limit)
        {
            // Whoever may not read a payload may not guess at it either.
            InBody = !Caller.Of(context).SeesMasked,
        };
        return await Asked.PageAsync(
            ListFaults.OfText(asked.Query) ?? ListFaults.OfWord("kind", Asked.Known(asked.Kind)?.ToLowerInvariant(), Kinds),
            async () => await JournalListing.FindAsync(host.Hub.Journal, query, context.RequestAborted),
            found => ListFaults.OfConnection(host.Plan.Contract, Asked.Known(asked.Connection), found));
    }
}
