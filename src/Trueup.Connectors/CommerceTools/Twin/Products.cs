using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Products of the Classic catalogue, as their projections show them (commercetools.md §6).</summary>
internal sealed class Products(Archive archive)
{
    public const string Kind = "product-projections";

    /// <summary>Publishes a product with one variant; one that has the SKU already is changed and published again.</summary>
    public string Publish(string sku, JsonArray attributes)
    {
        var product = archive.All(Kind).FirstOrDefault(known => Variant(known).Text("sku") == sku);
        if (product is null)
        {
            product = archive.Add(Kind, new JsonObject
            {
                ["productType"] = Inventory.Reference("product-type", "type-goods"),
                ["name"] = new JsonObject { ["en"] = sku },
                ["slug"] = new JsonObject { ["en"] = $"p-{archive.Count(Kind) + 1}" },
                ["categories"] = new JsonArray(),
                ["attributes"] = new JsonArray(),
                ["variants"] = new JsonArray(),
                ["masterVariant"] = new JsonObject { ["id"] = 1, ["sku"] = sku },
            });
        }
        else
        {
            archive.Touch(product);
        }

        Variant(product)["attributes"] = attributes;
        product["published"] = true;
        archive.Say("product", product, "ProductPublished", new JsonObject
        {
            ["removedImageUrls"] = new JsonArray(),
            ["scope"] = "All",
            ["productProjection"] = product.DeepClone(),
        });
        return product.Text("id")!;
    }

    public void Unpublish(string id)
    {
        var product = archive.Find(Kind, id)!;
        product["published"] = false;
        archive.Touch(product);
        archive.Say("product", product, "ProductUnpublished");
    }

    public void Delete(string id)
    {
        var product = archive.Find(Kind, id)!;
        archive.Remove(Kind, id);
        archive.Say("product", product, "ProductDeleted", new JsonObject { ["removedImageUrls"] = new JsonArray() });
    }

    /// <summary>Whether a projection is shown: what is not published only to those who ask for what is staged.</summary>
    public static bool IsShown(JsonObject projection, List<(string Name, string Value)> query) =>
        query.Contains(("staged", "true")) || projection["published"]?.GetValue<bool>() == true;

    /// <summary>The attributes of a variant as they are now, which an order keeps.</summary>
    public static JsonNode AttributesOf(Archive archive, string sku) => archive.All(Kind)
        .FirstOrDefault(known => Variant(known).Text("sku") == sku) is { } product
            ? Variant(product)["attributes"]?.DeepClone() ?? new JsonArray()
            : new JsonArray();

    private static JsonObject Variant(JsonObject product) => product["masterVariant"]!.AsObject();
}
