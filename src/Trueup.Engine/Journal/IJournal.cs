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
    /// Appends entries in order, all or none, and waits until they are durable. Appends are durable in the order in which they were
    /// called, and many waiting appends may share one synchronisation with the disk. Not cancellable: see HOUSE-STYLE §7.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries);

    /// <summary>Reads up to <paramref name="max"/> durable entries after a position, in order.</summary>
    ValueTask<IReadOnlyList<Recorded>> ReadAsync(JournalPosition after, int max, CancellationToken cancellationToken);
}

/// <summary>What came of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The entries are durable, from this position on.</summary>
    public sealed record Durable(JournalPosition First) : AppendOutcome;

    /// <summary>Nothing of the append is in the journal: the store cannot be written (disk full, read-only, closed).</summary>
    public sealed record Unavailable(string Why) : AppendOutcome;
}
