using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Stores' days: what was sold, whether the tills say the same, and what became of it in the books.</summary>
internal static class StoreDayEndpoints
{
    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var days = server.MapGroup("/api/days").WithTags("days");
        days.MapGet("/", ([AsParameters] StoreDayListRequest asked) => SearchAsync(host, asked))
            .WithName("listStoreDays").WithSummary("Stores' days, the newest first.");
        days.MapGet("/{id}", (string id) => FindAsync(host, id))
            .WithName("getStoreDay").WithSummary("One day of a store, with its differences and postings.");
        days.MapPost("/{id}/retry", (string id, HttpContext context) => RetryAsync(host, id, context))
            .Needs(Permission.Operate | Permission.Finance).WithName("retryStoreDay").WithSummary("Posts a day again to every system that refused it.");
    }

    private static Task<Results<Ok<Page<StoreDayView>>, ProblemHttpResult>> SearchAsync(HubHost host, StoreDayListRequest asked)
    {
        var query = new StoreDayQuery(
            Asked.Known(asked.Store), Asked.Known(asked.State), asked.After, asked.Limit ?? Asked.LimitDefault);
        return Asked.PageAsync(
            ListFaults.Of(query),
            () => host.Thread.PostAsync(hub => StoreDayView.Search(hub.State.Tills, query)),
            found => ListFaults.Of(host.Plan.Contract, query, found));
    }

    private static async Task<Results<Ok<StoreDayView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => ViewOf(hub.State, id)) is { } day ? TypedResults.Ok(day) : UnknownDay();

    private static async Task<Results<Ok<StoreDayView>, ProblemHttpResult>> RetryAsync(
        HubHost host, string id, HttpContext context)
    {
        var day = await host.Thread.PostAsync(hub => ViewOf(hub.State, id));
        if (day is null)
        {
            return UnknownDay();
        }

        if (day.Postings.All(static posting => posting.Refusal is null))
        {
            return Asked.Idle("Nobody has refused this day: there is nothing to try again.");
        }

        var request = new Request(Request.RetryDay, AccessGate.NameOf(context), day.Id);
        return await Asked.DoAsync(host, [request], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok((await host.Thread.PostAsync(hub => ViewOf(hub.State, id)))!);
    }

    private static StoreDayView? ViewOf(HubState state, string id) =>
        state.Tills.Days.GetValueOrDefault(id) is { } day ? StoreDayView.Of(day, state.Tills) : null;

    private static ProblemHttpResult UnknownDay() =>
        Asked.Unknown("The hub knows no such day; its id is the tills' connection, store, day and currency.");
}

/// <summary>Which days. Properties only: parameters of a constructor would keep the others from being bound.</summary>
internal sealed record StoreDayListRequest
{
    /// <summary>Only of this store.</summary>
    public string? Store { get; init; }

    /// <summary><c>open</c>, <c>differs</c> or <c>agreed</c>; or <c>waiting</c>, <c>posted</c> or <c>refused</c> by
    /// the books.</summary>
    public string? State { get; init; }

    /// <summary>What the page before named as next.</summary>
    public string? After { get; init; }

    /// <summary>Days on a page.</summary>
    public int? Limit { get; init; }
}
