using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>An order line as the shop writes it. A row total is already net of its discount. Source:
/// adobe-commerce-observed.md §1.12.</summary>
internal static class OrderItemJson
{
    public static decimal RowTotalWithTax(OrderItem item) => item.Money.RowTotal
        + Math.Round(item.Money.RowTotal * item.Money.TaxPercent / 100, 2, MidpointRounding.AwayFromZero);

    /// <summary>A line read by itself, which shows no extension attributes.</summary>
    public static JsonObject Alone(OrderItem item)
    {
        var json = Of(item);
        json.Remove("extension_attributes");
        return json;
    }

    /// <summary>What a line shows: children and virtual goods weigh nothing, and a bundle whose parts are weighed shows
    /// its last part's weight (recording order.J2.5-json).</summary>
    public static decimal RowWeight(OrderItem item) => item.Parent is not null || item.IsVirtual
        ? 0
        : WeighsParts(item) ? WeightOf(item.Children[^1]) : WeightOf(item);

    /// <summary>What a line adds to its order's weight.</summary>
    public static decimal AddedWeight(OrderItem item) => item.Parent is { } parent
        ? WeighsParts(parent) ? WeightOf(item) : 0
        : WeighsParts(item) ? 0 : RowWeight(item);

    private static bool WeighsParts(OrderItem item) =>
        item is { ProductType: "bundle", CalculatesChildren: true, ShipsSeparately: true, Children.Count: > 0 };

    private static decimal WeightOf(OrderItem item) => item.IsVirtual ? 0 : item.Weight * item.QtyOrdered;

    private static decimal UnitWeight(OrderItem item) => WeighsParts(item)
        ? item.Children.Sum(static child => child.IsVirtual ? 0 : child.Weight * child.QtyPerParent)
        : item.Weight;

    /// <summary>A line as the shop shows it.</summary>
    /// <param name="item">The line.</param>
    /// <param name="withParent">Whether a child repeats its parent.</param>
    public static JsonObject Of(OrderItem item, bool withParent = true)
    {
        var json = new JsonObject();
        AddMoney(json, item);
        AddFacts(json, item);
        AddQuantities(json, item);
        if (item.Parent is { } parent)
        {
            json["parent_item_id"] = parent.ItemId;
            json["parent_item"] = withParent ? Of(parent, withParent: false) : null;
            if (item.IsDummy)
            {
                RemoveUnpriced(json);
            }
        }

        if (item is { CalculatesChildren: true, Children.Count: > 0 })
        {
            // Its tax is on its parts.
            foreach (var name in (string[])[
                "base_discount_tax_compensation_amount", "discount_tax_compensation_amount", "tax_percent"])
            {
                json.Remove(name);
            }
        }

        json["product_option"] = Vendor.Copy(item.ProductOption);
        json["extension_attributes"] = new JsonObject { ["itemized_taxes"] = TaxJson.OfLine(item) };
        return Vendor.WithoutNulls(json);
    }

    private static void AddMoney(JsonObject json, OrderItem item)
    {
        var money = item.Money;
        var priceWithTax = item.Price
            + Math.Round(item.Price * money.TaxPercent / 100, 2, MidpointRounding.AwayFromZero);
        OrderJson.Twice(json, "amount_refunded", money.AmountRefunded);
        OrderJson.Twice(json, "discount_amount", money.Discount);
        OrderJson.Twice(json, "discount_invoiced", money.DiscountInvoiced);
        OrderJson.Twice(json, "discount_tax_compensation_amount", 0);
        OrderJson.Twice(json, "original_price", item.OriginalPrice);
        OrderJson.Twice(json, "price", item.Price);
        OrderJson.Twice(json, "price_incl_tax", priceWithTax);
        OrderJson.Twice(json, "row_invoiced", money.RowInvoiced);
        OrderJson.Twice(json, "row_total", money.RowTotal - money.Discount);
        OrderJson.Twice(
            json,
            "row_total_incl_tax",
            money.Discount > 0 ? money.RowTotal - money.Discount + money.Tax : RowTotalWithTax(item));
        OrderJson.Twice(json, "tax_amount", money.Tax);
        OrderJson.Twice(json, "tax_invoiced", money.TaxInvoiced);
        json["discount_percent"] = Vendor.Number(money.DiscountPercent);
        json["tax_percent"] = Vendor.Number(money.TaxPercent);
        if (item.QtyInvoiced > 0)
        {
            OrderJson.Twice(json, "discount_tax_compensation_invoiced", 0);
        }

        if (item.QtyCanceled > 0)
        {
            json["discount_tax_compensation_canceled"] = 0;
            json["tax_canceled"] = Vendor.Number(
                Math.Round(money.Tax * item.QtyCanceled / item.QtyOrdered, 2, MidpointRounding.AwayFromZero));
        }

        if (item.QtyRefunded > 0)
        {
            OrderJson.Twice(json, "discount_refunded", money.DiscountRefunded);
            OrderJson.Twice(json, "discount_tax_compensation_refunded", 0);
            OrderJson.Twice(json, "tax_refunded", money.TaxRefunded);
        }

        // A credit memo touches every line of its order (recording order.TAX.json2).
        if (item.Order.Items.Exists(static each => each.QtyRefunded > 0))
        {
            json["weee_tax_applied"] = "[]";
        }
    }

    /// <summary>A child whose money is on its parent shows less.</summary>
    private static void RemoveUnpriced(JsonObject json)
    {
        foreach (var name in (string[])[
            "base_original_price", "base_discount_tax_compensation_amount", "discount_tax_compensation_amount",
            "base_price_incl_tax", "price_incl_tax"])
        {
            json.Remove(name);
        }
    }

    private static void AddFacts(JsonObject json, OrderItem item)
    {
        json["applied_rule_ids"] = item.Money.Discount > 0 ? "1" : null;
        json["created_at"] = Vendor.Moment(item.CreatedAt);
        json["free_shipping"] = 0;
        json["is_qty_decimal"] = Vendor.Flag(item.IsQtyDecimal);
        json["is_virtual"] = Vendor.Flag(item.IsVirtual);
        json["item_id"] = item.ItemId;
        json["name"] = item.Name;
        json["no_discount"] = 0;
        json["order_id"] = item.Order.EntityId;
        json["product_id"] = item.ProductId == 0 ? null : item.ProductId;
        json["product_type"] = item.ProductType;
        json["quote_item_id"] = item.QuoteItemId == 0 ? null : item.QuoteItemId;
        json["row_weight"] = Vendor.Number(RowWeight(item));
        json["sku"] = item.Sku;
        json["store_id"] = item.Order.StoreId;
        json["updated_at"] = Vendor.Moment(item.UpdatedAt);
        json["weight"] = Vendor.Number(UnitWeight(item));
    }

    private static void AddQuantities(JsonObject json, OrderItem item)
    {
        json["qty_canceled"] = Vendor.Number(item.QtyCanceled);
        json["qty_invoiced"] = Vendor.Number(item.QtyInvoiced);
        json["qty_ordered"] = Vendor.Number(item.QtyOrdered);
        json["qty_refunded"] = Vendor.Number(item.QtyRefunded);
        json["qty_shipped"] = Vendor.Number(item.QtyShipped);
        json["qty_backordered"] = item.QtyBackordered == 0 ? null : Vendor.Number(item.QtyBackordered);
    }
}
