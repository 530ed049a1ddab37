namespace Trueup.Connectors.AdobeCommerce.Twin.Catalogue;

/// <summary>All products, found by SKU (letter case does not matter, as in the shop's database) or by id.</summary>
internal sealed class ProductBook
{
    private readonly Dictionary<string, Product> _bySku = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Product?> _byId = [];

    public IEnumerable<Product> All => _byId.OfType<Product>();

    public int Count => _bySku.Count;

    /// <summary>Labels of the values of the attributes that tell variants apart, by value.</summary>
    public Dictionary<int, string> OptionLabels { get; } = [];

    public Sequence BundleOptionIds { get; } = new();

    public Sequence SelectionIds { get; } = new();

    public Sequence CustomOptionIds { get; } = new();

    public Sequence CustomValueIds { get; } = new();

    /// <summary>Grows when a product is added, removed or changed.</summary>
    public long Version { get; private set; }

    public Product? Find(string sku) => _bySku.GetValueOrDefault(sku);

    public Product? Find(int id) => id >= 1 && id <= _byId.Count ? _byId[id - 1] : null;

    public Product Add(string sku, string name, ProductType type, decimal price)
    {
        var product = new Product(_byId.Count + 1, sku, name, type, price) { StockItemId = _byId.Count + 1 };
        _bySku.Add(sku, product);
        _byId.Add(product);
        Version++;
        return product;
    }

    public void Remove(Product product)
    {
        _bySku.Remove(product.Sku);
        _byId[product.Id - 1] = null;
        foreach (var child in ChildrenOf(product))
        {
            child.Parents?.Remove(product);
        }

        Version++;
    }

    public void Rename(Product product, string sku)
    {
        _bySku.Remove(product.Sku);
        product.Sku = sku;
        _bySku.Add(sku, product);
        Version++;
    }

    public void Touch(Product product, DateTimeOffset now)
    {
        product.UpdatedAt = now;
        Version++;
    }

    public static void Attach(Product parent, Product child)
    {
        child.Parents ??= [];
        if (!child.Parents.Contains(parent))
        {
            child.Parents.Add(parent);
        }
    }

    public static IEnumerable<Product> ChildrenOf(Product parent) => parent.Composition is not { } composition
        ? []
        : composition.Variants.Select(v => v.Child)
            .Concat(composition.BundleOptions.SelectMany(o => o.Selections).Select(s => s.Child));
}
