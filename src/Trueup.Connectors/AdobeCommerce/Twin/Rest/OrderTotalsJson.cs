using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>The money of an order as the shop writes it; what was invoiced, refunded or cancelled shows once
/// there is any.</summary>
internal static class OrderTotalsJson
{
    public static void Add(JsonObject json, Order order)
    {
        var totals = order.Totals;
        OrderJson.Twice(json, "discount_amount", -totals.Discount);
        OrderJson.Twice(json, "grand_total", totals.GrandTotal);
        OrderJson.Twice(json, "discount_tax_compensation_amount", 0);
        OrderJson.Twice(json, "shipping_amount", totals.Shipping);
        OrderJson.Twice(json, "shipping_discount_amount", 0);
        OrderJson.Twice(
            json, "shipping_discount_tax_compensation_amount", 0, "base_shipping_discount_tax_compensation_amnt");
        OrderJson.Twice(json, "shipping_incl_tax", totals.Shipping);
        OrderJson.Twice(json, "shipping_tax_amount", 0);
        OrderJson.Twice(json, "subtotal", totals.Subtotal);
        OrderJson.Twice(
            json,
            "subtotal_incl_tax",
            order.Items.Where(i => i.Parent is null).Sum(OrderItemJson.RowTotalWithTax));
        OrderJson.Twice(json, "tax_amount", totals.Tax);
        OrderJson.Twice(json, "total_due", totals.GrandTotal - totals.Paid);
        if (totals.Canceled > 0)
        {
            AddCanceled(json, order);
        }

        if (totals.Invoiced > 0)
        {
            AddInvoiced(json, order);
        }

        if (totals.Refunded > 0)
        {
            AddRefunded(json, order);
        }
    }

    private static void AddCanceled(JsonObject json, Order order)
    {
        var totals = order.Totals;
        OrderJson.Twice(json, "total_canceled", totals.Canceled);
        OrderJson.Twice(json, "shipping_canceled", totals.Shipping - totals.ShippingInvoiced);
        var leaves = order.Items.Where(i => !i.IsDummy).Select(i => i.Money).ToList();
        OrderJson.Twice(json, "subtotal_canceled", totals.Subtotal - leaves.Sum(m => m.RowInvoiced));
        OrderJson.Twice(json, "tax_canceled", totals.Tax - leaves.Sum(m => m.TaxInvoiced));
        OrderJson.Twice(json, "discount_canceled", -(totals.Discount - leaves.Sum(m => m.DiscountInvoiced)));
    }

    private static void AddInvoiced(JsonObject json, Order order)
    {
        var leaves = order.Items.Where(i => !i.IsDummy).Select(i => i.Money).ToList();
        OrderJson.Twice(json, "total_invoiced", order.Totals.Invoiced);
        OrderJson.Twice(json, "total_paid", order.Totals.Paid);
        OrderJson.Twice(json, "subtotal_invoiced", leaves.Sum(m => m.RowInvoiced));
        OrderJson.Twice(json, "tax_invoiced", leaves.Sum(m => m.TaxInvoiced));
        OrderJson.Twice(json, "discount_invoiced", -leaves.Sum(m => m.DiscountInvoiced));
        OrderJson.Twice(json, "shipping_invoiced", order.Totals.ShippingInvoiced);
        OrderJson.Twice(json, "discount_tax_compensation_invoiced", 0);
        json["base_total_invoiced_cost"] = 0;
    }

    private static void AddRefunded(JsonObject json, Order order)
    {
        var leaves = order.Items.Where(i => !i.IsDummy).Select(i => i.Money).ToList();
        OrderJson.Twice(json, "adjustment_negative", order.Totals.AdjustmentNegative);
        OrderJson.Twice(json, "adjustment_positive", order.Totals.AdjustmentPositive);
        OrderJson.Twice(json, "total_refunded", order.Totals.Refunded);
        OrderJson.Twice(json, "total_offline_refunded", order.Totals.Refunded);
        OrderJson.Twice(json, "subtotal_refunded", leaves.Sum(m => m.AmountRefunded));
        OrderJson.Twice(json, "tax_refunded", leaves.Sum(m => m.TaxRefunded));
        OrderJson.Twice(json, "discount_refunded", -leaves.Sum(m => m.DiscountRefunded));
        OrderJson.Twice(json, "shipping_refunded", order.Totals.ShippingRefunded);
        OrderJson.Twice(json, "shipping_tax_refunded", 0);
        OrderJson.Twice(json, "discount_tax_compensation_refunded", 0);
    }

    public static JsonObject Shipping(Order order)
    {
        var json = new JsonObject();
        OrderJson.Twice(json, "shipping_amount", order.Totals.Shipping);
        OrderJson.Twice(json, "shipping_discount_amount", 0);
        OrderJson.Twice(
            json, "shipping_discount_tax_compensation_amount", 0, "base_shipping_discount_tax_compensation_amnt");
        OrderJson.Twice(json, "shipping_incl_tax", order.Totals.Shipping);
        OrderJson.Twice(json, "shipping_tax_amount", 0);
        if (order.Totals.Canceled > 0)
        {
            OrderJson.Twice(json, "shipping_canceled", order.Totals.Shipping - order.Totals.ShippingInvoiced);
        }

        if (order.Totals.Invoiced > 0)
        {
            OrderJson.Twice(json, "shipping_invoiced", order.Totals.ShippingInvoiced);
        }

        if (order.Totals.Refunded > 0)
        {
            OrderJson.Twice(json, "shipping_refunded", order.Totals.ShippingRefunded);
            OrderJson.Twice(json, "shipping_tax_refunded", 0);
        }

        return json;
    }
}
