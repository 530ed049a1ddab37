namespace Trueup.Connectors.Square.Twin;

/// <summary>The variations of an account. A SKU is neither needed nor unique.</summary>
internal sealed class TwinCatalog
{
    private readonly SortedDictionary<string, string?> _skus = new(StringComparer.Ordinal);

    /// <summary>All variations, in the order of their ids.</summary>
    public IReadOnlyDictionary<string, string?> All => _skus;

    public void Put(string id, string? sku) => _skus[id] = sku;

    public bool Knows(string id) => _skus.ContainsKey(id);
}
