using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Simulator;

/// <summary>
/// A ledger in memory that can crash and fail like one on a disk, for one thread. It is its own disk: after a
/// crash, go on with the same object.
/// </summary>
/// <param name="write">What a write to the disk waits for; it may end before an earlier one does.</param>
/// <param name="surviving">How many of so many saves under way, from the oldest on, survive a crash.</param>
public sealed class MemoryLedger(Func<CancellationToken, ValueTask> write, Func<int, int> surviving) : ILedger
{
    private readonly Dictionary<(Fold Fold, string Key), ReadOnlyMemory<byte>> _rows = [];
    private readonly MemoryArchive _archive = new();
    private readonly Queue<UnderWay> _underWay = [];
    private int _crashes;
    private bool _isFailing;

    /// <summary>A ledger whose writes are done at once.</summary>
    public MemoryLedger()
        : this(_ => ValueTask.CompletedTask, _ => 0)
    {
    }

    /// <inheritdoc/>
    public JournalPosition Reflects { get; private set; }

    /// <inheritdoc/>
    public IOrderArchive Archive => _archive;

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(Fold fold, CancellationToken cancellationToken) =>
        new(_rows.Keys.Count(row => row.Fold == fold));

    /// <inheritdoc/>
    public ValueTask<LedgerPlace?> LoadAsync(
        LedgerPlace after, int max, Action<LedgerRow> receive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receive);
        cancellationToken.ThrowIfCancellationRequested();
        var page = _rows.Where(row => IsBehind(row.Key, after))
            .OrderBy(row => row.Key.Fold).ThenBy(row => row.Key.Key, StringComparer.Ordinal).Take(max).ToArray();
        foreach (var ((fold, key), body) in page)
        {
            receive(new LedgerRow(fold, key, body));
        }

        return new(page.Length < max ? null : new LedgerPlace(page[^1].Key.Fold, page[^1].Key.Key));
    }

    private static bool IsBehind((Fold Fold, string Key) row, LedgerPlace after) =>
        row.Fold != after.Fold ? row.Fold > after.Fold : string.CompareOrdinal(row.Key, after.Key) > 0;

    /// <inheritdoc/>
    /// <remarks>A save that was under way at a crash never answers.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The position is before the one reflected already.</exception>
    public async ValueTask<bool> SaveAsync(
        IReadOnlyList<LedgerRow> changes, JournalPosition reflects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(reflects, Reflects);
        var save = new UnderWay([.. changes.Select(Copy)], reflects);
        _underWay.Enqueue(save);
        var crashes = _crashes;
        await write(CancellationToken.None);
        if (_crashes != crashes)
        {
            // The process that waited is dead.
            await new TaskCompletionSource().Task;
        }

        while (save.IsSaved is null)
        {
            Settle(_underWay.Dequeue());
        }

        return save.IsSaved.Value;
    }

    /// <summary>From now on nothing can be written, until <see cref="Heal"/>.</summary>
    public void Fail() => _isFailing = true;

    /// <summary>Writing works again.</summary>
    public void Heal() => _isFailing = false;

    /// <summary>Power off and on: what is saved stays, and of what is under way the oldest few.</summary>
    public void Crash()
    {
        _crashes++;
        var kept = _isFailing ? 0 : surviving(_underWay.Count);
        for (var i = 0; i < kept; i++)
        {
            Settle(_underWay.Dequeue());
        }

        _underWay.Clear();
    }

    // The caller may use its buffers again once it has the answer.
    private static LedgerRow Copy(LedgerRow row) =>
        row.Body is { } body ? row with { Body = new ReadOnlyMemory<byte>(body.ToArray()) } : row;

    private void Settle(UnderWay save)
    {
        save.IsSaved = !_isFailing;
        if (_isFailing)
        {
            return;
        }

        foreach (var row in save.Changes)
        {
            if (row.Fold == Fold.Archived)
            {
                _archive.Set(row);
            }
            else if (row.Body is { } body)
            {
                _rows[(row.Fold, row.Key)] = body;
            }
            else
            {
                _rows.Remove((row.Fold, row.Key));
            }
        }

        Reflects = save.Reflects;
    }

    private sealed class UnderWay(LedgerRow[] changes, JournalPosition reflects)
    {
        public LedgerRow[] Changes => changes;

        public JournalPosition Reflects => reflects;

        public bool? IsSaved { get; set; }
    }
}
