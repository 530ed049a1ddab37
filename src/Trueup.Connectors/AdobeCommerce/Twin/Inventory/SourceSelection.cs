namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>How much to take from one source.</summary>
internal sealed record SelectedSource(string SourceCode, string Sku, decimal QtyToDeduct, decimal QtyAvailable);

/// <summary>The priority algorithm: sources in order, counted rows only.</summary>
/// <remarks>Source: adobe-commerce.md §2.6.</remarks>
internal sealed class SourceSelection(SourceItemTable items)
{
    /// <summary>Where to take a quantity from, including rows that give nothing; what is left over is not
    /// shippable.</summary>
    public (IReadOnlyList<SelectedSource> Selected, decimal LeftOver) ByPriority(Stock stock, SkuQuantity wanted)
    {
        List<SelectedSource> selected = [];
        var left = wanted.Quantity;
        foreach (var link in stock.Links)
        {
            if (link.Source.IsEnabled && items.Find(wanted.Sku)?.ItemAt(link.Source) is { IsInStock: true } item)
            {
                var taken = Math.Min(Math.Max(item.Quantity, 0), left);
                left -= taken;
                selected.Add(new SelectedSource(link.Source.Code, item.Sku, taken, item.Quantity));
            }
        }

        return (selected, left);
    }
}
