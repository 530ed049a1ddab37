using Trueup.Core.Entries;

namespace Trueup.Engine.Journal;

/// <summary>Which fold a ledger row belongs to. The numbers are on disk: never change one.</summary>
public enum Fold
{
    /// <summary>Stock of one SKU.</summary>
    Stock = 1,

    /// <summary>One order.</summary>
    Order = 2,

    /// <summary>One document of the outbox.</summary>
    Document = 3,

    /// <summary>One case.</summary>
    Case = 4,

    /// <summary>One poll's cursor.</summary>
    Cursor = 5,

    /// <summary>One reconciliation run.</summary>
    Run = 6,

    /// <summary>One reading of a storefront's wiring, or another single fact about a connection.</summary>
    Wiring = 7,

    /// <summary>One fact held by a guard or parked until its prerequisite appears.</summary>
    Waiting = 8,

    /// <summary>What a storefront shows that one SKU is made of.</summary>
    Kit = 9,

    /// <summary>One order with nothing open; not loaded, but looked up in <see cref="ILedger.Archive"/>.</summary>
    Archived = 40,

    /// <summary>What counting the orders of one stretch of time came to.</summary>
    Sweep = 41,

    /// <summary>One mapping that was added while the hub ran.</summary>
    Amendment = 22,

    /// <summary>One connection that somebody paused.</summary>
    Pause = 23,

    /// <summary>Who may do what.</summary>
    Access = 20,

    /// <summary>A stretch of the positions at which people asked for something.</summary>
    Asked = 21,

    /// <summary>The books of one day of a store.</summary>
    StoreDay = 30,

    /// <summary>One transaction of a till.</summary>
    TillSale = 31,

    /// <summary>A store's day that books are to take.</summary>
    DayPosting = 32,

    /// <summary>One transaction of a till that others undo, and that has not come yet.</summary>
    AwaitedSale = 33,
}

/// <summary>One row of the ledger: the packed state of one thing.</summary>
/// <param name="Fold">What it is.</param>
/// <param name="Key">Its key within the fold.</param>
/// <param name="Body">The packed state; null removes the row.</param>
public readonly record struct LedgerRow(Fold Fold, string Key, ReadOnlyMemory<byte>? Body)
{
    /// <summary>What an order of <see cref="Fold.Archived"/> is found by, also when it is removed; null for others.</summary>
    public ArchiveLabel? Label { get; init; }
}

/// <summary>A place among the rows of a ledger.</summary>
/// <param name="Fold">The fold of the row before it.</param>
/// <param name="Key">The key of the row before it; null at the beginning.</param>
public readonly record struct LedgerPlace(Fold Fold, string? Key);

/// <summary>
/// The folds as they stood at some position: written behind the journal, loaded at start, then caught up from the
/// journal's tail. Losing it loses nothing but time.
/// </summary>
public interface ILedger
{
    /// <summary>The journal position that the rows reflect; <c>default</c> for an empty ledger.</summary>
    JournalPosition Reflects { get; }

    /// <summary>The orders that are not loaded, as saved.</summary>
    IOrderArchive Archive { get; }

    /// <summary>How many rows a fold has; for making room before they are loaded.</summary>
    ValueTask<int> CountAsync(Fold fold, CancellationToken cancellationToken);

    /// <summary>Shows rows that are not archived to a receiver, those of a fold together, so many at a time: whoever takes
    /// them up is not to drown in them. A body is only valid during the call.</summary>
    /// <param name="after">Where the rows before ended; <c>default</c> for the first.</param>
    /// <param name="max">No more rows than this.</param>
    /// <param name="receive">Is shown the rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Where these rows end; null when there are no more.</returns>
    ValueTask<LedgerPlace?> LoadAsync(
        LedgerPlace after, int max, Action<LedgerRow> receive, CancellationToken cancellationToken);

    /// <summary>Writes changed rows and the position that all rows then reflect, all or none.</summary>
    /// <returns>Whether it was written; false leaves the ledger as it was, to be tried again later.</returns>
    ValueTask<bool> SaveAsync(IReadOnlyList<LedgerRow> changes, JournalPosition reflects, CancellationToken cancellationToken);
}
