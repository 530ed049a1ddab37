using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>Measures how long shops are wrong, looking at them every few seconds of the world's time.</summary>
internal sealed class MerchantGauge(IReadOnlyList<MerchantShop> shops, MerchantBooks books, Func<DateTimeOffset> now)
{
    private readonly Dictionary<(int Shop, string Sku), DateTimeOffset> _since = [];
    private readonly List<TimeSpan>[] _lasted = [.. shops.Select(_ => new List<TimeSpan>())];

    /// <summary>Whether no shop is wrong about anything that was touched.</summary>
    public bool IsAllRight => _since.Count == 0;

    /// <summary>When a figure last became right.</summary>
    public DateTimeOffset MovedAt { get; private set; } = now();

    /// <summary>How long each wrong figure of a shop lasted.</summary>
    public IReadOnlyList<TimeSpan> LastedIn(int shop) => _lasted[shop];

    /// <summary>What is wrong now.</summary>
    public IEnumerable<(ConnectionName Shop, string Sku, decimal Shown, decimal True)> Wrong() => _since.Keys
        .Select(key => (Shop: shops[key.Shop], key.Sku))
        .Select(pair => (pair.Shop.Connection.Name, pair.Sku, pair.Shop.Salable(pair.Sku), books.Salable(pair.Shop.Connection.Name, pair.Sku)))
        .Where(pair => pair.Item3 != pair.Item4);

    /// <summary>Something happened to an article.</summary>
    public void Touch(string sku)
    {
        for (var shop = 0; shop < shops.Count; shop++)
        {
            _since.TryAdd((shop, sku), now());
            foreach (var kit in books.KitsWith(sku))
            {
                _since.TryAdd((shop, kit), now());
            }
        }
    }

    /// <summary>Looks at what was touched.</summary>
    public void Look()
    {
        foreach (var (key, since) in _since.ToArray())
        {
            var shop = shops[key.Shop];
            if (shop.Salable(key.Sku) == books.Salable(shop.Connection.Name, key.Sku))
            {
                _since.Remove(key);
                _lasted[key.Shop].Add(now() - since);
                MovedAt = now();
            }
        }
    }

    /// <summary>What came before does not count.</summary>
    public void Forget()
    {
        foreach (var lasted in _lasted)
        {
            lasted.Clear();
        }
    }
}
