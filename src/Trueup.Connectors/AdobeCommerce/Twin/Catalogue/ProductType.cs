namespace Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

/// <summary>What kind of product it is. Source: adobe-commerce.md §5.</summary>
public enum ProductType
{
    /// <summary>Goods with stock of their own.</summary>
    Simple,

    /// <summary>A service: never shipped, deducted when invoiced.</summary>
    Virtual,

    /// <summary>A file: treated as virtual.</summary>
    Downloadable,

    /// <summary>A parent whose children are the variants.</summary>
    Configurable,

    /// <summary>A parent whose selections are sold together.</summary>
    Bundle,

    /// <summary>A page that shows several products.</summary>
    Grouped,
}

internal static class ProductTypes
{
    public static string Code(this ProductType type) => type switch
    {
        ProductType.Simple => "simple",
        ProductType.Virtual => "virtual",
        ProductType.Downloadable => "downloadable",
        ProductType.Configurable => "configurable",
        ProductType.Bundle => "bundle",
        _ => "grouped",
    };

    public static ProductType? Parse(string? code) => code switch
    {
        "simple" => ProductType.Simple,
        "virtual" => ProductType.Virtual,
        "downloadable" => ProductType.Downloadable,
        "configurable" => ProductType.Configurable,
        "bundle" => ProductType.Bundle,
        "grouped" => ProductType.Grouped,
        _ => null,
    };

    public static bool HasSourceItems(this ProductType type) => type <= ProductType.Downloadable;

    public static bool IsVirtual(this ProductType type) => type is ProductType.Virtual or ProductType.Downloadable;
}
