using System.Text;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>A journal entry with what it says and what it changed.</summary>
/// <param name="Message">Its position.</param>
/// <param name="Kind"><c>seen</c>, <c>asked</c>, <c>ticked</c>, <c>decided</c> or <c>settled</c>.</param>
/// <param name="Connection">The connection it concerns; empty for none.</param>
/// <param name="Key">The sender's own id; empty for none.</param>
/// <param name="Form">How the body is to be read.</param>
/// <param name="At">When the hub took it in, UTC.</param>
/// <param name="Body">The bytes as text; base 64 where they are not text.</param>
/// <param name="IsBase64">Whether <paramref name="Body"/> is base 64.</param>
/// <param name="DecidedAt">When it was decided, UTC; null while it is not, or while it changed nothing.</param>
/// <param name="Changes">What it changed, in order.</param>
public sealed record MessageView(
    long Message,
    string Kind,
    string Connection,
    string Key,
    string Form,
    DateTimeOffset At,
    string Body,
    bool IsBase64,
    DateTimeOffset? DecidedAt,
    Items<ChangeView> Changes);

/// <summary>One step of an order, in any system.</summary>
/// <param name="Message">The message that made it.</param>
/// <param name="At">When the hub took that message in, UTC.</param>
/// <param name="System">Where the message came from; empty for the hub itself.</param>
/// <param name="Detail">What happened.</param>
public sealed record TimelineStep(long Message, DateTimeOffset At, string System, string Detail)
{
    /// <summary>The sender's own id of the message; null where it has none.</summary>
    public string? Key { get; init; }

    /// <summary>How the message is to be read.</summary>
    public string Form { get; init; } = "";
}

/// <summary>
/// Reads history back from the journal. For any thread: it shares nothing with the hub but the journal itself.
/// </summary>
public sealed class JournalHistory(IJournal journal)
{
    /// <summary>Entries read at most for one answer: about a second's reading.</summary>
    public const int EntriesMax = 500_000;

    private const int PageMax = 4_096;

    private readonly DecisionCodec _decisions = new Codecs().Decisions;

    /// <summary>One entry; null when the journal has none at that position.</summary>
    public async ValueTask<Entry?> FindAsync(JournalPosition position, CancellationToken cancellationToken)
    {
        if (position.Value < 1 || position > journal.End)
        {
            return null;
        }

        var page = await journal.ReadAsync(new JournalPosition(position.Value - 1), max: 1, cancellationToken);
        return page.Count == 0 ? null : page[0].Entry;
    }

    /// <summary>An entry with what it changed; null when the journal has none at that position.</summary>
    public async ValueTask<MessageView?> ShowAsync(JournalPosition position, CancellationToken cancellationToken)
    {
        if (await FindAsync(position, cancellationToken) is not { } entry)
        {
            return null;
        }

        var (decidedAt, changes) = await ChangesOfAsync(position, AskedIn(entry), cancellationToken);
        var isText = IsText(entry);
        if (MessageEdits.IsMessage(entry))
        {
            entry = MessageEdits.AsShown(new Recorded(position, entry));
        }
        else if (entry.Kind == EntryKind.Asked)
        {
            // What a request carries for the hub alone, a password's hash among it, is shown to nobody.
            entry = (Request.Read(entry) with { Data = null }).ToEntry(entry.At);
        }

        return new MessageView(
            position.Value,
            entry.Kind.ToString().ToLowerInvariant(),
            entry.Connection,
            entry.Key,
            entry.Form,
            entry.At,
            isText ? Encoding.UTF8.GetString(entry.Body.Span) : Convert.ToBase64String(entry.Body.Span),
            !isText,
            decidedAt,
            changes);
    }

