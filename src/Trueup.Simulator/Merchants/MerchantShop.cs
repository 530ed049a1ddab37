using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>A storefront of the merchant's, played by the twin of its kind and furnished as the contract says.</summary>
internal abstract class MerchantShop
{
    private const string Token = "simulated-token";

    private MerchantShop(MerchantConnection connection, ITwin twin) => (Connection, Twin) = (connection, twin);

    /// <summary>The connection.</summary>
    public MerchantConnection Connection { get; }

    /// <summary>The remote.</summary>
    public ITwin Twin { get; }

    /// <summary>The settings with which the hub's connection opens: the merchant's, with credentials of the twin's.</summary>
    public abstract ConnectionSettings Settings { get; }

    /// <summary>A shop for a connection, with a source for every place that the contract gives it a code of.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="places">The places that it sells from, each by the shop's codes of it: where a place has several, every one
    /// of them shows all that lies there.</param>
    /// <param name="skus">What it sells.</param>
    /// <param name="now">The time.</param>
    public static MerchantShop Open(
        MerchantConnection connection, IReadOnlyList<Items<string>> places, IReadOnlyList<string> skus, DateTimeOffset now) =>
        connection.Rule.Kind == "adobe-commerce" ? new Adobe(connection, CodesOf(places), skus, now) : new Project(connection, places, skus, now);

    /// <summary>Somebody buys a thing and pays for it.</summary>
    /// <returns>The order's number; null where the shop would not sell.</returns>
    public abstract string? Buy(string sku, int quantity, DateTimeOffset now);

    /// <summary>What the shop offers.</summary>
    public abstract decimal Salable(string sku);

    private static List<string> CodesOf(IReadOnlyList<Items<string>> places) =>
        places.SelectMany(codes => codes).Distinct(StringComparer.Ordinal).ToList();

    private static ConnectionSettings With(ConnectionSettings settings, params (string Path, string Value)[] access)
    {
        var values = settings.Values.Where(value => !value.Key.StartsWith("auth.", StringComparison.Ordinal))
            .ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);
        foreach (var (path, value) in access)
        {
            values[path] = value;
        }

        return settings with { Values = values };
    }

    private sealed class Adobe : MerchantShop
    {
        private readonly AdobeTwin _shop;
        private readonly string _website;
        private readonly int _stock;

        public Adobe(MerchantConnection connection, IReadOnlyList<string> codes, IReadOnlyList<string> skus, DateTimeOffset now)
            : base(connection, new AdobeTwin())
        {
            _shop = (AdobeTwin)Twin;
            _website = connection.Settings.Find("website") ?? "base";
            _stock = int.Parse(connection.Settings.Find("stock_id") ?? "2", CultureInfo.InvariantCulture);
            _shop.Setup.At(now);
            _shop.Setup.Token(Token);
            if (_website != "base")
            {
                _shop.Setup.Website(_website);
            }

            _shop.Setup.Stock("Trading", codes.Select((code, i) => new TwinLink(code, i + 1)).ToItems(), [_website], _stock);
            foreach (var sku in skus)
            {
                _shop.Setup.Product(new TwinProduct(sku, Price: 10));
                foreach (var code in codes)
                {
                    _shop.Setup.SourceItem(sku, code, quantity: 0, isInStock: false);
                }
            }
        }

        public override ConnectionSettings Settings => With(Connection.Settings, ("auth.bearer", Token));

        public override string? Buy(string sku, int quantity, DateTimeOffset now)
        {
            var placed = _shop.Shoppers.PlaceOrder(_website, [new ShopperLine(sku, quantity)], now);
            if (!placed.IsDone)
            {
                return null;
            }

            _shop.Staff.Invoice(placed.Value.EntityId, now);
            return placed.Value.IncrementId;
        }

        public override decimal Salable(string sku) => _shop.Books.Salable(sku, _stock);
    }

    private sealed class Project : MerchantShop
    {
        private const string Client = "simulated-client";

        private readonly CommerceToolsTwin _project;
        private readonly IReadOnlyList<Items<string>> _places;
        private readonly IReadOnlyList<string> _channels;

        public Project(MerchantConnection connection, IReadOnlyList<Items<string>> places, IReadOnlyList<string> skus, DateTimeOffset now)
            : base(connection, new CommerceToolsTwin(connection.Settings.Find("project") ?? "demo"))
        {
            _project = (CommerceToolsTwin)Twin;
            (_places, _channels) = (places, CodesOf(places));
            _project.Setup.At(now);
            _project.Setup.Client(Client, Token);
            foreach (var code in _channels)
            {
                _project.Setup.Channel(code);
                foreach (var sku in skus)
                {
                    _project.Setup.Entry(sku, code, quantity: 0);
                }
            }
        }

        public override ConnectionSettings Settings =>
            With(Connection.Settings, ("auth.client_id", Client), ("auth.client_secret", Token));

        public override string? Buy(string sku, int quantity, DateTimeOffset now)
        {
            var channel = _channels.FirstOrDefault(code => _project.Books.Available(sku, code) >= quantity);
            return channel is null ? null : _project.Shoppers.PlaceOrder(new TwinPurchase([new TwinLine(sku, quantity, channel)]), now)?.Number;
        }

        public override decimal Salable(string sku) => _places.Sum(codes => codes.Max(code => Math.Max(0, _project.Books.Available(sku, code) ?? 0)));
    }
}
