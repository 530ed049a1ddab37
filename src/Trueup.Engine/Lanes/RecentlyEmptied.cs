using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// What the guards must know of an earlier life of the hub: when the messages came that emptied shelves which are empty still. By the
/// hub's own clock, whatever the owners' clocks show.
/// </summary>
internal static class RecentlyEmptied
{
    /// <summary>Entries are stamped before they are appended, so the order of times may be a little off.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Times by message, of those that came within a guard's window before the journal's end.</summary>
    public static async ValueTask<IReadOnlyDictionary<JournalPosition, DateTimeOffset>> FindAsync(
        IJournal journal, HubState state, TimeSpan window, CancellationToken cancellationToken)
    {
        var times = new Dictionary<JournalPosition, DateTimeOffset>();
        var end = journal.End.Value;
        if (end == 0)
        {
            return times;
        }

        var since = await TimeOfAsync(journal, end, cancellationToken) - window - Slack;
        var (before, first) = (0L, end);
        while (first - before > 1)
        {
            var middle = before + ((first - before) / 2);
            (before, first) = await TimeOfAsync(journal, middle, cancellationToken) < since ? (middle, first) : (before, middle);
        }

        foreach (var message in state.Stock.Values
            .SelectMany(stock => stock.Shelves).SelectMany(shelf => shelf.Levels).Select(level => level.EmptiedBy)
            .Where(message => message.Value >= first).Distinct())
        {
            times[message] = await TimeOfAsync(journal, message.Value, cancellationToken);
        }

        return times;
    }

    private static async ValueTask<DateTimeOffset> TimeOfAsync(IJournal journal, long position, CancellationToken cancellationToken) =>
        (await journal.ReadAsync(new JournalPosition(position - 1), max: 1, cancellationToken))[0].Entry.At;
}
