using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools;

/// <summary>Speaks to a commercetools Composable Commerce project over its HTTP API.</summary>
public sealed class CommerceToolsConnector : IConnector
{
    /// <summary>
    /// Limits unless the settings give others. The platform publishes no rate (commercetools.md §7: "ramp load slowly"),
    /// so 20 calls a second is ours; entries are written one by one, and what is urgent waits for no more than the
    /// calls under way.
    /// </summary>
    public static readonly ConnectionLimits DefaultLimits =
        new(RequestsPerSecond: 20, Burst: 20, Batch: 10, Concurrency: 4);

    /// <inheritdoc/>
    public ConnectorManifest Manifest { get; } = new(
        Kind: "commercetools",
        Title: "commercetools Composable Commerce",
        Roles: ["storefront"],
        Settings:
        [
            new SettingRule("url", "url", "Base address of the HTTP API, without the project key.", Required: true),
            new SettingRule("project", "text", "Key of the project.", Required: true),
            new SettingRule("auth.url", "url", "Base address of the token service; default: that of the API."),
            new SettingRule("auth.client_id", "text", "Id of the API client.", Required: true),
            new SettingRule("auth.client_secret", "secret", "Secret of the API client.", Required: true),
            new SettingRule("auth.scopes", "list", "Scopes to ask for, without the project; default: the narrow set."),
            new SettingRule("store", "text", "Key of the store whose orders are taken; default: all of the project."),
            new SettingRule("stock.channels", "list", "Supply channels that the hub answers for; default: all."),
            new SettingRule("stock.create", "flag", "Whether a missing entry is created; default: no, it is a case."),
            new SettingRule("stock.write", "text", "difference (default) or absolute, where deltas are not taken."),
            new SettingRule("stock.orders_lower", "text",
                "What an order lowers: on-stock (default), or available where only that moves."),
            new SettingRule("stock.lag", "duration", "How long an order may take to show in stock; default: 10s."),
            new SettingRule("import.url", "url", "Base address of the Import API; without it bulk loads go one by one."),
            new SettingRule("import.container", "text", "Key of the import container; default: trueup."),
            new SettingRule("import.from", "number", "Levels in a batch from which the Import API creates; default: 100."),
            new SettingRule("limits.rate", "rate", "Calls per time (20/s, 600/m); default: 20/s."),
            new SettingRule("limits.burst", "number", "Calls at once after a pause; default: 20."),
            new SettingRule("limits.batch", "number", "Levels in one go; default: 10."),
            new SettingRule("limits.concurrency", "number", "Calls under way at once; default: 4."),
            new SettingRule("orders.poll", "duration", "Pause between two readings of orders; default: 30s."),
            new SettingRule("orders.overlap", "duration", "How far each reading reaches back; default: 2m."),
            new SettingRule("orders.release_when", "list", "Payment or order states that release an order."),
            new SettingRule("orders.export_channel", "text",
                "Key of a channel with role OrderExport on which taken orders are marked; default: none."),
            new SettingRule("orders.cancelled_state", "text",
                "Key of the line item state that means given up, so that a part can be cancelled; default: none."),
            new SettingRule("orders.shipped_state", "text",
                "Key of the line item state that shipped units are moved to; default: none."),
            new SettingRule("payments.refund", "flag",
                "Whether refunds are written to the payments, for which manage_payments is needed; default: no."),
            new SettingRule("messages.poll", "duration", "Pause between two readings of messages; default: 10s."),
            new SettingRule("messages.enabled", "flag", "Whether messages are read; default: yes."),
            new SettingRule("bundles.attribute", "text", "Product attribute that lists a bundle's parts; default: none."),
            new SettingRule("bundles.sku", "text", "Field of a part that holds its SKU; default: sku."),
            new SettingRule("bundles.quantity", "text", "Field of a part that holds its number of units; default: quantity."),
            new SettingRule("bundles.parent_field", "text",
                "Custom field of a line that names its parent line, where parts are lines of their own."),
            new SettingRule("products.poll", "duration", "Pause between two readings of what is published; default: 5m."),
            new SettingRule("products.require", "list", "Attributes without which a published SKU is a case."),
            new SettingRule("inbound.auth.subscription.token", "secret",
                "Bearer token with which Event Grid or a queue bridge delivers notifications."),
            new SettingRule("inbound.auth.sns.topic", "text", "ARN of the SNS topic that deliveries must come from."),
            new SettingRule("inbound.auth.sns.keys", "list", "Certificates (PEM) that SNS deliveries are signed with."),
            new SettingRule("inbound.auth.sns.sha1", "flag",
                "Whether signatures of version 1 (SHA-1) are taken; default: no, set the topic to version 2."),
        ],
        Limits: DefaultLimits)
    {
        // Deliveries have no effect on stock: the order took the units off (commercetools.md §2.6, §4.6).
        ShipmentsLowerSources = false,
    };

    /// <inheritdoc/>
    public ConnectionOpening Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var reading = new CommerceToolsSettings(settings);
        return reading.Read() is { } options
            ? new ConnectionOpening.Ready(new CommerceToolsConnection(
                settings.Name, options, settings.List("orders.release_when"), settings.Clock))
            : new ConnectionOpening.Wrong(reading.Problems);
    }
}
