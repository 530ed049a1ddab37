using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>A till's transaction as the hub remembers it, to know it again.</summary>
/// <param name="Key">Connection, store, register and transaction.</param>
/// <param name="Fingerprint">Of everything it says: the same key with another one is another sale.</param>
/// <param name="Day">The store's day whose books it is in.</param>
/// <param name="At">When it happened, UTC.</param>
public sealed record TillSale(string Key, long Fingerprint, StoreDayKey Day, DateTimeOffset At)
{
    /// <summary>The till, in the sender's code; empty where the store has only one.</summary>
    public string Register { get; init; } = "";

    /// <summary>The till's running number; null when it has none.</summary>
    public long? Sequence { get; init; }

    /// <summary>The store's day that it was rung up on; null for the one whose books it is in.</summary>
    public DateOnly? OwnDay { get; init; }

    /// <summary>The store's day that it was rung up on.</summary>
    public DateOnly RungOn => OwnDay ?? Day.Day;

    /// <summary>Whether its money counts; false while its figures do not add up, and where it undoes what is undone
    /// already.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The key of the transaction that undid it; null while none has.</summary>
    public string? VoidedBy { get; init; }

    /// <summary>What it sold, and what of it has come back.</summary>
    public Items<SoldLine> Lines { get; init; }

    /// <summary>What it took back of other transactions.</summary>
    public Items<TakenBack> TookBack { get; init; }
}

/// <summary>Units that a transaction took back of another one.</summary>
/// <param name="Sale">The key of the other one.</param>
/// <param name="Units">What came back of it.</param>
public sealed record TakenBack(string Sale, UnitsBack Units);

/// <summary>A line of a sale, and what of it has come back.</summary>
public readonly record struct SoldLine(string Line, Sku Sku, Quantity Sold, Quantity Returned);
