using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>Something that a person asked for.</summary>
/// <param name="Message">Its journal position.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Did">What.</param>
/// <param name="Subject">The case, location or message.</param>
/// <param name="Text">What was said with it; null for nothing.</param>
internal sealed record AuditEntry(long Message, DateTimeOffset At, string By, string Did, string Subject, string? Text);

/// <summary>Messages to be decided again: named one by one, or all of a connection since a time.</summary>
/// <param name="Messages">Their positions in the journal; null: all of those below.</param>
/// <param name="Since">Taken in at this time or later; null: at any time.</param>
/// <param name="Connection">From this connection; null: from all.</param>
internal sealed record ReplayRequest(long[]? Messages, DateTimeOffset? Since = null, string? Connection = null);

/// <summary>The journal: raw messages, what they changed, and what people asked for.</summary>
internal static class JournalEndpoints
{
    private const int ReplayMax = 10_000;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var journal = server.MapGroup("/api").WithTags("journal");
        journal.MapGet("/journal/{message}", (string message, CancellationToken stop) => ShowAsync(host, message, stop))
            .WithSummary("A raw message and what it changed.");
        journal.MapPost(
            "/journal/replay", (ReplayRequest? asked, HttpContext context) => ReplayAsync(host, asked, context))
            .WithSummary("Decides messages again, after a mapping was mended.");
        journal.MapGet(
            "/audit", (string? after, int? limit, CancellationToken stop) => AuditAsync(host, after, limit, stop))
            .WithSummary("What people asked for, oldest first.");
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
            return TypedResults.Ok(new BulkOutcome(0));
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

    private static async Task<Results<Ok<Page<AuditEntry>>, ProblemHttpResult>> AuditAsync(
        HubHost host, string? after, int? asked, CancellationToken cancellationToken)
    {
        if (!Asked.TryLimit(asked, out var limit))
        {
            return Asked.BadLimit();
        }

        if (!TryPosition(after ?? "0", out var position))
        {
            return Asked.Bad("after is what the page before named as next.");
        }

        var (requests, next) = await new JournalHistory(host.Hub.Journal).AskedAsync(
            position, limit, cancellationToken);
        return TypedResults.Ok(new Page<AuditEntry>(requests.Select(Show).ToItems(), next?.ToString()));
    }

    private static AuditEntry Show(Recorded recorded)
    {
        var request = Request.Read(recorded.Entry);
        return new AuditEntry(
            recorded.Position.Value, recorded.Entry.At, request.By, request.Do, request.Key, request.Text);
    }

    private static bool TryPosition(string text, out JournalPosition position)
    {
        var isWhole = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        position = new JournalPosition(value);
        return isWhole;
    }
}
