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

/// <summary>The journal: raw messages, what they changed, and what people asked for.</summary>
internal static class JournalEndpoints
{
    private const int ReplayMax = 10_000;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var journal = server.MapGroup("/api").WithTags("journal").AddEndpointFilter(PersonalData.FilterAsync);
        journal.MapGet("/journal/{message}", (string message, CancellationToken stop) => ShowAsync(host, message, stop))
            .WithName("getMessage").WithSummary("A raw message and what it changed.");
        journal.MapPost(
            "/journal/replay", (ReplayRequest? asked, HttpContext context) => ReplayAsync(host, asked, context))
            .WithName("replayMessages").WithSummary("Decides messages again, after a mapping was mended.");
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

    private static bool TryPosition(string text, out JournalPosition position)
    {
        var isWhole = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        position = new JournalPosition(value);
        return isWhole;
    }
}
