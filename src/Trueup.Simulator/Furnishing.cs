using System.Globalization;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.CommerceTools;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Connectors.Http;
using Trueup.Connectors.Http.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator;

/// <summary>Opens the remotes of an estate, and the production connections to them.</summary>
internal static class Furnishing
{
    private const string Token = "simulated-token";
    private const string ProjectKey = "market";
    private const int UsualBatch = 100;

    private static readonly TimeSpan BetweenProducts = TimeSpan.FromHours(3);

    /// <summary>The secret that pushes are signed with.</summary>
    public const string PushSecret = "a secret between the warehouse and the hub";

    /// <summary>A furnished shop, in which everything is at nothing.</summary>
    public static AdobeTwin OpenShop(Plan plan, ConnectionName name, DateTimeOffset now)
    {
        var shop = new AdobeTwin();
        shop.Setup.At(plan.Profile.IsMidSize ? now - (plan.Skus * BetweenProducts) : now);
        shop.Setup.Source(Estate.ForeignSource);
        shop.Setup.Stock(
            "Trading",
            Estate.AllPlacesOf(plan).Select((place, i) => new TwinLink(Estate.SourceOf(name, place), i + 1)).ToItems(),
            [Estate.Website],
            Estate.StockId);
        shop.Setup.Token(Token);
        shop.Setup.Tax(Estate.TaxRate);
        foreach (var (sku, place) in Estate.SoldIn(plan).Select((sku, place) => (sku, place)))
        {
            if (plan.Profile.IsMidSize)
            {
                // A large assortment has come about over years: whoever asks for what changed lately gets little of it.
                shop.Setup.At(now - ((plan.Skus - place) * BetweenProducts));
            }

            shop.Setup.Product(new TwinProduct(
                sku, Price: Estate.Price, StockItem: new StockItem(MinQty: Estate.ThresholdOf(plan, sku))));
            shop.Setup.SourceItem(sku, Estate.ForeignSource, 3);
        }

        shop.Setup.At(now);
        return shop;
    }

    /// <summary>A furnished project, in which nothing is on sale yet.</summary>
    public static CommerceToolsTwin OpenProject(Plan plan, DateTimeOffset now)
    {
        var project = new CommerceToolsTwin(ProjectKey);
        project.Setup.At(now);
        project.Setup.Client(ProjectKey, Token);
        foreach (var place in Estate.AllPlacesOf(plan))
        {
            project.Setup.Channel(place.Location);
        }

        return project;
    }

    /// <summary>A furnished warehouse.</summary>
    public static WarehouseTwin OpenWarehouse(Plan plan, Chance chance)
    {
        var warehouse = new WarehouseTwin(new WarehouseRules(Token)
        {
            Basis = plan.Basis,
            TakesDuplicates = plan.TakesDuplicates,

            NamesPlaces = plan.NamesPlaces,
            Proof = new PushProof.Signature(PushSecret),
        });
        warehouse.Seed(
            from sku in Estate.SkusOf(plan)
            from place in Estate.PlacesOf(plan)
            where chance.Happens(0.8)
            select new WarehouseStock(sku, place.Code, chance.Between(0, 25)));
        return warehouse;
    }

    /// <summary>The accounts.</summary>
    public static AccountsTwin OpenAccounts() => new(Token);

    /// <summary>The back office.</summary>
    public static ErpTwin OpenOffice() => new(new ErpRules(Token) { TakesAnyItem = true, TaxCodes = ["S20", "S19", "Z0"] });

    /// <summary>The account at Square.</summary>
    public static SquareTwin OpenSquare(Plan plan) => new(
        new SquareAccount(Token, SquareSite.NotificationUrl, SquareSite.SignatureKey) { PushTarget = "/in/till" }, [Estate.TillCode])
    {
        LosesWebhooks = !plan.HasWebhooks,
    };

    /// <summary>A production connection to a shop, as a host opens it.</summary>
    public static IConnection ConnectShop(Plan plan, ConnectionName name, TimeProvider clock) =>
        Open(new AdobeCommerceConnector(), name, ShopSettings(plan), clock);

    /// <summary>The production connection to the project.</summary>
    public static IConnection ConnectProject(Plan plan, TimeProvider clock) =>
        Open(new CommerceToolsConnector(), Estate.ProjectName, ProjectSettings(plan), clock);

    /// <summary>The production connection to the warehouse.</summary>
    public static IConnection ConnectWarehouse(Plan plan, TimeProvider clock) =>
        Open(new HttpConnector(), Estate.WarehouseName, WarehouseSettingsOf(plan), clock);

    /// <summary>The production connection to the accounts.</summary>
    public static IConnection ConnectAccounts(Plan plan, TimeProvider clock) =>
        Open(new HttpConnector(), Estate.AccountsName, plan.HasOffice ? OfficeSettings.Over(AccountsSettings(plan)) : AccountsSettings(plan), clock);

    /// <summary>The production connection to Square.</summary>
    public static IConnection ConnectSquare(Plan plan, TimeProvider clock) =>
        Open(new SquareConnector(), Estate.TillName, SquareSettings(plan), clock);

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
        ["website"] = Estate.Website,
        ["stock_id"] = Estate.StockId.ToString(CultureInfo.InvariantCulture),
        ["limits.rate"] = RateOf(plan),
        ["limits.batch"] = (plan.Batch ?? UsualBatch).ToString(CultureInfo.InvariantCulture),
        ["orders.poll"] = "30s",

