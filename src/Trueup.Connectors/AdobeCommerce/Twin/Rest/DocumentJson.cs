using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Shipments, invoices and credit memos as the shop writes them.</summary>
/// <remarks>Source: recordings ship.H2.8, ref.O2.2, docs.03.creditmemos.</remarks>
internal static class DocumentJson
{
    private const string Currency = "GBP";

    public static JsonObject Of(Shipment shipment)
    {
        var json = new JsonObject
        {
            ["billing_address_id"] = shipment.IsRaw ? null : shipment.Order.BillingAddressId,
            ["created_at"] = Vendor.Moment(shipment.CreatedAt),
            ["entity_id"] = shipment.EntityId,
            ["increment_id"] = shipment.IncrementId,
            ["order_id"] = shipment.Order.EntityId,
            ["packages"] = new JsonArray(),
            ["shipping_address_id"] = shipment.IsRaw ? null : shipment.Order.ShippingAddressId,
            ["store_id"] = shipment.IsRaw ? null : shipment.Order.StoreId,
            ["total_qty"] = shipment.IsRaw
                ? null
                : Vendor.Number(shipment.Items.Where(i => !i.OrderItem.IsShippingDummy).Sum(i => i.Quantity)),
            ["updated_at"] = Vendor.Moment(shipment.UpdatedAt),
            ["items"] = Vendor.List(shipment.Items.Select(i => Line(shipment, i))),
            ["tracks"] = Vendor.List(shipment.Tracks.Select(t => Of(shipment, t))),
            ["comments"] = Vendor.List(shipment.Comments.Select(c => Of(shipment, c))),
            ["extension_attributes"] = new JsonObject { ["source_code"] = shipment.SourceCode },
        };
        return Vendor.WithoutNulls(json);
    }

    public static JsonObject Of(Shipment shipment, Track track) => new()
    {
        ["order_id"] = shipment.Order.EntityId,
        ["created_at"] = Vendor.Moment(track.CreatedAt),
        ["entity_id"] = track.EntityId,
        ["parent_id"] = shipment.EntityId,
        ["updated_at"] = Vendor.Moment(track.CreatedAt),
        ["weight"] = Vendor.Number(track.Weight),
        ["qty"] = Vendor.Number(track.Quantity),
        ["description"] = null,
        ["track_number"] = track.Number,
        ["title"] = track.Title,
        ["carrier_code"] = track.CarrierCode,
    };

    private static JsonObject Of(Shipment shipment, ShipmentComment comment) => Of(shipment.EntityId, comment);

    /// <summary>A comment on a shipment or credit memo.</summary>
    public static JsonObject Of(int parentId, ShipmentComment comment) => new()
    {
        ["is_customer_notified"] = Vendor.Flag(comment.IsCustomerNotified),
        ["parent_id"] = parentId,
        ["comment"] = comment.Comment,
        ["is_visible_on_front"] = Vendor.Flag(comment.IsVisibleOnFront),
        ["created_at"] = Vendor.Moment(comment.CreatedAt),
        ["entity_id"] = comment.EntityId,
    };

    public static JsonObject Of(Invoice invoice)
    {
        var json = Head(invoice, invoice.Order);
        json["can_void_flag"] = 0;
        json["state"] = 2;
        json["total_qty"] = Vendor.Number(invoice.Items.Where(i => !i.OrderItem.IsDummy).Sum(i => i.Quantity));
        AddTotals(json, invoice.Items, invoice.Shipping, invoice.GrandTotal);
        OrderJson.Twice(json, "shipping_discount_tax_compensation_amount", 0,
            "base_shipping_discount_tax_compensation_amnt");
        json["items"] = Vendor.List(invoice.Items.Select(i => Line(invoice.EntityId, i)));
        json["comments"] = new JsonArray();
        return Vendor.WithoutNulls(json);
    }

    public static JsonObject Of(CreditMemo memo)
    {
        if (memo.IsRaw)
        {
            return Raw(memo);
        }

        var json = Head(memo, memo.Order);
        json["state"] = 2;
        OrderJson.Twice(json, "adjustment", memo.AdjustmentPositive - memo.AdjustmentNegative);
        if (memo.AdjustmentPositive != 0 || memo.AdjustmentNegative != 0)
        {
            OrderJson.Twice(json, "adjustment_negative", memo.AdjustmentNegative);
            OrderJson.Twice(json, "adjustment_positive", memo.AdjustmentPositive);
        }

        AddTotals(json, memo.Items, memo.Shipping, memo.GrandTotal);
        json["items"] = Vendor.List(memo.Items.Select(i => MemoLine(memo.EntityId, i)));
        json["comments"] = Vendor.List(memo.Comments.Select(c => Of(memo.EntityId, c)));
        return Vendor.WithoutNulls(json);
    }

    private static JsonObject Raw(CreditMemo memo) => new()
    {
        ["created_at"] = Vendor.Moment(memo.CreatedAt),
        ["entity_id"] = memo.EntityId,
        ["increment_id"] = memo.IncrementId,
        ["order_id"] = memo.Order.EntityId,
        ["updated_at"] = Vendor.Moment(memo.UpdatedAt),
        ["items"] = Vendor.List(memo.Items.Select(i => new JsonObject
        {
            ["base_cost"] = null,
            ["base_price"] = null,
            ["entity_id"] = i.EntityId,
            ["order_item_id"] = i.OrderItem.ItemId,
            ["parent_id"] = memo.EntityId,
            ["qty"] = Vendor.Number(i.Quantity),
        })),
        ["comments"] = new JsonArray(),
    };

