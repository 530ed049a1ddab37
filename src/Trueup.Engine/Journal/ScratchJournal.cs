using Trueup.Core.Entries;

namespace Trueup.Engine.Journal;

/// <summary>
/// A journal as it stood at one moment, with whatever is appended kept in memory only: for trying out what a hub
/// would do, without a trace.
/// </summary>
/// <param name="below">The journal underneath; it is never written.</param>
public sealed class ScratchJournal(IJournal below) : IJournal
{
    private readonly JournalPosition _base = below.End;
    private readonly List<Recorded> _own = [];

    /// <inheritdoc/>
    public JournalPosition End => _base.Plus(_own.Count);

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var first = End.Plus(1);
        for (var i = 0; i < entries.Count; i++)
        {
            _own.Add(new Recorded(first.Plus(i), entries[i]));
        }

        return new(new AppendOutcome.Durable(first));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Recorded>> ReadAsync(
        JournalPosition after, int max, CancellationToken cancellationToken)
    {
        if (after < _base)
        {
            return await below.ReadAsync(after, (int)Math.Min(max, _base.Value - after.Value), cancellationToken);
        }

        return _own.Skip((int)(after.Value - _base.Value)).Take(max).ToArray();
    }

    /// <inheritdoc/>
    /// <remarks>Shows what lies underneath only: nobody recovers from a scratch.</remarks>
    public ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken) =>
        after < _base
            ? below.ScanAsync(after, (int)Math.Min(max, _base.Value - after.Value), visit, cancellationToken)
            : new(after);
}
