using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>An action on many exceptions: those of a list of ids, of a group, or all that filters find.</summary>
/// <param name="Action">retry, resolve, assign, snooze, wait, ignore, comment or tag.</param>
/// <param name="Ids">These; null: whatever the rest says.</param>
/// <param name="Group">Members of this group.</param>
/// <param name="Query">Those whose code or lineage contains this.</param>
/// <param name="Code">Those of this kind.</param>
/// <param name="Owner">Those of this owner.</param>
/// <param name="State">Those of this state; default open.</param>
/// <param name="Text">The assignee, reason, comment or tags.</param>
/// <param name="Until">For a snooze: until when, UTC.</param>
/// <param name="Expected">How many the preview said: with any other number nothing is done.</param>
internal sealed record BulkRequest(
    string? Action, string[]? Ids, string? Group, string? Query, string? Code, string? Owner, string? State,
    string? Text, DateTimeOffset? Until, int? Expected);

/// <summary>What an action on many exceptions would reach.</summary>
/// <param name="Count">Exceptions that it would be done on.</param>
/// <param name="Skipped">Exceptions found that it makes no sense for, or that are not the caller's to act on.</param>
/// <param name="Undoable">Whether it can be taken back.</param>
/// <param name="Orders">Open orders touched by the first thousand.</param>
/// <param name="Revenue">What was charged for them.</param>
/// <param name="Examples">The first few.</param>
internal sealed record BulkPreview(
    int Count, int Skipped, bool Undoable, int Orders, Items<Money> Revenue, Items<CaseView> Examples);

/// <summary>An action to be taken back.</summary>
/// <param name="Undo">What the action's answer named.</param>
internal sealed record UndoRequest(string? Undo);

