using Trueup.Core.Entries;

namespace Trueup.Engine.Journal;

/// <summary>
/// The truth: an append-only list of entries with positions 1, 2, 3 … without gaps. Appending is durable before it is
/// acknowledged. Every implementation passes the same conformance suite.
/// </summary>
public interface IJournal
{
    /// <summary>The position of the last durable entry; <c>default</c> while the journal is empty.</summary>
    JournalPosition End { get; }

    /// <summary>
    /// Appends entries in order, all or none, and waits until they are durable. Appends are durable in the order in
    /// which they were called, and many waiting appends may share one synchronisation with the disk. Not cancellable:
    /// see HOUSE-STYLE §7.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries);

    /// <summary>Tries whether the journal can be written, without appending anything.</summary>
    /// <returns>As an append of entries would be answered now.</returns>
    ValueTask<AppendOutcome> ProbeAsync() => AppendAsync([]);

    /// <summary>Reads up to <paramref name="max"/> durable entries after a position, in order.</summary>
    ValueTask<IReadOnlyList<Recorded>> ReadAsync(JournalPosition after, int max, CancellationToken cancellationToken);

    /// <summary>Shows up to <paramref name="max"/> durable entries after a position, in order, without making objects
    /// of them.</summary>
    /// <returns>The position of the last one shown; <paramref name="after"/> when there was none.</returns>
    ValueTask<JournalPosition> ScanAsync(
        JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken);
}

/// <summary>Looks at one entry; what it is shown is only valid during the call.</summary>
public delegate void EntryVisitor(in EntryGlimpse entry);

/// <summary>An entry as it lies in the journal, texts in UTF-8.</summary>
public readonly ref struct EntryGlimpse
{
    /// <summary>Its place.</summary>
    public required JournalPosition Position { get; init; }

    /// <summary>Who it comes from.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The connection; empty for none.</summary>
    public required ReadOnlySpan<byte> Connection { get; init; }

    /// <summary>The sender's id; empty for none.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>How the body is to be read.</summary>
    public required ReadOnlySpan<byte> Form { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }
}

/// <summary>What came of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The entries are durable, from this position on.</summary>
    public sealed record Durable(JournalPosition First) : AppendOutcome;

    /// <summary>Nothing of the append is in the journal: the store cannot be written (disk full, read-only,
    /// closed).</summary>
    public sealed record Unavailable(string Why) : AppendOutcome;
}
