using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>
/// Speaks to Adobe Commerce and Magento Open Source 2.4 with Multi-Source Inventory, over their REST API.
/// </summary>
public sealed class AdobeCommerceConnector : IConnector
{
    /// <summary>
    /// Limits unless the settings give others: batches of 100 from one writer, because more writers only add latency
    /// (adobe-commerce-observed.md §6), at a rate that leaves a small shop room to serve its customers.
    /// </summary>
    public static readonly ConnectionLimits DefaultLimits =
        new(RequestsPerSecond: 5, Burst: 10, Batch: 100, Concurrency: 1);

    /// <inheritdoc/>
    public ConnectorManifest Manifest { get; } = new(
        Kind: "adobe-commerce",
        Title: "Adobe Commerce",
        Roles: ["storefront"],
        Settings:
        [
            new SettingRule("url", "url", "Base address of the shop, without /rest.", Required: true),
            new SettingRule("website", "text", "Code of the website whose orders are taken.", Required: true),
            new SettingRule("stock_id", "number", "Id of the stock that the website sells from.", Required: true),
            new SettingRule("store", "text", "Code of the store view that calls go through; default: default."),
            new SettingRule("auth.bearer", "secret", "Access token of an integration."),
            new SettingRule("auth.oauth1.consumer_key", "text", "Consumer key of an integration."),
            new SettingRule("auth.oauth1.consumer_secret", "secret", "Consumer secret of an integration."),
            new SettingRule("auth.oauth1.token", "text", "Access token of an integration."),
            new SettingRule("auth.oauth1.token_secret", "secret", "Access token secret of an integration."),
            new SettingRule("auth.ims.client_id", "text", "Client id of an IMS server-to-server credential."),
            new SettingRule("auth.ims.client_secret", "secret", "Client secret of an IMS credential."),
            new SettingRule("auth.ims.org", "text", "IMS organisation id."),
            new SettingRule("auth.ims.scope", "text", "IMS scopes; default: those that Commerce needs."),
            new SettingRule("auth.ims.token_url", "url", "IMS token endpoint; default: Adobe's."),
            new SettingRule("limits.rate", "rate", "Calls per time (5/s, 300/m); default: 5/s."),
            new SettingRule("limits.burst", "number", "Calls at once after a pause; default: 10."),
            new SettingRule("limits.batch", "number", "Quantities per call; default: 100."),
            new SettingRule("limits.concurrency", "number", "Calls under way at once; default: 1."),
            new SettingRule("orders.poll", "duration", "Pause between two readings of orders; default: 30s."),
            new SettingRule("orders.overlap", "duration", "How far each reading reaches back; default: 5m."),
            new SettingRule("orders.release_when", "list", "States that release an order; default: any open one."),
            new SettingRule("inbound.auth.adobe_events.client_id", "text", "Client id that I/O Events are sent to."),
            new SettingRule("inbound.auth.adobe_events.keys", "list", "Public keys (PEM) of Adobe I/O Events."),
            new SettingRule("inbound.auth.adobe_webhooks.public_key", "text", "Public key (PEM) of Commerce webhooks."),
        ],
        Limits: DefaultLimits);

    /// <inheritdoc/>
    public ConnectionOpening Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var reading = new AdobeSettings(settings);
        var options = reading.Read();
        return options is null
            ? new ConnectionOpening.Wrong(reading.Problems)
            : new ConnectionOpening.Ready(new AdobeConnection(settings.Name, options, settings.Clock));
    }
}
