using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What may be sold, and from where it would be taken. Source: adobe-commerce.md §2.1, §2.4, §2.6.</summary>
internal sealed class SalabilityRoutes(Shop shop)
{
    private const string Sales = "Magento_InventorySalesApi::stock";
    private const string Stocks = "Magento_InventoryApi::stock";

    public void Register(RouteTable routes)
    {
        routes.Get("inventory/get-product-salable-quantity/{sku}/{stock}", Sales, Quantity);
        routes.Get("inventory/is-product-salable/{sku}/{stock}", Sales, call =>
            Answer.Ok(shop.Salability.IsSalable(call.Path["sku"], call.Id("stock") ?? 0)));
        routes.Get("inventory/are-products-salable", Sales, AreSalable);
        routes.Get("inventory/is-product-salable-for-requested-qty/{sku}/{stock}/{qty}", Sales, call =>
            Answer.Ok(Requested(call.Path["sku"], call.Id("stock") ?? 0, Number(call.Path["qty"]))));
        routes.Get("inventory/are-product-salable-for-requested-qty", Sales, AreSalableForQuantity);
        var products = ProductListing.Of(shop, _ => new JsonObject());
        routes.Get("inventory/export-stock-salable-qty/{type}/{code}", Stocks, call => Export(call, products));
        routes.Get("inventory/dump-stock-index-data/{type}/{code}", Stocks, Dump);
        routes.Get(
            "inventory/source-selection-algorithm-list",
            "Magento_InventorySourceSelectionApi::source_selection_algorithm",
            _ => Answer.Ok(Algorithms()));
        routes.Post(
            "inventory/source-selection-algorithm-result",
            "Magento_InventorySourceSelectionApi::source_selection_algorithm_post",
            Select);
    }

    private Answer Quantity(Call call)
    {
        if (shop.Switches.FlickerNextReads > 0)
        {
            shop.Switches.FlickerNextReads--;
            return Answer.Ok(0);
        }

        return call.Id("stock") is { } stockId
            ? Answer.Of(shop.Salability.Quantity(call.Path["sku"], stockId), q => Vendor.Number(q))
            : Answer.Of(Refusal.WrongType(call.Path["stock"], "int"));
    }

    private Answer AreSalable(Call call)
    {
        var stockId = (int)Number(call.Query.Any("stockId", "stock_id")?.Value);
        return Answer.Ok(Vendor.List((call.Query["skus"]?.Children ?? []).Select(s => new JsonObject
        {
            ["sku"] = s.Value,
            ["stock_id"] = stockId,
            ["salable"] = shop.Salability.IsSalable(s.Value ?? "", stockId),
        })));
    }

    private Answer AreSalableForQuantity(Call call)
    {
        var stockId = (int)Number(call.Query.Any("stockId", "stock_id")?.Value);
        return Answer.Ok(Vendor.List((call.Query.Any("skuRequests", "sku_requests")?.Children ?? []).Select(r =>
        {
            var sku = r["sku"]?.Value ?? "";
            var json = Requested(sku, stockId, Number(r["qty"]?.Value));
            return new JsonObject
            {
                ["sku"] = sku,
                ["stock_id"] = stockId,
                ["salable"] = json["salable"]!.DeepClone(),
                ["errors"] = json["errors"]!.DeepClone(),
            };
        })));
    }

    private JsonObject Requested(string sku, int stockId, decimal quantity)
    {
        var errors = shop.Salability.Errors(sku, stockId, quantity);
        return new JsonObject
        {
            ["salable"] = errors.Count == 0,
            ["errors"] = Vendor.List(errors.Select(e => new JsonObject { ["code"] = e.Code, ["message"] = e.Message })),
        };
    }

    /// <summary>Salable quantities of a page of products; total_count is the length of the page. Source:
    /// adobe-commerce-observed.md §3.</summary>
    private Answer Export(Call call, Listing<Product> products)
    {
        if (call.Path["type"] is not "website" || shop.Sources.StockOf(call.Path["code"]) is not { } stock)
        {
            return Answer.Of(new Refusal(404, "No linked stock found"));
        }

        var read = SearchCriteria.Read(call.Query, shop.Switches);
        if (!read.IsDone)
        {
            return Answer.Of(read.Refusal);
        }

        var criteria = read.Value;
        var items = criteria.PageOf(products.Select(criteria))
            .Where(p => shop.SourceItems.Find(p.Sku)?.LevelOf(stock.Id) is { IsIndexed: true })
            .Select(p => new JsonObject
            {
                ["sku"] = p.Sku,
                ["qty"] = Vendor.Number(p.HasSourceItems ? shop.Salability.QuantityOf(p, stock.Id) : 0),
                ["is_salable"] = shop.Salability.IsSalable(p.Sku, stock.Id),
            })
            .ToList();
        return Answer.Ok(new JsonObject
        {
            ["items"] = Vendor.List(items),
            ["search_criteria"] = criteria.Echo(),
            ["total_count"] = items.Count,
        });
    }

    private Answer Dump(Call call)
    {
        if (call.Path["type"] is not "website" || shop.Sources.StockOf(call.Path["code"]) is not { } stock)
        {
            return Answer.Of(new Refusal(404, "No linked stock found"));
        }

        return Answer.Ok(Vendor.List(shop.SourceItems.Skus
            .Select(s => (s.Sku, Level: s.LevelOf(stock.Id)))
            .Where(r => r.Level is { IsIndexed: true })
            .OrderBy(r => r.Sku, StringComparer.OrdinalIgnoreCase)
            .Select(r => new JsonObject
            {
                ["sku"] = r.Sku,
                ["qty"] = Vendor.Number(r.Level!.Quantity),
                ["is_salable"] = r.Level.IsSalable,
            })));
    }

    private static JsonArray Algorithms() =>
    [
        new JsonObject
        {
            ["code"] = "distance",
            ["title"] = "Distance Priority",
            ["description"] =
                "Algorithm which provides Source Selections based on shipping address distance from the source",
        },
        new JsonObject
        {
            ["code"] = "priority",
            ["title"] = "Source Priority",
            ["description"] = "Algorithm which provides Source Selections based on predefined priority of Source",
        },
    ];

    private Answer Select(Call call)
    {
        var reading = new JsonReading();
        var request = reading.Required(call.Body, "inventoryRequest");
        var stock = shop.Sources.FindStock(reading.Integer(request, "stockId") ?? 0);
        var wanted = JsonReading.List(JsonReading.Member(request, "items"))
            .Select(i => new SkuQuantity(JsonReading.Text(i, "sku") ?? "", reading.Number(i, "qty") ?? 0))
            .ToList();
        if (reading.Refusal is not null || stock is null
            || JsonReading.Text(call.Body, "algorithmCode") is not "priority")
        {
            return reading.Refusal is { } refusal ? Answer.Of(refusal) : Answer.InternalError("source selection");
        }

        var plans = wanted.Select(w => shop.Selection.ByPriority(stock, w)).ToList();
        return Answer.Ok(new JsonObject
        {
            ["source_selection_items"] = Vendor.List(plans.SelectMany(p => p.Selected).Select(s => new JsonObject
            {
                ["source_code"] = s.SourceCode,
                ["sku"] = s.Sku,
                ["qty_to_deduct"] = Vendor.Number(s.QtyToDeduct),
                ["qty_available"] = Vendor.Number(s.QtyAvailable),
            })),
            ["shippable"] = plans.TrueForAll(p => p.LeftOver <= 0),
        });
    }

    private static decimal Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
