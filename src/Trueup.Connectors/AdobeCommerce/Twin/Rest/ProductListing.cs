using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Lists of products.</summary>
internal static class ProductListing
{
    public static Listing<Product> Of(Shop shop, Func<Product, JsonNode> json) => new(
        new Dictionary<string, Column<Product>>(StringComparer.Ordinal)
        {
            ["entity_id"] = new Column<Product>.Number(p => p.Id),
            ["sku"] = new Column<Product>.Text(p => p.Sku),
            ["name"] = new Column<Product>.Text(p => p.Name),
            ["type_id"] = new Column<Product>.Text(p => p.Type.Code()),
            ["price"] = new Column<Product>.Number(p => p.Price),
            ["status"] = new Column<Product>.Number(p => p.IsEnabled ? 1 : 2),
            ["visibility"] = new Column<Product>.Number(p => p.Visibility),
            ["attribute_set_id"] = new Column<Product>.Number(p => p.AttributeSetId),
            ["created_at"] = new Column<Product>.Moment(p => p.CreatedAt),
            ["updated_at"] = new Column<Product>.Moment(p => p.UpdatedAt),
        },
        criteria => Candidates(shop, criteria),
        json)
    {
        Version = criteria => criteria.Narrowing("entity_id", "sku")?.Wanted is null ? shop.Products.Version : null,
    };

    private static IEnumerable<Product> Candidates(Shop shop, SearchCriteria criteria) =>
        criteria.Narrowing("entity_id", "sku") is { Wanted: { } wanted } named
            ? (named.Field is "sku" ? wanted.Select(shop.Products.Find) : DocumentListing.Numbers(wanted).Select(shop.Products.Find))
                .OfType<Product>().Distinct().OrderBy(p => p.Id)
            : shop.Products.All;
}
