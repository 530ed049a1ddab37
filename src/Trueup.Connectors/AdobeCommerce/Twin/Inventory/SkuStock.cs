namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>A source item: how much of a SKU one source holds.</summary>
internal sealed class SourceItem(int id, SkuStock owner, Source source)
{
    public int Id { get; } = id;

    public SkuStock Owner { get; } = owner;

    public Source Source { get; } = source;

    public decimal Quantity { get; set; }

    /// <summary>Status 1: counted. Never moves by itself.</summary>
    public bool IsInStock { get; set; }

    public string Sku => Owner.Sku;
}

/// <summary>A SKU in one stock: its row in the index, and its reservations.</summary>
internal sealed class StockLevel(int stockId)
{
    public int StockId { get; } = stockId;

    /// <summary>Σ reservations, always live.</summary>
    public decimal Reserved { get; set; }

    /// <summary>Whether the index has a row; the two figures below mean nothing without.</summary>
    public bool IsIndexed { get; set; }

    /// <summary>Σ of counted rows when the index was last refreshed.</summary>
    public decimal Quantity { get; set; }

    /// <summary>The index's flag, which follows reservations only when its consumer has run.</summary>
    public bool IsSalable { get; set; }
}

/// <summary>Everything about the stock of one SKU, whether or not the catalogue knows it.</summary>
internal sealed class SkuStock(string sku)
{
    public string Sku { get; } = sku;

    /// <summary>Its source items, oldest first.</summary>
    public List<SourceItem> Items { get; } = new(2);

    public List<StockLevel> Levels { get; } = new(1);

    public SourceItem? ItemAt(Source source)
    {
        foreach (var item in Items)
        {
            if (item.Source == source)
            {
                return item;
            }
        }

        return null;
    }

    public StockLevel? LevelOf(int stockId)
    {
        foreach (var level in Levels)
        {
            if (level.StockId == stockId)
            {
                return level;
            }
        }

        return null;
    }

    public StockLevel Level(int stockId)
    {
        if (LevelOf(stockId) is { } existing)
        {
            return existing;
        }

        var level = new StockLevel(stockId);
        Levels.Add(level);
        return level;
    }
}