    /// <summary>Every step of an order, oldest first.</summary>
    public async ValueTask<Items<TimelineStep>> TimelineAsync(OrderRecord order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var steps = new List<TimelineStep>();
        using var decisions = new OrderDecisions(journal, _decisions, order.Id);
        foreach (var message in order.Touched)
        {
            if (await FindAsync(message, cancellationToken) is { } cause)
            {
                var asked = AskedIn(cause);
                if (TrialIn(asked) is { } trial)
                {
                    steps.Add(Step(message, cause, trial));
                }

                var changes = await decisions.OfAsync(message, cancellationToken);
                steps.AddRange(changes.IsEmpty
                    ? [Step(message, cause, "changed the order")]
                    : changes.Select(change => ChangeView.Of(change, asked).Detail).Distinct(StringComparer.Ordinal)
                        .Select(detail => Step(message, cause, detail)));
            }
        }

        return steps.ToItems();
    }

    /// <summary>What a person asked for; null where nobody did.</summary>
    private static Request? AskedIn(Entry entry) => entry.Kind == EntryKind.Asked ? Request.Read(entry) : null;

    /// <summary>Who tried again, and because of what; null where nobody did. Of a case, the key begins with its code.</summary>
    private static string? TrialIn(Request? asked) => asked?.Do switch
    {
        Request.RetryCase or Request.ResolveCase => $"{asked.By} tries again: {asked.Key.Split('|')[0]}",
        Request.RetryOrder => $"{asked.By} tries again what was refused",
        _ => null,
    };

    private static TimelineStep Step(JournalPosition message, Entry cause, string detail) =>
        new(message.Value, cause.At, cause.Connection, detail)
        {
            Key = cause.Key.Length == 0 ? null : cause.Key,
            Form = cause.Form,
        };

    /// <summary>Positions of messages from outside.</summary>
    /// <param name="since">Taken in at this time or later.</param>
    /// <param name="connection">From this connection; null for all.</param>
    /// <param name="max">No more than this, the oldest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Items<JournalPosition>> MessagesAsync(
        DateTimeOffset since, string? connection, int max, CancellationToken cancellationToken)
    {
        var found = new List<JournalPosition>();
        var (after, end) = (await BeforeAsync(since, cancellationToken), journal.End);
        while (after < end && found.Count < max)
        {
            foreach (var recorded in await journal.ReadAsync(after, PageMax, cancellationToken))
            {
                after = recorded.Position;
                if (recorded.Entry.Kind == EntryKind.Seen && recorded.Position <= end && found.Count < max &&
                    (connection is null || recorded.Entry.Connection == connection))
                {
                    found.Add(recorded.Position);
                }
            }
        }

        return found.ToItems();
    }

    /// <summary>The last entry taken in before a time: entries lie in the order of their times.</summary>
    private async ValueTask<JournalPosition> BeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var (low, high) = (0L, journal.End.Value);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var page = await journal.ReadAsync(new JournalPosition(middle), max: 1, cancellationToken);
            (low, high) = page.Count > 0 && page[0].Entry.At < time ? (middle + 1, high) : (low, middle);
        }

        return new JournalPosition(low);
    }

    private async ValueTask<(DateTimeOffset? At, Items<ChangeView> Changes)> ChangesOfAsync(
        JournalPosition position, Request? asked, CancellationToken cancellationToken)
    {
        await foreach (var (_, entry) in DecisionsAfterAsync(position, cancellationToken))
        {
            var batch = _decisions.Unpack(entry.Body);
            var changes = batch.Decisions.Where(decided => decided.Message == position)
                .SelectMany(decided => decided.Changes).Select(change => ChangeView.Of(change, asked)).ToItems();
            if (!changes.IsEmpty || batch.Through >= position)
            {
                return (changes.IsEmpty ? null : entry.At, changes);
            }
        }

        return (null, []);
    }

    private async IAsyncEnumerable<Recorded> DecisionsAfterAsync(
        JournalPosition after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var read = 0; after < journal.End && read < EntriesMax;)
        {
            var page = await journal.ReadAsync(after, PageMax, cancellationToken);
            foreach (var recorded in page)
            {
                after = recorded.Position;
                if (recorded.Entry.Kind == EntryKind.Decided)
                {
                    yield return recorded;
                }
            }

            read += page.Count;
        }
    }

    private static bool IsText(Entry entry) =>
        entry.Kind is EntryKind.Seen or EntryKind.Asked && System.Text.Unicode.Utf8.IsValid(entry.Body.Span);
}
