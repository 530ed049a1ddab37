using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Source items, one batch or a transfer at a time. Source: adobe-commerce.md §2.1, §2.3, §2.8.</summary>
internal sealed class SourceItemRoutes(Shop shop)
{
    private const string Products = "Magento_Catalog::products";

    /// <summary>Rights as a real shop demands them. Source: recordings auth.01 to auth.05.</summary>
    private const string Assign = "Magento_InventoryApi::stock_source_item_assign";

    public void Register(RouteTable routes)
    {
        routes.Get("inventory/source-items", "Magento_InventoryApi::source", Listing().Answer);
        routes.Add(new Route("POST", "inventory/source-items", Assign, Save)
        {
            Topic = "async.magento.inventoryapi.api.sourceitemssaveinterface.execute.post",
            Service = "Magento\\Inventory\\Model\\SourceItem\\Command\\SourceItemsSave\\Interceptor::execute",
            Validate = call => Read(call).Refusal,
        });
        routes.Add(new Route("POST", "inventory/source-items-delete", Assign, Delete)
        {
            Topic = "async.magento.inventoryapi.api.sourceitemsdeleteinterface.execute.post",
            Service = "Magento\\Inventory\\Model\\SourceItem\\Command\\SourceItemsDelete\\Interceptor::execute",
            Validate = call => Read(call).Refusal,
        });
        routes.Post("inventory/bulk-product-source-assign", Products, call =>
            Answer.Of(shop.Transfers.Assign(Texts(call, "skus"), Texts(call, "sourceCodes")), n => n));
        routes.Post("inventory/bulk-product-source-unassign", Products, call =>
            Answer.Ok(shop.Transfers.Unassign(Texts(call, "skus"), Texts(call, "sourceCodes"))));
        routes.Post("inventory/bulk-product-source-transfer", Products, call => Answer.Of(
            shop.Transfers.Transfer(
                Texts(call, "skus"),
                JsonReading.Text(call.Body, "originSource") ?? "",
                JsonReading.Text(call.Body, "destinationSource") ?? "",
                JsonReading.Flag(call.Body, "unassignFromOrigin") ?? false),
            true));
        routes.Post("inventory/bulk-partial-source-transfer", Products, TransferPart);
    }

    private Listing<SourceItem> Listing() => new(
        new Dictionary<string, Column<SourceItem>>(StringComparer.Ordinal)
        {
            ["sku"] = new Column<SourceItem>.Text(i => i.Sku),
            ["source_code"] = new Column<SourceItem>.Text(i => i.Source.Code),
            ["quantity"] = new Column<SourceItem>.Number(i => i.Quantity),
            ["status"] = new Column<SourceItem>.Number(i => Vendor.Flag(i.IsInStock)),
            ["source_item_id"] = new Column<SourceItem>.Number(i => i.Id),
        },
        Candidates,
        i => new JsonObject
        {
            ["sku"] = i.Sku,
            ["source_code"] = i.Source.Code,
            ["quantity"] = Vendor.Number(i.Quantity),
            ["status"] = Vendor.Flag(i.IsInStock),
        })
    {
        Version = criteria => criteria.Narrowing("sku")?.Wanted is not null ? null
            : criteria.IsOnlyAbout("sku", "source_code", "source_item_id") ? shop.SourceItems.RowsVersion
            : shop.SourceItems.Version,
    };

    private IEnumerable<SourceItem> Candidates(SearchCriteria criteria) =>
        criteria.Narrowing("sku")?.Wanted is { } skus
            ? skus.Distinct(StringComparer.OrdinalIgnoreCase)
                .SelectMany(s => shop.SourceItems.Find(s)?.Items ?? [])
                .OrderBy(i => i.Id)
            : shop.SourceItems.All;

    private Answer Save(Call call)
    {
        var read = Read(call);
        return read.IsDone
            ? Answer.Of(shop.SourceItemSave.Save(read.Value), new JsonArray())
            : Answer.Of(read.Refusal);
    }

    private Answer Delete(Call call)
    {
        var read = Read(call);
        return read.IsDone
            ? Answer.Of(shop.SourceItemSave.Delete(read.Value), new JsonArray())
            : Answer.Of(read.Refusal);
    }

    private Outcome<List<SourceItemDraft>> Read(Call call)
    {
        var reading = new JsonReading();
        var list = reading.Required(call.Body, "sourceItems");
        List<SourceItemDraft> drafts = [];
        foreach (var item in JsonReading.List(list))
        {
            reading.OnlyKnown(item, "sku", "source_code", "quantity", "status", "extension_attributes", "sourceCode");
            drafts.Add(new SourceItemDraft(
                JsonReading.Text(item, "sku"),
                JsonReading.Text(item, "sourceCode"),
                reading.Number(item, "quantity"),
                reading.Integer(item, "status")));
        }

        if (reading.Refusal is { } refusal)
        {
            return refusal;
        }

        var most = shop.Switches.LimitedItemsMax;
        return shop.Switches.IsInputLimited && drafts.Count > most
            ? new Refusal(400, "Maximum items of type \"%type\" is %max", [
                new RefusalParameter("type", "\\Magento\\InventoryApi\\Api\\Data\\SourceItemInterface"),
                new RefusalParameter("max", most.ToString(CultureInfo.InvariantCulture), IsNumber: true)])
            : drafts;
    }

    private Answer TransferPart(Call call)
    {
        var reading = new JsonReading();
        var parts = JsonReading.List(reading.Required(call.Body, "items"))
            .Select(i => new SkuQuantity(JsonReading.Text(i, "sku") ?? "", reading.Number(i, "qty") ?? 0))
            .ToList();
        return Answer.Of(
            reading.Refusal ?? shop.Transfers.TransferPart(
                parts,
                JsonReading.Text(call.Body, "originSourceCode") ?? "",
                JsonReading.Text(call.Body, "destinationSourceCode") ?? ""),
            new JsonArray());
    }

    private static List<string> Texts(Call call, string name) =>
        [.. JsonReading.List(JsonReading.Member(call.Body, name)).Select(JsonReading.Text).OfType<string>()];
}
