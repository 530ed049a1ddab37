using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>The quantity below which a source asks for more. Source: adobe-commerce.md §2.1.</summary>
internal sealed class LowQuantityRoutes
{
    private const string Resource = "Magento_InventoryLowQuantityNotificationApi::low_quantity_notification";

    private readonly Dictionary<(string Source, string Sku), decimal> _limits = [];

    public void Register(RouteTable routes)
    {
        routes.Get("inventory/low-quantity-notification/{source}/{sku}", Resource, call => Answer.Ok(new JsonObject
        {
            ["source_code"] = call.Path["source"],
            ["notify_stock_qty"] = Vendor.Number(_limits.GetValueOrDefault((call.Path["source"], call.Path["sku"]), 1)),
            ["sku"] = call.Path["sku"],
        }));
        routes.Post("inventory/low-quantity-notification", Resource, Save);
    }

    private Answer Save(Call call)
    {
        var reading = new JsonReading();
        foreach (var item in JsonReading.List(reading.Required(call.Body, "sourceItemConfigurations")))
        {
            var key = (JsonReading.Text(item, "source_code") ?? "", JsonReading.Text(item, "sku") ?? "");
            _limits[key] = reading.Number(item, "notify_stock_qty") ?? 1;
        }

        return Answer.Of(reading.Refusal, new JsonArray());
    }
}
