using System.Globalization;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Sources, stocks, the links between them and the websites that sell from them.</summary>
internal sealed class SourceBook
{
    private readonly SortedDictionary<string, Source> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<int, Stock> _stocks = [];
    private readonly List<Website> _websites = [];
    private int _lastStockId = Stock.DefaultId;

    public SourceBook()
    {
        var source = new Source(Source.DefaultCode) { Name = "Default Source" };
        source.Details["description"] = "Default Source";
        source.Details["latitude"] = 0m;
        source.Details["longitude"] = 0m;
        source.Details["country_id"] = "US";
        source.Details["postcode"] = "00000";
        _sources.Add(source.Code, source);
        var stock = new Stock(Stock.DefaultId, "Default Stock");
        stock.Links.Add(new StockLink(source, 1));
        _stocks.Add(stock.Id, stock);
    }

    public IEnumerable<Source> Sources => _sources.Values;

    public IEnumerable<Stock> Stocks => _stocks.Values;

    public IReadOnlyList<Website> Websites => _websites;

    public Source? FindSource(string code) => _sources.GetValueOrDefault(code);

    public Stock? FindStock(int id) => _stocks.GetValueOrDefault(id);

    public Website? FindWebsite(string code) =>
        _websites.Find(w => string.Equals(w.Code, code, StringComparison.Ordinal));

    public Website? WebsiteOfStore(int storeId) => _websites.Find(w => w.StoreId == storeId);

    public Source AddSource(string code)
    {
        var source = new Source(code);
        _sources.Add(code, source);
        return source;
    }

    public Stock AddStock(string name, int? id = null)
    {
        var stock = new Stock(id ?? _lastStockId + 1, name);
        _lastStockId = Math.Max(_lastStockId, stock.Id);
        _stocks[stock.Id] = stock;
        return stock;
    }

    public void RemoveStock(Stock stock) => _stocks.Remove(stock.Id);

    /// <summary>A new website sells from the default stock until a stock claims it.</summary>
    public Website AddWebsite(string code, string? name = null, string? storeCode = null)
    {
        var id = _websites.Count + 1;
        var website = new Website(
            id, code, name ?? code, id, storeCode ?? (id == 1 ? "default" : code + "_en"),
            id == 1 ? "Default Store View" : (name ?? code) + " EN");
        _websites.Add(website);
        _stocks[Stock.DefaultId].Websites.Add(code);
        return website;
    }

    /// <summary>The stock that a website sells from now.</summary>
    public Stock? StockOf(string website) => _stocks.Values.FirstOrDefault(s => s.Websites.Contains(website));

    /// <summary>Gives a stock exactly these websites; those it loses fall back to the default stock.</summary>
    public void SetWebsites(Stock stock, IReadOnlyList<string> websites)
    {
        var lost = stock.Websites.Except(websites, StringComparer.Ordinal).ToList();
        foreach (var other in _stocks.Values)
        {
            other.Websites.RemoveAll(w => websites.Contains(w, StringComparer.Ordinal));
        }

        stock.Websites.Clear();
        stock.Websites.AddRange(websites);
        if (stock.Id != Stock.DefaultId)
        {
            _stocks[Stock.DefaultId].Websites.AddRange(lost);
        }
    }

    public static void Link(Stock stock, Source source, int priority)
    {
        stock.Links.RemoveAll(l => l.Source == source);
        var place = stock.Links.FindIndex(l => l.Priority > priority
            || (l.Priority == priority && string.CompareOrdinal(l.Source.Code, source.Code) > 0));
        stock.Links.Insert(place < 0 ? stock.Links.Count : place, new StockLink(source, priority));
    }

    /// <summary>The number a store view prints on its next document.</summary>
    public static string IncrementId(int storeId, int number) => storeId <= 1
        ? number.ToString("D9", CultureInfo.InvariantCulture)
        : storeId.ToString(CultureInfo.InvariantCulture) + number.ToString("D9", CultureInfo.InvariantCulture);
}
