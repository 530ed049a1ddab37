using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Drift;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What to compare now.</summary>
/// <param name="Connection">Only this storefront; null for all.</param>
/// <param name="Heal">Whether differences are corrected; null: as the contract says.</param>
/// <param name="Skus">Only these SKUs; null for all.</param>
/// <param name="Approve">Whether the caller has seen what that comes to, so that the contract's cap does not hold it.</param>
internal sealed record ParityRunRequest(string? Connection, bool? Heal, string[]? Skus, bool? Approve = null);

/// <summary>Whether the two ends agree, and comparing them now.</summary>
internal static class ParityEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var parity = server.MapGroup("/api/parity").WithTags("parity");
        parity.MapGet("/", async () => TypedResults.Ok(await host.Thread.PostAsync(ParityView.Of)))
            .WithName("getParity").WithSummary("How parity stands, with the latest comparisons.");
        parity.MapGet("/runs/{id}", (string id) => FindAsync(host, id)).WithName("getParityRun").WithSummary("One comparison.");
        parity.MapGet("/runs/{id}/discrepancies", (string id, string? after, int? limit) =>
            DiscrepanciesAsync(host, id, after, limit)).WithName("listDiscrepancies").WithSummary("What a comparison found different.");
        parity.MapGet("/runs/{id}/autopsy", (string id, CancellationToken stop) => AutopsyAsync(host, id, stop))
            .WithName("getAutopsy").WithSummary("How every difference that a comparison found came about.");
        parity.MapPost("/runs", (ParityRunRequest? asked, HttpContext context) =>
            RunAsync(host, asked ?? new ParityRunRequest(null, null, null), context))
            .WithName("runParity").WithSummary("Compares now, and answers when it is done.");
        HealingEndpoints.Map(parity, host);
    }

    private static async Task<Results<Ok<ParityRunView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => Find(hub, id) is { } run ? ParityRunView.Of(run, hub) : null) is { } view
            ? TypedResults.Ok(view)
            : UnknownRun();

    /// <summary>A comparison; null when it is not known any more.</summary>
    internal static ParityRun? Find(HubLoop hub, string id) => hub.State.Runs.FirstOrDefault(known => known.Id == id);

    private static async Task<Results<Ok<AutopsyView>, ProblemHttpResult>> AutopsyAsync(
        HubHost host, string id, CancellationToken cancellationToken)
    {
        if (await host.Thread.PostAsync(hub => hub.State.Runs.FirstOrDefault(known => known.Id == id)) is not { } run)
        {
            return UnknownRun();
        }

        return TypedResults.Ok(AutopsyView.Of(await new DriftHistory(host.Hub.Journal).ExamineAsync(run, cancellationToken)));
    }

    private static async Task<Results<Ok<Page<DiscrepancyView>>, ProblemHttpResult>> DiscrepanciesAsync(
        HubHost host, string id, string? after, int? asked)
    {
        var start = 0;
        if (!Asked.TryLimit(asked, out var limit))
        {
            return Asked.BadLimit();
        }

        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out start))
        {
            return Asked.Bad("after is what the page before named as next.");
        }

        var page = await host.Thread.PostAsync(hub => Find(hub, id) is { } run ? PageOf(run, hub, start, limit) : null);
        return page is null ? UnknownRun() : TypedResults.Ok(page);
    }

    /// <summary>Differences, those that are about most money first.</summary>
    private static Page<DiscrepancyView> PageOf(ParityRun run, HubLoop hub, int start, int limit)
    {
        var costs = hub.Contract.Terms.Reconcile.Costs;
        var page = run.Discrepancies
            .Select(found => (Found: found, Worth: GapWorth.Of(found, hub.State.Find(found.Sku), costs)))
            .OrderByDescending(each => each.Worth?.AtStake?.Amount ?? 0m)
            .Skip(start).Take(limit)
            .Select(each => DiscrepancyView.Of(each.Found) with { Gap = GapView.Of(each.Worth) }).ToItems();
        var end = start + page.Count;
        return new Page<DiscrepancyView>(
            page, end < run.Discrepancies.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static async Task<Results<Ok<Items<ParityRunView>>, ProblemHttpResult>> RunAsync(
        HubHost host, ParityRunRequest asked, HttpContext context)
    {
        ConnectionName? storefront = ConnectionName.TryParse(asked.Connection, out var name) ? name : null;
        if (asked.Connection is not null &&
            (storefront is not { } known || !host.Plan.Contract.Terms.Stock.Subscribers.Contains(known)))
        {
            return Asked.Bad("There is no storefront of this name that follows stock.");
        }

        var skus = new List<Sku>();
        foreach (var text in asked.Skus ?? [])
        {
            if (!Sku.TryParse(text, out var sku))
            {
                return Asked.Bad("A SKU is 1 to 64 characters without outer white space.");
            }

            skus.Add(sku);
        }

        var by = AccessGate.NameOf(context);
        var heal = new HealAsk(asked.Heal ?? host.Plan.Contract.Terms.Reconcile.Heal, asked.Approve == true, by);
        if (asked.Heal == true && await Asked.DoAsync(host, [HealRequest(by, asked)], context.RequestAborted) is { } problem)
        {
            return problem;
        }

        return TypedResults.Ok(await CompareAsync(host, storefront, skus.ToItems(), heal, context.RequestAborted));
    }

    /// <summary>Compares, and shows what came of it.</summary>
    internal static async Task<Items<ParityRunView>> CompareAsync(
        HubHost host, ConnectionName? storefront, Items<Sku> skus, HealAsk heal, CancellationToken cancellationToken)
    {
        var runs = await host.Thread.RunAsync(hub => hub.Reconciler.CompareAsync(storefront, skus, heal, cancellationToken));
        return await host.Thread.PostAsync(hub => runs.Select(run => ParityRunView.Of(run, hub)).ToItems());
    }

    private static Request HealRequest(string by, ParityRunRequest asked) => new(
        Request.HealParity, by, asked.Connection ?? "every storefront",
        (asked.Skus is { Length: > 0 } skus ? $"{skus.Length} SKUs" : "everything") + (asked.Approve == true ? ", whatever it comes to" : ""));

    internal static ProblemHttpResult UnknownRun() =>
        Asked.Unknown("There is no comparison of this id, or it is too long ago.");
}
