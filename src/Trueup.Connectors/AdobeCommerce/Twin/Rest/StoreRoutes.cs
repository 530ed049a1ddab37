using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What the shop says about itself, and the door's own desk. Source: recordings info.*, auth.06,
/// auth.07.</summary>
internal sealed class StoreRoutes(Shop shop, Door door)
{
    private const string BaseUrl = "http://127.0.0.1:8081/";
    private const string Stores = "Magento_Backend::store";

    private static readonly string[] Modules =
    [
        "Magento_Store", "Magento_Config", "Magento_AdminAnalytics", "Magento_Catalog", "Magento_CatalogInventory",
        "Magento_Customer", "Magento_Sales", "Magento_Quote", "Magento_Checkout", "Magento_Inventory",
        "Magento_InventoryApi", "Magento_InventoryCatalog", "Magento_InventoryIndexer", "Magento_InventoryReservations",
        "Magento_InventorySales", "Magento_InventoryShipping", "Magento_InventorySourceSelection",
        "Magento_SalesInventory",
        "Magento_Webapi", "Magento_WebapiAsync",
    ];

    public void Register(RouteTable routes)
    {
        routes.Get("modules", resource: null, _ =>
            Answer.Ok(Vendor.List(Modules.Select(m => (JsonNode?)JsonValue.Create(m)))));
        routes.Get("store/websites", Stores, _ => Answer.Ok(Websites()));
        routes.Get("store/storeViews", Stores, _ => Answer.Ok(StoreViews()));
        routes.Get("store/storeConfigs", Stores, _ =>
            Answer.Ok(Vendor.List(shop.Sources.Websites.Select(Configuration))));
        routes.Post("integration/admin/token", resource: null, call => Answer.Of(
            door.AdministratorToken(
                JsonReading.Text(call.Body, "username") ?? "", JsonReading.Text(call.Body, "password") ?? ""),
            token => token));
    }

    private JsonArray Websites()
    {
        var json = Vendor.List(shop.Sources.Websites.Select(w => Website(w.Id, w.Code, w.Name)));
        json.Insert(0, Website(0, "admin", "Admin"));
        return json;
    }

    private static JsonObject Website(int id, string code, string name) => new()
    {
        ["id"] = id,
        ["code"] = code,
        ["name"] = name,
        ["default_group_id"] = id,
    };

    private JsonArray StoreViews()
    {
        var json = Vendor.List(shop.Sources.Websites.Select(w => StoreView(w.StoreId, w.StoreCode, w.StoreName, w.Id)));
        json.Insert(1, StoreView(0, "admin", "Admin", 0));
        return json;
    }

    private static JsonObject StoreView(int id, string code, string name, int websiteId) => new()
    {
        ["id"] = id,
        ["code"] = code,
        ["name"] = name,
        ["website_id"] = websiteId,
        ["store_group_id"] = websiteId,
        ["is_active"] = 1,
    };

    private static JsonObject Configuration(Website website) => new()
    {
        ["id"] = website.StoreId,
        ["code"] = website.StoreCode,
        ["website_id"] = website.Id,
        ["locale"] = "en_GB",
        ["base_currency_code"] = "GBP",
        ["default_display_currency_code"] = "GBP",
        ["timezone"] = "Europe/London",
        ["weight_unit"] = "lbs",
        ["base_url"] = BaseUrl,
        ["base_link_url"] = BaseUrl,
        ["base_static_url"] = BaseUrl + "static/version1754759768/",
        ["base_media_url"] = BaseUrl + "media/",
        ["secure_base_url"] = BaseUrl,
        ["secure_base_link_url"] = BaseUrl,
        ["secure_base_static_url"] = BaseUrl + "static/version1754759768/",
        ["secure_base_media_url"] = BaseUrl + "media/",
    };
}
