using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What a cart costs, as the checkout shows it. Source: recording order.A.3-ship.</summary>
internal static class CartTotalsJson
{
    public static JsonObject Of(Cart cart, Shop shop)
    {
        var totals = shop.Checkout.TotalsOf(cart);
        var json = new JsonObject();
        OrderJson.Twice(json, "grand_total", totals.GrandTotal);
        OrderJson.Twice(json, "subtotal", totals.Subtotal);
        OrderJson.Twice(json, "discount_amount", -totals.Discount);
        OrderJson.Twice(json, "subtotal_with_discount", totals.Subtotal - totals.Discount);
        OrderJson.Twice(json, "shipping_amount", totals.Shipping);
        OrderJson.Twice(json, "shipping_discount_amount", 0);
        OrderJson.Twice(json, "tax_amount", totals.Tax);
        OrderJson.Twice(json, "shipping_tax_amount", 0);
        OrderJson.Twice(json, "shipping_incl_tax", totals.Shipping);
        json["weee_tax_applied_amount"] = null;
        json["subtotal_incl_tax"] = Vendor.Number(cart.Lines.Sum(line => WithTax(line.Price * line.Quantity, shop)));
        json["base_currency_code"] = "GBP";
        json["quote_currency_code"] = "GBP";
        json["items_qty"] = Vendor.Number(cart.Lines.Sum(l => l.Quantity));
        json["items"] = Vendor.List(cart.Lines.Select(line => Line(cart, line, shop)));
        var tax = Segment("tax", "Tax", totals.Tax);
        tax["extension_attributes"] = new JsonObject
        {
            ["tax_grandtotal_details"] = TaxJson.OfCart(totals.Tax, shop.Checkout.TaxPercent, shop.Checkout.TaxCode),
        };
        var grandTotal = Segment("grand_total", "Grand Total", totals.GrandTotal);
        grandTotal["area"] = "footer";
        json["total_segments"] = new JsonArray(
            Segment("subtotal", "Subtotal", totals.Subtotal),
            Segment("shipping", "Shipping & Handling (Flat Rate - Fixed)", totals.Shipping),
            tax,
            grandTotal);
        return new JsonObject
        {
            ["payment_methods"] = new JsonArray(
                new JsonObject { ["code"] = "checkmo", ["title"] = "Check / Money order" }),
            ["totals"] = json,
        };
    }

    private static JsonObject Line(Cart cart, CartLine line, Shop shop)
    {
        var money = shop.Checkout.MoneyOf(line.Price * line.Quantity, cart.CouponCode);
        var json = new JsonObject
        {
            ["item_id"] = line.ItemId,
            ["qty"] = Vendor.Number(line.Quantity),
            ["name"] = line.Product.Name,
        };
        OrderJson.Twice(json, "price", line.Price);
        OrderJson.Twice(json, "row_total", line.Price * line.Quantity);
        OrderJson.Twice(json, "tax_amount", money.Tax);
        OrderJson.Twice(json, "discount_amount", money.Discount);
        OrderJson.Twice(json, "price_incl_tax", WithTax(line.Price, shop));
        OrderJson.Twice(json, "row_total_incl_tax", WithTax(line.Price * line.Quantity, shop));
        json["row_total_with_discount"] = 0;
        if (!line.HasDynamicPrice)
        {
            // The parts of a dynamic bundle are taxed, and may be taxed differently.
            json["tax_percent"] = Vendor.Number(money.TaxPercent);
        }

        json["discount_percent"] = Vendor.Number(money.DiscountPercent);
        json["options"] = CartOptionsJson.Of(line, shop.Products);
        json["weee_tax_applied_amount"] = null;
        json["weee_tax_applied"] = null;
        return json;
    }

    private static decimal WithTax(decimal amount, Shop shop) =>
        amount + Math.Round(amount * shop.Checkout.TaxPercent / 100, 2, MidpointRounding.AwayFromZero);

    private static JsonObject Segment(string code, string title, decimal value) => new()
    {
        ["code"] = code,
        ["title"] = title,
        ["value"] = Vendor.Number(value),
    };
}
