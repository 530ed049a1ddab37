using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>A product as the shop writes it; its stock item only when it is read alone.</summary>
/// <remarks>Source: adobe-commerce.md §5; recordings products.20.list, products.22.get-simple,
/// products.24.get-bundle.</remarks>
internal static class ProductJson
{
    public static JsonObject InList(Product product)
    {
        var json = Head(product, new JsonObject { ["website_ids"] = WebsiteIds(product) });
        json["product_links"] = new JsonArray();
        json["options"] = Options(product);
        json["media_gallery_entries"] = new JsonArray();
        json["tier_prices"] = new JsonArray();
        json["custom_attributes"] = Attributes(product);
        return json;
    }

    public static JsonObject Alone(Product product, StockConfiguration configuration)
    {
        var extension = new JsonObject
        {
            ["website_ids"] = WebsiteIds(product),
            ["stock_item"] = StockItem(product, configuration),
        };
        AddComposition(extension, product);
        var json = Head(product, extension);
        json["product_links"] = new JsonArray();
        json["options"] = Options(product);
        json["media_gallery_entries"] = new JsonArray();
        json["tier_prices"] = new JsonArray();
        json["custom_attributes"] = Attributes(product);
        return json;
    }

    public static JsonObject StockItem(Product product, StockConfiguration configuration)
    {
        var flags = product.StockItem;
        return new JsonObject
        {
            ["item_id"] = product.StockItemId,
            ["product_id"] = product.Id,
            ["stock_id"] = 1,
            ["qty"] = Vendor.Number(product.LegacyQty),
            ["is_in_stock"] = product.LegacyInStock,
            ["is_qty_decimal"] = flags.IsQtyDecimal,
            ["show_default_notification_message"] = false,
            ["use_config_min_qty"] = flags.MinQty is null,
            ["min_qty"] = Vendor.Number(flags.MinQty ?? configuration.MinQty),
            ["use_config_min_sale_qty"] = Vendor.Flag(flags.MinSaleQty is null),
            ["min_sale_qty"] = Vendor.Number(flags.MinSaleQty ?? configuration.MinSaleQty),
            ["use_config_max_sale_qty"] = flags.MaxSaleQty is null,
            ["max_sale_qty"] = Vendor.Number(flags.MaxSaleQty ?? configuration.MaxSaleQty),
            ["use_config_backorders"] = flags.Backorders is null,
            ["backorders"] = flags.Backorders ?? configuration.Backorders,
            ["use_config_notify_stock_qty"] = true,
            ["notify_stock_qty"] = 1,
            ["use_config_qty_increments"] = flags.QtyIncrements is null,
            ["qty_increments"] = Vendor.Number(flags.QtyIncrements ?? configuration.QtyIncrements),
            ["use_config_enable_qty_inc"] = flags.QtyIncrements is null,
            ["enable_qty_increments"] = (flags.QtyIncrements ?? configuration.QtyIncrements) > 0,
            ["use_config_manage_stock"] = flags.ManageStock is null,
            ["manage_stock"] = configuration.Manages(flags),
            ["low_stock_date"] = null,
            ["is_decimal_divided"] = false,
            ["stock_status_changed_auto"] = 0,
        };
    }

    public static JsonArray BundleOptions(Product bundle) => Vendor.List(
        (bundle.Composition?.BundleOptions ?? []).Select(o => new JsonObject
        {
            ["option_id"] = o.Id,
            ["title"] = o.Title,
            ["required"] = o.IsRequired,
            ["type"] = o.InputType,
            ["position"] = o.Position,
            ["sku"] = bundle.Sku,
            ["product_links"] = Vendor.List(o.Selections.Select((s, i) => Selection(bundle, o, s, i))),
        }));

    public static JsonArray ConfigurableOptions(Product parent) => Vendor.List(
        (parent.Composition?.ConfigurableAttributes ?? []).Select(a => new JsonObject
        {
            ["id"] = a.Id,
            ["attribute_id"] = a.AttributeId,
            ["label"] = a.Label,
            ["position"] = a.Position,
            ["values"] = Vendor.List(a.Values
                .Where(v => parent.Composition!.Variants.Exists(x => x.OptionValue == v))
                .Select(v => new JsonObject { ["value_index"] = v })),
            ["product_id"] = parent.Id,
        }));

