using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>One Square account.</summary>
internal sealed class SquareConnection : IMessageReader, IInboundScheme, IPoller, ILevelWriter, IStockObserver, ILiveCheck
{
    private readonly SquareOptions _options;
    private readonly Receiving _receiving;
    private readonly Polling _polling;
    private readonly Writing _writing;
    private readonly Observing _observing;
    private readonly LiveChecking _check;

    public SquareConnection(ConnectionName name, SquareOptions options, TimeProvider? clock)
    {
        (Name, _options) = (name, options);
        var api = new SquareApi(options);
        var skus = new SkuBook(api);
        _receiving = new Receiving(options);
        var orders = new OrderSearch(api, skus);
        _polling = new Polling(api, skus, orders, options);
        _writing = new Writing(api, skus, clock);
        _observing = new Observing(api, skus);
        _check = new LiveChecking(api, orders);
    }

    /// <inheritdoc/>
    public ConnectionName Name { get; }

    /// <inheritdoc/>
    public ConnectionLimits Limits => _options.Limits;

    /// <inheritdoc/>
    public Items<PollPlan> Polls => _polling.Plans;

    /// <inheritdoc/>
    public bool Reads(string form) => form.StartsWith("square.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Items<Fact> Read(Entry message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            using var document = JsonText.Parse(message.Body);
            return message.Form switch
            {
                MessageForms.Counts => CountReading.Read(document.RootElement),
                MessageForms.Order => SaleReading.Read(document.RootElement),
                MessageForms.Day => DayReading.Read(document.RootElement, message.At),
                MessageForms.Untold => DayReading.ReadUntold(document.RootElement),
                MessageForms.Event => ReadEvent(document.RootElement.Text("type")),
                _ => [new Fact.Unusable(CaseCodes.TypeUnknown, $"Messages of form '{message.Form}' are not read.")],
            };
        }
        catch (JsonException)
        {
            return [new Fact.Unusable(CaseCodes.Unreadable, "The message is not JSON.")];
        }
    }

    /// <inheritdoc/>
    public InboundVerdict? Open(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _receiving.Open(request);
    }

    /// <inheritdoc/>
    public ValueTask<PollOutcome> PollAsync(
        IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        _polling.PollAsync(wire, poll, cursor, now, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken) =>
        _writing.SetAsync(wire, levels, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _observing.RowsAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveSalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ObserveOutcome>(new ObserveOutcome.Page([], Next: null));

    /// <inheritdoc/>
    public ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken) =>
        _check.CheckAsync(wire, locationCodes, cancellationToken);

    /// <summary>
    /// Events are thin (pos.md §4): they only say what is worth reading at once. A catalogue that changed may give a
    /// variation its SKU.
    /// </summary>
    private static Items<Fact> ReadEvent(string? type) => type switch
    {
        "inventory.count.updated" or "catalog.version.updated" => [new Fact.ReadAgain(Polling.Counts)],
        "order.created" or "order.updated" or "order.fulfillment.updated" or "payment.created" or "payment.updated" or
            "refund.created" or "refund.updated" => [new Fact.ReadAgain(Polling.Orders)],
        _ => [],
    };
}
