using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Values;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What to compare now.</summary>
/// <param name="Connection">Only this storefront; null for all.</param>
/// <param name="Heal">Whether differences are corrected; null: as the contract says.</param>
/// <param name="Skus">Only these SKUs; null for all.</param>
internal sealed record ParityRunRequest(string? Connection, bool? Heal, string[]? Skus);

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
        parity.MapPost("/runs", (ParityRunRequest? asked, CancellationToken stop) =>
            RunAsync(host, asked ?? new ParityRunRequest(null, null, null), stop))
            .WithName("runParity").WithSummary("Compares now, and answers when it is done.");
    }

    private static async Task<Results<Ok<ParityRunView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => hub.State.Runs.FirstOrDefault(known => known.Id == id)) is { } run
            ? TypedResults.Ok(ParityRunView.Of(run))
            : UnknownRun();

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

        if (await host.Thread.PostAsync(hub => hub.State.Runs.FirstOrDefault(known => known.Id == id)) is not { } run)
        {
            return UnknownRun();
        }

        var page = run.Discrepancies.Skip(start).Take(limit).Select(DiscrepancyView.Of).ToItems();
        var end = start + page.Count;
        return TypedResults.Ok(new Page<DiscrepancyView>(
            page, end < run.Discrepancies.Count ? end.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<Items<ParityRunView>>, ProblemHttpResult>> RunAsync(
        HubHost host, ParityRunRequest asked, CancellationToken cancellationToken)
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

        var heal = asked.Heal ?? host.Plan.Contract.Terms.Reconcile.Heal;
        var runs = await host.Thread.RunAsync(hub =>
            hub.Reconciler.CompareAsync(storefront, skus.ToItems(), heal, cancellationToken));
        return TypedResults.Ok(runs.Select(ParityRunView.Of).ToItems());
    }

    private static ProblemHttpResult UnknownRun() =>
        Asked.Unknown("There is no comparison of this id, or it is too long ago.");
}
