using System.Text;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Simulator;

/// <summary>
/// A journal in memory that can crash and fail like one on a disk, for one thread. It is its own disk: after a
/// crash, go on with the same object.
/// </summary>
/// <param name="write">What a write to the disk waits for; it may end before an earlier one does.</param>
/// <param name="surviving">How many of so many appends under way, from the oldest on, survive a crash.</param>
public sealed class MemoryJournal(Func<CancellationToken, ValueTask> write, Func<int, int> surviving) : IJournal
{
    private readonly List<Recorded> _durable = [];
    private readonly Queue<UnderWay> _underWay = [];
    private int _crashes;
    private string? _failure;

    /// <summary>A journal whose writes are done at once.</summary>
    public MemoryJournal()
        : this(_ => ValueTask.CompletedTask, _ => 0)
    {
    }

    /// <inheritdoc/>
    public JournalPosition End => new(_durable.Count);

    /// <inheritdoc/>
    /// <remarks>An append that was under way at a crash never answers.</remarks>
    public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0)
        {
            return new AppendOutcome.Durable(End.Plus(1));
        }

        var append = new UnderWay([.. entries.Select(entry => entry with { Body = entry.Body.ToArray() })]);
        _underWay.Enqueue(append);
        var crashes = _crashes;
        await write(CancellationToken.None);
        if (_crashes != crashes)
        {
            // The process that waited is dead.
            await new TaskCompletionSource().Task;
        }

        while (append.Outcome is null)
        {
            Settle(_underWay.Dequeue());
        }

        return append.Outcome;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Recorded>> ReadAsync(
        JournalPosition after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        cancellationToken.ThrowIfCancellationRequested();
        var start = (int)Math.Clamp(after.Value, 0, _durable.Count);
        return new(_durable.GetRange(start, Math.Min(max, _durable.Count - start)));
    }

    /// <inheritdoc/>
    public async ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var last = after;
        foreach (var (position, entry) in await ReadAsync(after, max, cancellationToken))
        {
            last = position;
            visit(new EntryGlimpse
            {
                Position = position,
                Kind = entry.Kind,
                Connection = Encoding.UTF8.GetBytes(entry.Connection),
                Key = Encoding.UTF8.GetBytes(entry.Key),
                Form = Encoding.UTF8.GetBytes(entry.Form),
                Body = entry.Body.Span,
            });
        }

        return last;
    }

    /// <summary>Appends that are on their way to the disk now.</summary>
    public int WritesUnderWay => _underWay.Count;

    /// <summary>From now on nothing can be written, for the reason given, until <see cref="Heal"/>.</summary>
    public void Fail(string why) => _failure = why;

    /// <summary>Writing works again.</summary>
    public void Heal() => _failure = null;

    /// <summary>Power off and on: what is durable stays, and of what is under way the oldest few.</summary>
    public void Crash()
    {
        _crashes++;
        var kept = _failure is null ? surviving(_underWay.Count) : 0;
        for (var i = 0; i < kept; i++)
        {
            Settle(_underWay.Dequeue());
        }

        _underWay.Clear();
    }

    private void Settle(UnderWay append)
    {
        if (_failure is not null)
        {
            append.Outcome = new AppendOutcome.Unavailable(_failure);
            return;
        }

        append.Outcome = new AppendOutcome.Durable(End.Plus(1));
        foreach (var entry in append.Entries)
        {
            _durable.Add(new Recorded(End.Plus(1), entry));
        }
    }

    private sealed class UnderWay(Entry[] entries)
    {
        public Entry[] Entries => entries;

        public AppendOutcome? Outcome { get; set; }
    }
}
