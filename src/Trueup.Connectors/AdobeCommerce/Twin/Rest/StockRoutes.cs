using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Stocks, their websites and their links to sources. Source: adobe-commerce.md §2.1, §2.2.</summary>
internal sealed class StockRoutes(Shop shop)
{
    private const string LinkResource = "Magento_InventoryApi::stock_source_link";

    public void Register(RouteTable routes)
    {
        routes.Get("inventory/stocks", "Magento_InventoryApi::stock", StockListing().Answer);
        routes.Get("inventory/stocks/{id}", "Magento_InventoryApi::stock", call =>
            WithStock(call, s => Answer.Ok(Json(s))));
        routes.Post("inventory/stocks", "Magento_InventoryApi::stock_edit", call => Save(call, known: null));
        routes.Put("inventory/stocks/{id}", "Magento_InventoryApi::stock_edit", call =>
            WithStock(call, s => Save(call, s)));
        routes.Delete("inventory/stocks/{id}", "Magento_InventoryApi::stock_delete", call => WithStock(call, Delete));
        routes.Get("inventory/stock-resolver/{type}/{code}", "Magento_InventorySalesApi::stock", Resolve);
        routes.Get("inventory/stock-source-links", LinkResource, LinkListing().Answer);
        routes.Post("inventory/stock-source-links", LinkResource, SaveLinks);
        routes.Post("inventory/stock-source-links-delete", LinkResource, DeleteLinks);
        routes.Get("inventory/get-sources-assigned-to-stock-ordered-by-priority/{id}", LinkResource, Sources);
    }

    private Listing<Stock> StockListing() => new(
        new Dictionary<string, Column<Stock>>(StringComparer.Ordinal)
        {
            ["stock_id"] = new Column<Stock>.Number(s => s.Id),
            ["name"] = new Column<Stock>.Text(s => s.Name),
        },
        _ => shop.Sources.Stocks,
        Json);

    private Listing<(Stock Stock, StockLink Link)> LinkListing() => new(
        new Dictionary<string, Column<(Stock Stock, StockLink Link)>>(StringComparer.Ordinal)
        {
            ["stock_id"] = new Column<(Stock Stock, StockLink Link)>.Number(l => l.Stock.Id),
            ["source_code"] = new Column<(Stock Stock, StockLink Link)>.Text(l => l.Link.Source.Code),
            ["priority"] = new Column<(Stock Stock, StockLink Link)>.Number(l => l.Link.Priority),
        },
        _ => shop.Sources.Stocks.SelectMany(s => s.Links.Select(l => (s, l))),
        l => new JsonObject
        {
            ["stock_id"] = l.Stock.Id,
            ["source_code"] = l.Link.Source.Code,
            ["priority"] = l.Link.Priority,
        });

    private static JsonObject Json(Stock stock) => new()
    {
        ["stock_id"] = stock.Id,
        ["name"] = stock.Name,
        ["extension_attributes"] = new JsonObject
        {
            ["sales_channels"] = Vendor.List(
                stock.Websites.Select(w => new JsonObject { ["type"] = "website", ["code"] = w })),
        },
    };

    private Answer WithStock(Call call, Func<Stock, Answer> then)
    {
        if (call.Id("id") is not { } id)
        {
            return Answer.Of(Refusal.WrongType(call.Path["id"], "int"));
        }

        return shop.Sources.FindStock(id) is { } stock
            ? then(stock)
            : Answer.Of(new Refusal(404, "Stock with id \"%value\" does not exist.", [
                new RefusalParameter("value", id.ToString(CultureInfo.InvariantCulture), IsNumber: true)]));
    }

