using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Products and their stock items. Source: adobe-commerce.md §2.5, §5; adobe-commerce-observed.md §2 to
/// §4.</summary>
internal sealed class ProductRoutes(Shop shop)
{
    private const string Resource = "Magento_Catalog::products";
    private const string Inventory = "Magento_CatalogInventory::cataloginventory";

    private readonly ProductWriting _writing = new(shop);

    public void Register(RouteTable routes)
    {
        routes.Get("products", Resource, ProductListing.Of(shop, ProductJson.InList).Answer);
        routes.Get("products/{sku}", Resource, call => WithProduct(call, p => Answer.Ok(Alone(p))));
        routes.Add(new Route("POST", "products", Resource, call => Save(call, pathSku: null))
        {
            Topic = "async.magento.catalog.api.productrepositoryinterface.save.post",
            Service = "Magento\\Catalog\\Model\\ProductRepository\\Interceptor::save",
        });
        routes.Put("products/{sku}", Resource, call => Save(call, call.Path["sku"]));
        routes.Delete("products/{sku}", Resource, call => WithProduct(call, p =>
        {
            shop.DeleteProduct(p);
            _writing.Forget(p);
            return Answer.Ok(true);
        }));
        routes.Get("stockItems/{sku}", Inventory, call => WithProduct(call, p => Answer.Ok(StockItem(p))));
        routes.Get("stockItems/lowStock", Inventory, LowStock);
        routes.Get("stockStatuses/{sku}", Inventory, call => WithProduct(call, Status));
        routes.Put("products/{sku}/stockItems/{id}", Inventory, call => WithProduct(call, p => SaveStockItem(call, p)));
    }

    private Answer WithProduct(Call call, Func<Product, Answer> then) =>
        shop.Products.Find(call.Path["sku"]) is { } product ? then(product) : Answer.Of(Refusal.NoSuchProduct);

    private JsonObject Alone(Product product) => ProductJson.Alone(product, shop.Configuration);

    private JsonObject StockItem(Product product) => ProductJson.StockItem(product, shop.Configuration);

    private Answer Save(Call call, string? pathSku)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "product");
        if (reading.Refusal is { } refusal)
        {
            return Answer.Of(refusal);
        }

        var known = shop.Products.Count;
        return Answer.Of(
            _writing.Save(body, pathSku),
            p => pathSku is null ? Posted(p, body, isNew: shop.Products.Count > known) : Alone(p));
    }

    /// <summary>The answer to a POST leaves out what the next read adds.</summary>
    private JsonObject Posted(Product product, JsonElement body, bool isNew)
    {
        var json = Alone(product);
        json.Remove("product_links");
        json.Remove("tier_prices");
        var given = JsonReading.Member(JsonReading.Member(body, "extension_attributes"), "stock_item");
        if (isNew && product.HasSourceItems && JsonReading.Text(given, "qty") is null)
        {
            json["extension_attributes"]!["stock_item"]!["qty"] = null;
        }

        return json;
    }

    /// <summary>The legacy stock status of a product, with the salable quantity of the website's stock.</summary>
    private Answer Status(Product product)
    {
        var stock = shop.Sources.StockOf(shop.Sources.Websites[0].Code);
        var stockId = stock?.Id ?? Twin.Inventory.Stock.DefaultId;
        return Answer.Ok(new JsonObject
        {
            ["product_id"] = product.Id,
            ["stock_id"] = Twin.Inventory.Stock.DefaultId,
            ["qty"] = Vendor.Number(product.HasSourceItems ? shop.Salability.QuantityOf(product, stockId) : 0),
            ["stock_status"] = Vendor.Flag(shop.Salability.IsSalable(product.Sku, stockId)),
            ["stock_item"] = StockItem(product),
        });
    }

    private Answer LowStock(Call call)
    {
        var limit = Number(call.Query["qty"]) ?? 0;
        var size = (int)(Number(call.Query["pageSize"]) ?? 0);
        var page = (int)(Number(call.Query["currentPage"]) ?? 1);
        var low = shop.Products.All.Where(p => p.LegacyQty <= limit).ToList();
        var criteria = new SearchCriteria([], [], size == 0 ? null : size, page);
        return Answer.Ok(new JsonObject
        {
            ["items"] = Vendor.List(criteria.PageOf(low).Select(StockItem)),
            ["search_criteria"] = new JsonObject
            {
                ["mapper_interface_name"] =
                    "Magento\\CatalogInventory\\Model\\ResourceModel\\Stock\\Item\\StockItemCriteriaMapper",
                ["criteria_list"] = new JsonArray(),
                ["filters"] = new JsonArray(),
                ["orders"] = new JsonArray(),
                ["limit"] = new JsonArray(
                    page.ToString(CultureInfo.InvariantCulture), size.ToString(CultureInfo.InvariantCulture)),
            },
            ["total_count"] = low.Count,
        });
    }

    /// <summary>The id in the path is not used to find anything. Source: adobe-commerce.md §2.5.</summary>
    private Answer SaveStockItem(Call call, Product product)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "stockItem");
        if (reading.Refusal is not null)
        {
            return Answer.Of(reading.Refusal);
        }

        _writing.SaveStockItem(product, body, reading);
        return Answer.Of(reading.Refusal, product.StockItemId);
    }

    private static decimal? Number(QueryTree? node) => decimal.TryParse(
        node?.Value,
        NumberStyles.Float,
        CultureInfo.InvariantCulture,
        out var number)
        ? number
        : null;
}
