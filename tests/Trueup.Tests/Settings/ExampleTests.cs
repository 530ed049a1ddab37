using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class ExampleTests
{
    private static readonly LoadedSettings Loaded = Configuration.Load(Configuration.Example);

    private static TrueupSettings Settings => Loaded.Settings!;

    private static ContractTerms Contract => Settings.Contract;

    [Fact]
    public void Every_connection_can_tell_the_time() =>
        Assert.All(Settings.Connections, connection => Assert.NotNull(connection.Settings.Clock));

    [Fact]
    public void The_example_has_no_problems()
    {
        Assert.Equal([], Loaded.Problems);
        Assert.NotNull(Loaded.Settings);
    }

    [Fact]
    public void The_hub_is_read()
    {
        Assert.Equal("Northwind Outdoor", Settings.Hub.Name);
        Assert.Equal("Europe/London", Settings.Hub.TimeZone.Id);
        Assert.Equal("Europe/London", Settings.Contract.Reconcile.Zone.Id);
        Assert.Equal("GBP", Settings.Hub.Currency);
        Assert.Equal(new Uri("http://127.0.0.1:8080"), Settings.Hub.Listen);
        var folder = Path.Combine(Path.GetDirectoryName(Configuration.ExamplePath)!, "data");
        Assert.Equal(new StoreSettings(folder), Settings.Hub.Store);
        Assert.Equal([], Settings.Hub.Tokens);
        Assert.Equal(new HubLimits { BodyBytesMax = 8_388_608, Intake = null }, Settings.Hub.Limits);
    }

    [Fact]
    public void Every_setting_of_the_shop_reaches_its_connector()
    {
        var shop = Settings.Connections[0];

        Assert.Equal("adobe-uk", shop.Name.Text);
        Assert.Equal(new Uri("http://127.0.0.1:8081"), shop.Url);
        Assert.Null(shop.Inbound);
        Assert.Equal(
            [
                "auth.bearer=shop-token", "kind=adobe-commerce", "limits.batch=100", "limits.burst=10",
                "limits.concurrency=1", "limits.rate=5/s", "orders.overlap=5m", "orders.poll=30s",
                "orders.release_when.0=processing", "stock_id=2", "url=http://127.0.0.1:8081", "website=base",
            ],
            shop.Settings.Values.Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["processing"], shop.Settings.List("orders.release_when"));
        Assert.Empty(shop.Settings.Files);
    }

    [Fact]
    public void Every_operation_of_the_warehouse_reaches_its_connector()
    {
        var warehouse = Settings.Connections[1].Settings;

        Assert.Equal("POST /orders", warehouse.Find("operations.order.create.request"));
        Assert.Equal("Idempotency-Key", warehouse.Find("operations.order.create.idempotency_header"));
        Assert.Equal("$.id", warehouse.Find("operations.order.create.result.id"));
        Assert.Equal("GET /orders?external_id={{order.id}}", warehouse.Find("operations.order.find.request"));
        Assert.Equal("$.items[0].id", warehouse.Find("operations.order.find.result.id"));
        Assert.Equal("POST /orders/{{remote.id}}/cancel", warehouse.Find("operations.order.cancel.request"));
        Assert.Equal("GET /stock?page={{page}}&size=500", warehouse.Find("operations.stock.levels.request"));
        Assert.Equal("$.items", warehouse.Find("operations.stock.levels.items"));
        Assert.Equal("$.sku", warehouse.Find("operations.stock.levels.fields.sku"));
        Assert.Equal("$.warehouse", warehouse.Find("operations.stock.levels.fields.location"));
        Assert.Equal("$.status", warehouse.Find("operations.stock.levels.fields.state"));
        Assert.Equal("$.qty", warehouse.Find("operations.stock.levels.fields.quantity"));
        Assert.Equal("$.version", warehouse.Find("operations.stock.levels.fields.version"));
        Assert.Equal("templates/wms-order.json.hbs", warehouse.Find("operations.order.create.body"));
        Assert.Contains("external_id", warehouse.Files["templates/wms-order.json.hbs"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_contract_says_of_each_connection_is_read()
    {
        Assert.Equal(
            [
                new ConnectionRule(Name("adobe-uk"), "adobe-commerce", ["storefront"], Basis.OnHand, [])
                {
                    ReleaseWhen = ["processing"],
                },
                new ConnectionRule(Name("wms"), "http", ["warehouse"], Basis.OnHand,
                [
                    new("OK", StockState.Available), new("QC", StockState.Inspection), new("DMG", StockState.Damaged),
                    new("TRN", StockState.InTransit),
                ]),
                new ConnectionRule(Name("pos"), "http", ["pos"], Basis.OnHand, []),
            ],
            Contract.Connections);
        Assert.Equal(Contract.Connections, Settings.Connections.Select(connection => connection.Rule).ToItems());
    }

    [Fact]
    public void How_each_connection_may_send_is_read()
    {
        Assert.Equal(new InboundSettings([], [new Secret("wms-secret")]), Settings.Connections[1].Inbound);
        Assert.Equal(new InboundSettings([new Secret("pos-token")], []), Settings.Connections[2].Inbound);
        Assert.Null(Settings.Connections[2].Url);
    }

    [Fact]
    public void Locations_are_read_with_their_codes_as_written()
    {
        Assert.Equal(
            [
                new LocationRule(Place("leeds"), "Leeds DC", Name("wms"),
                    [Code("wms", "LDS"), Code("adobe-uk", "leeds_src")]),
                new LocationRule(Place("paris"), "Paris hub", Name("wms"),
                    [Code("wms", "PAR"), Code("adobe-uk", "paris_src")]),
                new LocationRule(Place("soho"), "Soho store", Name("pos"),
                    [Code("pos", "07"), Code("adobe-uk", "soho_src")]),
            ],
            Contract.Locations);
    }

    [Fact]
    public void Ownership_is_read()
    {
        Assert.Equal(new OwnershipRule([Name("adobe-uk")]), Contract.Stock);
        Assert.Equal(new OwnershipRule([Name("wms")], Name("adobe-uk")), Contract.Order);
        Assert.Equal(new OwnershipRule([Name("adobe-uk")], Name("wms")), Contract.Fulfilment);
        Assert.Equal(new OwnershipRule([Name("adobe-uk")], Name("wms")), Contract.Return);
        Assert.Equal(
            new ReconcileRule(TimeSpan.FromMinutes(5), new TimeOnly(2, 0)) { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London") },
            Contract.Reconcile);
    }

    [Fact]
    public void Stock_rules_and_kits_are_read()
    {
        Assert.Equal([StockState.Available], Contract.Sellable);
        Assert.Equal(Quantity.Zero, Contract.BufferDefault);
        Assert.Equal([new BufferRule(Sku: null, Place("soho"), 1)], Contract.Buffers);
        Assert.Equal(new GuardRule(0.2m, 0.6m, TimeSpan.FromMinutes(5)), Contract.Guards);
        Items<LocationCode> order = [Place("leeds"), Place("paris"), Place("soho")];
        Assert.Equal(new SourcingRule(SourcingPolicy.Priority, order), Contract.Sourcing);
        Assert.Equal(
            [new KitRule(Sku.Parse("CAMP-SET"), [new(Sku.Parse("TENT-2P"), 1), new(Sku.Parse("MAT-FOAM"), 2)])],
            Contract.Kits);
    }

    [Fact]
    public void Alerts_are_read()
    {
        var lasting = TimeSpan.FromMinutes(5);
        var parity = new AlertCondition(
            "parity < 99.5% for 5m", AlertMetric.Parity, Of: null, AlertComparison.Below, 99.5m, lasting);
        var lag = new AlertCondition(
            "lag(orders) > 2m", AlertMetric.Lag, "orders", AlertComparison.Above, 120m, TimeSpan.Zero);
        Assert.Equal([new AlertRule(parity, ["ops"]), new AlertRule(lag, ["ops"])], Settings.Alerts);
        Assert.Equal([new NotifyTarget("ops") { Webhook = new Secret("https://hooks.example/ops") }], Settings.Notify);
    }

    private static ConnectionName Name(string text) => ConnectionName.Parse(text);

    private static LocationCode Place(string text) => LocationCode.Parse(text);

    private static LocationAlias Code(string connection, string code) => new(Name(connection), code);
}
