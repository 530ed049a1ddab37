using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Furnishes a twin as a case says.</summary>
internal static class CaseWorld
{
    public static AdobeTwin Build(JsonElement given, DateTimeOffset now)
    {
        var twin = new AdobeTwin();
        twin.Setup.At(now);
        twin.Setup.Token(TwinClient.Token);
        Configure(twin.Setup.Configuration, given);
        foreach (var source in given.List("sources"))
        {
            twin.Setup.Source(source.Text("source_code"), isEnabled: source.Flag("enabled") ?? true);
        }

        foreach (var channel in given.List("sales_channels").Where(c => !c.Is("code", "base")))
        {
            twin.Setup.Website(channel.Text("code"));
        }

        foreach (var stock in given.List("stocks").Where(s => s.Number("stock_id") != 1))
        {
            var id = (int)stock.Number("stock_id")!;
            twin.Setup.Stock(
                stock.Text("name"),
                given.List("links")
                    .Where(l => l.Number("stock_id") == id)
                    .Select(l => new TwinLink(l.Text("source_code"), (int)(l.Number("priority") ?? 1)))
                    .ToItems(),
                given.List("sales_channels").Where(c => c.Number("stock_id") == id).Select(c => c.Text("code"))
                    .ToItems(),
                id);
        }

        Stock(twin, given);
        return twin;
    }

    private static void Stock(AdobeTwin twin, JsonElement given)
    {
        foreach (var product in given.List("products"))
        {
            twin.Setup.Product(new TwinProduct(
                product.Text("sku"), Type: TypeOf(product.Text("type_id")), StockItem: StockItemOf(product)));
        }

        foreach (var item in given.List("source_items"))
        {
            twin.Setup.SourceItem(
                item.Text("sku"), item.Text("source_code"), item.Number("quantity") ?? 0, item.Flag("status") ?? true);
        }

        if (!given.TryGetProperty("source_items", out _))
        {
            // A case that says nothing of stock is not about it.
            foreach (var product in given.List("products").Where(p => p.Is("type_id", "simple")))
            {
                twin.Setup.SourceItem(product.Text("sku"), "default", 100);
            }
        }

        foreach (var product in given.List("products"))
        {
            Compose(twin, product);
        }

        foreach (var row in given.List("reservations"))
        {
            twin.Setup.Reservation(
                row.Text("sku"), (int)row.Number("stock_id")!, row.Number("quantity") ?? 0, row.Text("order"));
        }
    }

    private static void Compose(AdobeTwin twin, JsonElement product)
    {
        var children = product.List("children").Select(c => c.GetString()!).ToItems();
        if (product.Is("type_id", "bundle") && !children.IsEmpty)
        {
            twin.Setup.Parts(product.Text("sku"), children.Select(c => new TwinPart(c)).ToItems(), isDynamic: true);
        }
        else if (!children.IsEmpty)
        {
            twin.Setup.Variants(product.Text("sku"), children);
        }

        var parts = product.List("options")
            .Select(o => o.TryGetProperty("selections", out var s) ? s[0] : o)
            .Select(o => new TwinPart(o.Text("sku"), o.Number("qty") ?? 1))
            .ToItems();
        if (!parts.IsEmpty)
        {
            twin.Setup.Parts(product.Text("sku"), parts, isDynamic: product.Is("shipment_type", "separately"));
        }
    }

    private static ProductType TypeOf(string code) =>
        Enum.TryParse<ProductType>(code, ignoreCase: true, out var type) ? type : ProductType.Simple;

    private static StockItem StockItemOf(JsonElement product)
    {
        if (!product.TryGetProperty("stock_item", out var given))
        {
            return StockItem.Standard;
        }

        return new StockItem(
            ManageStock: given.Flag("use_config_manage_stock") == false ? given.Flag("manage_stock") : null,
            Backorders: given.Flag("use_config_backorders") == false ? (int?)given.Number("backorders") : null,
            MinQty: given.Flag("use_config_min_qty") == false ? given.Number("min_qty") : null,
            MinSaleQty: given.Flag("use_config_min_sale_qty") == false ? given.Number("min_sale_qty") : null,
            IsQtyDecimal: given.Flag("is_qty_decimal") ?? false);
    }

    private static void Configure(StockConfiguration configuration, JsonElement given)
    {
        foreach (var setting in given.Members("config"))
        {
            var value = setting.Value.ValueKind == JsonValueKind.Number ? setting.Value.GetDecimal() : 0;
            switch (setting.Name[(setting.Name.LastIndexOf('/') + 1)..])
            {
                case "min_qty":
                    configuration.MinQty = value;
                    break;
                case "backorders":
                    configuration.Backorders = (int)value;
                    break;
                case "manage_stock":
                    configuration.ManageStock = value != 0;
                    break;
                case "min_sale_qty":
                    configuration.MinSaleQty = value;
                    break;
                case "qty_increments":
                    configuration.QtyIncrements = value;
                    break;
                case "enable_qty_increments" or "synchronize_with_catalog":
                    break;
                default:
                    throw new NotSupportedException($"No such setting: {setting.Name}");
            }
        }
    }
}
