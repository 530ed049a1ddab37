namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>The table of source items, and the stock of every SKU by name (letter case does not matter).</summary>
internal sealed class SourceItemTable
{
    private const decimal QuantityMax = 99_999_999.9999m;

    private readonly Dictionary<string, SkuStock> _bySku = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SourceItem?> _rows = [];

    /// <summary>All rows in the order they were first saved.</summary>
    public IEnumerable<SourceItem> All => _rows.OfType<SourceItem>();

    public int Count { get; private set; }

    /// <summary>Grows whenever a row appears, changes or goes.</summary>
    public long Version { get; private set; }

    /// <summary>Grows whenever a row appears or goes; a row's SKU and source never change.</summary>
    public long RowsVersion { get; private set; }

    /// <summary>Told after every change of a row's quantity or status.</summary>
    public Action<SourceItem>? Changed { get; set; }

    public IEnumerable<SkuStock> Skus => _bySku.Values;

    public SkuStock? Find(string sku) => _bySku.GetValueOrDefault(sku);

    public SkuStock Of(string sku)
    {
        if (!_bySku.TryGetValue(sku, out var stock))
        {
            stock = new SkuStock(sku);
            _bySku.Add(sku, stock);
        }

        return stock;
    }

    public SourceItem Insert(string sku, Source source)
    {
        var owner = Of(sku);
        var item = new SourceItem(_rows.Count + 1, owner, source);
        _rows.Add(item);
        owner.Items.Add(item);
        Count++;
        Version++;
        RowsVersion++;
        return item;
    }

    public void Set(SourceItem item, decimal quantity, bool isInStock)
    {
        item.Quantity = Stored(quantity);
        item.IsInStock = isInStock;
        Version++;
        Changed?.Invoke(item);
    }

    public void Move(SourceItem item, decimal by) => Set(item, item.Quantity + by, item.IsInStock);

    public void Delete(SourceItem item)
    {
        item.Owner.Items.Remove(item);
        _rows[item.Id - 1] = null;
        Count--;
        Version++;
        RowsVersion++;
    }

    /// <summary>Four decimals, cut off silently at what the column holds. Source: adobe-commerce-observed.md
    /// §3.</summary>
    private static decimal Stored(decimal quantity) =>
        Math.Clamp(Math.Round(quantity, 4, MidpointRounding.AwayFromZero), -QuantityMax, QuantityMax);
}
