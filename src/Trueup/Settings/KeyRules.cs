using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Every key of <c>trueup.yaml</c> that is not a connector's own.</summary>
public static class KeyRules
{
    /// <summary>The words for stock states, in the order of the enumeration.</summary>
    public static Items<string> States { get; } = ["available", "inspection", "damaged", "in-transit", "quarantined"];

    /// <summary>The words for roles.</summary>
    public static Items<string> Roles { get; } =
        ["storefront", "warehouse", "pos", "erp", "crm", "planner", "carrier", "payments", "bus"];

    /// <summary>
    /// Keys of the whole file. What stands below <c>connections.*</c> depends on the kind: <see cref="OfConnection"/>.
    /// </summary>
    public static Items<KeyRule> OfFile { get; } =
    [
        new("version", Form.OneOf("1"), "Version of this format.", Required: true),
        new("hub", Form.Section, "The hub itself.", Required: true),
        new("hub.name", Form.Text, "Name of the shop, for people.", Required: true),
        new("hub.time_zone", Form.TimeZone, "Time zone of times of day in this file and on screens. Default UTC."),
        new("hub.currency", Form.Currency, "Currency of figures that add up over storefronts.", Required: true),
        new("hub.listen", Form.Url, "Address the hub serves on. Default http://127.0.0.1:8080."),
        new("hub.url", Form.Url, "Address at which people open the console, for links in notices. Default: hub.listen."),
        new("hub.store", Form.Store, "A folder (embedded SQLite). Default ./data."),
        new("hub.tokens", Form.Section,
            "Bearer tokens of the HTTP API. Without any, the first start makes one and prints it once."),
        new("hub.tokens[].name", Form.Text, "Whose token it is; shown in the audit.", Required: true),
        new("hub.tokens[].token", Form.Secret, "The token.", Required: true),
        new("hub.tokens[].scopes", Form.OneOf("read", "operate", "admin").Many(), "What it may do.", Required: true),
        new("hub.sign_in", Form.Section, "How people sign in to the console."),
        new("hub.sign_in.idle", Form.Duration, "A session that nobody uses ends after this. Default 30m."),
        new("hub.sign_in.longest", Form.Duration, "A session ends after this, however busy. Default 12h."),
        new("hub.sign_in.provider", Form.Section,
            "An OAuth 2 / OpenID Connect provider; tell it the callback address /signin/callback. Default: none."),
        new("hub.sign_in.provider.name", Form.Text, "Its name on the button. Default Single sign-on."),
        new("hub.sign_in.provider.authorize_url", Form.Url, "Where people are sent.", Required: true),
        new("hub.sign_in.provider.token_url", Form.Url, "Where the code is exchanged.", Required: true),
        new("hub.sign_in.provider.user_url", Form.Url, "Where the hub reads who it is (userinfo).", Required: true),
        new("hub.sign_in.provider.client_id", Form.Text, "The hub's id there.", Required: true),
        new("hub.sign_in.provider.client_secret", Form.Secret, "The hub's secret there.", Required: true),
        new("hub.sign_in.provider.scopes", Form.Text.Many(), "What is asked for. Default [openid, profile, email]."),
        new("hub.sign_in.provider.user_claim", Form.Text, "The claim that identifies a person. Default sub."),
        new("hub.sign_in.provider.roles_claim", Form.Text,
            "The claim that lists groups. Default: none; only users that an administrator made may come in."),
        new("hub.sign_in.provider.roles", Form.Section, "The role of each group; there is no default role."),
        new("hub.sign_in.provider.roles.*", Form.OneOf("viewer", "operator", "finance", "admin"), "The role."),
        new("hub.limits", Form.Section, "Limits of what the hub takes in."),
        new("hub.limits.body", Form.Size, "Largest request body; larger ones get 413. Default 8MiB."),
        new("hub.limits.intake", Form.Pace,
            "Messages taken in over all connections; faster senders get 429. Default: as fast as the store writes."),

        new("hub.keep", Form.Section, "How long the hub keeps what it no longer needs."),
        new("hub.keep.exceptions", Form.Duration,
            "How long exceptions stay in lists after they ended. The journal keeps what they were. Default 365d."),

        new("connections", Form.Section, "External systems by name.", Required: true),

        new("locations", Form.Section, "Places that hold stock, by the hub's own name."),
        new("locations.*.name", Form.Text, "Name for people. Default: the key."),
        new("locations.*.owner", Form.Connection,
            "The connection that is right about this location's stock.", Required: true),
        new("locations.*.latitude", Form.Latitude, "Degrees north of the equator. Default: not known."),
        new("locations.*.longitude", Form.Longitude, "Degrees east of Greenwich. Default: not known."),
        new("locations.*.codes", Form.Section, "The location's code in each connection that knows it."),
        new("locations.*.codes.*", Form.Text.OneOrMany(),
            "The code, exactly as that connection writes it; several where all of them draw on this location."),

        new("ownership", Form.Section, "Who is right about what, and who follows."),
        new("ownership.stock", Form.Section, "Stock quantities."),
        new("ownership.stock.owner", Form.OneOf("by-location"),
            "Each location's owner is right about its stock. Default by-location."),
        new("ownership.stock.subscribers", Form.Connection.Many(), "Storefronts whose stock the hub writes."),
        new("ownership.stock.write", Form.OneOf("set"), "Quantities are set, never adjusted. Default set."),
        new("ownership.stock.reconcile", Form.Section, "How often both ends are compared."),
        new("ownership.stock.reconcile.every", Form.Duration, "Pause between rolling rounds. Default 5m."),
        new("ownership.stock.reconcile.full", Form.Time, "Local time of the daily full comparison. Default: none."),
        new("ownership.stock.reconcile.catalogue", Form.Time,
            "Local time of the daily look at everything else that decides what is sold: SKUs, types, variants, switches, mappings. Default: none."),
        new("ownership.stock.reconcile.heal", Form.Flag, "Whether the hub corrects what it finds. Default true."),
        new("ownership.stock.reconcile.heal_up_to", Form.Section,
            "What one comparison may correct in one storefront by itself; beyond it all of it waits for approval. Default: no cap."),
        new("ownership.stock.reconcile.heal_up_to.skus", Form.Whole, "So many SKUs. Default: any number."),
        new("ownership.stock.reconcile.heal_up_to.worth", Form.Number,
            "Units that differ, at the price last charged, in hub.currency. Default: any amount."),
        new("ownership.stock.reconcile.costs", Form.Section, "What it costs when the two ends differ."),
        new("ownership.stock.reconcile.costs.oversold_unit", Form.Number,
            "What a unit costs that was sold and cannot be shipped, in hub.currency: the ticket, and what makes up for it. Default 0."),
        new("ownership.stock.reconcile.costs.margin", Form.Percentage,
            "Share of the price that a sale which was not made would have earned. Default 100%."),
        new("ownership.order", Form.Section, "Orders."),
        new("ownership.order.owner", Form.Connection,
            "The storefront that captures orders, or by-storefront for each its own. Default by-storefront."),
        new("ownership.order.subscribers", Form.Connection.Many(), "Connections that get every released order."),
        new("ownership.order.sequence", Sequence,
            "Systems with the role erp first and the others once those have taken it, or all at once. " +
            "Default finance-first."),
        new("ownership.cancellation", Form.Section, "Cancellations. Default: as orders."),
        new("ownership.cancellation.subscribers", Form.Connection.Many(), "Connections that are told of them."),
        new("ownership.cancellation.sequence", Sequence, "As for orders. Default finance-first."),
        new("ownership.refund", Form.Section, "Money given back. Default: the orders' followers with the role erp."),
        new("ownership.refund.subscribers", Form.Connection.Many(), "Connections that book it."),
        new("ownership.store_day", Form.Section,
            "Stores' days, once the hub's books of them agree with the tills'. Default: nobody books them."),
        new("ownership.store_day.subscribers", Form.Connection.Many(), "Connections with the role erp that book them."),
        new("ownership.tracking", Form.Section, "Parcels and delivery statuses. Default: as fulfilment."),
        new("ownership.tracking.subscribers", Form.Connection.Many(), "Connections that are told of them."),
        new("ownership.fulfilment", Form.Section, "Dispatches and cancellations."),
        new("ownership.fulfilment.owner", Form.Connection, "The connection that ships.", Required: true),
        new("ownership.fulfilment.subscribers", Form.Connection.Many(), "Connections that are told what was shipped."),
        new("ownership.return", Form.Section, "Returns."),
        new("ownership.return.owner", Form.Connection,
            "The connection that receives and inspects returns.", Required: true),
        new("ownership.return.subscribers", Form.Connection.Many(), "Connections that are told what came back."),
        new("ownership.return.restock", Form.OneOf("after-inspection"),
            "Only what passed inspection goes back on sale. Default after-inspection."),
        new("ownership.return.refund", Form.OneOf("never", "on-receipt", "on-inspection"),
            "When the hub asks the storefront to refund what came back; the storefront must be a subscriber. " +
            "Default never: people refund, and the hub says where they have not."),
        new("ownership.return.refund_by", Form.OneOf("credit-memo", "payment-provider"),
            "Whether the storefront only notes the refund, or tells the payment provider to give the money back. " +
            "Default credit-memo. Holds for cancellations of paid goods as well."),

        .. StockKeyRules.OfFile,

        .. OrderKeyRules.OfFile,

        new("kits", Form.Section, "SKUs that are sold as one and picked as several."),
        new("kits[].sku", Form.Stockkeeping, "The SKU sold.", Required: true),
        new("kits[].components", Form.Section,
            "What it is made of; a kit inside a kit is taken apart.", Required: true),
        new("kits[].components.*", Form.Amount, "Units of that SKU in one kit; above zero."),
        new("kits[].prices", Form.Section,
            "What one unit of each component is worth: books get the kit's charge spread by it. Default: by units."),
        new("kits[].prices.*", Form.Number, "The worth of one unit, in any currency; only its share counts."),

        .. AlertKeyRules.All,

        new("telemetry", Form.Section, "Metrics and traces for whoever watches from outside."),
        new("telemetry.otlp", Form.Section, "Export by the OpenTelemetry protocol over HTTP. Default: none."),
        new("telemetry.otlp.endpoint", Form.Url,
            "Base address of the collector, such as http://127.0.0.1:4318; /v1/metrics and /v1/traces follow.",
            Required: true),
        new("telemetry.otlp.headers", Form.Section, "Headers sent along, by name: what the collector wants to see."),
        new("telemetry.otlp.headers.*", Form.Secret, "The value."),
        new("telemetry.otlp.every", Form.Duration, "Pause between two exports of metrics. Default 30s."),
        new("telemetry.otlp.traces", Form.Percentage,
            "Share of messages that are followed from arrival to the last write; a sender's own traceparent decides for " +
            "its message. Default 100%."),
    ];

