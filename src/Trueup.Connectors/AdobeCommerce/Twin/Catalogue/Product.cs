namespace Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

/// <summary>A row of the catalogue.</summary>
internal sealed class Product(int id, string sku, string name, ProductType type, decimal price)
{
    public int Id { get; } = id;

    public string Sku { get; set; } = sku;

    public string Name { get; set; } = name;

    public ProductType Type { get; set; } = type;

    public decimal Price { get; set; } = price;

    public int AttributeSetId { get; set; } = 4;

    public bool IsEnabled { get; set; } = true;

    public int Visibility { get; set; } = 4;

    public decimal Weight { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public StockItem StockItem { get; set; } = StockItem.Standard;

    /// <summary>The legacy stock figures, which follow the default source only.</summary>
    public decimal? LegacyQty { get; set; } = 0;

    public bool LegacyInStock { get; set; }

    public int StockItemId { get; set; }

    public IReadOnlyList<int> WebsiteIds { get; set; } = [];

    public Composition? Composition { get; set; }

    public List<Product>? Parents { get; set; }

    public Dictionary<string, string>? Attributes { get; set; }

    public bool HasSourceItems => Type.HasSourceItems();
}

/// <summary>What a product is put together from, or can be personalised with.</summary>
internal sealed class Composition
{
    /// <summary>Variants of a configurable product, or members of a grouped one.</summary>
    public List<Variant> Variants { get; } = [];

    public List<ConfigurableAttribute> ConfigurableAttributes { get; } = [];

    public List<BundleOption> BundleOptions { get; } = [];

    public List<CustomOption> CustomOptions { get; } = [];

    /// <summary>Bundle: children are shipped one by one (shipment_type 1), not together (0).</summary>
    public bool ShipsSeparately { get; set; }

    /// <summary>Bundle: the price is the sum of the children's (price_type 0).</summary>
    public bool HasDynamicPrice { get; set; }
}

internal sealed record Variant(Product Child, int OptionValue);

internal sealed record ConfigurableAttribute(int Id, string AttributeId, string Label, int Position, List<int> Values);

internal sealed record BundleOption(int Id, string Title, bool IsRequired, string InputType, int Position)
{
    public List<BundleSelection> Selections { get; } = [];
}

internal sealed record BundleSelection(int Id, Product Child, decimal Quantity, bool IsDefault, decimal Price);

internal sealed record CustomOption(
    int Id, string Title, string InputType, int SortOrder, bool IsRequired, decimal Price, string? Sku)
{
    public int? CharactersMax { get; init; }

    public List<CustomOptionValue> Values { get; } = [];
}

internal sealed record CustomOptionValue(int Id, string Title, decimal Price, string? Sku, int SortOrder);
