using Trueup.Core.Values;

namespace Trueup.Engine.Journal;

/// <summary>
/// Orders with nothing open, which are kept on disk only. They are part of the ledger, are written and taken out with it,
/// and reflect what it reflects. Looked at while the hub decides, so an answer may take no longer than a look into an
/// index of the local disk.
/// </summary>
public interface IOrderArchive
{
    /// <summary>The packed order; null when it is not in the archive.</summary>
    ReadOnlyMemory<byte>? Find(string order);

    /// <summary>Hub ids of the orders that go by a name (see <see cref="ArchivedNames"/>).</summary>
    IReadOnlyList<string> Named(string name);

    /// <summary>How many orders are in each stage.</summary>
    IReadOnlyDictionary<string, int> CountByStage();

    /// <summary>Orders in the order of their rank. For any thread.</summary>
    IReadOnlyList<ArchivedRow> Page(ArchiveQuery query);
}

/// <summary>What an archived order is found by.</summary>
/// <param name="Rank">Where it stands in a list: the newest first, in ordinal order.</param>
/// <param name="Stage">The word of its stage.</param>
/// <param name="Storefront">The connection that captured it.</param>
/// <param name="Number">The number that the customer sees.</param>
/// <param name="Names">What systems call it.</param>
public sealed record ArchiveLabel(string Rank, string Stage, string Storefront, string Number, Items<string> Names);

/// <summary>One archived order.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Body">The packed order.</param>
public readonly record struct ArchivedRow(string Rank, ReadOnlyMemory<byte> Body);

/// <summary>Which archived orders are looked for.</summary>
/// <param name="After">The rank before the first; null for the first page.</param>
/// <param name="Max">No more than this.</param>
public sealed record ArchiveQuery(string? After, int Max)
{
    /// <summary>Only in this stage; null for all.</summary>
    public string? Stage { get; init; }

    /// <summary>Only of this storefront; null for all.</summary>
    public string? Storefront { get; init; }

    /// <summary>Part of id or number, in any letter case; null for all.</summary>
    public string? Text { get; init; }
}

/// <summary>An archive that holds nothing.</summary>
public sealed class NoArchive : IOrderArchive
{
    /// <summary>The only one.</summary>
    public static NoArchive Instance { get; } = new();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string order) => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Named(string name) => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> CountByStage() => new Dictionary<string, int>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ArchivedRow> Page(ArchiveQuery query) => [];
}
