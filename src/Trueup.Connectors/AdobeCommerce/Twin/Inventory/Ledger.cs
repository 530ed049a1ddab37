using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Something that happened to an order, as the ledger names it.</summary>
internal sealed record SalesEvent(string Type, string OrderId, string IncrementId);

/// <summary>How much of a SKU an event moves.</summary>
internal readonly record struct SkuQuantity(string Sku, decimal Quantity);

/// <summary>The append-only ledger of reservations and the gates before it.</summary>
/// <remarks>Source: adobe-commerce.md §3.1, §3.2, §3.7.</remarks>
internal sealed class Ledger(
    ProductBook products, SourceItemTable items, StockIndex index, StockConfiguration configuration)
{
    private readonly List<Reservation> _rows = [];
    private int _lastId;

    public IReadOnlyList<Reservation> Rows => _rows;

    /// <summary>Whether every SKU that would be written is assigned to the stock; null when the append may go
    /// on.</summary>
    public Refusal? Gate(Stock stock, IEnumerable<SkuQuantity> movements) =>
        configuration.CanSubtract && movements.Any(m => IsCounted(m.Sku) && !IsAssigned(stock, m.Sku))
            ? Refusal.NotAssigned
            : null;

    /// <summary>Writes one row per movement that the gates let through. Call <see cref="Gate"/> first.</summary>
    public void Append(Stock stock, SalesEvent salesEvent, IEnumerable<SkuQuantity> movements)
    {
        if (!configuration.CanSubtract)
        {
            return;
        }

        foreach (var movement in movements)
        {
            if (movement.Quantity != 0 && IsCounted(movement.Sku))
            {
                AppendRaw(stock.Id, movement, salesEvent);
            }
        }
    }

    /// <summary>Writes a row past all gates.</summary>
    public void AppendRaw(int stockId, SkuQuantity movement, SalesEvent salesEvent)
    {
        var sku = items.Of(movement.Sku);
        sku.Level(stockId).Reserved += movement.Quantity;
        _rows.Add(new Reservation(
            ++_lastId,
            stockId,
            sku.Sku,
            movement.Quantity,
            salesEvent.Type,
            salesEvent.OrderId,
            salesEvent.IncrementId));
        index.AfterReservation(sku, stockId);
    }

    /// <summary>Deletes the rows of every order whose quantities sum to zero, over all its SKUs and stocks: an error
    /// in one SKU that another balances is frozen for good. Source: adobe-commerce.md §3.7.</summary>
    public int CleanUp()
    {
        var zero = _rows
            .GroupBy(r => r.IncrementId, StringComparer.Ordinal)
            .Where(g => g.Key.Length > 0 && g.Sum(r => r.Quantity) == 0)
            .Select(g => g.Key)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var row in _rows.Where(r => zero.Contains(r.IncrementId)))
        {
            items.Of(row.Sku).Level(row.StockId).Reserved -= row.Quantity;
        }

        return _rows.RemoveAll(r => zero.Contains(r.IncrementId));
    }

    /// <summary>A SKU that left the catalogue is still counted; a composite or unmanaged one is not.</summary>
    private bool IsCounted(string sku) => products.Find(sku) is not { } product
        || (product.HasSourceItems && configuration.Manages(product.StockItem));

    private bool IsAssigned(Stock stock, string sku) => stock.Id == Stock.DefaultId
        || products.Find(sku) is null
        || (items.Find(sku)?.Items.Exists(i => stock.IsLinkedTo(i.Source)) ?? false);
}
