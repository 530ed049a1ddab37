using Trueup.Connectors.Http;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.Http;

/// <summary>The warehouse connection of CONTRACT §2, and orders for it.</summary>
internal static class Wms
{
    public const string Token = "wms-token";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public static Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["roles.0"] = "warehouse",
        ["url"] = "http://127.0.0.1:8090",
        ["auth.bearer"] = Token,
        ["inbound.auth.hmac_sha256"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ["basis"] = "on-hand",
        ["states.OK"] = "available",
        ["states.QC"] = "inspection",
        ["states.DMG"] = "damaged",
        ["states.TRN"] = "in-transit",
        ["operations.order.create.request"] = "POST /orders",
        ["operations.order.create.body"] = "templates/wms-order.json.hbs",
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

    public static string Sample(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "Http", "Samples", name));

    public static ConnectionOpening Open(Dictionary<string, string> settings) =>
        new HttpConnector().Open(new ConnectionSettings(
        ConnectionName.Parse("wms"),
        settings,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["templates/wms-order.json.hbs"] = Sample("wms-order.json.hbs"),
        }));

    public static IConnection Ready(Dictionary<string, string>? settings = null)
    {
        var opening = Open(settings ?? Settings());
        return opening is ConnectionOpening.Ready ready
            ? ready.Connection
            : throw new InvalidOperationException(string.Join('\n', ((ConnectionOpening.Wrong)opening).Problems));
    }

    public static DocumentIntent.CreateOrder Order(string number, params (string Sku, int Quantity)[] picks)
    {
        var order = new CanonicalOrder(
            OrderId.Parse($"shop:{number}"), number, ConnectionName.Parse("shop"), Now, "GBP")
        {
            Customer = new OrderCustomer("5", "jo@example.com", "Jo \"Q\" O'Neill \\ Ünal"),
            Shipping = new OrderShipping(
                new PostalAddress("Jo \"Q\" O'Neill", ["1 High St", "Flat\n2"], "Leeds", "LS1", "GB"),
                "std",
                Net: 4.00m,
                Tax: 0.80m,
                Gross: 4.80m),
            Totals = new OrderTotals(Net: 50.00m, Discount: 0m, Shipping: 4.80m, Tax: 10.80m, Gross: 64.80m),
        };
        return new DocumentIntent.CreateOrder(
            $"{order.Id}/create",
            order,
            picks.Select((pick, place) => new PickLine($"{place + 1}", Sku.Parse(pick.Sku), pick.Quantity, "LDS"))
                .ToItems());
    }

    public static WarehouseTwin Twin(WarehouseRules? rules = null)
    {
        var twin = new WarehouseTwin(rules ?? new WarehouseRules(Token));
        twin.Seed(
        [
            new("TENT-2P", "LDS", 12),
            new("MAT-FOAM", "LDS", 30),
            new("TENT-2P", "PAR", 4),
            new("TENT-2P", "LDS", 2, "QC"),
        ]);
        return twin;
    }
}
