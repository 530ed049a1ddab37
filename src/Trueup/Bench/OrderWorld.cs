using System.Globalization;
using System.Text;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Bench;

/// <summary>The merchant of the order benchmarks: a web shop, an ERP and a warehouse, 1,000 articles and a kit.</summary>
internal static class OrderWorld
{
    /// <summary>Articles.</summary>
    public const int Skus = 1_000;

    /// <summary>The web shop, which sends orders.</summary>
    public static readonly ConnectionName Shop = ConnectionName.Parse("shop");

    /// <summary>The ERP.</summary>
    public static readonly ConnectionName Erp = ConnectionName.Parse("erp");

    private const int Kits = 100;

    /// <summary>What a warehouse order is written like.</summary>
    public const string WarehouseTemplate =
        """
        {"external_id":{{json order.id}},"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},"qty":{{json quantity}},
        "warehouse":{{json location}} }{{#unless @last}},{{/unless}}{{/each}}]}
        """;

    /// <summary>What a sales order is written like.</summary>
    public const string ErpTemplate =
        """
        {"external_id":{{json order.id}},"number":{{json order.number}},"account":"WEB-UK","currency":{{json form.currency}},
        "date":{{json order.placedAt}},"lines":[{{#each form.lines}}{"line":{{json line}},
        {{#if sku}}"kind":"item","item":{{json sku}},"qty":{{json quantity}},{{else}}"kind":{{json kind}},{{/if}}
        "net":{{json net}},"tax":{{json tax}},"tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],
        "totals":{"net":{{json form.totals.net}},"tax":{{json form.totals.tax}},"gross":{{json form.totals.gross}} } }
        """;

