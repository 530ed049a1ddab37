using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Settings;

/// <summary>A connector of any kind that can do everything with stock and orders, and reaches nothing.</summary>
internal sealed class FakeConnector(string kind, Items<string> roles, Items<SettingRule> settings) : IConnector
{
    public static FakeConnector Shop { get; } = new(
        "adobe-commerce",
        ["storefront"],
        [
            new("url", "url", "Base address of the shop.", Required: true),
            new("auth.bearer", "secret", "Token of an integration."),
            new("website", "text", "Website code."),
            new("stock_id", "number", "The stock that the website sells from."),
        ]);

    public static FakeConnector Anything { get; } = new(
        "http",
        [],
        [
            new("auth.bearer", "secret", "Bearer token."),
            new("basis", "text", "What its quantities exclude."),
            new("operations.order.create.request", "text", "What to call to make an order."),
            new("operations.order.create.body", "text", "Template of the body."),
            new("operations.order.create.idempotency_header", "text", "Header that carries the key."),
            new("operations.order.create.result.id", "text", "Where the answer holds the id."),
            new("operations.order.find.request", "text", "What to call to find an order."),
            new("operations.order.find.result.id", "text", "Where the answer holds the id."),
            new("operations.order.cancel.request", "text", "What to call to cancel an order."),
            new("operations.stock.levels.request", "text", "What to call for levels."),
            new("operations.stock.levels.items", "text", "Where the answer holds rows."),
            new("operations.stock.levels.fields.*", "text", "Where a row holds a field."),
            new("extras.*", "map", "Anything at all."),
            new("accepts", "list", "Events that are taken."),
        ]);

    /// <summary>What a connection says of its settings when it is opened; none: they are fine.</summary>
    public Items<SettingProblem> Complaints { get; init; }

    /// <summary>What a live check finds.</summary>
    public Items<LiveFinding> Findings { get; init; }

    public ConnectorManifest Manifest =>
        new(kind, $"Fake {kind}", roles, settings, new ConnectionLimits(5, 10, 100, 1));

    public ConnectionOpening Open(ConnectionSettings settings) => Complaints.IsEmpty
        ? new ConnectionOpening.Ready(new FakeConnection(settings.Name, Manifest.Limits, Findings))
        : new ConnectionOpening.Wrong(Complaints);
}

/// <summary>A connection that says yes to everything.</summary>
internal sealed record FakeConnection(ConnectionName Name, ConnectionLimits Limits, Items<LiveFinding> Findings)
    : ILevelWriter, IDocumentWriter, ILiveCheck
{
    public ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The configuration writes nothing.");

    public bool Writes(Type intent) => true;

    public ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The configuration writes nothing.");

    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The configuration looks nothing up.");

    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var asked = new WireRequest("GET", $"/{string.Join(",", locationCodes)}");
        return await wire.SendAsync(asked, cancellationToken) is WireOutcome.Answered
            ? Findings
            : [new LiveFinding(CaseCodes.ConnectionDown, "nobody answered")];
    }
}
