using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What positions are asked for.</summary>
/// <param name="Query">Part of the SKU.</param>
/// <param name="Location">Only at this location.</param>
/// <param name="State">Only with this status, or with goods in this stock state.</param>
/// <param name="Left">Only where <c>enough</c>, <c>low</c>, <c>later</c> or <c>sold-out</c> holds of a storefront.</param>
/// <param name="After">What the page before named as next.</param>
/// <param name="Limit">SKUs on a page.</param>
internal sealed record StockListRequest(
    string? Query, string? Location, string? State, string? Left, string? After, int? Limit)
{
    /// <summary>The same for the hub.</summary>
    public PositionQuery ToQuery() =>
        new(Query, Asked.Known(Location), Asked.Known(State), After, Limit ?? Asked.LimitDefault) { Left = Asked.Known(Left) };
}

/// <summary>Stock: positions, one SKU, why a figure is what it is, and what may be sold.</summary>
internal static class StockEndpoints
{
    private const int AvailabilityMax = 500;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var stock = server.MapGroup("/api").WithTags("stock");
        var pages = new StockPages(host);
        stock.MapGet(
            "/stock", ([AsParameters] StockListRequest asked, CancellationToken stop) => SearchAsync(host, pages, asked.ToQuery(), stop))
            .WithName("listStock")
            .WithSummary("Positions, by SKU. A rare search may end a page before it is full: go on with next.");
        stock.MapGet("/stock/{sku}", (string sku) => FindAsync(host, sku)).WithName("getStock").WithSummary("Everything about one SKU.");
        stock.MapGet(
            "/stock/{sku}/explain", (string sku, string? storefront, string? location, CancellationToken stop) =>
                ExplainAsync(host, sku, (storefront, location), stop))
            .WithName("explainStock").WithSummary("Why a figure is what it is: terms that sum to it, down to the messages.");
        stock.MapGet("/availability", (string? storefront, [FromQuery(Name = "sku")] string[]? skus) =>
                AvailabilityAsync(host, storefront, skus ?? []))
            .WithName("getAvailability").WithSummary("The final check before payment.");
        HealingEndpoints.MapStock(stock, host);
    }

    private static Task<Results<Ok<Page<PositionView>>, ProblemHttpResult>> SearchAsync(
        HubHost host, StockPages pages, PositionQuery query, CancellationToken cancellationToken) => Asked.PageAsync(
            ListFaults.Of(query),
            async () => await pages.FindAsync(query, cancellationToken),
            found => ListFaults.Of(host.Plan.Contract, query, found));

    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> FindAsync(HubHost host, string text) =>
        Sku.TryParse(text, out var sku) &&
        await host.Thread.PostAsync(hub => StockView.Of(sku, new StockContext(hub))) is { } view
            ? TypedResults.Ok(view)
            : Asked.Unknown("The hub never heard of this SKU.");

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(
        HubHost host, string text, (string? Storefront, string? Location) where, CancellationToken cancellationToken)
    {
        if (FaultOf(host.Plan.Contract, where, out var storefront, out var location) is { } fault)
        {
            return Asked.Bad(fault);
        }

        return Sku.TryParse(text, out var sku) &&
               await host.Thread.PostAsync(
                   hub => Explanation.Of(sku, storefront, location, new StockContext(hub))) is { } explanation
            ? TypedResults.Ok(
                await WithTimesAsync(explanation, new JournalHistory(host.Hub.Journal), cancellationToken))
            : Asked.Unknown("The hub never heard of this SKU.");
    }

    private static async Task<Results<Ok<Items<AvailabilityView>>, ProblemHttpResult>> AvailabilityAsync(
        HubHost host, string? storefront, string[] skus)
    {
        if (!TryStorefront(host.Plan.Contract, storefront, out var shop) || shop is not { } name)
        {
            return Asked.Bad("Name the storefront: ?storefront=…&sku=…");
        }

        if (skus.Length is 0 or > AvailabilityMax)
        {
            return Asked.Bad($"Name 1 to {AvailabilityMax} SKUs: ?storefront=…&sku=…&sku=…");
        }

        return TypedResults.Ok(await host.Thread.PostAsync(hub =>
        {
            var context = new StockContext(hub);
            return skus.Select(sku => AvailabilityView.Of(sku, name, context)).ToItems();
        }));
    }

    /// <summary>What is wrong with where a figure is asked for; null when nothing is.</summary>
    public static string? FaultOf(
        OwnershipContract contract, (string? Storefront, string? Location) where, out ConnectionName? storefront, out LocationCode? location)
    {
        location = LocationCode.TryParse(where.Location, out var code) ? code : null;
        return !TryStorefront(contract, where.Storefront, out storefront) ? "There is no storefront of this name that follows stock."
            : where.Location is not null && (location is not { } known || contract.Location(known) is null) ? "There is no such location."
            : null;
    }

    private static bool TryStorefront(OwnershipContract contract, string? text, out ConnectionName? storefront)
    {
        storefront = ConnectionName.TryParse(text, out var name) ? name : null;
        return text is null || (storefront is { } known && contract.Terms.Stock.Subscribers.Contains(known));
    }

    /// <summary>The figures carry positions; when the hub took those messages in, the journal knows.</summary>
    private static async Task<Explanation> WithTimesAsync(
        Explanation explanation, JournalHistory history, CancellationToken cancellationToken)
    {
        var times = new Dictionary<long, DateTimeOffset?>();
        var terms = explanation.Terms.Concat(
            explanation.Kits.SelectMany(kit => kit.Parts.SelectMany(part => part.Terms)));
        foreach (var reason in terms.SelectMany(term => term.Because))
        {
            if (reason is { Message: { } message, At: null } && !times.ContainsKey(message))
            {
                times[message] = (await history.FindAsync(new JournalPosition(message), cancellationToken))?.At;
            }
        }

        Items<ExplainedTerm> Complete(Items<ExplainedTerm> open) => open.Select(term => term with
        {
            Because = term.Because.Select(reason =>
                reason with { At = reason.At ?? times.GetValueOrDefault(reason.Message ?? 0) }).ToItems(),
        }).ToItems();
        return explanation with
        {
            Terms = Complete(explanation.Terms),
            Kits = explanation.Kits.Select(kit => kit with
            {
                Parts = kit.Parts.Select(part => part with { Terms = Complete(part.Terms) }).ToItems(),
            }).ToItems(),
        };
    }
}
