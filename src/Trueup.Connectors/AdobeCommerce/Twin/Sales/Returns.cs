using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A refunded line that has stock, before the refund was counted.</summary>
internal sealed record ReturnedLine(
    OrderItem Leaf, string Sku, decimal Quantity, decimal StillInvoiced, bool IsBackToStock);

/// <summary>What a credit memo does to stock: units that were never shipped are refunded first; shipped ones go back
/// to the best source that shipped any of that SKU.</summary>
/// <remarks>Source: adobe-commerce.md §3.6; adobe-commerce-observed.md §1.2 to §1.4, §2.</remarks>
internal sealed class Returns(Shop shop)
{
    private const string EventType = "creditmemo_created";

    public Refusal? Process(Order order, IEnumerable<ReturnedLine> lines)
    {
        var stock = shop.StockOf(order);
        var groups = lines
            .Where(l => shop.IsManaged(l.Sku))
            .GroupBy(l => (Sku: l.Sku.ToUpperInvariant(), l.IsBackToStock))
            .Select(g => g.Aggregate((a, b) =>
                a with { Quantity = a.Quantity + b.Quantity, StillInvoiced = a.StillInvoiced + b.StillInvoiced }))
            .Where(l => l.Quantity > 0)
            .ToList();
        var gated = groups.Where(l => !l.Leaf.IsVirtual).Select(l => new SkuQuantity(l.Sku, l.Quantity));
        if (shop.Ledger.Gate(stock, gated) is not null)
        {
            return Refusal.BadRequest("Could not save a Creditmemo, see error log for details");
        }

        foreach (var line in groups)
        {
            Process(order, stock, line);
        }

        return null;
    }

    private void Process(Order order, Stock stock, ReturnedLine line)
    {
        if (line.Leaf.IsVirtual)
        {
            if (line.IsBackToStock)
            {
                PutBack(line.Sku, FirstHolding(stock, line.Sku), line.Quantity);
            }

            return;
        }

        // The shop counts shipped units of the SKU over all lines, but invoiced ones of this line only: two lines of
        // one SKU break the split, here as there.
        var unshipped = Math.Clamp(line.StillInvoiced - Shipped(order, line.Sku), 0, line.Quantity);
        if (!line.IsBackToStock)
        {
            WriteOff(order, stock, new SkuQuantity(line.Sku, unshipped));
            return;
        }

        shop.Ledger.Append(stock, Shop.Event(EventType, order), [new SkuQuantity(line.Sku, unshipped)]);
        if (line.Quantity > unshipped)
        {
            PutBack(line.Sku, ShippingSource(order, stock, line.Sku), line.Quantity - unshipped);
        }
    }

    /// <summary>Unshipped units that are not returned leave the shelf: one ledger row per source that is
    /// charged.</summary>
    private void WriteOff(Order order, Stock stock, SkuQuantity lost)
    {
        var (selected, _) = shop.Selection.ByPriority(stock, lost);
        foreach (var taken in selected.Where(s => s.QtyToDeduct > 0))
        {
            var row = shop.SourceItems.Find(taken.Sku)!.ItemAt(shop.Sources.FindSource(taken.SourceCode)!)!;
            shop.SourceItemSave.Move(row, -taken.QtyToDeduct);
            shop.Ledger.Append(
                stock, Shop.Event(EventType, order), [new SkuQuantity(taken.Sku, taken.QtyToDeduct)]);
        }
    }

    private decimal Shipped(Order order, string sku) =>
        ShipmentsOf(order, sku).Sum(s => s.Deducted.Where(d => IsSame(d.Sku, sku)).Sum(d => d.Quantity));

    private Source? ShippingSource(Order order, Stock stock, string sku)
    {
        var codes = ShipmentsOf(order, sku).Select(s => s.SourceCode).ToList();
        return stock.Links.Find(l => codes.Contains(l.Source.Code))?.Source ?? shop.Sources.FindSource(codes[0]);
    }

    private IEnumerable<Shipment> ShipmentsOf(Order order, string sku) =>
        shop.Sales.Shipments.OfOrder(order.EntityId).Where(s => s.Deducted.Exists(d => IsSame(d.Sku, sku)));

    private Source? FirstHolding(Stock stock, string sku) =>
        stock.Links.Find(l => shop.SourceItems.Find(sku)?.ItemAt(l.Source) is not null)?.Source
        ?? shop.Sources.FindSource(Source.DefaultCode);

    private void PutBack(string sku, Source? source, decimal quantity)
    {
        if (source is null)
        {
            return;
        }

        if (shop.SourceItems.Find(sku)?.ItemAt(source) is { } row)
        {
            shop.SourceItemSave.Move(row, quantity);
        }
        else
        {
            shop.SourceItemSave.Put(sku, source, quantity, isInStock: true);
        }
    }

    private static bool IsSame(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
