using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>What a person says with an action.</summary>
/// <param name="Text">The assignee, the reason, the comment, or tags between commas.</param>
/// <param name="Until">For a snooze: until when, UTC.</param>
internal sealed record CaseActionRequest(string? Text, DateTimeOffset? Until = null);

/// <summary>How many cases an action reached.</summary>
/// <param name="Count">Cases.</param>
internal sealed record BulkOutcome(int Count)
{
    /// <summary>Send it to <c>/api/exceptions/undo</c> to take the action back; null where that cannot be.</summary>
    public string? Undo { get; init; }
}

/// <summary>Operational problems, and what people do about them one by one.</summary>
internal static class CaseEndpoints
{
    /// <summary>How long the sums by owner are good enough.</summary>
    private static readonly TimeSpan OwnersAge = TimeSpan.FromSeconds(2);

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var cases = server.MapGroup("/api/exceptions").WithTags("exceptions").AddEndpointFilter(PersonalData.FilterAsync);
        cases.MapGet("/", ([AsParameters] CaseParameters asked) => SearchAsync(host, asked)).WithName("listExceptions")
            .WithSummary("Exceptions, the last met first unless sort says otherwise; open ones unless state does.");
        cases.MapGet("/groups", async () => TypedResults.Ok(
                await host.Thread.PostAsync(hub => CaseGroupView.Of(hub.State, host.Clock.GetUtcNow()))))
            .WithName("listExceptionGroups")
            .WithSummary("Open exceptions grouped by likely cause, those that touch most first.");
        var owners = new Kept<Items<OwnerView>>(
            host.Clock, OwnersAge, () => host.Thread.PostAsync(hub => OwnerView.Of(hub.State, host.Clock.GetUtcNow())));
        cases.MapGet("/owners", async () => TypedResults.Ok(await owners.GetAsync())).WithName("listExceptionOwners")
            .WithSummary("Open exceptions by owner, with the orders and the money that they touch.");
        cases.MapGet("/catalogue", () => TypedResults.Ok(CaseCodeView.All)).WithName("listExceptionCodes")
            .WithSummary("Every kind of problem there is.");
        cases.MapGet("/{id}", (string id) => FindAsync(host, id)).WithName("getException").WithSummary("One exception.");
        cases.MapPost("/{id}/{action}", (string id, string action, CaseActionRequest? body, HttpContext context) =>
                ActAsync(host, (id, action), body, context))
            .Needs(Permission.Operate | Permission.Finance).WithName("actOnException")
            .WithSummary("retry, resolve, assign, snooze, wait, ignore, comment or tag.");
        server.MapPost("/api/guards/{location}/{verdict}", (string location, string verdict, HttpContext context) =>
                JudgeAsync(host, location, verdict, context))
            .WithName("judgeGuard").WithTags("exceptions").WithSummary("Approves or discards what a location's guard holds.");
    }

    /// <summary>Why somebody may not act on a kind of problem; null when they may.</summary>
    public static string? DeniedFor(HttpContext context, CaseCode code)
    {
        var needed = code.Owner == CaseOwner.Finance ? Permission.Finance : Permission.Operate;
        var may = Caller.Of(context).May;
        return (may & needed) != Permission.None
            ? null
            : $"This exception is {CaseView.OwnerOf(code)}'s: it needs the permission to {Caller.Words(needed)[0]}.";
    }

    private static Task<Results<Ok<Page<CaseView>>, ProblemHttpResult>> SearchAsync(HubHost host, CaseParameters asked)
    {
        var query = asked.ToQuery();
        return Asked.PageAsync(
            ListFaults.Of(query),
            () => host.Thread.PostAsync(hub => CaseView.Search(hub.State, query, host.Clock.GetUtcNow())),
            found => ListFaults.Of(host.Plan.Contract, query, found));
    }

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> FindAsync(HubHost host, string id) =>
        await host.Thread.PostAsync(hub => CaseView.Find(hub.State, id) is { } known
            ? CaseView.Of(known, hub.State, host.Clock.GetUtcNow())
            : null) is { } view
            ? TypedResults.Ok(view)
            : UnknownCase();

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> ActAsync(
        HubHost host, (string Id, string Action) asked, CaseActionRequest? body, HttpContext context)
    {
        if (Asked.CaseRequestOf(asked.Action) is not { } request)
        {
            return Asked.Unknown($"An exception takes {Asked.CaseActions}.");
        }

        if (await host.Thread.PostAsync(hub => CaseView.Find(hub.State, asked.Id)) is not { } known)
        {
            return UnknownCase();
        }

        if (DeniedFor(context, known.Code) is { } denied)
        {
            return TypedResults.Problem(denied, statusCode: StatusCodes.Status403Forbidden);
        }

        if (Asked.FaultOf(request, body, known, host.Clock.GetUtcNow()) is { } fault)
        {
            var isTooLate = known.State == CaseState.Resolved && !string.IsNullOrWhiteSpace(body?.Text);
            return isTooLate ? Asked.Idle(fault) : Asked.Bad(fault);
        }

        var todo = CaseRequests.Of(request, AccessGate.NameOf(context), known, body?.Text, body?.Until);
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(await host.Thread.PostAsync(
                hub => CaseView.Of(hub.State.Cases[known.Key], hub.State, host.Clock.GetUtcNow())));
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

        if (DeniedFor(context, CaseCodes.BlastRadius) is { } denied)
        {
            return TypedResults.Problem(denied, statusCode: StatusCodes.Status403Forbidden);
        }

        if (!LocationCode.TryParse(location, out var code) || host.Plan.Contract.Location(code) is null)
        {
            return Asked.Unknown("There is no such location.");
        }

        var held = await host.Thread.PostAsync(
            hub => hub.State.ParkedMessages.GetValueOrDefault(Request.GuardKey(code)).Count);
        if (held == 0)
        {
            return Asked.Idle("The guard of this location holds nothing.");
        }

        var todo = new Request(request, AccessGate.NameOf(context), code.Text)
        {
            Before = $"{held} messages held",
            After = verdict == "approve" ? "let through" : "dropped",
        };
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.NoContent();
    }

    private static ProblemHttpResult UnknownCase() =>
        Asked.Unknown("There is no exception of this id: it may have been forgotten a year after it ended.");
}

