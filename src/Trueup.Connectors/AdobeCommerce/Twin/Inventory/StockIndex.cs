using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Keeps each SKU's index rows: Σ of counted rows per stock, and whether that is salable.</summary>
/// <remarks>Source: adobe-commerce.md §2.3, §2.4; adobe-commerce-observed.md §2 (notes), §3.</remarks>
internal sealed class StockIndex(
    ProductBook products,
    SourceItemTable items,
    SourceBook sources,
    StockConfiguration configuration,
    Consumers consumers)
{
    private const string SalabilityQueue = "inventory.reservations.updateSalabilityStatus";
    private const string IndexQueue = "inventory.indexer.sourceItem";

    /// <summary>Follows a save of source items: at once, or when the consumer runs.</summary>
    public void AfterSave(IReadOnlyCollection<SkuStock> saved)
    {
        if (!consumers.Switches.IsIndexAsync)
        {
            Refresh(saved);
            return;
        }

        consumers.Enqueue(IndexQueue, () => Refresh(saved));
    }

    /// <summary>Follows a reservation: only the flag, and only when the consumer runs.</summary>
    public void AfterReservation(SkuStock sku, int stockId) =>
        consumers.Enqueue(SalabilityQueue, () => UpdateFlag(sku, stockId));

    /// <summary>Rebuilds everything, as the indexer does by hand or by cron.</summary>
    public void RefreshAll()
    {
        foreach (var sku in items.Skus)
        {
            RefreshOne(sku);
        }

        foreach (var product in products.All.Where(p => !p.HasSourceItems))
        {
            RefreshComposite(product);
        }
    }

    public void Refresh(IEnumerable<SkuStock> skus)
    {
        foreach (var sku in skus)
        {
            RefreshOne(sku);
            RefreshParents(sku);
        }
    }

    /// <summary>Whether a composite product is salable from a stock, from its children's rows as they are in the
    /// index.</summary>
    public bool IsCompositeSalable(Product product, int stockId)
    {
        if (!product.LegacyInStock || product.Composition is not { } composition)
        {
            return false;
        }

        return product.Type == ProductType.Bundle
            ? composition.BundleOptions.Where(o => o.IsRequired).All(o => o.Selections.Exists(s => Covers(s, stockId)))
            : composition.Variants.Exists(v => Row(v.Child, stockId) is { IsIndexed: true, IsSalable: true });
    }

    private StockLevel? Row(Product product, int stockId) => items.Find(product.Sku)?.LevelOf(stockId);

    private bool Covers(BundleSelection selection, int stockId) =>
        Row(selection.Child, stockId) is { IsIndexed: true, IsSalable: true } row
        && (row.Quantity + row.Reserved >= selection.Quantity || !configuration.Manages(selection.Child.StockItem)
            || configuration.AllowsBackorders(selection.Child.StockItem));

    private void RefreshOne(SkuStock sku)
    {
        var product = products.Find(sku.Sku);
        if (product is { HasSourceItems: false })
        {
            return;
        }

        foreach (var stock in sources.Stocks)
        {
            RefreshRow(sku, stock, product);
        }
    }

    private void RefreshRow(SkuStock sku, Stock stock, Product? product)
    {
        var isAssigned = false;
        var isAnyInStock = false;
        var quantity = 0m;
        foreach (var item in sku.Items)
        {
            if (item.Source.IsEnabled && stock.IsLinkedTo(item.Source))
            {
                isAssigned = true;
                isAnyInStock |= item.IsInStock;
                quantity += item.IsInStock ? item.Quantity : 0;
            }
        }

        if (!isAssigned && sku.LevelOf(stock.Id) is null)
        {
            return;
        }

        var level = sku.Level(stock.Id);
        level.IsIndexed = isAssigned;
        level.Quantity = quantity;
        level.IsSalable = isAssigned && IsSalable(level, isAnyInStock, product?.StockItem ?? StockItem.Standard);
    }

    private bool IsSalable(StockLevel level, bool isAnyInStock, StockItem flags) =>
        !configuration.Manages(flags)
        || (isAnyInStock && configuration.AllowsBackorders(flags) && (flags.MinQty ?? configuration.MinQty) >= 0)
        || (isAnyInStock && level.Quantity + level.Reserved - configuration.Threshold(flags) > 0);

    private void UpdateFlag(SkuStock sku, int stockId)
    {
        var product = products.Find(sku.Sku);
        if (product is { HasSourceItems: false } || sku.LevelOf(stockId) is not { IsIndexed: true } level)
        {
            return;
        }

        var isAnyInStock = sources.FindStock(stockId) is { } stock
            && sku.Items.Exists(i => i.IsInStock && i.Source.IsEnabled && stock.IsLinkedTo(i.Source));
        var wasSalable = level.IsSalable;
        level.IsSalable = IsSalable(level, isAnyInStock, product?.StockItem ?? StockItem.Standard);
        if (wasSalable != level.IsSalable)
        {
            RefreshParents(sku);
        }
    }

    private void RefreshParents(SkuStock sku)
    {
        foreach (var parent in products.Find(sku.Sku)?.Parents ?? [])
        {
            RefreshComposite(parent);
        }
    }

    /// <summary>A composite's row: Σ of its children's rows, and its own flag.</summary>
    public void RefreshComposite(Product product)
    {
        var sku = items.Of(product.Sku);
        foreach (var stock in sources.Stocks)
        {
            var rows = ProductBook.ChildrenOf(product)
                .Distinct()
                .Select(c => Row(c, stock.Id))
                .OfType<StockLevel>()
                .Where(r => r.IsIndexed)
                .ToList();
            if (rows.Count == 0 && sku.LevelOf(stock.Id) is null)
            {
                continue;
            }

            var level = sku.Level(stock.Id);
            level.IsIndexed = rows.Count > 0;
            level.Quantity = rows.Sum(r => r.Quantity);
            level.IsSalable = IsCompositeSalable(product, stock.Id);
        }
    }
}
