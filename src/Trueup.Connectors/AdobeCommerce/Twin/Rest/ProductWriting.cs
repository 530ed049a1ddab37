using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Creating, changing and renaming products.</summary>
/// <remarks>Source: adobe-commerce.md §2.5, §5; adobe-commerce-observed.md §2, §3.</remarks>
internal sealed class ProductWriting(Shop shop)
{
    private readonly HashSet<string> _urlKeys = new(StringComparer.Ordinal);

    /// <summary>Creates a product or overwrites what is given of it. An id finds a product under another SKU, which
    /// renames it; a SKU in the path beats the one in the body while it exists.</summary>
    public Outcome<Product> Save(JsonElement body, string? pathSku)
    {
        var reading = new JsonReading();
        var sku = pathSku ?? JsonReading.Text(body, "sku") ?? "";
        var product = shop.Products.Find(sku)
            ?? (reading.Integer(body, "id") is { } id ? shop.Products.Find(id) : null);
        if (reading.Refusal is { } wrongId)
        {
            return wrongId;
        }

        if (product is null)
        {
            var created = Create(body, sku, reading);
            if (!created.IsDone)
            {
                return created;
            }

            product = created.Value;
        }
        else if (!string.Equals(product.Sku, sku, StringComparison.OrdinalIgnoreCase))
        {
            Rename(product, sku);
        }

        Fill(product, body, reading);
        shop.Products.Touch(product, shop.Now);
        return reading.Refusal is { } refusal ? refusal : product;
    }

    /// <summary>A deleted product's address can be used again.</summary>
    public void Forget(Product product) => _urlKeys.Remove(ProductJson.UrlKey(product.Name));

    /// <summary>Flags for every stock; quantity and availability for the default source alone, whose row is made only
    /// when there is something to say.</summary>
    public void SaveStockItem(Product product, JsonElement body, JsonReading reading)
    {
        product.StockItem = Merge(product.StockItem, body, reading);
        product.LegacyInStock |= !shop.Configuration.Manages(product.StockItem);
        var quantity = reading.Number(body, "qty");
        var isInStock = JsonReading.Flag(body, "is_in_stock");
        if (!product.HasSourceItems)
        {
            product.LegacyInStock = isInStock ?? product.LegacyInStock;
            shop.Index.RefreshComposite(product);
            return;
        }

        if (quantity is not null || isInStock is not null)
        {
            PutDefault(product, quantity ?? product.LegacyQty ?? 0, isInStock ?? product.LegacyInStock);
        }

        shop.Index.Refresh([shop.SourceItems.Of(product.Sku)]);
    }

    private void PutDefault(Product product, decimal quantity, bool isInStock)
    {
        var source = shop.Sources.FindSource(Source.DefaultCode)!;
        if (quantity != 0 || isInStock || shop.SourceItems.Find(product.Sku)?.ItemAt(source) is not null)
        {
            shop.SourceItemSave.Put(product.Sku, source, quantity, isInStock);
        }

        product.LegacyQty = quantity;
        product.LegacyInStock = isInStock;
    }

    private Outcome<Product> Create(JsonElement body, string sku, JsonReading reading)
    {
        if (JsonReading.Text(body, "name") is not { Length: > 0 } name)
        {
            return Refusal.BadRequest(
                "The \"Product Name\" attribute value is empty. Set the attribute and try again.");
        }

        if (!_urlKeys.Add(ProductJson.UrlKey(name)))
        {
            return Refusal.BadRequest("URL key for specified store already exists.");
        }

        var type = ProductTypes.Parse(JsonReading.Text(body, "type_id")) ?? ProductType.Simple;
        var product = shop.Products.Add(sku, name, type, reading.Number(body, "price") ?? 0);
        product.CreatedAt = shop.Now;
        product.Weight = reading.Number(body, "weight") ?? 0;
        if (!product.HasSourceItems)
        {
            return product;
        }

        // Every new product gets a row of the default source, and shows no legacy quantity until it is read again.
        shop.SourceItemSave.Put(sku, shop.Sources.FindSource(Source.DefaultCode)!, quantity: 0, isInStock: true);
        product.LegacyInStock = false;
        return product;
    }

    /// <summary>Rows are copied to the new SKU and stay under the old one; reservations stay behind. Source:
    /// adobe-commerce-observed.md §2.</summary>
    private void Rename(Product product, string sku)
    {
        foreach (var item in shop.SourceItems.Find(product.Sku)?.Items.ToList() ?? [])
        {
            var copy = shop.SourceItems.Of(sku).ItemAt(item.Source) ?? shop.SourceItems.Insert(sku, item.Source);
            shop.SourceItems.Set(copy, item.Quantity, item.IsInStock);
        }

        shop.Products.Rename(product, sku);
    }

