using System.Text;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Views;

/// <summary>A journal entry in brief.</summary>
/// <param name="Message">Its position.</param>
/// <param name="Kind"><c>seen</c>, <c>asked</c>, <c>ticked</c>, <c>decided</c> or <c>settled</c>.</param>
/// <param name="Connection">The connection it concerns; empty for none.</param>
/// <param name="Key">The sender's own id; empty for none.</param>
/// <param name="Form">How the body is to be read.</param>
/// <param name="At">When the hub took it in, UTC.</param>
/// <param name="Bytes">Size of the body.</param>
public sealed record MessageSummary(
    long Message, string Kind, string Connection, string Key, string Form, DateTimeOffset At, int Bytes);

/// <summary>What messages are looked for; null members count for all.</summary>
/// <param name="Connection">Only of this connection.</param>
/// <param name="Kind">Only of this kind; null: whatever came from outside or from people.</param>
/// <param name="Text">Part of the sender's id or of the body, in any letter case where it is ASCII.</param>
/// <param name="Before">Only earlier ones; null: from the newest.</param>
/// <param name="Limit">Messages on a page.</param>
public sealed record MessageQuery(string? Connection, string? Kind, string? Text, long? Before, int Limit)
{
    /// <summary>Whether the text may stand in the body; otherwise it is looked for in the sender's id alone. Default
    /// true.</summary>
    public bool InBody { get; init; } = true;
}

/// <summary>Finds messages in the journal, the newest first. For any thread.</summary>
public static class JournalListing
{
    /// <summary>Entries looked at for one page; a rare search goes on by its cursor.</summary>
    private const int LooksMax = 20_000;

    private const int StretchMax = 1_000;

    /// <summary>One page.</summary>
    public static async ValueTask<Page<MessageSummary>> FindAsync(
        IJournal journal, MessageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<MessageSummary>();
        var end = Math.Min(query.Before ?? long.MaxValue, journal.End.Value + 1);
        for (var looks = 0; end > 1 && looks < LooksMax; looks += StretchMax)
        {
            var after = Math.Max(0, end - 1 - StretchMax);
            var stretch = await journal.ReadAsync(
                new JournalPosition(after), (int)(end - 1 - after), cancellationToken);
            for (var i = stretch.Count - 1; i >= 0; i--)
            {
                end = stretch[i].Position.Value;
                if (Matches(stretch[i].Entry, query))
                {
                    found.Add(Show(stretch[i]));
                    if (found.Count == query.Limit)
                    {
                        return new Page<MessageSummary>(found.ToItems(), end > 1 ? $"{end}" : null);
                    }
                }
            }

            end = Math.Min(end, after + 1);
        }

        return new Page<MessageSummary>(found.ToItems(), end > 1 ? $"{end}" : null);
    }

    private static bool Matches(Entry entry, MessageQuery query) =>
        (query.Kind is null
            ? entry.Kind is EntryKind.Seen or EntryKind.Asked
            : string.Equals(entry.Kind.ToString(), query.Kind, StringComparison.OrdinalIgnoreCase)) &&
        (query.Connection is null || entry.Connection == query.Connection) &&
        (query.Text is null || entry.Key.Contains(query.Text, StringComparison.OrdinalIgnoreCase) ||
         (query.InBody && Encoding.UTF8.GetString(entry.Body.Span).Contains(query.Text, StringComparison.OrdinalIgnoreCase)));

    private static MessageSummary Show(Recorded recorded) => new(
        recorded.Position.Value,
        recorded.Entry.Kind.ToString().ToLowerInvariant(),
        recorded.Entry.Connection,
        recorded.Entry.Key,
        recorded.Entry.Form,
        recorded.Entry.At,
        recorded.Entry.Body.Length);
}
