namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>A place that holds stock.</summary>
internal sealed class Source(string code)
{
    public const string DefaultCode = "default";

    public string Code { get; } = code;

    public string Name { get; set; } = code;

    public bool IsEnabled { get; set; } = true;

    /// <summary>Address, contact and the rest, by attribute name, as sent.</summary>
    public Dictionary<string, object> Details { get; } = new(StringComparer.Ordinal);
}

/// <summary>A source of a stock, at its place in the order.</summary>
internal sealed record StockLink(Source Source, int Priority);

/// <summary>What a website sells from: an ordered list of sources.</summary>
internal sealed class Stock(int id, string name)
{
    public const int DefaultId = 1;

    public int Id { get; } = id;

    public string Name { get; set; } = name;

    /// <summary>Sources by ascending priority, then code.</summary>
    public List<StockLink> Links { get; } = [];

    public List<string> Websites { get; } = [];

    public bool IsLinkedTo(Source source) => Links.Exists(l => l.Source == source);
}

/// <summary>A website and its one store view.</summary>
/// <param name="Id">Website id.</param>
/// <param name="Code">Website code, which a stock's sales channel names.</param>
/// <param name="Name">Shown name.</param>
/// <param name="StoreId">Store view id; store 1 numbers its documents without a prefix, store n with n.</param>
/// <param name="StoreCode">Store view code, which a REST path may name.</param>
/// <param name="StoreName">Shown name of the store view.</param>
internal sealed record Website(int Id, string Code, string Name, int StoreId, string StoreCode, string StoreName);
