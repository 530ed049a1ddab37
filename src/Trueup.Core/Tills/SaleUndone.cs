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

/// <summary>Units of a line that came back.</summary>
/// <param name="Line">The line in the sale; null for any of the same SKU.</param>
/// <param name="Sku">What came back.</param>
/// <param name="Quantity">How many units, more than 0.</param>
public sealed record UnitsBack(string? Line, Sku Sku, Quantity Quantity);
