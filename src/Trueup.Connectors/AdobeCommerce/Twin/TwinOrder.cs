using Trueup.Connectors.AdobeCommerce.Twin.Sales;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>A line of an order as the shop's books have it.</summary>
/// <param name="ItemId">Line id.</param>
/// <param name="Sku">SKU as shown.</param>
/// <param name="StockSku">SKU whose stock the line moves.</param>
/// <param name="ParentItemId">Line id of the composite it belongs to; null for none.</param>
/// <param name="Ordered">Pieces ordered.</param>
/// <param name="Invoiced">Pieces invoiced.</param>
/// <param name="Shipped">Pieces shipped.</param>
/// <param name="Refunded">Pieces refunded.</param>
/// <param name="Canceled">Pieces cancelled.</param>
public sealed record TwinOrderLine(
    int ItemId,
    string Sku,
    string StockSku,
    int? ParentItemId,
    decimal Ordered,
    decimal Invoiced,
    decimal Shipped,
    decimal Refunded,
    decimal Canceled);

/// <summary>An order as the shop's books have it, at the moment it was read.</summary>
/// <param name="EntityId">Id that REST paths use.</param>
/// <param name="IncrementId">Number that people use.</param>
/// <param name="Website">Website it was placed on.</param>
/// <param name="State">State, such as <c>processing</c>; null when a raw save left it out.</param>
/// <param name="Status">Status label.</param>
/// <param name="GrandTotal">What was charged, with tax and shipping.</param>
/// <param name="CreatedAt">When it was placed.</param>
/// <param name="UpdatedAt">When its row last changed.</param>
/// <param name="Lines">Its lines, parents before children.</param>
public sealed record TwinOrder(
    int EntityId,
    string IncrementId,
    string Website,
    string? State,
    string? Status,
    decimal GrandTotal,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    Items<TwinOrderLine> Lines)
{
    /// <summary>The tax in <see cref="GrandTotal"/>.</summary>
    public decimal Tax { get; init; }

    internal static TwinOrder Of(Order order, Shop shop) => new(
        order.EntityId,
        order.IncrementId,
        order.Website,
        order.State,
        order.Status,
        order.Totals.GrandTotal,
        order.CreatedAt,
        order.UpdatedAt,
        order.Items.Select(i => new TwinOrderLine(
            i.ItemId,
            i.Sku,
            shop.StockSkuOf(i),
            i.Parent?.ItemId,
            i.QtyOrdered,
            i.QtyInvoiced,
            i.QtyShipped,
            i.QtyRefunded,
            i.QtyCanceled)).ToItems())
    {
        Tax = order.Totals.Tax,
    };
}

/// <summary>A shipment as the shop's books have it.</summary>
/// <param name="EntityId">Id.</param>
/// <param name="OrderId">The order's entity id.</param>
/// <param name="SourceCode">Source the goods left.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Lines">Order line id and pieces.</param>
/// <param name="TrackNumbers">Tracking numbers.</param>
public sealed record TwinShipment(
    int EntityId,
    int OrderId,
    string SourceCode,
    DateTimeOffset CreatedAt,
    Items<TwinQuantity> Lines,
    Items<string> TrackNumbers)
{
    internal static TwinShipment Of(Shipment shipment) => new(
        shipment.EntityId,
        shipment.Order.EntityId,
        shipment.SourceCode,
        shipment.CreatedAt,
        shipment.Items.Select(i => new TwinQuantity(i.OrderItem.ItemId, i.Quantity)).ToItems(),
        shipment.Tracks.Select(t => t.Number ?? "").ToItems());
}

/// <summary>Pieces of an order line.</summary>
/// <param name="ItemId">Order line id.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record TwinQuantity(int ItemId, decimal Quantity);

/// <summary>A credit memo as the shop's books have it.</summary>
/// <param name="EntityId">Id.</param>
/// <param name="OrderId">The order's entity id.</param>
/// <param name="GrandTotal">What was given back.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Lines">Order line id and pieces.</param>
public sealed record TwinCreditMemo(
    int EntityId, int OrderId, decimal GrandTotal, DateTimeOffset CreatedAt, Items<TwinQuantity> Lines)
{
    /// <summary>The tax in <see cref="GrandTotal"/>.</summary>
    public decimal Tax { get; init; }

    internal static TwinCreditMemo Of(CreditMemo memo) => new(
        memo.EntityId,
        memo.Order.EntityId,
        memo.GrandTotal,
        memo.CreatedAt,
        memo.Items.Select(i => new TwinQuantity(i.OrderItem.ItemId, i.Quantity)).ToItems())
    {
        Tax = memo.Tax,
    };
}