    private static JsonObject Head(IDocument document, Order order) => new()
    {
        ["base_currency_code"] = Currency,
        ["base_to_global_rate"] = 1,
        ["base_to_order_rate"] = 1,
        ["billing_address_id"] = order.BillingAddressId,
        ["created_at"] = Vendor.Moment(document.CreatedAt),
        ["discount_description"] = order.CouponCode,
        ["entity_id"] = document.EntityId,
        ["global_currency_code"] = Currency,
        ["increment_id"] = document.IncrementId,
        ["order_currency_code"] = Currency,
        ["order_id"] = order.EntityId,
        ["shipping_address_id"] = order.IsVirtual ? null : order.ShippingAddressId,
        ["store_currency_code"] = Currency,
        ["store_id"] = order.StoreId,
        ["store_to_base_rate"] = 0,
        ["store_to_order_rate"] = 0,
        ["updated_at"] = Vendor.Moment(document.UpdatedAt),
    };

    private static void AddTotals(JsonObject json, List<DocumentItem> items, decimal shipping, decimal grandTotal)
    {
        var lines = items.Where(i => !i.OrderItem.IsDummy).ToList();
        OrderJson.Twice(json, "discount_amount", -lines.Sum(i => i.Discount));
        OrderJson.Twice(json, "grand_total", grandTotal);
        OrderJson.Twice(json, "discount_tax_compensation_amount", 0);
        OrderJson.Twice(json, "shipping_amount", shipping);
        OrderJson.Twice(json, "shipping_incl_tax", shipping);
        OrderJson.Twice(json, "shipping_tax_amount", 0);
        OrderJson.Twice(json, "subtotal", lines.Sum(i => i.RowTotal));
        OrderJson.Twice(json, "subtotal_incl_tax", lines.Sum(WithTax));
        OrderJson.Twice(json, "tax_amount", lines.Sum(i => i.Tax));
    }

    private static decimal WithTax(DocumentItem line) => line.RowTotal
        + Math.Round(line.RowTotal * line.OrderItem.Money.TaxPercent / 100, 2, MidpointRounding.AwayFromZero);

    private static JsonObject Line(Shipment shipment, ShipmentItem line) => shipment.IsRaw
        ? new JsonObject
        {
            ["entity_id"] = line.EntityId,
            ["parent_id"] = shipment.EntityId,
            ["order_item_id"] = line.OrderItem.ItemId,
            ["qty"] = Vendor.Number(line.Quantity),
        }
        : new JsonObject
        {
            ["entity_id"] = line.EntityId,
            ["name"] = line.OrderItem.Name,
            ["parent_id"] = shipment.EntityId,
            ["price"] = Vendor.Number(line.OrderItem.Price),
            ["product_id"] = line.OrderItem.ProductId,
            ["sku"] = line.OrderItem.Sku,
            ["weight"] = Vendor.Number(line.OrderItem.Weight),
            ["order_item_id"] = line.OrderItem.ItemId,
            ["qty"] = Vendor.Number(line.Quantity),
        };

    private static JsonObject Line(int parentId, DocumentItem line)
    {
        var item = line.OrderItem;
        var json = new JsonObject
        {
            ["entity_id"] = line.EntityId,
            ["name"] = item.Name,
            ["order_item_id"] = item.ItemId,
            ["parent_id"] = parentId,
            ["product_id"] = item.ProductId,
            ["qty"] = Vendor.Number(line.Quantity),
            ["sku"] = item.Sku,
        };
        var tax = Math.Round(item.Price * item.Money.TaxPercent / 100, 2, MidpointRounding.AwayFromZero);
        OrderJson.Twice(json, "price", item.Price);
        OrderJson.Twice(json, "price_incl_tax", item.Price + tax);
        OrderJson.Twice(json, "row_total", line.RowTotal);
        OrderJson.Twice(json, "row_total_incl_tax", WithTax(line));
        OrderJson.Twice(json, "tax_amount", line.Tax);
        OrderJson.Twice(json, "discount_tax_compensation_amount", 0);
        if (line.Discount != 0)
        {
            OrderJson.Twice(json, "discount_amount", line.Discount);
        }

        return json;
    }

    /// <summary>A line of a memo. Where another line carries the money, its sums are never made.</summary>
    private static JsonObject MemoLine(int parentId, DocumentItem line)
    {
        var json = Line(parentId, line);
        if (line.OrderItem.IsDummy)
        {
            foreach (var sum in new[] { "row_total", "row_total_incl_tax", "base_row_total", "base_row_total_incl_tax" })
            {
                json[sum] = null;
            }
        }

        json["base_cost"] = null;
        json["base_weee_tax_row_disposition"] = 0;
        json["weee_tax_applied"] = "[]";
        json["weee_tax_applied_row_amount"] = 0;
        json["weee_tax_row_disposition"] = 0;
        return json;
    }
}
