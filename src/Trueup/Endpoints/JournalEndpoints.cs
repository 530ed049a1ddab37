using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Entries;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Messages to be decided again: named one by one, or all of a connection since a time.</summary>
/// <param name="Messages">Their positions in the journal; null: all of those below.</param>
/// <param name="Since">Taken in at this time or later; null: at any time.</param>
/// <param name="Connection">From this connection; null: from all.</param>
internal sealed record ReplayRequest(long[]? Messages, DateTimeOffset? Since = null, string? Connection = null);

/// <summary>A message in the place of one that could not be used.</summary>
/// <param name="Body">The whole body as it should have come.</param>
/// <param name="Reason">Why it is corrected; null: nobody says.</param>
internal sealed record CorrectionRequest(string? Body, string? Reason = null);

/// <summary>A message that stands in another's place.</summary>
/// <param name="Message">Its position in the journal.</param>
internal sealed record CorrectionView(long Message);

/// <summary>The journal: raw messages, what they changed, and what people asked for.</summary>
internal static class JournalEndpoints
{
    private const int ReplayMax = 10_000;
    private const int PreviewMax = 100;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var journal = server.MapGroup("/api").WithTags("journal").AddEndpointFilter(PersonalData.FilterAsync);
        journal.MapGet("/journal/{message}", (string message, CancellationToken stop) => ShowAsync(host, message, stop))
            .WithName("getMessage").WithSummary("A raw message and what it changed.");
        journal.MapPost(
            "/journal/replay", (ReplayRequest? asked, HttpContext context) => ReplayAsync(host, asked, context))
            .WithName("replayMessages").WithSummary("Decides messages again, after a mapping was mended.");
        journal.MapPost("/journal/replay/preview", (ReplayRequest? asked, CancellationToken stop) =>
                PreviewAsync(host, asked, stop))
            .WithName("previewReplay").WithSummary("What deciding messages again would change now; nothing is changed.");
        journal.MapPost(
            "/journal/{message}/correct", (string message, CorrectionRequest? asked, HttpContext context) =>
                CorrectAsync(host, message, asked, context))
            .Needs(Permission.Operate).WithName("correctMessage")
            .WithSummary("Takes a corrected message in the place of one that could not be used; both stay in the journal.");
        journal.MapPost(
            "/journal/{message}/correct/preview", (string message, CorrectionRequest? asked, HttpContext context) =>
                PreviewAsync(host, message, asked, context))
            .Needs(Permission.Operate).WithName("previewCorrection")
            .WithSummary("What a corrected message would change now; nothing is changed.");
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> ShowAsync(
        HubHost host, string text, CancellationToken cancellationToken)
    {
        if (!TryPosition(text, out var position))
        {
            return Asked.Bad("A message is named by its journal position, a whole number.");
        }

        return await new JournalHistory(host.Hub.Journal).ShowAsync(position, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : Asked.Unknown("The journal has no such message.");
    }

    private static async Task<Results<Ok<BulkOutcome>, ProblemHttpResult>> ReplayAsync(
        HubHost host, ReplayRequest? asked, HttpContext context)
    {
        var history = new JournalHistory(host.Hub.Journal);
        var messages = asked?.Messages ?? (asked is { Since: null, Connection: null } or null
            ? []
            : (await history.MessagesAsync(
                asked.Since ?? DateTimeOffset.MinValue, asked.Connection, ReplayMax + 1, context.RequestAborted))
            .Select(position => position.Value).ToArray());
        if (messages.Length == 0 && asked is { Messages: null } and not { Since: null, Connection: null })
        {
            return ListFaults.OfConnection(host.Plan.Contract, asked.Connection, found: 0) is { } stranger
                ? Asked.Bad(stranger)
                : TypedResults.Ok(new BulkOutcome(0));
        }

        if (messages.Length is 0 or > ReplayMax)
        {
            return Asked.Bad($"Name 1 to {ReplayMax} messages, or a time since which there are no more than that.");
        }

        foreach (var message in messages)
        {
            var position = new JournalPosition(message);
            if (await history.FindAsync(position, context.RequestAborted) is not { Kind: EntryKind.Seen })
            {
                return Asked.Unknown($"Entry {message} of the journal is no message from outside.");
            }
        }

        var todo = messages.Select(message => new Request(
            Request.Replay, AccessGate.NameOf(context), message.ToString(CultureInfo.InvariantCulture))).ToArray();
        return await Asked.DoAsync(host, todo, context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(new BulkOutcome(todo.Length));
    }

    private static async Task<Results<Ok<ReplayPreview>, ProblemHttpResult>> PreviewAsync(
        HubHost host, ReplayRequest? asked, CancellationToken cancellationToken)
    {
        if (asked?.Messages is not { Length: >= 1 and <= PreviewMax } messages)
        {
            return Asked.Bad($"Name 1 to {PreviewMax} messages.");
        }

        var history = new JournalHistory(host.Hub.Journal);
        var found = new List<Recorded>(messages.Length);
        foreach (var message in messages)
        {
            var position = new JournalPosition(message);
            if (await history.FindAsync(position, cancellationToken) is not { Kind: EntryKind.Seen } entry)
            {
                return Asked.Unknown($"Entry {message} of the journal is no message from outside.");
            }

            found.Add(new Recorded(position, entry));
        }

        return TypedResults.Ok(await host.Thread.PostAsync(hub => new DryRun(hub).Of(found)));
    }

    private static async Task<Results<Ok<CorrectionView>, ProblemHttpResult>> CorrectAsync(
        HubHost host, string text, CorrectionRequest? asked, HttpContext context)
    {
        var (request, fault) = await CorrectionAsync(host, text, asked, context);
        if (request is null)
        {
            return fault!;
        }

        return await host.Thread.RunAsync(hub => hub.AskForAsync([request], context.RequestAborted)) is { } corrected
            ? TypedResults.Ok(new CorrectionView(corrected.Value))
            : Asked.Unwritable();
    }

    private static async Task<Results<Ok<ReplayPreview>, ProblemHttpResult>> PreviewAsync(
        HubHost host, string text, CorrectionRequest? asked, HttpContext context)
    {
        var (request, fault) = await CorrectionAsync(host, text, asked, context);
        return request is null
            ? fault!
            : TypedResults.Ok(await host.Thread.PostAsync(hub => new DryRun(hub).Of([MessageEdits.AsDecided(request)])));
    }

    private static async Task<(Request? Request, ProblemHttpResult? Fault)> CorrectionAsync(
        HubHost host, string text, CorrectionRequest? asked, HttpContext context)
    {
        if (!TryPosition(text, out var position) || await new JournalHistory(host.Hub.Journal)
                .FindAsync(position, context.RequestAborted) is not { } wrong || !MessageEdits.IsMessage(wrong))
        {
            return (null, Asked.Unknown("The journal has no such message from outside."));
        }

        if (string.IsNullOrWhiteSpace(asked?.Body))
        {
            return (null, Asked.Bad("Give the whole body as it should have come."));
        }

        if (asked.Reason?.Length > Asked.TextMax)
        {
            return (null, Asked.Bad($"reason has at most {Asked.TextMax} characters."));
        }

        var request = MessageEdits.Of(
            AccessGate.NameOf(context), new Recorded(position, wrong), asked.Body, asked.Reason?.Trim());
        return request.Before == request.After
            ? (null, Asked.Bad("The body is the same as before: to decide it again, replay it."))
            : (request, null);
    }

    private static bool TryPosition(string text, out JournalPosition position)
    {
        var isWhole = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        position = new JournalPosition(value);
        return isWhole;
    }
}