/// <summary>Actions on many exceptions at once: how many first, then done, then taken back where that can be.</summary>
internal static class CaseBulkEndpoints
{
    private const int BulkMax = 10_000;
    private const int ExamplesMax = 5;
    private const int StakeMax = 1_000;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var cases = server.MapGroup("/api/exceptions").WithTags("exceptions").Needs(Permission.Operate | Permission.Finance);
        cases.MapPost("/bulk/preview", (BulkRequest? asked, HttpContext context) => PreviewAsync(host, asked, context))
            .WithName("previewBulk").WithSummary("What an action on many exceptions would reach; nothing is done.");
        cases.MapPost("/bulk", (BulkRequest? asked, HttpContext context) => DoAsync(host, asked, context))
            .WithName("actInBulk").WithSummary("Does something about many exceptions at once.");
        cases.MapPost("/undo", (UndoRequest? asked, HttpContext context) => UndoAsync(host, asked, context))
            .WithName("undoAction").WithSummary("Takes an action back: assign, snooze, wait, ignore and tag can be.");
        cases.MapPost(
            "/groups/{id}/{action}", (string id, string action, CaseActionRequest? body, HttpContext context) =>
                DoAsync(host, new BulkRequest(
                    action, null, id, null, null, null, null, body?.Text, body?.Until, null), context))
            .WithName("actOnExceptionGroup").WithSummary("Does the same to every open exception of a group.");
    }

    private static async Task<Results<Ok<BulkPreview>, ProblemHttpResult>> PreviewAsync(
        HubHost host, BulkRequest? asked, HttpContext context)
    {
        if (Asked.CaseRequestOf(asked?.Action ?? "") is not { } request)
        {
            return Asked.Bad($"action is one of {Asked.CaseActions}.");
        }

        if (ListFaults.Of(QueryOf(asked!) with { Limit = 1 }) is { } fault)
        {
            return Asked.Bad(fault);
        }

        return TypedResults.Ok(await host.Thread.PostAsync(hub =>
        {
            var now = host.Clock.GetUtcNow();
            var (members, skipped) = Members(hub.State, asked!, request, (context, now));
            var stake = Stake.OfAll(hub.State, members.Take(StakeMax).Select(known => known.About));
            return new BulkPreview(
                members.Count, skipped, CaseRequests.IsUndoable(request), stake.Orders, stake.Revenue,
                members.Take(ExamplesMax).Select(known => CaseView.Of(known, hub.State, now)).ToItems());
        }));
    }

    private static async Task<Results<Ok<BulkOutcome>, ProblemHttpResult>> DoAsync(
        HubHost host, BulkRequest? asked, HttpContext context)
    {
        if (Asked.CaseRequestOf(asked?.Action ?? "") is not { } request)
        {
            return Asked.Unknown($"An exception takes {Asked.CaseActions}.");
        }

        var body = new CaseActionRequest(asked!.Text, asked.Until);
        if ((Asked.FaultOf(request, body, known: null, host.Clock.GetUtcNow()) ?? ListFaults.Of(QueryOf(asked) with { Limit = 1 })) is { } fault)
        {
            return Asked.Bad(fault);
        }

        var (members, skipped) = await host.Thread.PostAsync(
            hub => Members(hub.State, asked, request, (context, host.Clock.GetUtcNow())));
        if (members.IsEmpty)
        {
            return skipped == 0
                ? Asked.Unknown("There is no such open exception any more.")
                : Asked.Idle("None of these can be dealt with like that, or by you.");
        }

        if (asked.Expected is { } expected && expected != members.Count)
        {
            return Asked.Idle($"It would now reach {members.Count}, not {expected}: look at the preview again.");
        }

        var by = AccessGate.NameOf(context);
        var todo = members.Select(known => CaseRequests.Of(request, by, known, asked.Text, asked.Until)).ToArray();
        var first = await host.Thread.RunAsync(hub => hub.AskForAsync(todo, context.RequestAborted));
        return first is not { } position
            ? Asked.Unwritable()
            : TypedResults.Ok(new BulkOutcome(todo.Length)
            {
                Undo = CaseRequests.IsUndoable(request)
                    ? string.Create(CultureInfo.InvariantCulture, $"{position.Value}-{todo.Length}")
                    : null,
            });
    }

    private static async Task<Results<Ok<BulkOutcome>, ProblemHttpResult>> UndoAsync(
        HubHost host, UndoRequest? asked, HttpContext context)
    {
        var parts = (asked?.Undo ?? "").Split('-');
        if (parts.Length != 2 ||
            !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ||
            !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ||
            count is 0 or > BulkMax)
        {
            return Asked.Bad("undo is what the action's answer named.");
        }

        var entries = await host.Hub.Journal.ReadAsync(
            new JournalPosition(Math.Max(0, first - 1)), count, context.RequestAborted);
        var by = AccessGate.NameOf(context);
        var todo = new List<Request>();
        foreach (var recorded in entries)
        {
            if (recorded.Entry.Kind != EntryKind.Asked || Request.Read(recorded.Entry) is not { Data: { } before } done ||
                !CaseRequests.IsUndoable(done.Do))
            {
                return Asked.Bad("undo names something that cannot be taken back.");
            }

            todo.Add(new Request(Request.UndoCase, by, done.Key, $"takes back {done.Do} of message {recorded.Position}")
            {
                Before = done.After,
                After = done.Before,
                Data = before,
            });
        }

        var denied = await host.Thread.PostAsync(hub => todo
            .Select(request => hub.State.Cases.GetValueOrDefault(request.Key)).OfType<Case>()
            .Select(known => CaseEndpoints.DeniedFor(context, known.Code)).OfType<string>().FirstOrDefault());
        if (denied is not null)
        {
            return TypedResults.Problem(denied, statusCode: StatusCodes.Status403Forbidden);
        }

        return await Asked.DoAsync(host, todo, context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(new BulkOutcome(todo.Count));
    }

    private static CaseQuery QueryOf(BulkRequest asked) => new(
        Asked.Known(asked.State) ?? "open", Asked.Known(asked.Code), Asked.Known(asked.Owner), asked.Query, After: null, BulkMax)
    {
        Group = asked.Group,
    };

    /// <summary>Those that the action makes sense for and the caller may act on, and how many others were found.</summary>
    private static (Items<Case> Members, int Skipped) Members(
        HubState state, BulkRequest asked, string request, (HttpContext Context, DateTimeOffset Now) at)
    {
        Items<Case> found;
        int count;
        if (asked.Ids is { } ids)
        {
            found = ids.Take(BulkMax).Select(id => CaseView.Find(state, id)).OfType<Case>().ToItems();
            count = found.Count;
        }
        else
        {
            // What is more than an action reaches at once is told as skipped, and left for the next one.
            (found, count) = CaseSearch.All(state.Cases, QueryOf(asked), at.Now, BulkMax);
        }

        var body = new CaseActionRequest(asked.Text ?? "-", asked.Until ?? at.Now.AddDays(1));
        var members = found.Where(known => CaseEndpoints.DeniedFor(at.Context, known.Code) is null &&
            Asked.FaultOf(request, body, known, at.Now) is null).ToItems();
        return (members, count - members.Count);
    }
}
