using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>
/// The code for one kind of remote system. Found at start-up by its type; has a parameterless constructor and no state.
/// </summary>
public interface IConnector
{
    /// <summary>What the connector is and can do.</summary>
    ConnectorManifest Manifest { get; }

    /// <summary>Makes a connection from its settings, or says everything that is wrong with them. Reaches
    /// nothing.</summary>
    ConnectionOpening Open(ConnectionSettings settings);
}

/// <summary>What a connector is and can do.</summary>
/// <param name="Kind">The word under <c>kind:</c> in the configuration.</param>
/// <param name="Title">The system's name for people.</param>
/// <param name="Roles">Roles that a connection of this kind has unless its settings say otherwise.</param>
/// <param name="Settings">The settings that the kind understands below its connection.</param>
/// <param name="Limits">Limits that hold unless the settings give others.</param>
public sealed record ConnectorManifest(
    string Kind, string Title, Items<string> Roles, Items<SettingRule> Settings, ConnectionLimits Limits)
{
    /// <summary>Base address of a connection whose settings name none; null where they must, or it is never called.</summary>
    public Uri? Address { get; init; }

    /// <summary>Whether a shipment in this storefront lowers its own figure: true where orders only reserve.</summary>
    public bool ShipmentsLowerSources { get; init; } = true;
}

/// <summary>One setting that a kind of connection understands.</summary>
/// <param name="Path">Dotted path below the connection (<c>auth.bearer</c>); a last segment <c>*</c> allows any
/// key.</param>
/// <param name="Form">What is expected: <c>text</c>, <c>secret</c>, <c>url</c>, <c>number</c>, <c>flag</c>,
/// <c>duration</c>, <c>rate</c>, <c>list</c> or <c>map</c>.</param>
/// <param name="Meaning">What it does and its default, in one sentence.</param>
/// <param name="Required">Whether a connection cannot do without it.</param>
public sealed record SettingRule(string Path, string Form, string Meaning, bool Required = false);

/// <summary>The settings of one connection, as plain values by dotted path; lists by index (<c>roles.0</c>). Secrets
/// are resolved.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Values">Settings by dotted path below the connection, letter case kept.</param>
/// <param name="Files">Text of files that settings refer to (templates), by the path written there.</param>
public sealed record ConnectionSettings(
    ConnectionName Name,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The host's clock, for credentials that carry a time or expire; null where nothing will be called
    /// (an offline check).</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>One setting; null when absent.</summary>
    public string? Find(string path) => Values.GetValueOrDefault(path);

    /// <summary>The members of a list setting in order; empty when absent.</summary>
    public Items<string> List(string path)
    {
        var members = new List<string>();
        while (Values.TryGetValue($"{path}.{members.Count}", out var member))
        {
            members.Add(member);
        }

        return members.ToItems();
    }
}

/// <summary>What came of opening a connection.</summary>
public abstract record ConnectionOpening
{
    private ConnectionOpening()
    {
    }

    /// <summary>The connection is ready to be used; nothing was called yet.</summary>
    public sealed record Ready(IConnection Connection) : ConnectionOpening;

    /// <summary>The settings are wrong; every problem is named.</summary>
    public sealed record Wrong(Items<SettingProblem> Problems) : ConnectionOpening;
}

/// <summary>A setting that is wrong.</summary>
/// <param name="Path">Dotted path below the connection.</param>
/// <param name="Problem">What is wrong and what was expected, in one sentence.</param>
public sealed record SettingProblem(string Path, string Problem);

/// <summary>Limits of a connection that dispatch keeps.</summary>
/// <param name="RequestsPerSecond">Sustained rate of calls.</param>
/// <param name="Burst">Calls that may be made at once after a pause.</param>
/// <param name="Batch">Levels in one write.</param>
/// <param name="Concurrency">Writes under way at once.</param>
public sealed record ConnectionLimits(double RequestsPerSecond, int Burst, int Batch, int Concurrency);
