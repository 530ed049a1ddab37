using Trueup.Core.Entries;

namespace Trueup.Engine.Journal;

/// <summary>A ledger that keeps nothing: for folding a journal from its first entry.</summary>
public sealed class NoLedger : ILedger
{
    /// <inheritdoc/>
    public JournalPosition Reflects => default;

    /// <inheritdoc/>
    public IOrderArchive Archive => NoArchive.Instance;

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(Fold fold, CancellationToken cancellationToken) => new(0);

    /// <inheritdoc/>
    public ValueTask<LedgerPlace?> LoadAsync(
        LedgerPlace after, int max, Action<LedgerRow> receive, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask<bool> SaveAsync(
        IReadOnlyList<LedgerRow> changes, JournalPosition reflects, CancellationToken cancellationToken) => new(false);
}
