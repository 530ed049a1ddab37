using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Products;

/// <summary>
/// Reads the attribute that lists a bundle's parts: a set of plain SKUs, or of nested parts, each a list of fields with
/// names and values (commercetools.md §6). A variant carries it in the catalogue and, as it was then, in every order.
/// </summary>
internal static class BundleReading
{
    /// <summary>The parts of a variant, each once; null for one that is no bundle.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="bundles">How bundles are modelled.</param>
    /// <param name="wrong">What is wrong with the list; null when it can be used.</param>
    public static Items<KitComponent>? Read(JsonElement variant, BundleOptions bundles, out string? wrong)
    {
        wrong = null;
        if (bundles.Attribute is not { } name ||
            Attribute(variant, name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return null;
        }

        var units = new Dictionary<Sku, Quantity>();
        foreach (var part in list.EnumerateArray())
        {
            if (Part(part, bundles) is not { } read || read.Sku.Text == variant.Text("sku"))
            {
                wrong = $"{variant.Text("sku")} lists a part in '{name}' that is no other SKU with a number of units above zero.";
                return [];
            }

            units[read.Sku] = units.GetValueOrDefault(read.Sku) + read.PerKit;
        }

        return units.Select(part => new KitComponent(part.Key, part.Value)).ToItems();
    }

    /// <summary>The value of an attribute, of a variant or of a product as a whole; null when it has none.</summary>
    public static JsonElement? Attribute(JsonElement carrier, string name)
    {
        foreach (var known in carrier.List("attributes"))
        {
            if (known.Text("name") == name && known.At("value").Exists())
            {
                return known.At("value");
            }
        }

        return null;
    }

    private static KitComponent? Part(JsonElement part, BundleOptions bundles)
    {
        if (part.ValueKind == JsonValueKind.String)
        {
            return Sku.TryParse(part.Text(), out var plain) ? new KitComponent(plain, 1) : null;
        }

        var (named, counted) = (Field(part, bundles.SkuField), Field(part, bundles.QuantityField));
        var units = 1m;
        return named.ValueKind == JsonValueKind.String && Sku.TryParse(named.Text(), out var sku) &&
            (!counted.Exists() || (counted.ValueKind == JsonValueKind.Number && counted.TryGetDecimal(out units))) &&
            Quantity.TryOf(units, out var quantity) && quantity > Quantity.Zero
                ? new KitComponent(sku, quantity)
                : null;
    }

    private static JsonElement Field(JsonElement part, string name)
    {
        if (part.ValueKind != JsonValueKind.Array)
        {
            return part.At(name);
        }

        foreach (var field in part.EnumerateArray())
        {
            if (field.Text("name") == name)
            {
                return field.At("value");
            }
        }

        return default;
    }
}
