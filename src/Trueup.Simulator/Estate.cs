using System.Globalization;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.Http;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Simulator;

/// <summary>The estate that a simulated hub serves: one shop, one warehouse system with several locations, and the
/// contract.</summary>
public static class Estate
{
    /// <summary>The website that sells.</summary>
    public const string Website = "base";

    /// <summary>The stock that the website sells from; the first that a fresh shop adds.</summary>
    public const int StockId = 2;

    /// <summary>A source of the shop that no location is mapped to.</summary>
    public const string ForeignSource = "outlet_src";

    /// <summary>A place of the warehouse that no location is mapped to.</summary>
    public const string ForeignWarehouse = "OLD";

    /// <summary>A SKU that the warehouse stocks and the shop does not sell.</summary>
    public const string ForeignSku = "BACKROOM";

    private const string Token = "simulated-token";

    private static readonly (string Location, string Warehouse, string Source)[] Places =
        [("leeds", "LDS", "leeds_src"), ("paris", "PAR", "paris_src"), ("soho", "SOH", "soho_src")];

    /// <summary>The shop's connection.</summary>
    public static ConnectionName ShopName { get; } = ConnectionName.Parse("shop");

    /// <summary>The warehouse system's connection.</summary>
    public static ConnectionName WarehouseName { get; } = ConnectionName.Parse("wms");

