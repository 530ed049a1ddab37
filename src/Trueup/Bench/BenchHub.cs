using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.CommerceTools;
using Trueup.Connectors.Http;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Hosting;
using Trueup.Wires;

namespace Trueup.Bench;

/// <summary>The real host on loopback, with a real data folder, for one benchmark.</summary>
internal sealed class BenchHub : IAsyncDisposable
{
    /// <summary>What the warehouse's deliveries carry.</summary>
    public const string Token = "bench-token-0123456789";

    private readonly HubHost _host;

    private BenchHub(HubHost host) => _host = host;

    /// <summary>Where it listens.</summary>
    public Uri Address => _host.Address;

    /// <summary>The hub's thread.</summary>
    public HubThread Thread => _host.Thread;

    /// <summary>Starts a hub.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="guards">The guards in force.</param>
    /// <param name="storefront">The storefront and the way to it; null for none.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<BenchHub> StartAsync(
        string folder, GuardRule guards, (IConnection Connection, IWire Wire)? storefront, CancellationToken cancellationToken)
    {
        var warehouse = Open(new HttpConnector(), BenchWorld.Warehouse, [("roles.0", "warehouse")]);
        Items<PlannedConnection> connections =
        [
            new PlannedConnection(warehouse, new NoWire())
            {
                TakesDeliveries = true,
                Inbound = [InboundAuthentication.Bearer([Token])],
            },
        ];
        if (storefront is { } shop)
        {
            connections = connections.Add(new PlannedConnection(shop.Connection, shop.Wire));
        }

        var plan = new HubPlan
        {
            Contract = new OwnershipContract(BenchWorld.Contract().Terms with { Guards = guards }),
            Connections = connections,
            Folder = folder,
            Listen = new Uri("http://127.0.0.1:0"),
        };
        return await StartAsync(plan, tokenMade: _ => { }, cancellationToken);
    }

    /// <summary>Starts a hub as planned.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tokenMade">Told the token that its API takes.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<BenchHub> StartAsync(HubPlan plan, Action<string> tokenMade, CancellationToken cancellationToken)
    {
        var around = new HostSurroundings(TimeProvider.System, NullLoggerFactory.Instance, tokenMade);
        return new BenchHub(await HubHost.StartAsync(plan, around, cancellationToken));
    }

    /// <summary>A connection by configuration.</summary>
    public static IConnection Http(ConnectionName name, string role, Items<(string Path, string Value)> settings) =>
        Open(new HttpConnector(), name, [("roles.0", role), .. settings]);

    /// <summary>An Adobe Commerce connection with limits of its own.</summary>
    public static IConnection Adobe(Uri address, string rate, int burst, int batch) => Open(
        new AdobeCommerceConnector(),
        BenchWorld.Storefront,
        [
            ("url", address.ToString()),
            ("auth.bearer", Token),
            ("website", "base"),
            ("stock_id", "2"),
            ("limits.rate", rate),
            ("limits.burst", burst.ToString(CultureInfo.InvariantCulture)),
            ("limits.batch", batch.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>A commercetools connection with limits of its own; nothing but stock goes through it.</summary>
    public static IConnection CommerceTools(Uri address, string rate, int batch = 10) => Open(
        new CommerceToolsConnector(),
        BenchWorld.Storefront,
        [
            ("url", address.GetLeftPart(UriPartial.Authority)),
            ("project", "bench"),
            ("auth.client_id", "bench"),
            ("auth.client_secret", Token),
            ("limits.rate", rate),
            ("limits.batch", batch.ToString(CultureInfo.InvariantCulture)),
            ("messages.enabled", "false"),
        ]);

    /// <summary>Waits until everything taken in is decided.</summary>
    public async Task DrainedAsync(CancellationToken cancellationToken) =>
        await Thread.RunAsync(async hub => await DecidedAsync(hub, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async ValueTask<bool> DecidedAsync(HubLoop hub, CancellationToken cancellationToken)
    {
        var end = hub.Tail.End;
        while (hub.Lanes.Through < end)
        {
            await hub.Lanes.WaitForProgressAsync(cancellationToken);
        }

        return true;
    }

    private static IConnection Open(IConnector connector, ConnectionName name, Items<(string Path, string Value)> settings)
    {
        var values = settings.ToDictionary(pair => pair.Path, pair => pair.Value, StringComparer.Ordinal);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        return connector.Open(new ConnectionSettings(name, values, files) { Clock = TimeProvider.System }) switch
        {
            ConnectionOpening.Ready ready => ready.Connection,
            ConnectionOpening.Wrong wrong => throw new InvalidOperationException(string.Join("; ", wrong.Problems)),
            _ => throw new System.Diagnostics.UnreachableException("A connection opens, or its settings are wrong."),
        };
    }
}
