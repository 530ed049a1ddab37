using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Every sales document, and the numbers they are given.</summary>
internal sealed class SalesBook
{
    private readonly Dictionary<(string, int), Sequence> _incrementIds = [];
    private readonly List<OrderItem> _items = [];
    private readonly ChangeList<OrderItem> _itemsByChange = new(item => item.ItemId, item => item.UpdatedAt);

    public DocumentTable<Order> Orders { get; } = new();

    public DocumentTable<Shipment> Shipments { get; } = new();

    public DocumentTable<Invoice> Invoices { get; } = new();

    public DocumentTable<CreditMemo> CreditMemos { get; } = new();

    /// <summary>Order lines by id, oldest first.</summary>
    public IReadOnlyList<OrderItem> Items => _items;

    public Sequence OrderIds { get; } = new();

    public Sequence ShipmentIds { get; } = new();

    public Sequence ShipmentItemIds { get; } = new();

    public Sequence InvoiceIds { get; } = new();

    public Sequence InvoiceItemIds { get; } = new();

    public Sequence CreditMemoIds { get; } = new();

    public Sequence CreditMemoItemIds { get; } = new();

    public Sequence TaxIds { get; } = new();

    public Sequence TaxItemIds { get; } = new();

    public Sequence AddressIds { get; } = new();

    public Sequence HistoryIds { get; } = new();

    public Sequence TrackIds { get; } = new();

    public Sequence CommentIds { get; } = new();

    /// <summary>The next printed number of a kind of document at a store.</summary>
    public string NextIncrementId(string kind, int storeId)
    {
        if (!_incrementIds.TryGetValue((kind, storeId), out var sequence))
        {
            _incrementIds[(kind, storeId)] = sequence = new Sequence();
        }

        return SourceBook.IncrementId(storeId, sequence.Next());
    }

    public OrderItem? FindItem(int itemId) => itemId >= 1 && itemId <= Items.Count ? Items[itemId - 1] : null;

    public int NextItemId => Items.Count + 1;

    /// <summary>Order lines changed at or after a moment, oldest first.</summary>
    public IEnumerable<OrderItem> ItemsChangedSince(DateTimeOffset moment) => _itemsByChange.Since(moment);

    public void AddItem(OrderItem item)
    {
        _items.Add(item);
        _itemsByChange.Add(item);
    }

    /// <summary>The row of an order line changes, now.</summary>
    public void Touch(OrderItem item, DateTimeOffset now)
    {
        item.UpdatedAt = now;
        _itemsByChange.Touched(item);
    }

    /// <summary>The row of an order changes, now.</summary>
    public void Touch(Order order, DateTimeOffset now)
    {
        order.UpdatedAt = now;
        Orders.Touched(order);
    }
}