    /// <summary>The contract.</summary>
    /// <param name="hasTargets">Whether ERP and warehouse must have the orders.</param>
    public static OwnershipContract Contract(bool hasTargets)
    {
        var codes = Items.Of([new WordPair("20", "S20"), new WordPair("0", "NONE")]);
        return new OwnershipContract(new ContractTerms
        {
            Connections =
            [
                new ConnectionRule(Shop, "http", ["storefront"], Basis.OnHand, []),
                new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, []) { Books = new BooksRule { TaxCodes = codes } },
                new ConnectionRule(BenchWorld.Warehouse, "http", ["warehouse"], Basis.OnHand, []),
                new ConnectionRule(BenchWorld.Storefront, "adobe-commerce", ["storefront"], Basis.OnHand, []),
            ],
            Locations =
            [
                new LocationRule(BenchWorld.Leeds, "Leeds DC", BenchWorld.Warehouse,
                    [
                        new LocationAlias(BenchWorld.Warehouse, "LDS"), new LocationAlias(Shop, "leeds"),
                        new LocationAlias(BenchWorld.Storefront, "leeds_src"),
                    ]),
            ],
            Stock = new OwnershipRule([Shop, BenchWorld.Storefront]),
            Order = hasTargets ? new OwnershipRule([Erp, BenchWorld.Warehouse], Shop) : new OwnershipRule([]),
            Kits =
            [
                .. Enumerable.Range(0, Kits).Select(kit => new KitRule(
                    Sku.Parse(KitOf(kit)), [.. PartsOf(kit).Select(part => new KitComponent(Sku.Parse(part.Sku), part.Pieces))])),
            ],
            Orders = new OrderTerms { ArchiveAfter = TimeSpan.FromMilliseconds(1) },
            Guards = GuardRule.None,
            Reconcile = new ReconcileRule(Every: null, FullAt: null),
        });
    }

    /// <summary>An ERP that knows the articles.</summary>
    public static ErpTwin Books()
    {
        var twin = new ErpTwin(new ErpRules(BenchHub.Token) { TakesAnyItem = true });
        return twin;
    }

    /// <summary>A warehouse with enough of everything.</summary>
    public static WarehouseTwin Floor(DateTimeOffset now)
    {
        var twin = new WarehouseTwin(new WarehouseRules(BenchHub.Token));
        for (var sku = 0; sku < Skus; sku++)
        {
            twin.Work(now, new WarehouseStep.Receive(BenchWorld.Sku(sku), "LDS", 1_000_000, "OK"));
        }

        twin.TakePushes(now);
        return twin;
    }

    /// <summary>An order of two to four lines, one in three of them a kit.</summary>
    public static string Order(int number, DateTimeOffset at)
    {
        var lines = new StringBuilder();
        var count = 2 + (number % 3);
        var pieces = 0;
        for (var line = 1; line <= count; line++)
        {
            var isKit = (number + line) % 3 == 0;
            var quantity = 1 + ((number + line) % 2);
            pieces += quantity;
            var article = isKit ? KitOf(number + line) : BenchWorld.Sku(SkuOf(number, line));
            lines.Append(line == 1 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""
                {"line":"{{line}}","sku":"{{article}}","name":"Article","quantity":{{quantity}},"type":"simple","unitPrice":10.00,
                "tax":{{quantity * 2}}.00,"taxRate":20,"total":{{quantity * 12}}.00}
                """);
        }

        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"id":"r{{{number}}}","number":"{{{Number(number)}}}","placedAt":"{{{at:yyyy-MM-ddTHH:mm:ssZ}}}","currency":"GBP",
            "customer":{"email":"ada@example.com","name":"Ada Example"},
            "shipping":{"address":{"name":"Ada Example","street":["1 High Street"],"city":"Leeds","postcode":"LS1 1AA","country":"GB"},
            "method":"courier","amount":{"net":0,"tax":0,"gross":0}},
            "lines":[{{{lines}}}],"totals":{"net":{{{pieces * 10}}}.00,"tax":{{{pieces * 2}}}.00,"gross":{{{pieces * 12}}}.00}}
            """);
    }

    /// <summary>The dispatch of a whole order.</summary>
    public static string Dispatch(int number, DateTimeOffset at)
    {
        var lines = new StringBuilder();
        for (var line = 1; line <= 2 + (number % 3); line++)
        {
            var quantity = 1 + ((number + line) % 2);
            IEnumerable<(string Sku, int Pieces)> parts = (number + line) % 3 == 0
                ? PartsOf(number + line).Select(part => (part.Sku, part.Pieces * quantity))
                : [(BenchWorld.Sku(SkuOf(number, line)), quantity)];
            foreach (var (sku, pieces) in parts)
            {
                lines.Append(lines.Length == 0 ? "" : ",")
                    .Append(CultureInfo.InvariantCulture, $"{{\"line\":\"{line}\",\"sku\":\"{sku}\",\"quantity\":{pieces}}}");
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"order":"shop:{{{Number(number)}}}","shipment":"S{{{number}}}","at":"{{{at:yyyy-MM-ddTHH:mm:ssZ}}}","location":"LDS",
            "tracking":[{"number":"T{{{number}}}"}],"lines":[{{{lines}}}]}
            """);
    }

    /// <summary>The number of an order.</summary>
    public static string Number(int number) => number.ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>Data as a structured CloudEvent.</summary>
    public static byte[] Event(string id, string type, string data) => Encoding.UTF8.GetBytes(
        $"{{\"specversion\":\"1.0\",\"id\":\"{id}\",\"source\":\"/bench\",\"type\":\"{type}\",\"data\":{data.ReplaceLineEndings("")}}}");

    /// <summary>What the warehouse counts after its dispatches: until it does, what left is still taken off its figures.</summary>
    public static string Levels(DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"location":"LDS","as_of":"{{at.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}}","levels":[{{string.Join(',', AllLevels)}}]}""");

    private static IEnumerable<string> AllLevels =>
        Enumerable.Range(0, Skus).Select(sku => $"{{\"sku\":\"{BenchWorld.Sku(sku)}\",\"quantity\":100000}}");

    private static string KitOf(int kit) => string.Create(CultureInfo.InvariantCulture, $"KIT-{kit % Kits:D3}");

    private static IEnumerable<(string Sku, int Pieces)> PartsOf(int kit) =>
        [(BenchWorld.Sku(2 * (kit % Kits)), 1), (BenchWorld.Sku((2 * (kit % Kits)) + 1), 2)];

    private static int SkuOf(int number, int line) => (2 * Kits) + (((number * 7) + (line * 13)) % (Skus - (2 * Kits)));
}
