using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>connections</c> and lets each connector open its own.</summary>
internal sealed class ConnectionReading(ConnectorCatalogue connectors, Surroundings surroundings, ProblemList problems)
{
    private const string Base64Mark = "whsec_";

    /// <summary>
    /// The roles of every connection in the file; null where role or kind are wrong, which was noted.
    /// </summary>
    public Dictionary<string, Items<string>?> RolesOf(Section connections) => connections.Named.ToDictionary(
        connection => connection.Name,
        connection => RolesOf(connection.Below, connectors.Find(connection.Below["kind"].Text ?? "")?.Manifest),
        StringComparer.Ordinal);

    /// <summary>The connections that are sound.</summary>
    public Items<ConfiguredConnection> Read(Section connections)
    {
        if (connections is { Exists: true } && !connections.Named.Any())
        {
            connections.Error("names no connection: the hub would have nothing to connect");
        }

        return connections.Named
            .Select(connection => Read(connection.Name, connection.Below)).OfType<ConfiguredConnection>().ToItems();
    }

    private static Items<string>? RolesOf(Section connection, ConnectorManifest? manifest)
    {
        var roles = connection["roles"].Exists ? connection["roles"].Texts.ToItems() : manifest?.Roles;
        return roles is { } words && words.All(KeyRules.Roles.Contains) ? words : null;
    }

    private static ConnectionRule RuleOf(ConnectionName name, Section connection, ConnectorManifest manifest) => new(
        name,
        manifest.Kind,
        RolesOf(connection, manifest) ?? [],
        connection["basis"].Text == "available" ? Basis.Available : Basis.OnHand,
        StatesOf(connection["states"]))
    {
        ReleaseWhen = connection["orders"]["release_when"].Texts.ToItems(),
        ShipmentsLowerSources = manifest.ShipmentsLowerSources,
        Release = OrderReading.ReleaseOf(connection["orders"]["release"]),
        Expiry = OrderReading.ExpiryOf(connection["orders"]["expire"]),
        Codes = ReceiverReading.CodesOf(connection["codes"]),
        Books = ReceiverReading.BooksOf(connection["books"]),
        Requires = ReceiverReading.RulesOf(connection["requires"]),
        Options = ReceiverReading.OptionsOf(connection["options"]),
        Packing = connection["packing"].Texts.ToItems(),
        Implied = connection["orders"]["implied"] is { Exists: true } implied ? implied.Texts.ToItems() : ConnectionRule.Steps,
        ApprovedWhen = connection["orders"]["approved_when"].Texts.ToItems(),
        Currencies = connection["orders"]["currencies"].Texts.ToItems(),
        ChannelCurrencies = OrderReading.ChannelsOf(connection["orders"]["channels"]),
    };

    private static Items<StateAlias> StatesOf(Section states) => states.Named
        .Select(word => (word.Name, State: StateReading.Of(word.Below)))
        .Where(word => word.State is not null)
        .Select(word => new StateAlias(word.Name, word.State!.Value)).ToItems();

    private static InboundSettings? InboundOf(Section inbound)
    {
        if (!inbound.Exists)
        {
            return null;
        }

        var auth = inbound["auth"];
        if (auth.Exists && !auth.Named.Any())
        {
            auth.Error("names no way to prove who sends");
        }

        foreach (var secret in auth["hmac_sha256"].Members.Where(secret => !IsUsable(secret.Text)))
        {
            secret.Error($"a secret that begins {Base64Mark} is base64 after it, and this one is not");
        }

        var queue = inbound["queue"];
        if (!auth.Exists && !queue.Exists)
        {
            inbound.Error("says neither how its deliveries prove who sends (auth) nor which queue its events come through (queue)");
        }

        return new InboundSettings(SecretsOf(auth["bearer"]), SecretsOf(auth["hmac_sha256"]))
        {
            TakesDeliveries = auth.Exists,
            Queue = queue.Exists ? QueueOf(queue) : null,
        };
    }

    private static QueueSettings? QueueOf(Section queue)
    {
        if (queue["url"].Text is { } text &&
            !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" && address.Host.Length > 0))
        {
            queue["url"].Error("expected an address of a broker such as amqps://user:password@host/vhost");
        }

        if (queue["prefetch"] is { Exists: true, Whole: not (null or (>= 1 and <= ushort.MaxValue)) } prefetch)
        {
            prefetch.Error($"expected 1 to {ushort.MaxValue}");
        }

        return queue["url"].Text is { } url && queue["name"].Text is { } name
            ? new QueueSettings(new Secret(url), name)
            {
                Prefetch = (ushort)Math.Clamp(queue["prefetch"].Whole ?? QueueSettings.DefaultPrefetch, 1, ushort.MaxValue),
            }
            : null;
    }

    private static bool IsUsable(string? secret) =>
        secret is null || !secret.StartsWith(Base64Mark, StringComparison.Ordinal) ||
        (secret.Length > Base64Mark.Length &&
            Convert.TryFromBase64String(secret[Base64Mark.Length..], new byte[secret.Length], out _));

    private static Items<Secret> SecretsOf(Section secrets) => secrets.Texts.Select(text => new Secret(text)).ToItems();

    private ConfiguredConnection? Read(string text, Section connection)
    {
        if (!KnownNames.IsSound(text))
        {
            connection.Error($"a connection's name is 1 to {ConnectionName.LengthMax} letters, digits, - and _");
            return null;
        }

        if (connectors.Find(connection["kind"].Text ?? "") is not { } connector)
        {
            return null;
        }

        var rule = RuleOf(ConnectionName.Parse(text), connection, connector.Manifest);
        var inbound = InboundOf(connection["inbound"]);
        _ = connection["orders"]["poll"].DurationAboveZero();
        if (connection["orders"].Named.Any(key => key.Name != "implied") && rule.Roles.FindIndex(role => role == "storefront") < 0 &&
            !connector.Manifest.Settings.Any(static own => own.Path.StartsWith("orders.", StringComparison.Ordinal)))
        {
            connection["orders"].Warn("has no effect: only a storefront's orders are taken");
        }

        var opened = Open(connector, rule, connection);
        if (!rule.Expiry.IsEmpty && opened?.Connection is IDocumentWriter { ExpiryFault: { } fault })
        {
            connection["orders"]["expire"].Warn($"cancels nothing: {fault}");
        }

        return opened is null ? null : opened with { Inbound = inbound, Url = connection["url"].Url ?? connector.Manifest.Address };
    }

    /// <summary>
    /// The opened connection; null when anything below it is wrong, for its connector would only say so again.
    /// </summary>
    private ConfiguredConnection? Open(IConnector connector, ConnectionRule rule, Section connection)
    {
        var values = new ConnectionValues(connection);
        var settings = values.For(rule.Name, connector.Manifest.Address, surroundings);
        if (problems.HasErrorsBelow(connection.Path))
        {
            return null;
        }

        switch (connector.Open(settings))
        {
            case ConnectionOpening.Ready ready:
                return new ConfiguredConnection(rule, settings, ready.Connection);
            case ConnectionOpening.Wrong wrong:
                foreach (var problem in wrong.Problems)
                {
                    var path = problem.Path.Length == 0 ? connection.Path : $"{connection.Path}.{problem.Path}";
                    problems.Error(values.Nearest(problem.Path).Place, path, problem.Problem.TrimEnd('.'));
                }

                return null;
            default:
                throw new System.Diagnostics.UnreachableException("A connection is either ready or wrong.");
        }
    }
}
