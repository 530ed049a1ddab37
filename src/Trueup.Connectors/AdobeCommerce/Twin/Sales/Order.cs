using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>The states of an order. Source: adobe-commerce.md §4.5.</summary>
internal static class OrderStates
{
    public const string New = "new";
    public const string Processing = "processing";
    public const string Complete = "complete";
    public const string Closed = "closed";
    public const string Canceled = "canceled";
    public const string Holded = "holded";
}

/// <summary>An order as its table row holds it. Amounts are in the one currency of the shop.</summary>
internal sealed class Order(int entityId, string incrementId, int storeId) : IDocument
{
    private int _changes;

    public int EntityId { get; } = entityId;

    public string IncrementId { get; } = incrementId;

    public int StoreId { get; } = storeId;

    public string Website { get; init; } = "";

    public string StoreName { get; init; } = "";

    public string? State { get; set => Change(ref field, value); } = OrderStates.New;

    public string? Status { get; set => Change(ref field, value); } = "pending";

    public string? StateBeforeHold { get; set => Change(ref field, value); }

    public string? StatusBeforeHold { get; set => Change(ref field, value); }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set => Change(ref field, value); }

    public List<OrderItem> Items { get; } = [];

    public Customer? Customer { get; init; }

    public string? Email { get; set => Change(ref field, value); }

    public JsonElement? BillingAddress { get; set => Change(ref field, value); }

    public JsonElement? ShippingAddress { get; set => Change(ref field, value); }

    public int BillingAddressId { get; init; }

    public int ShippingAddressId { get; init; }

    public int QuoteId { get; init; }

    public string PaymentMethod { get; init; } = "checkmo";

    /// <summary>The order that this one was made of by an edit; null for one that was placed.</summary>
    public Order? Edited { get; init; }

    /// <summary>The order that an edit made of this one; null for none.</summary>
    public Order? Successor { get; set => Change(ref field, value); }

    /// <summary>How many edits lie before this order.</summary>
    public int EditIncrement => Edited is null ? 0 : Edited.EditIncrement + 1;

    /// <summary>Number of the order that was placed, before all edits.</summary>
    public string OriginalIncrementId => Edited?.OriginalIncrementId ?? IncrementId;

    public string? ExtOrderId { get; set => Change(ref field, value); }

    public string? CouponCode { get; init; }

    /// <summary>Placed through a cart, hence with reservations; not written straight into the repository.</summary>
    public bool IsFromCart { get; init; } = true;

    public List<StatusHistory> Histories { get; } = [];

    public OrderTotals Totals { get; set => Change(ref field, value); } = new();

    /// <summary>The rate it was taxed with; null for none.</summary>
    public AppliedTax? Tax { get; set => Change(ref field, value); }

    public bool IsVirtual => Items.TrueForAll(i => i.IsVirtual || i.Children.Count > 0);

    /// <summary>A credit memo was made, and the customer was not told.</summary>
    public bool IsRefunded { get; set => Change(ref field, value); }

    public decimal TotalQtyOrdered => Items.Where(i => i.Parent is null).Sum(i => i.QtyOrdered);

    public int? OrderId => null;

    /// <summary>Another one whenever anything about the order or its lines has changed.</summary>
    public (int Changes, int Lines, int Histories) Revision => (_changes, Items.Count, Histories.Count);

    /// <summary>Changes a column of the order or of one of its lines.</summary>
    public void Change<T>(ref T column, T value)
    {
        column = value;
        _changes++;
    }
}

/// <summary>A rate that an order was taxed with.</summary>
internal sealed record AppliedTax(int Id, string Code, decimal Percent);

/// <summary>The money of an order: what was charged, and what became of it.</summary>
internal sealed record OrderTotals
{
    public decimal Subtotal { get; init; }

    public decimal Discount { get; init; }

    public decimal Shipping { get; init; }

    public decimal Tax { get; init; }

    public decimal GrandTotal { get; init; }

    public decimal Paid { get; init; }

    public decimal Invoiced { get; init; }

    public decimal Refunded { get; init; }

    public decimal Canceled { get; init; }

    public decimal ShippingInvoiced { get; init; }

    public decimal ShippingRefunded { get; init; }

    public decimal AdjustmentPositive { get; init; }

    public decimal AdjustmentNegative { get; init; }
}

