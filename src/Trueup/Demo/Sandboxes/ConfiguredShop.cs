using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Demo.Sandboxes;

/// <summary>A simulated Adobe Commerce that a configured connection finds what it asks for in.</summary>
public sealed class ConfiguredShop
{
    private const decimal Price = 10;

    private ConfiguredShop(AdobeTwin twin, string website, int stockId) => (Twin, Website, StockId) = (twin, website, stockId);

    /// <summary>The shop.</summary>
    public AdobeTwin Twin { get; }

    /// <summary>Code of the website that people buy on.</summary>
    public string Website { get; }

    /// <summary>The stock that it sells from.</summary>
    public int StockId { get; }

    /// <summary>Furnishes it: the website with its stock, a source for every code, articles that nothing is held of yet.</summary>
    internal static ConfiguredShop Open(
        ConfiguredConnection connection, Items<string> sources, Items<string> skus, DateTimeOffset now)
    {
        var find = connection.Settings.Find;
        var website = find("website") ?? "base";
        var stock = int.Parse(find("stock_id") ?? "1", CultureInfo.InvariantCulture);
        var twin = new AdobeTwin();
        twin.Setup.At(now);
        Admit(twin, find);
        if (website != "base")
        {
            twin.Setup.Website(website);
        }

        if (stock != 1)
        {
            twin.Setup.Stock("Trading", sources.Select((code, i) => new TwinLink(code, i + 1)).ToItems(), [website], stock);
        }

        foreach (var sku in skus)
        {
            twin.Setup.Product(new TwinProduct(sku, Price));
            foreach (var source in sources)
            {
                twin.Setup.SourceItem(sku, source, quantity: 0, isInStock: false);
            }
        }

        return new ConfiguredShop(twin, website, stock);
    }

    /// <summary>Somebody buys a thing and pays, where the shop will sell it.</summary>
    public bool Buy(string sku, int quantity, DateTimeOffset now)
    {
        var placed = Twin.Shoppers.PlaceOrder(Website, [new ShopperLine(sku, quantity)], now);
        return placed.IsDone && Twin.Staff.Invoice(placed.Value.EntityId, now).IsDone;
    }

    private static void Admit(AdobeTwin twin, Func<string, string?> find)
    {
        if (find("auth.bearer") is { } bearer)
        {
            twin.Setup.Token(bearer);
        }
        else if (find("auth.oauth1.token") is { } token)
        {
            twin.Setup.Integration(new TwinIntegration(
                "hub", token, find("auth.oauth1.token_secret") ?? "", find("auth.oauth1.consumer_key") ?? "",
                find("auth.oauth1.consumer_secret") ?? ""));
        }
    }
}
