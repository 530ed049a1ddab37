using Trueup.Connectors.Square.Twin;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Demo.Sandboxes;

/// <summary>A simulated Square account: stores that count their own shelves and sell over the counter.</summary>
public sealed class ConfiguredTills
{
    private const int OpeningMax = 40;
    private const long Price = 1_200;
    private const long Tax = 200;

    private readonly Items<string> _stores;

    private ConfiguredTills(ConfiguredConnection connection, Uri address, SquareTwin twin, Items<string> stores)
    {
        (Name, Address, Twin, _stores) = (connection.Name, address, twin, stores);
        Pushes = KeysOf(connection) is [_, ..];
    }

    /// <summary>Name of its connection.</summary>
    public ConnectionName Name { get; }

    /// <summary>Where it is asked.</summary>
    public Uri Address { get; }

    /// <summary>The account.</summary>
    public SquareTwin Twin { get; }

    /// <summary>Whether its webhooks are let in.</summary>
    public bool Pushes { get; }

    /// <summary>Furnishes it: a variation for every SKU, counted in every store.</summary>
    internal static ConfiguredTills Open(
        ConfiguredConnection connection, Uri address, HubSettings hub, Items<string> stores, Items<string> skus, DateTimeOffset now)
    {
        var find = connection.Settings.Find;
        var account = new SquareAccount(
            find("auth.bearer") ?? "", find("inbound.auth.square.url") ?? "", KeysOf(connection) is [var key, ..] ? key : "")
        {
            PushTarget = $"/in/{connection.Name}",
            Currency = hub.Currency,
            TimeZone = hub.TimeZone.Id,
        };
        var twin = new SquareTwin(account, stores);
        for (var i = 0; i < skus.Count; i++)
        {
            twin.AddVariation(VariationOf(skus[i]), skus[i]);
            foreach (var store in stores)
            {
                twin.Count(VariationOf(skus[i]), store, ((i + 1) * 7) % OpeningMax, now, now);
            }
        }

        return new ConfiguredTills(connection, address, twin, stores);
    }

    /// <summary>Somebody buys a thing in a store, if it is there.</summary>
    internal void Sell(DateTimeOffset now, Random chance, Items<string> skus)
    {
        var (sku, store) = (skus[chance.Next(skus.Count)], _stores[chance.Next(_stores.Count)]);
        if (Twin.InStock(VariationOf(sku), store) > 0)
        {
            Twin.Ring(store, [new TillSaleLine(VariationOf(sku), 1, Price, Tax)], now, now);
        }
    }

    private static Items<string> KeysOf(ConfiguredConnection connection) => connection.Settings.List("inbound.auth.square.keys");

    private static string VariationOf(string sku) => $"V-{sku}";
}
