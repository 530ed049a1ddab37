using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What a person says with an action: the assignee, the reason or the comment.</summary>
internal sealed record CaseActionRequest(string? Text);

/// <summary>How many cases an action on a group reached.</summary>
internal sealed record BulkOutcome(int Count);

/// <summary>Operational problems, and what people do about them.</summary>
internal static class CaseEndpoints
{
    private const int BulkMax = 10_000;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var cases = server.MapGroup("/api/exceptions").WithTags("exceptions");
        cases.MapGet("/", ([AsParameters] CaseParameters asked) => SearchAsync(host, asked)).WithName("listExceptions")
            .WithSummary("Exceptions, the last met first; open ones unless state says otherwise (state=all for any).");
        cases.MapGet(
            "/groups", async () => TypedResults.Ok(await host.Thread.PostAsync(hub => CaseGroupView.Of(hub.State))))
            .WithName("listExceptionGroups")
            .WithSummary("Open exceptions grouped by likely cause, the largest group first.");
        cases.MapGet("/{id}", (string id) => FindAsync(host, id)).WithName("getException").WithSummary("One exception.");
        cases.MapPost("/{id}/{action}", (string id, string action, CaseActionRequest? body, HttpContext context) =>
                ActAsync(host, (id, action), body?.Text, context))
            .WithName("actOnException").WithSummary("Retry, resolve, assign, ignore or comment.");
        cases.MapPost(
            "/groups/{id}/{action}", (string id, string action, CaseActionRequest? body, HttpContext context) =>
                ActOnGroupAsync(host, (id, action), body?.Text, context))
            .WithName("actOnExceptionGroup").WithSummary("Does the same to every open exception of a group.");
        server.MapPost("/api/guards/{location}/{verdict}", (string location, string verdict, HttpContext context) =>
                JudgeAsync(host, location, verdict, context))
            .WithName("judgeGuard").WithTags("exceptions").WithSummary("Approves or discards what a location's guard holds.");
    }

    private static async Task<Results<Ok<Page<CaseView>>, ProblemHttpResult>> SearchAsync(
        HubHost host, CaseParameters asked)
    {
        if (!Asked.TryLimit(asked.Limit, out var limit))
        {
            return Asked.BadLimit();
        }

        var state = asked.State ?? "open";
        if (state is not ("all" or "open" or "resolved" or "ignored"))
        {
            return Asked.Bad("state is open, resolved, ignored or all.");
        }

        var query = new CaseQuery(
            state == "all" ? null : state, asked.Code, asked.Owner, asked.Query, asked.After, limit);
        return TypedResults.Ok(await host.Thread.PostAsync(hub => CaseView.Search(hub.State, query)));
    }

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => CaseView.Find(hub.State, id)) is { } known
            ? TypedResults.Ok(CaseView.Of(known))
            : UnknownCase();

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> ActAsync(
        HubHost host, (string Id, string Action) asked, string? text, HttpContext context)
    {
        if (Asked.CaseRequestOf(asked.Action) is not { } request)
        {
            return Asked.Unknown("An exception can be retried, resolved, assigned, ignored or commented.");
        }

        if (await host.Thread.PostAsync(hub => CaseView.Find(hub.State, asked.Id)) is not { } known)
        {
            return UnknownCase();
        }

        if (Asked.FaultOf(request, text, known.State) is { } fault)
        {
            var isTooLate = known.State == CaseState.Resolved && !string.IsNullOrWhiteSpace(text);
            return isTooLate ? Asked.Idle(fault) : Asked.Bad(fault);
        }

        var todo = new Request(request, AccessGate.NameOf(context), known.Key, text);
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(CaseView.Of(await host.Thread.PostAsync(hub => hub.State.Cases[known.Key])));
    }

    private static async Task<Results<Ok<BulkOutcome>, ProblemHttpResult>> ActOnGroupAsync(
        HubHost host, (string Id, string Action) asked, string? text, HttpContext context)
    {
        if (Asked.CaseRequestOf(asked.Action) is not { } request)
        {
            return Asked.Unknown("An exception can be retried, resolved, assigned, ignored or commented.");
        }

        if (Asked.FaultOf(request, text, CaseState.Open) is { } fault)
        {
            return Asked.Bad(fault);
        }

        var members = await host.Thread.PostAsync(hub => CaseGroupView.Members(hub.State, asked.Id));
        if (members.IsEmpty)
        {
            return Asked.Unknown("There is no such group of open exceptions.");
        }

        var todo = members.Take(BulkMax)
            .Select(known => new Request(request, AccessGate.NameOf(context), known.Key, text)).ToArray();
        return await Asked.DoAsync(host, todo, context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(new BulkOutcome(todo.Length));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> JudgeAsync(
        HubHost host, string location, string verdict, HttpContext context)
    {
        var request = verdict switch
        {
            "approve" => Request.ApproveGuard,
            "discard" => Request.DiscardGuard,
            _ => null,
        };
        if (request is null)
        {
            return Asked.Unknown("What a guard holds is approved or discarded.");
        }

        if (!LocationCode.TryParse(location, out var code) || host.Plan.Contract.Location(code) is null)
        {
            return Asked.Unknown("There is no such location.");
        }

        if (!await host.Thread.PostAsync(hub => hub.State.ParkedMessages.ContainsKey(Request.GuardKey(code))))
        {
            return Asked.Idle("The guard of this location holds nothing.");
        }

        var todo = new Request(request, AccessGate.NameOf(context), code.Text);
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.NoContent();
    }

    private static ProblemHttpResult UnknownCase() => Asked.Unknown("There is no exception of this id.");
}

/// <summary>What exceptions are asked for.</summary>
internal sealed record CaseParameters(
    string? State, string? Code, string? Owner, string? Query, string? After, int? Limit);
