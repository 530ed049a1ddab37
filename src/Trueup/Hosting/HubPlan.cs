using Trueup.Alerts;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Hosting;

/// <summary>What a hub is to be, once its configuration is read and its connections are open.</summary>
public sealed record HubPlan
{
    /// <summary>The contract.</summary>
    public required OwnershipContract Contract { get; init; }

    /// <summary>The connections, in the order of the configuration.</summary>
    public required Items<PlannedConnection> Connections { get; init; }

    /// <summary>Full path of the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Address to serve on; port 0 takes any that is free. Default http://127.0.0.1:8080.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>Tokens of the HTTP API; empty: one is made at the first start and kept as a digest in the data
    /// folder.</summary>
    public Items<AccessToken> Tokens { get; init; }

    /// <summary>Name of the shop, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>ISO 4217 code of the currency in which figures over all storefronts are told.</summary>
    public string Currency { get; init; } = "";

    /// <summary>How people sign in.</summary>
    public Access.SignInSettings SignIn { get; init; } = new();

    /// <summary>Limits of what is taken in.</summary>
    public IntakeLimits Intake { get; init; } = new();

    /// <summary>Where metrics and traces are exported to; null: nowhere.</summary>
    public TelemetrySettings? Telemetry { get; init; }

    /// <summary>What is watched, and who is told; null: nothing.</summary>
    public AlertPlan? Alerts { get; init; }

    /// <summary>From when on a sender's payloads count as known, so that a change of their form is a case.</summary>
    public Shapes.ShapeRule Shapes { get; init; } = Trueup.Shapes.ShapeRule.Default;

    /// <summary>Where the plan comes from, to be looked at again while the hub runs; null: it was put together by
    /// hand.</summary>
    public HubConfiguration? Configuration { get; init; }

    /// <summary>The hub that a configuration describes, with its connections opened by their connectors and wires made
    /// for them.</summary>
    public static HubPlan Of(TrueupSettings settings, IWireFactory wires)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(wires);
        var hub = settings.Hub;
        return new HubPlan
        {
            Contract = new OwnershipContract(settings.Contract),
            Connections = settings.Connections.Select(configured => PlannedConnection.Of(configured, wires)).ToItems(),
            Folder = FolderOf(settings),
            Listen = hub.Listen,
            Name = hub.Name,
            Currency = hub.Currency,
            SignIn = hub.SignIn,
            Tokens = hub.Tokens
                .Select(token => AccessToken.Of(token.Name, token.Token.Reveal(), token.Scopes.Max()))
                .ToItems(),
            Alerts = new AlertPlan(
                hub.Name, settings.Alerts, settings.Notify, new TradingCalendar(settings.Calendar, hub.TimeZone))
            {
                Console = hub.Url,
            },
            Telemetry = settings.Telemetry,
            Intake = new IntakeLimits
            {
                BodyBytesMax = hub.Limits.BodyBytesMax,
                MessagesPerSecond = hub.Limits.Intake?.PerSecond,
            },
        };
    }

    /// <summary>The data folder of a configuration.</summary>
    /// <exception cref="NotSupportedException">The configuration keeps its data elsewhere than in a folder.</exception>
    public static string FolderOf(TrueupSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Hub.Store.Path;
    }
}

/// <summary>The configuration file behind a plan.</summary>
/// <param name="Path">The file.</param>
/// <param name="Connectors">The kinds of connections there are.</param>
/// <param name="Wires">Makes the ways to remotes.</param>
public sealed record HubConfiguration(string Path, ConnectorCatalogue Connectors, IWireFactory Wires)
{
    /// <summary>Reads the file as it is now, which may not be what the hub was started with.</summary>
    public LoadedSettings Read() => new SettingsLoader(Connectors).LoadFile(Path);
}

/// <summary>One connection of a hub to be.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Wire">The way to its remote.</param>
public sealed record PlannedConnection(IConnection Connection, IWire Wire)
{
    /// <summary>Whether it may send events at all.</summary>
    public bool TakesDeliveries { get; init; }

    /// <summary>The queue that its events come through; null for none.</summary>
    public QueueSettings? Queue { get; init; }

    /// <summary>Ways to prove who sends, any of which will do; empty where only the vendor's own scheme
    /// counts.</summary>
    public Items<InboundAuthentication> Inbound { get; init; }

    internal static PlannedConnection Of(ConfiguredConnection configured, IWireFactory wires)
    {
        var bearers = configured.Inbound?.Bearers.Select(secret => secret.Reveal()).ToItems() ?? [];
        var secrets = configured.Inbound?.HmacSecrets.Select(secret => secret.Reveal()).ToItems() ?? [];
        return new PlannedConnection(
            configured.Connection, configured.Url is null ? new NoWire() : wires.Open(configured.Settings))
        {
            TakesDeliveries = configured.Inbound is { TakesDeliveries: true },
            Queue = configured.Inbound?.Queue,
            Inbound =
            [
                .. bearers.IsEmpty ? Items.Of<InboundAuthentication>([]) : [InboundAuthentication.Bearer(bearers)],
                .. secrets.IsEmpty ? Items.Of<InboundAuthentication>([]) : [InboundAuthentication.HmacSha256(secrets)],
            ],
        };
    }
}

/// <summary>Limits of what a hub takes in.</summary>
public sealed record IntakeLimits
{
    /// <summary>Largest delivery in bytes; larger ones get 413. Default 8 MiB (CONTRACT §3).</summary>
    public long BodyBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Deliveries under way at once; one more gets 429. Default 4,096.</summary>
    public int DeliveriesMax { get; init; } = 4_096;

    /// <summary>Bytes of deliveries under way at once, those that are still coming in among them; more get 429. Default 256 MiB, and never less
    /// than one delivery may have.</summary>
    public long BytesMax { get => Math.Max(field, BodyBytesMax); init; } = 256 * 1024 * 1024;

    /// <summary>Messages a second over all connections; beyond it deliveries get 429. Null (default): as fast as the
    /// store writes.</summary>
    public decimal? MessagesPerSecond { get; init; }
}
