using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>The settings that a connection of kind <c>http</c> understands.</summary>
internal static class HttpSettings
{
    /// <summary>Hands an order over.</summary>
    public const string Create = "order.create";

    /// <summary>Looks an order up by the hub's id.</summary>
    public const string Find = "order.find";

    /// <summary>Takes an order back.</summary>
    public const string Cancel = "order.cancel";

    /// <summary>Asks how far an order is.</summary>
    public const string Status = "order.status";

    /// <summary>Lists stock.</summary>
    public const string Stock = "stock.levels";

    /// <summary>Lists orders, to prove that none is missing.</summary>
    public const string OrderList = "order.list";

    /// <summary>Operations on what follows an order.</summary>
    public static readonly Items<string> More =
    [
        "order.read", "order.reduce", "order.reduction", "order.amend", "credit.create", "credit.find", "return.create", "return.find",
        "return.amend", "refund.create", "refund.find", "shipment.create", "shipment.find", "tracking.create", "tracking.find",
        "day.create", "day.find", "day.read",
    ];

    /// <summary>Every operation that can be configured.</summary>
    public static readonly Items<string> Operations = [Create, Find, Cancel, Status, Stock, OrderList, .. More];

    /// <summary>What quantities of the remote already exclude.</summary>
    public static readonly Items<string> Bases = ["on-hand", "available"];

    /// <summary>The hub's stock states, as the configuration spells them.</summary>
    public static readonly Items<string> States = ["available", "inspection", "damaged", "in-transit", "quarantined"];

    /// <summary>Words for a payment that did not come, unless the settings give others.</summary>
    public static readonly Items<string> Unpaid = ["pending", "unpaid", "failed"];

    /// <summary>The roles that a connection can have (DESIGN §3).</summary>
    public static readonly Items<string> Roles =
        ["storefront", "warehouse", "pos", "erp", "crm", "planner", "carrier", "payments", "bus"];

    /// <summary>Limits that hold unless the settings give others: what a small warehouse system bears.</summary>
    public static readonly ConnectionLimits Limits = new(RequestsPerSecond: 10, Burst: 20, Batch: 1, Concurrency: 2);

    /// <summary>All settings with their meaning.</summary>
    public static readonly Items<SettingRule> Rules =
    [
        new("roles", "list", "What the system is to the hub. Default: warehouse."),
        new("url", "url", "Base address; needed by every operation."),
        new("auth.bearer", "secret", "Token sent as Authorization: Bearer."),
        new("auth.basic.user", "text", "User name sent as Authorization: Basic."),
        new("auth.basic.password", "secret", "Password that goes with the user name."),
        new("auth.header.name", "text", "Name of a header that carries a key."),
        new("auth.header.value", "secret", "The key."),
        new("inbound.auth.bearer", "secret", "Token that the system must send; the hub checks it."),
        new("inbound.auth.bearer.*", "secret", "Several tokens, while one is being replaced."),
        new("inbound.auth.hmac_sha256", "secret", "Standard Webhooks secret that the system signs with."),
        new("inbound.auth.hmac_sha256.*", "secret", "Several secrets, while one is being replaced."),
        new("basis", "text",
            "What quantities exclude: on-hand (dispatched goods) or available (accepted orders). Default: on-hand."),
        new("states.*", "text", "The hub's stock state for one of the system's words."),
        new("limits.rate", "rate", "Sustained rate of calls. Default: 10/s."),
        new("limits.burst", "number", "Calls that may be made at once after a pause. Default: 20."),
        new("limits.batch", "number", "Levels in one write; this kind writes none. Default: 1."),
        new("limits.concurrency", "number", "Calls under way at once. Default: 2."),
        .. Operations.SelectMany(Operation),
        new($"operations.{Create}.result.id", "text", "JSONPath of the system's id of the order."),
        new($"operations.{Find}.result.id", "text", "JSONPath of the system's id of the order, if there is one."),
        .. More.Select(name => new SettingRule(
            $"operations.{name}.result.id", "text", "JSONPath of the system's id of the document, if there is one.")),
        new("operations.order.read.result.gross", "text", "JSONPath of the amount with tax that the system holds."),
        new("operations.order.read.result.tax", "text", "JSONPath of the tax that the system holds."),
        new("operations.day.read.result.gross", "text", "JSONPath of the amount with tax that the system holds."),
        new("operations.day.read.result.tax", "text", "JSONPath of the tax that the system holds."),
        new($"operations.{Cancel}.result.id", "text", "JSONPath of the system's id of the cancellation."),
        new($"operations.{Status}.result.status", "text",
            "JSONPath of the order's status; cancelled or canceled settles a cancellation."),
        new($"operations.{Status}.result.payment", "text",
            "JSONPath of how the order's payment stands; without it nothing is cancelled for want of payment."),
        new($"operations.{Status}.unpaid", "list", "Words at result.payment for a payment that did not come. Default: pending, unpaid, failed."),
        new($"operations.{OrderList}.items", "text", "JSONPath of the list of orders."),
        new($"operations.{OrderList}.fields.order", "text", "JSONPath of the hub's order id in a row (for a storefront: its number)."),
        new($"operations.{OrderList}.fields.id", "text", "JSONPath of the system's own id in a row. Default: not looked at."),
        new($"operations.{OrderList}.next", "text", "JSONPath of the next page's token. Default: pages are counted."),
        new($"operations.{OrderList}.first_page", "number", "Number of the first page, if pages are counted. Default: 1."),
        new($"operations.{Stock}.items", "text", "JSONPath of the list of rows."),
        new($"operations.{Stock}.fields.sku", "text", "JSONPath of the SKU in a row."),
        new($"operations.{Stock}.fields.location", "text", "JSONPath of the location in a row, or one for all rows."),
        new($"operations.{Stock}.fields.state", "text",
            "JSONPath of the stock state in a row, or one for all rows. Default: available."),
        new($"operations.{Stock}.fields.quantity", "text", "JSONPath of the quantity in a row."),
        new($"operations.{Stock}.fields.version", "text", "JSONPath of the rising version in a row. Default: none."),
        new($"operations.{Stock}.next", "text", "JSONPath of the next page's token. Default: pages are counted."),
        new($"operations.{Stock}.first_page", "number", "Number of the first page, if pages are counted. Default: 1."),
    ];

    private static IEnumerable<SettingRule> Operation(string name) =>
    [
        new($"operations.{name}.request", "text", "METHOD /path, with {{placeholders}}."),
        new($"operations.{name}.body", "text", "Path of a Handlebars template, or the template itself."),
        new($"operations.{name}.headers.*", "text", "A header sent with every request."),
        new($"operations.{name}.idempotency_header", "text", "Header that carries the document's key."),
    ];
}