    private void Fill(Product product, JsonElement body, JsonReading reading)
    {
        product.Name = JsonReading.Text(body, "name") ?? product.Name;
        _urlKeys.Add(ProductJson.UrlKey(product.Name));
        product.Price = reading.Number(body, "price") ?? product.Price;
        product.Weight = reading.Number(body, "weight") ?? product.Weight;
        product.Visibility = reading.Integer(body, "visibility") ?? product.Visibility;
        product.IsEnabled = (reading.Integer(body, "status") ?? (product.IsEnabled ? 1 : 2)) == 1;
        product.Type = ProductTypes.Parse(JsonReading.Text(body, "type_id")) ?? product.Type;
        product.AttributeSetId = reading.Integer(body, "attribute_set_id") ?? product.AttributeSetId;
        foreach (var attribute in JsonReading.List(JsonReading.Member(body, "custom_attributes")))
        {
            if (JsonReading.Text(attribute, "attribute_code") is { } code
                && JsonReading.Text(attribute, "value") is { } value)
            {
                (product.Attributes ??= new(StringComparer.Ordinal))[code] = value;
            }
        }

        var extension = JsonReading.Member(body, "extension_attributes");
        if (JsonReading.Member(extension, "website_ids") is { ValueKind: JsonValueKind.Array } websites)
        {
            product.WebsiteIds =
            [
                .. JsonReading.List(websites).Select(w => int.TryParse(
                    JsonReading.Text(w), NumberStyles.Integer, CultureInfo.InvariantCulture, out var id) ? id : 0),
            ];
        }

        if (JsonReading.Member(extension, "stock_item") is { ValueKind: JsonValueKind.Object } stockItem)
        {
            SaveStockItem(product, stockItem, reading);
        }

        FillComposition(product, extension, reading);
    }

    private void FillComposition(Product product, JsonElement extension, JsonReading reading)
    {
        foreach (var given in JsonReading.List(JsonReading.Member(extension, "configurable_product_options")))
        {
            var composition = product.Composition ??= new Composition();
            composition.ConfigurableAttributes.Add(new ConfigurableAttribute(
                composition.ConfigurableAttributes.Count + 1,
                JsonReading.Text(given, "attribute_id") ?? "",
                JsonReading.Text(given, "label") ?? "",
                reading.Integer(given, "position") ?? 0,
                [.. JsonReading.List(JsonReading.Member(given, "values"))
                    .Select(v => reading.Integer(v, "value_index") ?? 0)]));
        }

        foreach (var given in JsonReading.List(JsonReading.Member(extension, "bundle_product_options")))
        {
            AddBundleOption(product, given, reading);
        }

        if (product is { Type: ProductType.Bundle, Composition: { } bundle })
        {
            bundle.HasDynamicPrice = product.Attributes?.GetValueOrDefault("price_type") is "0";
            bundle.ShipsSeparately = product.Attributes?.GetValueOrDefault("shipment_type") is "1";
            shop.Index.RefreshComposite(product);
        }
    }

    private void AddBundleOption(Product bundle, JsonElement given, JsonReading reading)
    {
        var option = new BundleOption(
            shop.Products.BundleOptionIds.Next(),
            JsonReading.Text(given, "title") ?? "",
            JsonReading.Flag(given, "required") ?? true,
            JsonReading.Text(given, "type") ?? "select",
            reading.Integer(given, "position") ?? 0);
        foreach (var link in JsonReading.List(JsonReading.Member(given, "product_links")))
        {
            if (shop.Products.Find(JsonReading.Text(link, "sku") ?? "") is { } child)
            {
                option.Selections.Add(new BundleSelection(
                    shop.Products.SelectionIds.Next(),
                    child,
                    reading.Number(link, "qty") ?? 1,
                    JsonReading.Flag(link, "is_default") ?? false,
                    reading.Number(link, "price") ?? 0));
                ProductBook.Attach(bundle, child);
            }
        }

        (bundle.Composition ??= new Composition()).BundleOptions.Add(option);
    }

    private static StockItem Merge(StockItem flags, JsonElement body, JsonReading reading) => flags with
    {
        ManageStock = Own(body, "manage_stock", JsonReading.Flag(body, "manage_stock"), flags.ManageStock),
        Backorders = Own(body, "backorders", reading.Integer(body, "backorders"), flags.Backorders),
        MinQty = Own(body, "min_qty", reading.Number(body, "min_qty"), flags.MinQty),
        MinSaleQty = Own(body, "min_sale_qty", reading.Number(body, "min_sale_qty"), flags.MinSaleQty),
        MaxSaleQty = Own(body, "max_sale_qty", reading.Number(body, "max_sale_qty"), flags.MaxSaleQty),
        QtyIncrements = Own(body, "qty_increments", reading.Number(body, "qty_increments"), flags.QtyIncrements),
        IsQtyDecimal = JsonReading.Flag(body, "is_qty_decimal") ?? flags.IsQtyDecimal,
    };

    /// <summary>A flag is the product's own only where <c>use_config_…</c> is off.</summary>
    private static T? Own<T>(JsonElement body, string name, T? given, T? known)
        where T : struct => JsonReading.Flag(body, "use_config_" + name) switch
        {
            true => null,
            false => given ?? known ?? default(T),
            null => known is null ? null : given ?? known,
        };
}