/// <summary>A comment in an order's history.</summary>
internal sealed record StatusHistory(
    int Id, string? Comment, string? Status, bool IsCustomerNotified, bool IsVisibleOnFront, DateTimeOffset CreatedAt)
{
    /// <summary>The document that wrote it by itself; null for a person's comment.</summary>
    public string? EntityName { get; init; }
}

/// <summary>One line of an order.</summary>
internal sealed class OrderItem(int itemId, Order order, Product? product)
{
    public int ItemId { get; } = itemId;

    public Order Order { get; } = order;

    public int ProductId { get; init; } = product?.Id ?? 0;

    public required string Sku { get; init; }

    public required string Name { get; init; }

    public string? ProductType { get; init; } = product?.Type.Code();

    /// <summary>The product's SKU when it was sold; the SKU above may carry option SKUs.</summary>
    public string CatalogueSku { get; init; } = product?.Sku ?? "";

    public OrderItem? Parent { get; init; }

    public List<OrderItem> Children { get; } = [];

    public bool IsVirtual { get; init; } = product?.Type.IsVirtual() ?? false;

    public bool IsQtyDecimal { get; init; } = product?.StockItem.IsQtyDecimal ?? false;

    public decimal Weight { get; init; } = product?.Weight ?? 0;

    public decimal Price { get; init; }

    /// <summary>The product's own price, without what options add.</summary>
    public decimal OriginalPrice { get; init; }

    public ItemMoney Money { get; set => Order.Change(ref field, value); } = new();

    /// <summary>Row of the tax on this line; 0 for none.</summary>
    public int TaxItemId { get; set => Order.Change(ref field, value); }

    public JsonElement? ProductOption { get; init; }

    /// <summary>Bundle, on parent and children: children are shipped one by one.</summary>
    public bool ShipsSeparately { get; init; }

    /// <summary>Bundle, on parent and children: the money is on the children.</summary>
    public bool CalculatesChildren { get; init; }

    /// <summary>Pieces per one piece of the parent.</summary>
    public decimal QtyPerParent { get; init; } = 1;

    public int QuoteItemId { get; init; }

    public decimal QtyOrdered { get; init; }

    public decimal QtyInvoiced { get; set => Order.Change(ref field, value); }

    public decimal QtyShipped { get; set => Order.Change(ref field, value); }

    public decimal QtyRefunded { get; set => Order.Change(ref field, value); }

    public decimal QtyCanceled { get; set => Order.Change(ref field, value); }

    public decimal QtyBackordered { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = order.CreatedAt;

    public DateTimeOffset UpdatedAt { get; set => Order.Change(ref field, value); } = order.CreatedAt;

    /// <summary>This line is only there for another one's sake when shipping.</summary>
    public bool IsShippingDummy => Children.Count > 0 ? ShipsSeparately : Parent is not null && !ShipsSeparately;

    /// <summary>This line is only there for another one's sake when invoicing, refunding or cancelling.</summary>
    public bool IsDummy => Children.Count > 0 ? CalculatesChildren : Parent is not null && !CalculatesChildren;

    /// <summary>Units refunded before they were shipped can be shipped all the same. Source:
    /// adobe-commerce-observed.md §2, scenario C.</summary>
    public decimal SimpleQtyToShip => Math.Max(QtyOrdered - Math.Max(QtyShipped, QtyRefunded) - QtyCanceled, 0);

    public decimal QtyToShip => IsShippingDummy || IsVirtual ? 0 : SimpleQtyToShip;

    public decimal QtyToInvoice => IsDummy ? 0 : Math.Max(QtyOrdered - QtyInvoiced - QtyCanceled, 0);

    public decimal QtyToRefund => IsDummy ? 0 : Math.Max(QtyInvoiced - QtyRefunded, 0);

    public decimal QtyToCancel => Math.Max(Math.Min(QtyToInvoice, IsVirtual ? QtyToInvoice : QtyToShip), 0);
}

/// <summary>The money of a line.</summary>
internal sealed record ItemMoney
{
    public decimal RowTotal { get; init; }

    public decimal Discount { get; init; }

    public decimal DiscountPercent { get; init; }

    public decimal Tax { get; init; }

    public decimal TaxPercent { get; init; }

    public decimal RowInvoiced { get; init; }

    public decimal TaxInvoiced { get; init; }

    public decimal DiscountInvoiced { get; init; }

    public decimal AmountRefunded { get; init; }

    public decimal TaxRefunded { get; init; }

    public decimal DiscountRefunded { get; init; }
}