    private static Form Sequence => Form.OneOf("finance-first", "together");

    private static Items<KeyRule> EveryConnection { get; } =
    [
        new("kind", Form.Text, "The connector that speaks to it.", Required: true),
        new("roles", Form.OneOf(Roles.Span).Many(), "What it is in the business. Default: what the connector says."),
        new("url", Form.Url, "Base address of its API."),
        new("basis", Form.OneOf("on-hand", "available"),
            "What its figures exclude: on-hand falls at dispatch, available at acceptance. Default on-hand."),
        new("states", Form.Section, "Its words for stock states. Default: the hub's own words."),
        new("states.*", Form.OneOf(States.Span), "The state meant by that word."),
        new("inbound", Form.Section, "How it may send events. Without it nothing is accepted."),
        new("inbound.auth", Form.Section,
            "How it proves who it is; a list holds the old and the new secret while they rotate. Needed unless there is a queue."),
        new("inbound.auth.bearer", Form.Secret.OneOrMany(), "Bearer token it sends."),
        new("inbound.auth.hmac_sha256", Form.Secret.OneOrMany(),
            "Secret it signs with as in the Standard Webhooks specification; whsec_ marks base64."),
        new("inbound.queue", Form.Section, "A queue of a RabbitMQ broker that its events come through."),
        new("inbound.queue.url", Form.Secret,
            "Address of the broker with user, password and virtual host: amqps://user:${NAME}@host/vhost.", Required: true),
        new("inbound.queue.name", Form.Text, "Name of the queue, which must exist; nobody else may read it.", Required: true),
        new("inbound.queue.prefetch", Form.Whole, "Events that the broker hands out before the first is on disk. Default 1000."),
        new("limits", Form.Section, "Limits of calls to it. Defaults: the connector's."),
        new("limits.rate", Form.Pace, "Sustained pace of calls."),
        new("limits.burst", Form.Whole, "Calls at once after a pause."),
        new("limits.batch", Form.Whole, "Levels in one write."),
        new("limits.concurrency", Form.Whole, "Writes under way at once."),
        new("orders", Form.Section, "How a storefront's orders are taken."),
        new("orders.poll", Form.Duration, "Pause between two looks for orders."),
        new("orders.overlap", Form.Duration, "How far each look reaches back behind the last."),
        new("orders.release_when", Form.Text.Many(),
            "States in which an order is handed over. Default: as soon as it is placed."),
        .. OrderKeyRules.OfConnection,
        .. OrderKeyRules.OfReceiver,
    ];

    /// <summary>
    /// Keys below a connection: those of every kind and the connector's own. Where both name one, the form is the
    /// hub's, and the connector says what it means and whether it is required.
    /// </summary>
    public static Items<KeyRule> OfConnection(ConnectorManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var own = manifest.Settings.ToDictionary(rule => rule.Path, StringComparer.Ordinal);
        var common = EveryConnection.Select(rule => own.Remove(rule.Path, out var said)
            ? rule with { Meaning = said.Meaning, Required = rule.Required || said.Required }
            : rule).ToItems();
        return [.. common, .. manifest.Settings.Where(rule => own.ContainsKey(rule.Path)).Select(OfConnector)];
    }

    private static KeyRule OfConnector(SettingRule rule) =>
        new(rule.Path, Form.Named(rule.Form), rule.Meaning, rule.Required);
}
