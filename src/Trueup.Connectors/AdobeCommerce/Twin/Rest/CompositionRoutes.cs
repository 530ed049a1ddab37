using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What products are made of: variants, bundle options, custom options. Source: adobe-commerce.md
/// §5.</summary>
internal sealed class CompositionRoutes(Shop shop)
{
    private const string Resource = "Magento_Catalog::products";

    public void Register(RouteTable routes)
    {
        routes.Get("configurable-products/{sku}/children", Resource, call => WithProduct(call, p =>
            Answer.Ok(Vendor.List(ProductBook.ChildrenOf(p).Select(ProductJson.InList)))));
        routes.Post("configurable-products/{sku}/child", Resource, call => WithProduct(call, p => AddChild(call, p)));
        routes.Get("configurable-products/{sku}/options/all", Resource, call => WithProduct(call, p =>
            Answer.Ok(ProductJson.ConfigurableOptions(p))));
        routes.Get("bundle-products/{sku}/children", Resource, call => WithProduct(call, p =>
            Answer.Ok(Vendor.List(ProductJson.BundleOptions(p)
                .SelectMany(o => o!["product_links"]!.AsArray())
                .Select(l => l!.DeepClone())))));
        routes.Get("bundle-products/{sku}/options/all", Resource, call => WithProduct(call, p =>
            Answer.Ok(ProductJson.BundleOptions(p))));
        routes.Get("products/{sku}/options", Resource, call => WithProduct(call, p =>
            Answer.Ok(Vendor.List((p.Composition?.CustomOptions ?? []).Select(o => ProductJson.Option(p, o))))));
        routes.Post("products/options", Resource, AddOption);
    }

    private Answer WithProduct(Call call, Func<Product, Answer> then) =>
        shop.Products.Find(call.Path["sku"]) is { } product ? then(product) : Answer.Of(Refusal.NoSuchProduct);

    private Answer AddChild(Call call, Product parent)
    {
        if (shop.Products.Find(JsonReading.Text(call.Body, "childSku") ?? "") is not { } child)
        {
            return Answer.Of(Refusal.NoSuchProduct);
        }

        var composition = parent.Composition ??= new Composition();
        composition.Variants.Add(new Variant(child, ValueOf(child, composition)));
        ProductBook.Attach(parent, child);
        shop.Index.RefreshComposite(parent);
        return Answer.Ok(true);
    }

    /// <summary>The variant's own value of the attribute that tells variants apart; the next free one when it says
    /// nothing.</summary>
    private static int ValueOf(Product child, Composition composition)
    {
        var values = composition.ConfigurableAttributes.SelectMany(a => a.Values).ToList();
        foreach (var text in (IEnumerable<string>?)child.Attributes?.Values ?? [])
        {
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var value) && values.Contains(value))
            {
                return value;
            }
        }

        return values.Find(v => composition.Variants.TrueForAll(x => x.OptionValue != v));
    }

    private Answer AddOption(Call call)
    {
        var reading = new JsonReading();
        var body = reading.Required(call.Body, "option");
        if (reading.Refusal is not null
            || shop.Products.Find(JsonReading.Text(body, "product_sku") ?? "") is not { } product)
        {
            return Answer.Of(reading.Refusal ?? Refusal.NoSuchProduct);
        }

        var option = Read(body, reading);
        if (reading.Refusal is not null)
        {
            return Answer.Of(reading.Refusal);
        }

        (product.Composition ??= new Composition()).CustomOptions.Add(option);
        return Answer.Ok(ProductJson.Option(product, option));
    }

    private CustomOption Read(JsonElement body, JsonReading reading)
    {
        var option = new CustomOption(
            shop.Products.CustomOptionIds.Next(),
            JsonReading.Text(body, "title") ?? "",
            JsonReading.Text(body, "type") ?? "field",
            reading.Integer(body, "sort_order") ?? 0,
            JsonReading.Flag(body, "is_require") ?? false,
            reading.Number(body, "price") ?? 0,
            JsonReading.Text(body, "sku"))
        {
            CharactersMax = reading.Integer(body, "max_characters"),
        };
        option.Values.AddRange(JsonReading.List(JsonReading.Member(body, "values")).Select(v => new CustomOptionValue(
            shop.Products.CustomValueIds.Next(),
            JsonReading.Text(v, "title") ?? "",
            reading.Number(v, "price") ?? 0,
            JsonReading.Text(v, "sku"),
            reading.Integer(v, "sort_order") ?? 0)));
        return option;
    }
}
