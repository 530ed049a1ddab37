using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square;

/// <summary>Speaks to Square: counts of stores' stock, sales and returns of their tills, and Square's
/// webhooks.</summary>
public sealed class SquareConnector : IConnector
{
    /// <summary>
    /// Limits unless the settings give others. Square publishes no figure; it answers 429 with <c>RATE_LIMITED</c>
    /// (pos.md §1), so this is a careful guess.
    /// </summary>
    public static readonly ConnectionLimits DefaultLimits =
        new(RequestsPerSecond: 5, Burst: 10, Batch: 100, Concurrency: 1);

    /// <inheritdoc/>
    public ConnectorManifest Manifest { get; } = new(
        Kind: "square",
        Title: "Square",
        Roles: ["pos"],
        Settings:
        [
            new SettingRule("url", "url", "Base address; default: https://connect.squareup.com."),
            new SettingRule("auth.bearer", "secret", "Access token of the application.", Required: true),
            new SettingRule(
                "version", "text", "The Square-Version that calls are made with; default: the application's."),
            new SettingRule("orders.poll", "duration", "Pause between two readings of sales; default: 30s."),
            new SettingRule("orders.overlap", "duration", "How far each reading reaches back; default: 5m."),
            new SettingRule(
                "orders.recheck", "duration", "Pause between two readings of the last 73 hours; default: 1h."),
            new SettingRule("days.poll", "duration", "Pause between two looks for stores' days that are over; default: 10m."),
            new SettingRule("days.settle", "duration", "How long after a store's midnight its day is read; default: 1h."),
            new SettingRule("counts.poll", "duration", "Pause between two readings of counts; default: 1m."),
            new SettingRule("limits.rate", "rate", "Calls per time (5/s, 300/m); default: 5/s."),
            new SettingRule("limits.burst", "number", "Calls at once after a pause; default: 10."),
            new SettingRule("limits.batch", "number", "Quantities per call; default and at most: 100."),
            new SettingRule("limits.concurrency", "number", "Calls under way at once; default: 1."),
            new SettingRule(
                "inbound.auth.square.url", "url", "The notification URL exactly as it is entered at Square."),
            new SettingRule(
                "inbound.auth.square.keys", "list", "Signature keys of the subscription; two while one is rotated."),
        ],
        Limits: DefaultLimits)
    {
        Address = new Uri("https://connect.squareup.com"),
    };

    /// <inheritdoc/>
    public ConnectionOpening Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var reading = new SquareSettings(settings);
        var options = reading.Read();
        return options is null
            ? new ConnectionOpening.Wrong(reading.Problems)
            : new ConnectionOpening.Ready(new SquareConnection(settings.Name, options, settings.Clock));
    }
}
