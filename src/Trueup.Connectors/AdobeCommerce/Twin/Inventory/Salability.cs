using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Why a quantity cannot be bought.</summary>
/// <param name="Code">The shop's code.</param>
/// <param name="Message">The shop's words.</param>
internal sealed record SalabilityError(string Code, string Message);

/// <summary>What may be sold.</summary>
/// <remarks>Source: adobe-commerce.md §2.4; adobe-commerce-observed.md §3.</remarks>
internal sealed class Salability(
    ProductBook products, SourceItemTable items, SourceBook sources, StockConfiguration configuration, StockIndex index)
{
    /// <summary>The salable quantity: 0 without an index row or when its flag is down, else what the index holds, less
    /// what is reserved, less the threshold.</summary>
    public Outcome<decimal> Quantity(string sku, int stockId)
    {
        if (products.Find(sku) is not { } product)
        {
            return Refusal.Crash;
        }

        if (!product.HasSourceItems)
        {
            return Refusal.BadRequest("Can't check requested quantity for products without Source Items support.");
        }

        return sources.FindStock(stockId) is null
            ? Refusal.BadRequest("Could not receive Stock Item data")
            : QuantityOf(product, stockId);
    }

    public decimal QuantityOf(Product product, int stockId) =>
        items.Find(product.Sku)?.LevelOf(stockId) is { IsIndexed: true, IsSalable: true } level
            ? level.Quantity + level.Reserved - configuration.Threshold(product.StockItem)
            : 0;

    public bool IsSalable(string sku, int stockId)
    {
        if (products.Find(sku) is not { } product || sources.FindStock(stockId) is not { } stock)
        {
            return false;
        }

        if (!product.HasSourceItems)
        {
            return index.IsCompositeSalable(product, stockId);
        }

        var found = Sum(sku, stock);
        return found.IsAssigned && (!configuration.Manages(product.StockItem)
            || (found.IsAnyInStock && (IsUnlimited(product.StockItem) || Available(found, product) > 0)));
    }

    /// <summary>Why so much cannot be bought; empty when it can.</summary>
    public IReadOnlyList<SalabilityError> Errors(string sku, int stockId, decimal quantity)
    {
        var product = products.Find(sku);
        var flags = product?.StockItem ?? StockItem.Standard;
        var found = sources.FindStock(stockId) is { } stock ? Sum(sku, stock) : default;
        if (product is null || !found.IsAssigned)
        {
            return [new("requested-sku-is-not-assigned-to-given-stock", Refusal.NotAssigned.Message)];
        }

        var manages = configuration.Manages(flags);
        List<SalabilityError> required = [.. RuleErrors(flags, quantity)];
        if (manages && !found.IsAnyInStock)
        {
            required.Add(new(
                "is_any_source_item_in_stock-no_source_items_in_stock",
                "There are no source items with the in stock status"));
        }

        if (required.Count > 0)
        {
            return required;
        }

        return !manages || IsUnlimited(flags) || Math.Round(quantity, 4) <= Math.Round(Available(found, product), 4)
            ? []
            :
            [
                new("back_order-disabled", "Backorders are disabled"),
                new("manage_stock-enabled", "Manage stock is enabled"),
                new("is_salable_with_reservations-not_enough_qty", "The requested qty is not available"),
            ];
    }

    private IEnumerable<SalabilityError> RuleErrors(StockItem flags, decimal quantity)
    {
        if (!flags.IsQtyDecimal && decimal.Truncate(quantity) != quantity)
        {
            yield return new("is_correct_qty-is_qty_decimal", "You cannot use decimal quantity for this product.");
        }

        var least = flags.MinSaleQty ?? configuration.MinSaleQty;
        if (least > 0 && quantity < least)
        {
            yield return new("is_correct_qty-min_sale_qty",
                FormattableString.Invariant($"The fewest you may purchase is {least:G29}"));
        }

        if ((flags.MaxSaleQty ?? configuration.MaxSaleQty) is var most and > 0 && quantity > most)
        {
            yield return new("is_correct_qty-max_sale_qty",
                "The requested qty exceeds the maximum qty allowed in shopping cart");
        }

        if ((flags.QtyIncrements ?? configuration.QtyIncrements) is var step and > 0 && quantity % step != 0)
        {
            yield return new(
                "is_correct_qty-qty_increment",
                FormattableString.Invariant($"You can buy this product only in quantities of {step:G29} at a time."));
        }
    }

    /// <summary>Back-orders without a floor: a negative threshold limits them instead.</summary>
    private bool IsUnlimited(StockItem flags) =>
        configuration.AllowsBackorders(flags) && (flags.MinQty ?? configuration.MinQty) >= 0;

    private decimal Available(Holding found, Product product) =>
        found.Quantity + found.Reserved - configuration.Threshold(product.StockItem);

    private Holding Sum(string sku, Stock stock)
    {
        if (items.Find(sku) is not { } owner)
        {
            return default;
        }

        var sum = new Holding(Reserved: owner.LevelOf(stock.Id)?.Reserved ?? 0);
        foreach (var item in owner.Items)
        {
            if (item.Source.IsEnabled && stock.IsLinkedTo(item.Source))
            {
                sum = sum with
                {
                    IsAssigned = true,
                    IsAnyInStock = sum.IsAnyInStock || item.IsInStock,
                    Quantity = sum.Quantity + (item.IsInStock ? item.Quantity : 0),
                };
            }
        }

        return sum;
    }

    /// <summary>What the live rows of a SKU in a stock add up to.</summary>
    private readonly record struct Holding(bool IsAssigned, bool IsAnyInStock, decimal Quantity, decimal Reserved)
    {
        public Holding(decimal Reserved)
            : this(IsAssigned: false, IsAnyInStock: false, Quantity: 0, Reserved)
        {
        }
    }
}