        // A large shop whose clock is right need not be read over and over again.
        ["orders.overlap"] = plan.Profile.IsMidSize ? "1m" : "5m",
    };

    private static Dictionary<string, string> ProjectSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["url"] = "http://127.0.0.1:8092",
        ["project"] = ProjectKey,
        ["auth.client_id"] = ProjectKey,
        ["auth.client_secret"] = Token,
        ["stock.create"] = "true",
        ["stock.lag"] = "1s",
        ["limits.rate"] = RateOf(plan),
        ["limits.burst"] = plan.Rate.ToString(CultureInfo.InvariantCulture),
        ["orders.poll"] = "30s",
        ["messages.poll"] = "10s",
    };

    private static Dictionary<string, string> SquareSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["auth.bearer"] = Token,
        ["limits.rate"] = RateOf(plan),
        ["inbound.auth.square.url"] = SquareSite.NotificationUrl,
        ["inbound.auth.square.keys.0"] = SquareSite.SignatureKey,

        // Whoever is told when there is something to read need not look so often; some hints never come.
        ["orders.poll"] = plan.HasWebhooks ? "25s" : "15s",
        ["counts.poll"] = plan.HasWebhooks ? "25s" : "15s",
    };

    private static Dictionary<string, string> AccountsSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["roles.0"] = "erp",
        ["url"] = "http://127.0.0.1:8091",
        ["auth.bearer"] = Token,
        ["limits.rate"] = RateOf(plan),
        ["operations.order.create.request"] = "POST /sales-orders",
        ["operations.order.create.body"] =
            """{ "external_id": {{json order.id}}, "currency": {{json order.currency}}, "gross": {{json order.totals.gross}} }""",
        ["operations.order.create.idempotency_header"] = "Idempotency-Key",
        ["operations.order.create.result.id"] = "$.id",
        ["operations.order.find.request"] = "GET /sales-orders?external_id={{order.id}}",
        ["operations.order.find.result.id"] = "$.items[0].id",
        ["operations.order.cancel.request"] = "POST /sales-orders/{{remote.id}}/cancel",
        ["operations.order.status.request"] = "GET /sales-orders/{{remote.id}}",
        ["operations.order.status.result.status"] = "$.status",
    };

    private static Dictionary<string, string> WarehouseSettingsOf(Plan plan)
    {
        var settings = plan.HasEditors ? WithAddresses(WarehouseSettings(plan)) : WarehouseSettings(plan);
        return plan.HasShortPicks ? WithReductions(settings) : settings;
    }

    private static Dictionary<string, string> WarehouseSettings(Plan plan) => new(StringComparer.Ordinal)
    {
        ["roles.0"] = "warehouse",
        ["url"] = "http://127.0.0.1:8090",
        ["auth.bearer"] = Token,
        ["limits.rate"] = RateOf(plan),
        ["basis"] = plan.Basis == WarehouseBasis.OnHand ? "on-hand" : "available",
        ["states.OK"] = "available",
        ["states.QC"] = "inspection",
        ["states.DMG"] = "damaged",
        ["operations.order.create.request"] = "POST /orders",
        ["operations.order.create.body"] =
            """
            { "external_id": {{json order.id}}, "gross": {{json order.totals.gross}}, "lines": [{{#each picks}}
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
        ["operations.return.create.request"] = "POST /returns",
        ["operations.return.create.body"] =
            """
            {"rma":{{json rma}},"external_id":{{json order.id}},"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},
            "qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
            """,
        ["operations.return.create.result.id"] = "$.id",
        ["operations.return.find.request"] = "GET /returns?rma={{rma}}",
        ["operations.return.find.result.id"] = "$.items[0].id",
        ["operations.return.amend.request"] = "PATCH /returns/{{remote.return}}",
        ["operations.return.amend.body"] =
            """{"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}""",
        ["operations.stock.levels.request"] = "GET /stock?page={{page}}&size=500",
        ["operations.stock.levels.items"] = "$.items",
        ["operations.stock.levels.fields.sku"] = "$.sku",
        ["operations.stock.levels.fields.location"] = "$.warehouse",
        ["operations.stock.levels.fields.state"] = "$.status",
        ["operations.stock.levels.fields.quantity"] = "$.qty",
        ["operations.stock.levels.fields.version"] = "$.version",
    };

    /// <summary>The same for a warehouse that is told where an order goes, and of corrections.</summary>
    private static Dictionary<string, string> WithAddresses(Dictionary<string, string> settings) => new(settings, StringComparer.Ordinal)
    {
        ["operations.order.create.body"] =
            """{ "deliver_to": {{json order.shipping.address}},""" + settings["operations.order.create.body"].TrimStart()[1..],
        ["operations.order.amend.request"] = "PATCH /orders/{{remote.id}}",
        ["operations.order.amend.body"] = """{ "deliver_to": {{json order.shipping.address}} }""",
    };

    /// <summary>The same for a warehouse that can be told to leave units of an order.</summary>
    private static Dictionary<string, string> WithReductions(Dictionary<string, string> settings) => new(settings, StringComparer.Ordinal)
    {
        ["operations.order.reduce.request"] = "POST /orders/{{remote.id}}/cancel",
        ["operations.order.reduce.body"] = """
            {"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
            """,
        ["operations.order.reduce.idempotency_header"] = "Idempotency-Key",
    };

    private static string RateOf(Plan plan) => string.Create(CultureInfo.InvariantCulture, $"{plan.Rate}/s");
}
