namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A row of a document table: an order, a shipment, an invoice or a credit memo.</summary>
internal interface IDocument
{
    int EntityId { get; }

    string IncrementId { get; }

    DateTimeOffset CreatedAt { get; }

    DateTimeOffset UpdatedAt { get; }

    /// <summary>The order it belongs to; null for an order itself.</summary>
    int? OrderId { get; }
}

/// <summary>Goods that left from one source.</summary>
internal sealed class Shipment(int entityId, string incrementId, Order order) : IDocument
{
    public int EntityId { get; } = entityId;

    public string IncrementId { get; } = incrementId;

    public Order Order { get; } = order;

    public int? OrderId => Order.EntityId;

    public required string SourceCode { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<ShipmentItem> Items { get; } = [];

    public List<Track> Tracks { get; } = [];

    public List<ShipmentComment> Comments { get; } = [];

    /// <summary>What went out of stock, by SKU: decides where returns go.</summary>
    public List<Inventory.SkuQuantity> Deducted { get; } = [];

    /// <summary>Written through the entity endpoint, which fills in next to nothing.</summary>
    public bool IsRaw { get; init; }
}

internal sealed record ShipmentItem(int EntityId, OrderItem OrderItem, decimal Quantity);

internal sealed record Track(
    int EntityId, string? Number, string? Title, string? CarrierCode, DateTimeOffset CreatedAt)
{
    public decimal? Weight { get; init; }

    public decimal? Quantity { get; init; }
}

internal sealed record ShipmentComment(
    int EntityId, string? Comment, bool IsCustomerNotified, bool IsVisibleOnFront, DateTimeOffset CreatedAt);

/// <summary>The money of a document line: the line's share of what was ordered.</summary>
internal sealed record DocumentItem(int EntityId, OrderItem OrderItem, decimal Quantity)
{
    public decimal RowTotal { get; init; }

    public decimal Discount { get; init; }

    public decimal Tax { get; init; }

    /// <summary>Credit memo: this line goes back on the shelf.</summary>
    public bool IsBackToStock { get; init; }
}

/// <summary>What was charged for.</summary>
internal sealed class Invoice(int entityId, string incrementId, Order order) : IDocument
{
    public int EntityId { get; } = entityId;

    public string IncrementId { get; } = incrementId;

    public Order Order { get; } = order;

    public int? OrderId => Order.EntityId;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<DocumentItem> Items { get; } = [];

    public decimal Shipping { get; init; }

    public decimal Subtotal => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.RowTotal);

    public decimal Discount => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.Discount);

    public decimal Tax => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.Tax);

    public decimal GrandTotal => Subtotal - Discount + Tax + Shipping;
}

/// <summary>What was given back.</summary>
internal sealed class CreditMemo(int entityId, string incrementId, Order order) : IDocument
{
    public int EntityId { get; } = entityId;

    public string IncrementId { get; } = incrementId;

    public Order Order { get; } = order;

    public int? OrderId => Order.EntityId;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<DocumentItem> Items { get; } = [];

    public decimal Shipping { get; init; }

    public decimal AdjustmentPositive { get; init; }

    public decimal AdjustmentNegative { get; init; }

    public List<ShipmentComment> Comments { get; } = [];

    /// <summary>Written through the entity endpoint: no amounts, no effect.</summary>
    public bool IsRaw { get; init; }

    public decimal Subtotal => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.RowTotal);

    public decimal Discount => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.Discount);

    public decimal Tax => Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.Tax);

    public decimal GrandTotal => Subtotal - Discount + Tax + Shipping + AdjustmentPositive - AdjustmentNegative;
}