    /// <summary>The locations of a plan, with their codes in both systems.</summary>
    public static IReadOnlyList<(string Location, string Warehouse, string Source)> PlacesOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Places[..plan.Locations];
    }

    /// <summary>The SKUs that shop and warehouse share.</summary>
    public static IReadOnlyList<string> SkusOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Enumerable.Range(1, plan.Skus).Select(number => string.Create(CultureInfo.InvariantCulture, $"SKU-{number}")).ToList();
    }

    /// <summary>The shop's threshold of a SKU.</summary>
    public static int ThresholdOf(Plan plan, string sku)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return (sku[^1] - '0') % 2 == 0 ? plan.Threshold : 0;
    }

    /// <summary>The contract of a plan.</summary>
    public static OwnershipContract ContractOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new OwnershipContract(new ContractTerms
        {
            Connections =
            [
                new ConnectionRule(ShopName, "adobe-commerce", ["storefront"], Basis.OnHand, [])
                {
                    ReleaseWhen = plan.ReleasesPaidOrders ? ["processing"] : [],
                },
                new ConnectionRule(WarehouseName, "http", ["warehouse"],
                    plan.Basis == WarehouseBasis.OnHand ? Basis.OnHand : Basis.Available,
                    [
                        new StateAlias(WarehouseStatus.Ok, StockState.Available),
                        new StateAlias(WarehouseStatus.Inspection, StockState.Inspection),
                        new StateAlias(WarehouseStatus.Damaged, StockState.Damaged),
                    ]),
            ],
            Locations = PlacesOf(plan).Select(place => new LocationRule(
                LocationCode.Parse(place.Location), place.Location, WarehouseName,
                [new LocationAlias(WarehouseName, place.Warehouse), new LocationAlias(ShopName, place.Source)])).ToItems(),
            Stock = new OwnershipRule([ShopName]),
            Order = new OwnershipRule([WarehouseName], ShopName),
            Fulfilment = new OwnershipRule([ShopName], WarehouseName),
            Return = new OwnershipRule([ShopName], WarehouseName),
            BufferDefault = plan.Buffer,
            Reconcile = new ReconcileRule(plan.ReconcileEvery, FullAt: null),
        });
    }

    /// <summary>A furnished shop, in which everything is at nothing.</summary>
    public static AdobeTwin OpenShop(Plan plan, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var shop = new AdobeTwin();
        shop.Setup.At(now);
        shop.Setup.Source(ForeignSource);
        shop.Setup.Stock(
            "Trading", PlacesOf(plan).Select((place, i) => new TwinLink(place.Source, i + 1)).ToItems(), [Website], StockId);
        shop.Setup.Token(Token);
        foreach (var sku in SkusOf(plan))
        {
            shop.Setup.Product(new TwinProduct(sku, StockItem: new StockItem(MinQty: ThresholdOf(plan, sku))));
            shop.Setup.SourceItem(sku, ForeignSource, 3);
        }

        return shop;
    }

    /// <summary>A furnished warehouse.</summary>
    public static WarehouseTwin OpenWarehouse(Plan plan, Chance chance)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(chance);
        var warehouse = new WarehouseTwin(new WarehouseRules(Token) { Basis = plan.Basis });
        warehouse.Seed(
            from sku in SkusOf(plan)
            from place in PlacesOf(plan)
            where chance.Happens(0.8)
            select new WarehouseStock(sku, place.Warehouse, chance.Between(0, 25)));
        return warehouse;
    }

    /// <summary>The production connections, as a host opens them.</summary>
    public static (IConnection Shop, IConnection Warehouse) Connect(Plan plan, TimeProvider clock) => (
        Open(new AdobeCommerceConnector(), ShopName, ShopSettings(plan), clock),
        Open(new HttpConnector(), WarehouseName, WarehouseSettings(plan), clock));

    private static IConnection Open(IConnector connector, ConnectionName name, Dictionary<string, string> values, TimeProvider clock)
    {
        var settings = new ConnectionSettings(name, values, new Dictionary<string, string>(StringComparer.Ordinal)) { Clock = clock };
        return connector.Open(settings) switch
        {
            ConnectionOpening.Ready ready => ready.Connection,
            ConnectionOpening.Wrong wrong => throw new InvalidOperationException(
                $"{name} cannot be opened: {string.Join("; ", wrong.Problems)}"),
            var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
        };
    }

    private static Dictionary<string, string> ShopSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["url"] = "http://127.0.0.1:8081",
        ["auth.bearer"] = Token,
        ["website"] = Website,
        ["stock_id"] = StockId.ToString(CultureInfo.InvariantCulture),
        ["limits.rate"] = string.Create(CultureInfo.InvariantCulture, $"{plan.Rate}/s"),
        ["orders.poll"] = "30s",
    };

    private static Dictionary<string, string> WarehouseSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["roles.0"] = "warehouse",
        ["url"] = "http://127.0.0.1:8090",
        ["auth.bearer"] = Token,
        ["limits.rate"] = string.Create(CultureInfo.InvariantCulture, $"{plan.Rate}/s"),
        ["basis"] = plan.Basis == WarehouseBasis.OnHand ? "on-hand" : "available",
        ["states.OK"] = "available",
        ["states.QC"] = "inspection",
        ["states.DMG"] = "damaged",
        ["operations.order.create.request"] = "POST /orders",
        ["operations.order.create.body"] =
            """
            { "external_id": {{json order.id}}, "lines": [{{#each picks}}
              { "line": {{json line}}, "sku": {{json sku}}, "qty": {{json quantity}}, "warehouse": {{json location}} }
              {{#unless @last}},{{/unless}}{{/each}}] }
            """,
        ["operations.order.create.idempotency_header"] = "Idempotency-Key",
        ["operations.order.create.result.id"] = "$.id",
        ["operations.order.find.request"] = "GET /orders?external_id={{order.id}}",
        ["operations.order.find.result.id"] = "$.items[0].id",
        ["operations.order.cancel.request"] = "POST /orders/{{remote.id}}/cancel",
        ["operations.order.status.request"] = "GET /orders/{{remote.id}}",
        ["operations.order.status.result.status"] = "$.status",
        ["operations.stock.levels.request"] = "GET /stock?page={{page}}&size=500",
        ["operations.stock.levels.items"] = "$.items",
        ["operations.stock.levels.fields.sku"] = "$.sku",
        ["operations.stock.levels.fields.location"] = "$.warehouse",
        ["operations.stock.levels.fields.state"] = "$.status",
        ["operations.stock.levels.fields.quantity"] = "$.qty",
        ["operations.stock.levels.fields.version"] = "$.version",
    };
}
