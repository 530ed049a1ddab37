using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>That a transaction undoes another one, or takes back some of its goods.</summary>
/// <param name="Day">The day whose books the undoing transaction is in.</param>
/// <param name="By">The key of the undoing transaction.</param>
public sealed record SaleUndone(StoreDayKey Day, string By)
{
    /// <summary>What came back; null where the sale is undone as a whole.</summary>
    public UnitsBack? Units { get; init; }
}

/// <summary>A sale that has not come yet, while other transactions undo it or take back some of it: messages may overtake
/// each other, and a till that was offline tells late what it sold.</summary>
/// <param name="Key">Connection, store, register and transaction.</param>
/// <param name="Undone">What undoes it, in the order in which it came.</param>
public sealed record AwaitedSale(string Key, Items<SaleUndone> Undone)
{
    /// <summary>How many wait for one sale at most; then the oldest is let go.</summary>
    public const int UndoneMax = 1_000;

    /// <summary>The key of the transaction that undoes it as a whole; null while none does.</summary>
    public string? VoidedBy => Undone.FirstOrDefault(static one => one.Units is null)?.By;

    /// <summary>With one more.</summary>
    public AwaitedSale With(SaleUndone undone) =>
        this with { Undone = (Undone.Count >= UndoneMax ? Undone.RemoveAt(0) : Undone).Add(undone) };
}

/// <summary>Units of a line that came back.</summary>
/// <param name="Line">The line in the sale; null for any of the same SKU.</param>
/// <param name="Sku">What came back.</param>
/// <param name="Quantity">How many units, more than 0.</param>
public sealed record UnitsBack(string? Line, Sku Sku, Quantity Quantity);
