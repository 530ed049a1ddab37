namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>A row of the reservation ledger.</summary>
/// <param name="Id">Row number, from 1.</param>
/// <param name="StockId">Stock whose salable quantity it moves.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Quantity">Negative holds back, positive gives back.</param>
/// <param name="EventType">What wrote it: <c>order_placed</c>, <c>shipment_created</c>, …</param>
/// <param name="OrderId">Order's entity id as text; empty for <c>order_placed</c>, which is written before there is
/// one.</param>
/// <param name="IncrementId">The order's number.</param>
/// <remarks>Source: adobe-commerce.md §3.1.</remarks>
public sealed record Reservation(
    int Id, int StockId, string Sku, decimal Quantity, string EventType, string OrderId, string IncrementId)
{
    /// <summary>The metadata column, keys in the shop's order.</summary>
    public string Metadata =>
        $"{{\"event_type\":\"{EventType}\",\"object_type\":\"{ObjectType}\",\"object_id\":\"{OrderId}\","
        + $"\"object_increment_id\":\"{IncrementId}\"}}";

    private string ObjectType => EventType is "back_item_qty" or "revert_products_sale"
        ? "legacy_stock_management_api"
        : "order";
}
