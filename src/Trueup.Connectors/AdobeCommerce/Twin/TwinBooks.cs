using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Connectors.AdobeCommerce.Twin.Rest;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>A source item that a call saved.</summary>
/// <param name="At">When.</param>
/// <param name="Sku">SKU.</param>
/// <param name="SourceCode">Source.</param>
/// <param name="Quantity">The quantity it was set to.</param>
/// <param name="IsInStock">The status it was set to.</param>
public sealed record SourceItemWrite(
    DateTimeOffset At, string Sku, string SourceCode, decimal Quantity, bool IsInStock);

/// <summary>A row of the stock index.</summary>
/// <param name="Quantity">Σ of counted rows when it was last refreshed.</param>
/// <param name="IsSalable">Its flag.</param>
public sealed record IndexRow(decimal Quantity, bool IsSalable);

/// <summary>The shop's own books, read past its interface: nothing here counts as a call or changes anything.</summary>
public sealed class TwinBooks
{
    private readonly Shop _shop;
    private readonly RestFront _front;
    private readonly Queue<SourceItemWrite> _writes = new();

    internal TwinBooks(Shop shop, RestFront front)
    {
        _shop = shop;
        _front = front;
        shop.SourceItemSave.Saved = Remember;
    }

    /// <summary>How often each route was called, by method and path pattern.</summary>
    public IReadOnlyDictionary<string, int> CallsByRoute => _front.CallsByRoute;

    /// <summary>Requests answered in all, refused ones included.</summary>
    public int Calls => _front.Calls;

    /// <summary>Source items saved by calls, oldest first; the newest <see cref="TwinSwitches.WriteLogMax"/> of
    /// them.</summary>
    public IEnumerable<SourceItemWrite> SourceItemWrites => _writes;

    /// <summary>Told the SKU, the source and the quantity whenever a source's quantity may have changed, whoever changed it.</summary>
    public Action<string, string, decimal>? SourceMoved
    {
        set => _shop.SourceItems.Changed = value is null ? null : item => value(item.Sku, item.Source.Code, item.Quantity);
    }

    /// <summary>The reservation ledger, oldest first.</summary>
    public IReadOnlyList<Reservation> Reservations => _shop.Ledger.Rows;

    /// <summary>What the shop's own report of inconsistent reservations lists.</summary>
    public IEnumerable<Inconsistency> Inconsistencies => Inventory.Inconsistencies.Of(_shop);

    /// <summary>Orders that were accepted although less was left than they took, of SKUs without back-orders.</summary>
    public int OversoldOrders => _shop.Checkout.Oversold;

    /// <summary>Messages that wait for a consumer.</summary>
    public int WaitingMessages => _shop.Consumers.Waiting;

    /// <summary>Products in the catalogue.</summary>
    public int Products => _shop.Products.Count;

    /// <summary>All SKUs that have stock, in no particular order.</summary>
    public IEnumerable<string> Skus => _shop.SourceItems.Skus.Select(s => s.Sku);

    /// <summary>All orders, oldest first.</summary>
    public IEnumerable<TwinOrder> Orders => _shop.Sales.Orders.All.Select(o => TwinOrder.Of(o, _shop));

    /// <summary>So many of the last orders, newest first.</summary>
    public IEnumerable<TwinOrder> NewestOrders(int count) => _shop.Sales.Orders.All
        .Skip(_shop.Sales.Orders.All.Count - count).Reverse().Select(o => TwinOrder.Of(o, _shop));

    /// <summary>All shipments, oldest first.</summary>
    public IEnumerable<TwinShipment> Shipments => _shop.Sales.Shipments.All.Select(TwinShipment.Of);

    /// <summary>All credit memos, oldest first.</summary>
    public IEnumerable<TwinCreditMemo> CreditMemos => _shop.Sales.CreditMemos.All.Select(TwinCreditMemo.Of);

    /// <summary>The salable quantity of a SKU in a stock, as the interface would give it without any fault switched
    /// on; 0 when it would refuse.</summary>
    public decimal Salable(string sku, int stockId) => _shop.Salability.Quantity(sku, stockId).Value;

    /// <summary>A source's quantity of a SKU; null without a row.</summary>
    public decimal? SourceQuantity(string sku, string sourceCode) => Item(sku, sourceCode)?.Quantity;

    /// <summary>Whether a source's row of a SKU is counted; null without a row.</summary>
    public bool? SourceStatus(string sku, string sourceCode) => Item(sku, sourceCode)?.IsInStock;

    /// <summary>Whether a source is switched on; false for one that does not exist.</summary>
    public bool IsSourceEnabled(string sourceCode) => _shop.Sources.FindSource(sourceCode)?.IsEnabled == true;

    /// <summary>Whether a product's stock is counted.</summary>
    public bool IsManaged(string sku) => _shop.IsManaged(sku);

    /// <summary>Whether a product is switched on; false for one that does not exist.</summary>
    public bool IsProductEnabled(string sku) => _shop.Products.Find(sku)?.IsEnabled == true;

    /// <summary>Σ reservations of a SKU in a stock; normally 0 or less.</summary>
    public decimal ReservationSum(string sku, int stockId) =>
        _shop.SourceItems.Find(sku)?.LevelOf(stockId)?.Reserved ?? 0;

    /// <summary>The index row of a SKU in a stock; null without one.</summary>
    public IndexRow? Index(string sku, int stockId) =>
        _shop.SourceItems.Find(sku)?.LevelOf(stockId) is { IsIndexed: true } level
            ? new IndexRow(level.Quantity, level.IsSalable)
            : null;

    /// <summary>The quantity that the legacy stock item shows, which follows the default source; null for an unknown
    /// SKU.</summary>
    public IndexRow? LegacyStockItem(string sku) => _shop.Products.Find(sku) is { } product
        ? new IndexRow(product.LegacyQty ?? 0, product.LegacyInStock)
        : null;

    /// <summary>An order by entity id; null for none.</summary>
    public TwinOrder? Order(int orderId) =>
        _shop.Sales.Orders.Find(orderId) is { } order ? TwinOrder.Of(order, _shop) : null;

    /// <summary>An order by number; null for none.</summary>
    public TwinOrder? Order(string incrementId) =>
        _shop.Sales.Orders.Find(incrementId) is [var order, ..] ? TwinOrder.Of(order, _shop) : null;

    /// <summary>The comments in an order's history, oldest first; none for an unknown number.</summary>
    public IEnumerable<string> CommentsOf(string incrementId) => _shop.Sales.Orders.Find(incrementId) is [var order, ..]
        ? order.Histories.Select(history => history.Comment).OfType<string>()
        : [];

    /// <summary>The stock a website sells from; null for none.</summary>
    public int? StockOf(string website) => _shop.Sources.StockOf(website)?.Id;

    private SourceItem? Item(string sku, string sourceCode) => _shop.Sources.FindSource(sourceCode) is { } source
        ? _shop.SourceItems.Find(sku)?.ItemAt(source)
        : null;

    private void Remember(SourceItem item)
    {
        _writes.Enqueue(new SourceItemWrite(_shop.Now, item.Sku, item.Source.Code, item.Quantity, item.IsInStock));
        while (_writes.Count > _shop.Switches.WriteLogMax)
        {
            _writes.Dequeue();
        }
    }
}
