using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>The configuration, checked and ready to be used. Made only by <see cref="SettingsLoader"/>.</summary>
public sealed record TrueupSettings
{
    /// <summary>The hub itself.</summary>
    public required HubSettings Hub { get; init; }

    /// <summary>External systems, in the order of the file.</summary>
    public required Items<ConfiguredConnection> Connections { get; init; }

    /// <summary>Who is right about what, as the core takes it.</summary>
    public required ContractTerms Contract { get; init; }

    /// <summary>When somebody is told.</summary>
    public Items<AlertRule> Alerts { get; init; }

    /// <summary>Seasons in which trade is not as usual.</summary>
    public Items<TradingSeason> Calendar { get; init; }

    /// <summary>Where alerts go.</summary>
    public Items<NotifyTarget> Notify { get; init; }

    /// <summary>Where metrics and traces are exported to; null: nowhere.</summary>
    public TelemetrySettings? Telemetry { get; init; }
}

/// <summary>One configured external system.</summary>
/// <param name="Rule">What the contract says of it.</param>
/// <param name="Settings">Its settings as plain values, for whoever makes its wire.</param>
/// <param name="Connection">The connection, opened by its connector; nothing was called yet.</param>
public sealed record ConfiguredConnection(ConnectionRule Rule, ConnectionSettings Settings, IConnection Connection)
{
    /// <summary>Its name.</summary>
    public ConnectionName Name => Rule.Name;

    /// <summary>Base address of its API; null when it is never called.</summary>
    public Uri? Url { get; init; }

    /// <summary>How it may send events; null: not at all.</summary>
    public InboundSettings? Inbound { get; init; }
}

/// <summary>
/// How a connection proves who it is. Several secrets of one sort are valid side by side while they rotate.
/// </summary>
/// <param name="Bearers">Bearer tokens.</param>
/// <param name="HmacSecrets">Secrets as in the Standard Webhooks specification; <c>whsec_</c> marks base64.</param>
/// <remarks>Both may be empty: then only the vendor's own scheme lets anything in.</remarks>
public sealed record InboundSettings(Items<Secret> Bearers, Items<Secret> HmacSecrets)
{
    /// <summary>Whether events may be posted, or come through the queue only.</summary>
    public bool TakesDeliveries { get; init; } = true;

    /// <summary>The queue that events come through; null for none.</summary>
    public QueueSettings? Queue { get; init; }
}

/// <summary>A queue of a RabbitMQ broker.</summary>
/// <param name="Url">Address of the broker, with user, password and virtual host.</param>
/// <param name="Name">Name of the queue.</param>
public sealed record QueueSettings(Secret Url, string Name)
{
    /// <summary>Default of <see cref="Prefetch"/>.</summary>
    public const ushort DefaultPrefetch = 1_000;

    /// <summary>Events that the broker hands out before the first is acknowledged.</summary>
    public ushort Prefetch { get; init; } = DefaultPrefetch;
}

/// <summary>What came of reading a configuration.</summary>
/// <param name="Settings">The settings; null when the hub cannot start with them.</param>
/// <param name="Problems">Everything that is wrong, in the order of the file.</param>
public sealed record LoadedSettings(TrueupSettings? Settings, Items<SettingsProblem> Problems);
