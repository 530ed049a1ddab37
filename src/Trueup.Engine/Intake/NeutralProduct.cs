using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Reads <c>trueup.product.changed.v1</c>: <c>{sku, type, parent?, components?, status, attributes?}</c>.
/// </summary>
internal static class NeutralProduct
{
    /// <summary>The product as its sender shows it. Words that the hub does not know leave the trait unknown.</summary>
    public static Fact.ProductObserved Read(Datum data)
    {
        var sku = data["sku"].Sku();
        var type = data["type"].Code();
        return new Fact.ProductObserved(sku, data.Find("id")?.Code() ?? sku.ToString(), type, new ProductTraits
        {
            HoldsStock = HoldsStock(type),
            Enabled = IsEnabled(data["status"].Code()),
            Children = data.Find("components")?.List(static component => component["sku"].Sku()),
            Categories = data.Find("attributes")?.Object() is { } attributes ? CategoriesOf(attributes) : null,
        });
    }

    /// <summary>Attributes are the sender's own: only what reads as categories is taken for them.</summary>
    private static Items<string>? CategoriesOf(Datum attributes) =>
        (attributes.Find("categories") ?? attributes.Find("category"))?.Mentions();

    private static bool? HoldsStock(string type) => type switch
    {
        "simple" or "variant" => true,
        "configurable" or "bundle" or "grouped" or "kit" => false,
        _ => null,
    };

    private static bool? IsEnabled(string status) => status switch
    {
        "enabled" or "active" or "published" => true,
        "disabled" or "inactive" or "archived" or "discontinued" => false,
        _ => null,
    };
}