    public static JsonObject Option(Product product, CustomOption option)
    {
        var json = new JsonObject
        {
            ["product_sku"] = product.Sku,
            ["option_id"] = option.Id,
            ["title"] = option.Title,
            ["type"] = option.InputType,
            ["sort_order"] = option.SortOrder,
            ["is_require"] = option.IsRequired,
        };
        if (option.Values.Count > 0)
        {
            json["values"] = Vendor.List(option.Values.Select(v => new JsonObject
            {
                ["title"] = v.Title,
                ["sort_order"] = v.SortOrder,
                ["price"] = Vendor.Number(v.Price),
                ["price_type"] = "fixed",
                ["sku"] = v.Sku,
                ["option_type_id"] = v.Id,
            }));
            return json;
        }

        json["price"] = Vendor.Number(option.Price);
        json["price_type"] = "fixed";
        json["sku"] = option.Sku;
        json["max_characters"] = option.CharactersMax;
        return json;
    }

    private static JsonObject Head(Product product, JsonObject extension) => new()
    {
        ["id"] = product.Id,
        ["sku"] = product.Sku,
        ["name"] = product.Name,
        ["attribute_set_id"] = product.AttributeSetId,
        ["price"] = Vendor.Number(product.Price),
        ["status"] = product.IsEnabled ? 1 : 2,
        ["visibility"] = product.Visibility,
        ["type_id"] = product.Type.Code(),
        ["created_at"] = Vendor.Moment(product.CreatedAt),
        ["updated_at"] = Vendor.Moment(product.UpdatedAt),
        ["weight"] = Vendor.Number(product.Weight),
        ["extension_attributes"] = extension,
    };

    private static JsonArray WebsiteIds(Product product) =>
        Vendor.List(product.WebsiteIds.Select(w => (JsonNode?)JsonValue.Create(w)));

    private static void AddComposition(JsonObject extension, Product product)
    {
        if (product.Type == ProductType.Configurable)
        {
            extension["configurable_product_options"] = ConfigurableOptions(product);
            extension["configurable_product_links"] = Vendor.List(
                ProductBook.ChildrenOf(product).Select(c => (JsonNode?)JsonValue.Create(c.Id)));
        }
        else if (product.Type == ProductType.Bundle)
        {
            extension["bundle_product_options"] = BundleOptions(product);
        }
    }

    private static JsonArray Options(Product product) =>
        Vendor.List((product.Composition?.CustomOptions ?? []).Select(o => Option(product, o)));

    private static JsonObject Selection(Product bundle, BundleOption option, BundleSelection selection, int position)
    {
        var isDynamic = bundle.Composition!.HasDynamicPrice;
        return new JsonObject
        {
            ["id"] = selection.Id.ToString(CultureInfo.InvariantCulture),
            ["sku"] = selection.Child.Sku,
            ["option_id"] = option.Id,
            ["qty"] = Vendor.Number(selection.Quantity),
            ["position"] = position,
            ["is_default"] = selection.IsDefault,
            ["price"] = Vendor.Number(isDynamic ? selection.Child.Price : selection.Price),
            ["price_type"] = isDynamic ? null : 0,
            ["can_change_quantity"] = 0,
        };
    }

    private static JsonArray Attributes(Product product)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["options_container"] = "container2",
            ["msrp_display_actual_price_type"] = "0",
            ["url_key"] = UrlKey(product.Name),
            ["required_options"] = product.Composition?.CustomOptions.Exists(o => o.IsRequired) == true ? "1" : "0",
            ["has_options"] = product.Composition?.CustomOptions.Count > 0 ? "1" : "0",
            ["tax_class_id"] = "2",
        };
        foreach (var (name, value) in product.Attributes ?? [])
        {
            values[name] = value;
        }

        var json = Vendor.List(values.Select(a => new JsonObject { ["attribute_code"] = a.Key, ["value"] = a.Value }));
        json.Add(new JsonObject { ["attribute_code"] = "category_ids", ["value"] = new JsonArray() });
        return json;
    }

    public static string UrlKey(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
}
