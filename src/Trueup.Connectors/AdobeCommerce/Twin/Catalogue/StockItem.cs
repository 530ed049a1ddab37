namespace Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

/// <summary>A product's stock flags, which hold for every stock. Null means: as the shop's configuration
/// says.</summary>
/// <param name="ManageStock">Whether stock is counted at all. Vendor's default: true.</param>
/// <param name="Backorders">0 none, 1 allowed, 2 allowed and announced. Vendor's default: 0.</param>
/// <param name="MinQty">Out-of-stock threshold, subtracted once per stock. Vendor's default: 0.</param>
/// <param name="MinSaleQty">Least that may be bought. Vendor's default: 1.</param>
/// <param name="MaxSaleQty">Most that may be bought. Vendor's default: 10 000.</param>
/// <param name="QtyIncrements">Only multiples may be bought. Vendor's default: off.</param>
/// <param name="IsQtyDecimal">Whether fractions may be bought. Default: false.</param>
/// <remarks>Source: adobe-commerce.md §2.5.</remarks>
public sealed record StockItem(
    bool? ManageStock = null,
    int? Backorders = null,
    decimal? MinQty = null,
    decimal? MinSaleQty = null,
    decimal? MaxSaleQty = null,
    decimal? QtyIncrements = null,
    bool IsQtyDecimal = false)
{
    /// <summary>Everything as the configuration says.</summary>
    public static StockItem Standard { get; } = new();
}

/// <summary>The shop-wide stock settings (<c>cataloginventory/item_options</c>), with the vendor's defaults.</summary>
/// <remarks>Source: adobe-commerce.md §2.5.</remarks>
public sealed class StockConfiguration
{
    /// <summary>Whether stock is counted. Default true.</summary>
    public bool ManageStock { get; set; } = true;

    /// <summary>0 none, 1 allowed, 2 allowed and announced. Default 0.</summary>
    public int Backorders { get; set; }

    /// <summary>Out-of-stock threshold. Default 0.</summary>
    public decimal MinQty { get; set; }

    /// <summary>Least that may be bought. Default 1.</summary>
    public decimal MinSaleQty { get; set; } = 1;

    /// <summary>Most that may be bought. Default 10 000.</summary>
    public decimal MaxSaleQty { get; set; } = 10_000;

    /// <summary>Only multiples may be bought; 0 (default) is off.</summary>
    public decimal QtyIncrements { get; set; }

    /// <summary>Whether orders subtract stock at all (<c>options/can_subtract</c>). Default true; false writes no
    /// reservation.</summary>
    public bool CanSubtract { get; set; } = true;

    internal bool Manages(StockItem item) => item.ManageStock ?? ManageStock;

    internal bool AllowsBackorders(StockItem item) => (item.Backorders ?? Backorders) > 0;

    /// <summary>The threshold in force: a positive one is void with back-orders, a negative one without. Source:
    /// adobe-commerce.md §2.4.</summary>
    internal decimal Threshold(StockItem item)
    {
        var minQty = item.MinQty ?? MinQty;
        return AllowsBackorders(item) ? Math.Min(minQty, 0) : Math.Max(minQty, 0);
    }
}
