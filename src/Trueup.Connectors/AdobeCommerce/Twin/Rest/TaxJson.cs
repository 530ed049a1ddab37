using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Tax by its rate, of carts, orders and their lines; the shop has one rate.</summary>
/// <remarks>Source: recordings order.TAX.json, custorder.3, custorder.5.</remarks>
internal static class TaxJson
{
    /// <summary>What a line is taxed with.</summary>
    public static JsonArray OfLine(OrderItem item)
    {
        if (item.Order.Tax is not { } tax || item.Money.Tax == 0 || item.IsDummy)
        {
            return [];
        }

        var json = new JsonObject
        {
            ["tax_item_id"] = item.TaxItemId,
            ["tax_id"] = tax.Id,
            ["item_id"] = item.ItemId,
            ["tax_code"] = tax.Code,
            ["tax_percent"] = Vendor.Number(tax.Percent),
        };
        OrderJson.Twice(json, "amount", item.Money.Tax);
        OrderJson.Twice(json, "real_amount", item.Money.Tax, "real_base_amount");
        json["taxable_item_type"] = "product";
        return new JsonArray(json);
    }

    /// <summary>What an order shows of its tax beside its amounts.</summary>
    public static void Add(JsonObject extension, Order order)
    {
        extension["applied_taxes"] = order.Tax is { } tax ? new JsonArray(Applied(tax, order.Totals.Tax)) : new JsonArray();
        extension["item_applied_taxes"] = Vendor.List(order.Tax is { } rate
            ? order.Items.Where(static item => item.Money.Tax != 0 && !item.IsDummy).Select(item => new JsonObject
            {
                ["type"] = "product",
                ["item_id"] = item.ItemId,
                ["applied_taxes"] = new JsonArray(Applied(rate, item.Money.Tax)),
            })
            : []);
        extension["taxes"] = order.Tax is { } charged ? new JsonArray(Row(charged, order)) : new JsonArray();
        extension["additional_itemized_taxes"] = new JsonArray();
    }

    /// <summary>The tax of a cart by its rate.</summary>
    public static JsonArray OfCart(decimal amount, decimal percent, string code) => amount == 0
        ? []
        : new JsonArray(new JsonObject
        {
            ["amount"] = Vendor.Number(amount),
            ["rates"] = new JsonArray(new JsonObject
            {
                ["percent"] = percent.ToString("0.####", CultureInfo.InvariantCulture),
                ["title"] = code,
            }),
            ["group_id"] = 1,
        });

    private static JsonObject Applied(AppliedTax tax, decimal amount)
    {
        var json = new JsonObject
        {
            ["code"] = tax.Code,
            ["title"] = tax.Code,
            ["percent"] = Vendor.Number(tax.Percent),
        };
        OrderJson.Twice(json, "amount", amount);
        return json;
    }

    private static JsonObject Row(AppliedTax tax, Order order)
    {
        var json = Applied(tax, order.Totals.Tax);
        json["tax_id"] = tax.Id;
        json["order_id"] = order.EntityId;
        json["base_real_amount"] = Vendor.Number(order.Totals.Tax);
        json["priority"] = 0;
        json["position"] = 0;
        json["process"] = 0;
        return json;
    }
}