/// <summary>Which exceptions are looked for; null members count for all.</summary>
internal sealed record CaseParameters(
    string? State, string? Code, string? Owner, string? Query, string? After, int? Limit,
    string? Severity, string? Connection, string? Location, string? Sku, string? Order, string? Assignee,
    string? Tag, string? Group, string? Sort)
{
    /// <summary>The question to the hub.</summary>
    public CaseQuery ToQuery() => new(
        State == "all" ? null : Asked.Known(State) ?? "open", Asked.Known(Code), Asked.Known(Owner), Query, Asked.Known(After),
        Limit ?? Asked.LimitDefault)
    {
        Severity = Asked.Known(Severity),
        Connection = Asked.Known(Connection),
        Location = Asked.Known(Location),
        Sku = Asked.Known(Sku),
        Order = Asked.Known(Order),
        Assignee = Asked.Known(Assignee),
        Tag = Asked.Known(Tag),
        Group = Asked.Known(Group),
        Sort = Asked.Known(Sort),
    };
}

/// <summary>One kind of problem.</summary>
internal sealed record CaseCodeView(
    string Code, string Title, string Meaning, string Severity, string Owner, string NextAction, string Healing, string Flow)
{
    /// <summary>The whole catalogue.</summary>
    public static Items<CaseCodeView> All { get; } = CaseCodes.All.Select(code => new CaseCodeView(
        code.Code, code.Title, code.Meaning, CaseView.WordOf(code.Severity), CaseView.OwnerOf(code), code.NextAction,
        WordOf(code.Healing), CaseView.FlowOf(code))).ToItems();

    /// <summary>What makes a problem go away, in a sentence.</summary>
    public static string WordOf(Healing healing) => healing switch
    {
        Core.Cases.Healing.ByLaterSuccess => "It closes itself when the same thing succeeds later.",
        Core.Cases.Healing.ByMapping => "It closes itself when what is missing is mapped or set up; what waited goes on by itself.",
        Core.Cases.Healing.ByParity => "It closes itself when a comparison finds both ends in step.",
        _ => "It stays open until a person decides.",
    };
}
