using System.Globalization;
using System.Text;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Bench;

/// <summary>The merchant that the benchmarks play: one warehouse, one storefront, one location, and many
/// SKUs.</summary>
internal static class BenchWorld
{
    /// <summary>The warehouse.</summary>
    public static readonly ConnectionName Warehouse = ConnectionName.Parse("wms");

    /// <summary>The storefront.</summary>
    public static readonly ConnectionName Storefront = ConnectionName.Parse("adobe-uk");

    /// <summary>The only location.</summary>
    public static readonly LocationCode Leeds = LocationCode.Parse("leeds");

    /// <summary>Guards are off: a benchmark moves everything at once on purpose.</summary>
    public static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Warehouse, "http", ["warehouse"], Basis.OnHand, []),
            new ConnectionRule(Storefront, "adobe-commerce", ["storefront"], Basis.OnHand, []),
        ],
        Locations =
        [
            new LocationRule(Leeds, "Leeds DC", Warehouse,
                [new LocationAlias(Warehouse, "LDS"), new LocationAlias(Storefront, "leeds_src")]),
        ],
        Stock = new OwnershipRule([Storefront]),
        Guards = GuardRule.None,
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });

    /// <summary>The SKU of a number.</summary>
    public static string Sku(int number) => string.Create(CultureInfo.InvariantCulture, $"SKU-{number:D7}");

    /// <summary>One stock level as a structured CloudEvent of about 250 bytes.</summary>
    public static byte[] Level(long message, int sku, int quantity) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"specversion\":\"1.0\",\"id\":\"{message:x16}-7f3a\",\"source\":\"/wms/leeds\",\"type\":\"trueup.stock.level.v1\",") +
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"data\":{{\"sku\":\"{Sku(sku)}\",\"location\":\"LDS\",\"quantity\":{quantity},\"version\":{message}}}}}"));

    /// <summary>The same as an entry on its way into the journal.</summary>
    public static Entry Entry(long message, int sku, int quantity, DateTimeOffset now) => new(
        EntryKind.Seen,
        Warehouse.Text,
        message.ToString("x16", CultureInfo.InvariantCulture),
        "cloudevent",
        now,
        Level(message, sku, quantity));
}
