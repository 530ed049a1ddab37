using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>The journal for a command that only looks, whether or not a hub is writing it. For one thread.</summary>
internal sealed class ReadOnlyJournal(string path) : IJournal, IDisposable
{
    private readonly JournalReader _reader = new(path);

    /// <inheritdoc/>
    public JournalPosition End => _reader.Last();

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries) =>
        new(new AppendOutcome.Unavailable("The journal was opened for reading only."));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Recorded>> ReadAsync(
        JournalPosition after, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_reader.Read(after, End, max, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken) =>
        new(_reader.Scan(after, End, max, visit, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
