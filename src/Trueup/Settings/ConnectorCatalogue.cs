using System.Reflection;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>The connectors there are, by kind.</summary>
public sealed class ConnectorCatalogue
{
    private readonly SortedDictionary<string, IConnector> _connectors = new(StringComparer.Ordinal);

    /// <summary>A catalogue of the given connectors.</summary>
    /// <exception cref="ArgumentException">Two are of one kind.</exception>
    public ConnectorCatalogue(params IEnumerable<IConnector> connectors)
    {
        ArgumentNullException.ThrowIfNull(connectors);
        foreach (var connector in connectors)
        {
            var kind = connector.Manifest.Kind;
            if (!_connectors.TryAdd(kind, connector))
            {
                throw new ArgumentException($"Two connectors are of the kind '{kind}'.", nameof(connectors));
            }
        }
    }

    /// <summary>
    /// The connectors that ship with the hub: every concrete <see cref="IConnector"/> of Trueup.Connectors.
    /// </summary>
    public static ConnectorCatalogue Installed { get; } = In(Assembly.Load("Trueup.Connectors"));

    /// <summary>What each connector is, by kind in ordinal order.</summary>
    public Items<ConnectorManifest> Manifests => _connectors.Values.Select(connector => connector.Manifest).ToItems();

    /// <summary>Finds every concrete connector of an assembly.</summary>
    public static ConnectorCatalogue In(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new ConnectorCatalogue(assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConnector)))
            .Select(type => (IConnector)Activator.CreateInstance(type, nonPublic: true)!));
    }

    /// <summary>The connector of a kind; null when there is none.</summary>
    public IConnector? Find(string kind) => _connectors.GetValueOrDefault(kind);
}
