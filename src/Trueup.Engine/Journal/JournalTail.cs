using Trueup.Core.Entries;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Journal;

/// <summary>
/// The end of the journal as the lanes see it: what was just appended is handed over from memory, up to a bound; what
/// lies further back is read from the journal. So the journal itself is the queue, and a backlog costs no memory.
/// </summary>
public sealed class JournalTail(IJournal journal)
{
    /// <summary>Entries kept in memory for the lanes; a longer backlog is read back from disk.</summary>
    public const int EntriesMax = 65_536;

    private readonly SortedDictionary<long, IReadOnlyList<Entry>> _chunks = [];
    private int _kept;
    private readonly Bell _grown = new();
    private readonly LinkedList<TaskCompletionSource> _underWay = [];

    /// <summary>The position of the last durable entry.</summary>
    public JournalPosition End => journal.End;

    /// <summary>Appends that the journal could not make durable, since the start.</summary>
    public long Failures { get; private set; }

    /// <summary>Whether the last attempt to write was in vain: nothing can be taken in until one succeeds.</summary>
    public bool IsUnwritable { get; private set; }

    /// <summary>Tries whether the journal can be written again, without an entry.</summary>
    public async ValueTask<bool> ProbeAsync()
    {
        if (await journal.ProbeAsync() is AppendOutcome.Durable)
        {
            IsUnwritable = false;
        }

        return !IsUnwritable;
    }

    /// <summary>Appends entries and waits until they, and all that were appended before, are durable.</summary>
    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0)
        {
            // Not only the last: an earlier one may be told later what came of it.
            foreach (var pending in _underWay.ToArray())
            {
                await pending.Task;
            }

            return new AppendOutcome.Durable(journal.End);
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var place = _underWay.AddLast(done);
        var outcome = await journal.AppendAsync(entries);
        IsUnwritable = outcome is AppendOutcome.Unavailable;
        if (outcome is AppendOutcome.Durable durable)
        {
            Keep(durable.First.Value, entries);
        }
        else
        {
            Failures++;
        }

        _underWay.Remove(place);
        done.TrySetResult();
        _grown.Ring();
        return outcome;
    }

    /// <summary>Reads entries after a position, in order; empty when there are none.</summary>
    public async ValueTask<IReadOnlyList<Recorded>> ReadAsync(JournalPosition after, int max, CancellationToken cancellationToken)
    {
        Forget(after);
        if (journal.End <= after)
        {
            return [];
        }

        var next = after.Value + 1;
        if (!TryFirst(next, out var start, out var entries))
        {
            return await journal.ReadAsync(after, max, cancellationToken);
        }

        var recorded = new List<Recorded>(Math.Min(max, _kept));
        while (recorded.Count < max)
        {
            for (var i = (int)(next - start); i < entries.Count && recorded.Count < max; i++, next++)
            {
                recorded.Add(new Recorded(new JournalPosition(next), entries[i]));
            }

            start = next;
            if (recorded.Count >= max || !_chunks.TryGetValue(next, out entries!))
            {
                break;
            }
        }

        return recorded;
    }

    /// <summary>Waits until something is durable after a position.</summary>
    public async ValueTask WaitAsync(JournalPosition after, CancellationToken cancellationToken)
    {
        while (journal.End <= after)
        {
            await _grown.WaitAsync(cancellationToken);
        }
    }

    private bool TryFirst(long position, out long start, out IReadOnlyList<Entry> entries)
    {
        (start, entries) = _chunks.Count == 0 ? default : _chunks.First();
        entries ??= [];
        return start <= position && position < start + entries.Count;
    }

    private void Keep(long first, IReadOnlyList<Entry> entries)
    {
        if (_kept + entries.Count <= EntriesMax)
        {
            _chunks[first] = entries;
            _kept += entries.Count;
        }
    }

    private void Forget(JournalPosition upTo)
    {
        while (_chunks.Count > 0)
        {
            using var chunks = _chunks.GetEnumerator();
            chunks.MoveNext();
            var (start, entries) = chunks.Current;
            if (start + entries.Count - 1 > upTo.Value)
            {
                return;
            }

            _chunks.Remove(start);
            _kept -= entries.Count;
        }
    }
}
