using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Products;

/// <summary>Reads a published product: what of its variants bears on stock, and what they lack to be sold.</summary>
internal sealed class ProductReading(CommerceToolsOptions options)
{
    /// <summary>What the publication of a product says of each of its variants.</summary>
    public Items<Fact> Published(JsonElement product)
    {
        var facts = new List<Fact>();
        var type = product.At("productType").At("obj").Text("key") ?? product.At("productType").Text("id") ?? "";
        foreach (var variant in product.List("variants").Prepend(product.At("masterVariant")))
        {
            if (!Sku.TryParse(variant.Text("sku"), out var sku))
            {
                continue;
            }

            var parts = BundleReading.Read(variant, options.Bundles, out var wrong);
            if (wrong is not null)
            {
                facts.Add(new Fact.Unusable(CaseCodes.Unreadable, wrong));
            }

            var remote = $"{product.Text("id")}/{variant.At("id")}";
            facts.Add(new Fact.ProductObserved(sku, remote, type, new ProductTraits
            {
                // A bundle whose parts are lines of their own holds nothing itself (commercetools.md §6).
                HoldsStock = !(parts is not null && options.Bundles.ParentField is not null),
                Managed = true,
                Enabled = true,
                Children = parts?.Select(part => part.Sku).ToItems(),
            }));
            if (options.Bundles is { Attribute: not null, ParentField: null } && wrong is null)
            {
                facts.Add(new Fact.KitShown(sku, parts ?? []));
            }

            facts.Add(new Fact.ProductPublished(
                sku, options.RequiredAttributes.Where(name => !Has(variant, name) && !Has(product, name)).ToItems()));
        }

        return facts.ToItems();
    }

    /// <summary>What it means for each of its variants that a product was taken off sale.</summary>
    public Items<Fact> Withdrawn(JsonElement product) => Published(product).OfType<Fact.ProductObserved>()
        .Select(Fact (seen) => seen with { Traits = seen.Traits with { Enabled = false } }).ToItems();

    /// <summary>Whether an attribute, of the variant or of the product as a whole, says anything.</summary>
    private static bool Has(JsonElement carrier, string attribute) => BundleReading.Attribute(carrier, attribute) is { } value && value.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(value.Text()),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };
}