    private Answer Save(Call call, Stock? known)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "stock");
        var name = JsonReading.Text(body, "name") ?? known?.Name;
        var channels = JsonReading.Member(JsonReading.Member(body, "extension_attributes"), "sales_channels");
        var websites = JsonReading.List(channels).Select(c => JsonReading.Text(c, "code") ?? "").ToList();
        List<Refusal> errors = [];
        if (string.IsNullOrEmpty(name))
        {
            errors.Add(Refusal.Named(400, "\"%field\" can not be empty.", "field", "name"));
        }

        errors.AddRange(websites.Where(w => shop.Sources.FindWebsite(w) is null)
            .Select(w => Refusal.Named(400, "The website with code \"%code\" does not exist.", "code", w)));
        if (reading.Refusal is not null || errors.Count > 0)
        {
            return Answer.Of(reading.Refusal ?? new Refusal(400, "Validation Failed", Errors: errors.ToItems()));
        }

        var stock = known ?? shop.Sources.AddStock(name!);
        stock.Name = name!;
        if (channels.ValueKind == JsonValueKind.Array)
        {
            shop.Sources.SetWebsites(stock, websites);
        }

        return Answer.Ok(stock.Id);
    }

    private Answer Delete(Stock stock)
    {
        if (stock.Id == Stock.DefaultId || stock.Websites.Count > 0)
        {
            return Answer.Of(Refusal.BadRequest(stock.Id == Stock.DefaultId
                ? "Default Stock could not be deleted."
                : "Stock has at least one sale channel and could not be deleted."));
        }

        shop.Sources.RemoveStock(stock);
        return Answer.Empty;
    }

    private Answer Resolve(Call call) =>
        call.Path["type"] is "website" && shop.Sources.StockOf(call.Path["code"]) is { } stock
            ? Answer.Ok(Json(stock))
            : Answer.Of(new Refusal(404, "No linked stock found"));

    private Answer Sources(Call call) => call.Id("id") is { } id
        ? Answer.Ok(Vendor.List(
            (shop.Sources.FindStock(id)?.Links ?? []).Select(l => SourceRoutes.Json(l.Source))))
        : Answer.Of(Refusal.WrongType(call.Path["id"], "int"));

    private Answer SaveLinks(Call call)
    {
        var reading = new JsonReading();
        var links = Links(call, reading);
        if (reading.Refusal is { } refusal)
        {
            return Answer.Of(refusal);
        }

        if (links.Exists(l => (l.StockId == Stock.DefaultId) != (l.Code is Source.DefaultCode)))
        {
            return Answer.Of(new Refusal(400, "Validation Failed", Errors: [
                Refusal.BadRequest("Can not save link related to Default Source or Default Stock")]));
        }

        if (links.Exists(l => shop.Sources.FindStock(l.StockId) is null || shop.Sources.FindSource(l.Code) is null))
        {
            return Answer.Of(Refusal.BadRequest("Could not save StockSourceLinks"));
        }

        links.ForEach(l => SourceBook.Link(
            shop.Sources.FindStock(l.StockId)!, shop.Sources.FindSource(l.Code)!, l.Priority));
        shop.Index.RefreshAll();
        return Answer.Empty;
    }

    private Answer DeleteLinks(Call call)
    {
        var reading = new JsonReading();
        var links = Links(call, reading);
        if (reading.Refusal is not null
            || links.Exists(l => l.StockId == Stock.DefaultId || l.Code is Source.DefaultCode))
        {
            return Answer.Of(reading.Refusal
                ?? Refusal.BadRequest("Can not delete link related to Default Source or Default Stock"));
        }

        links.ForEach(l => shop.Sources.FindStock(l.StockId)?.Links.RemoveAll(k =>
            string.Equals(k.Source.Code, l.Code, StringComparison.OrdinalIgnoreCase)));
        shop.Index.RefreshAll();
        return Answer.Empty;
    }

    private static List<(int StockId, string Code, int Priority)> Links(Call call, JsonReading reading) =>
    [
        .. JsonReading.List(reading.Required(call.Body, "links")).Select(l => (
            reading.Integer(l, "stock_id") ?? 0,
            JsonReading.Text(l, "source_code") ?? "",
            reading.Integer(l, "priority") ?? 1)),
    ];
}
