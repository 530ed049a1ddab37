using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
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

            var parts = PartsOf(variant);
            var remote = $"{product.Text("id")}/{variant.At("id")}";
            facts.Add(new Fact.ProductObserved(sku, remote, type, new ProductTraits
            {
                // A bundle whose parts are lines of their own holds nothing itself (commercetools.md §6).
                HoldsStock = !(parts is not null && options.Bundles.ParentField is not null),
                Managed = true,
                Enabled = true,
                Children = parts,
            }));
            facts.Add(new Fact.ProductPublished(
                sku, options.RequiredAttributes.Where(name => !Has(variant, name) && !Has(product, name)).ToItems()));
        }

        return facts.ToItems();
    }

    /// <summary>What it means for each of its variants that a product was taken off sale.</summary>
    public Items<Fact> Withdrawn(JsonElement product) => Published(product).OfType<Fact.ProductObserved>()
        .Select(Fact (seen) => seen with { Traits = seen.Traits with { Enabled = false } }).ToItems();

    /// <summary>Whether an attribute, of the variant or of the product as a whole, says anything.</summary>
    private static bool Has(JsonElement carrier, string attribute) => Find(carrier, attribute) is { } value && value.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    private static JsonElement? Find(JsonElement variant, string attribute)
    {
        foreach (var known in variant.List("attributes"))
        {
            if (known.Text("name") == attribute && known.At("value").Exists())
            {
                return known.At("value");
            }
        }

        return null;
    }

    /// <summary>The parts of a bundle by its configured attribute; null for a product that is none.</summary>
    private Items<Sku>? PartsOf(JsonElement variant)
    {
        if (options.Bundles.Attribute is not { } name || Find(variant, name) is not { ValueKind: JsonValueKind.Array } parts)
        {
            return null;
        }

        var skus = new List<Sku>();
        foreach (var part in parts.EnumerateArray())
        {
            // A set of plain SKUs; or nested parts, each a list of fields with names and values.
            var text = part.ValueKind == JsonValueKind.String ? part.GetString()
                : part.ValueKind == JsonValueKind.Array ? FieldOf(part, options.Bundles.SkuField)
                : part.Text(options.Bundles.SkuField);
            if (Sku.TryParse(text, out var sku))
            {
                skus.Add(sku);
            }
        }

        return skus.Count == 0 ? null : skus.ToItems();
    }

    private static string? FieldOf(JsonElement part, string name)
    {
        foreach (var field in part.EnumerateArray())
        {
            if (field.Text("name") == name)
            {
                return field.Text("value");
            }
        }

        return null;
    }
}
