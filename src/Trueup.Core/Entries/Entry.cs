namespace Trueup.Core.Entries;

/// <summary>A place in the journal: 1 for the first entry, one more for each that follows, without gaps. A
/// <c>default</c> value is the place before the first entry.</summary>
/// <param name="Value">The ordinal of the entry.</param>
public readonly record struct JournalPosition(long Value) : IComparable<JournalPosition>
{
    /// <summary>The position so many entries later.</summary>
    public JournalPosition Plus(long entries) => new(Value + entries);

    /// <inheritdoc/>
    public int CompareTo(JournalPosition other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Earlier.</summary>
    public static bool operator <(JournalPosition left, JournalPosition right) => left.Value < right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(JournalPosition left, JournalPosition right) => left.Value <= right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(JournalPosition left, JournalPosition right) => left.Value > right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(JournalPosition left, JournalPosition right) => left.Value >= right.Value;
}

/// <summary>Who an entry comes from. The numbers are on disk: never change one.</summary>
public enum EntryKind
{
    /// <summary>A raw message from a remote system, not yet interpreted.</summary>
    Seen = 1,

    /// <summary>Something a person asked for.</summary>
    Asked = 2,

    /// <summary>A moment that came due.</summary>
    Ticked = 3,

    /// <summary>What was decided about earlier entries.</summary>
    Decided = 4,

    /// <summary>What came of writes to a remote system.</summary>
    Settled = 5,
}

/// <summary>One line of the journal, before it has a position.</summary>
/// <param name="Kind">Who it comes from.</param>
/// <param name="Connection">The connection it concerns; empty text for none.</param>
/// <param name="Key">The sender's own id, unique per connection; empty where there is none.</param>
/// <param name="Form">How the body is to be read, in the words of the part that wrote it (<c>cloudevent</c>,
/// <c>adobe.orders</c>).</param>
/// <param name="At">When the hub took it in, UTC.</param>
/// <param name="Body">The bytes as they came.</param>
public sealed record Entry(
    EntryKind Kind,
    string Connection,
    string Key,
    string Form,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Body);

/// <summary>An entry and its place in the journal.</summary>
public readonly record struct Recorded(JournalPosition Position, Entry Entry);
