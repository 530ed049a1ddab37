using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Messages;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Connectors.CommerceTools.Products;
using Trueup.Connectors.CommerceTools.Stock;
using Trueup.Connectors.CommerceTools.Writing;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools;

/// <summary>One project.</summary>
internal sealed class CommerceToolsConnection :
    IMessageReader, IInboundScheme, IPoller, ILevelWriter, ILowersItself, IDocumentWriter, IStockObserver,
    IOrderReader, ILiveCheck
{
    private readonly ProjectApi _api;
    private readonly LevelWriting _levels;
    private readonly StockObserving _stock;
    private readonly OrderPolling _orders;
    private readonly OrderReading _reading;
    private readonly MessagePolling _messages;
    private readonly MessageReading _messageReading;
    private readonly ExportQueue _export;
    private readonly OrderUpdating _updating;
    private readonly CancellationWriting _cancellations;
    private readonly RefundWriting _refunds;
    private readonly SnsDeliveries _sns;
    private readonly InboundDeliveries _inbound;
    private readonly LiveChecking _check;
    private readonly OrderListingReader _orderList;
    private readonly CataloguePolling _catalogue;
    private readonly ChannelPolling _channels;

    public CommerceToolsConnection(
        ConnectionName name, CommerceToolsOptions options, Items<string> releaseWhen, TimeProvider? clock)
    {
        Name = name;
        _api = new ProjectApi(options, clock);
        var channels = new ChannelBook(_api);
        var book = new EntryBook();
        var entries = new EntryReading(_api, channels, book);
        _levels = new LevelWriting(_api, channels, book, entries);
        _stock = new StockObserving(options, entries);
        _orders = new OrderPolling(_api);
        _orderList = new OrderListingReader(_api, _orders);
        _reading = new OrderReading(name, options, releaseWhen);
        _messages = new MessagePolling(_api, _orders, new ProductPolling(_api));
        _messageReading = new MessageReading(options, _reading);
        _export = new ExportQueue(_api, _orders, channels);
        _updating = new OrderUpdating(_api, _orders);
        var payments = new PaymentRefunding(options);
        _cancellations = new CancellationWriting(options, new OrderLineReading(options), payments);
        _refunds = new RefundWriting(payments);
        _sns = new SnsDeliveries(options);
        _inbound = new InboundDeliveries(options, _sns);
        _check = new LiveChecking(_api);
        _catalogue = new CataloguePolling(_api);
        _channels = new ChannelPolling(_api);
        Polls = PollsOf(options);
    }

    /// <inheritdoc/>
    public ConnectionName Name { get; }

    /// <inheritdoc/>
    public ConnectionLimits Limits => _api.Options.Limits;

    /// <inheritdoc/>
    public int LevelsPerCall => 1;

    /// <inheritdoc/>
    public Items<PollPlan> Polls { get; }

    /// <inheritdoc/>
    public string OrdersPoll => PollNames.Orders;

    /// <inheritdoc/>
    public TimeSpan Lag => _api.Options.StockLag;

    /// <inheritdoc/>
    public bool Reads(string form) => form.StartsWith("ct.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Items<Fact> Read(Entry message) => message.Form switch
    {
        MessageForms.Order => _reading.Read(message.Body),
        MessageForms.Message => _messageReading.Read(message.Body),
        MessageForms.Wiring => ChannelPolling.Read(message.Body),
        _ => [new Fact.Unusable(CaseCodes.TypeUnknown, $"Messages of form '{message.Form}' are not read.")],
    };

    /// <inheritdoc/>
    public InboundVerdict? Open(WireRequest request, DateTimeOffset now) => _inbound.Open(request, now);

    /// <inheritdoc/>
    public ValueTask<PollOutcome> PollAsync(
        IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        poll switch
        {
            PollNames.Orders => _orders.PollAsync(wire, cursor, now, cancellationToken),
            PollNames.Messages => _messages.PollAsync(wire, cursor, now, cancellationToken),
            PollNames.Export => _export.PollAsync(wire, cursor, cancellationToken),
            PollNames.Products => _catalogue.PollAsync(wire, cursor, now, cancellationToken),
            PollNames.Wiring => _channels.PollAsync(wire, cursor, now, cancellationToken),
            PollNames.Confirmations => _sns.ConfirmAsync(wire, cancellationToken),
            _ => throw new ArgumentException($"There is no poll '{poll}'.", nameof(poll)),
        };

    /// <inheritdoc/>
    public bool ListsOrders => true;

    /// <inheritdoc/>
    public bool HidesCorrections => false;

    /// <inheritdoc/>
    public ValueTask<OrderListing> ListOrdersAsync(
        IWire wire, OrderListingAsk ask, CancellationToken cancellationToken) =>
        _orderList.ListAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PollOutcome> ReadOrdersAsync(
        IWire wire, Items<string> ids, CancellationToken cancellationToken) =>
        _orderList.ReadAsync(wire, ids, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken) =>
        _levels.SetAsync(wire, levels, cancellationToken);

    /// <inheritdoc/>
    public bool Writes(Type intent) =>
        intent == typeof(DocumentIntent.PostShipment) || intent == typeof(DocumentIntent.CancelInStorefront) ||
        intent == typeof(DocumentIntent.RefundInStorefront) || intent == typeof(DocumentIntent.PostTracking) ||
        intent == typeof(DocumentIntent.AnnounceReturn) || intent == typeof(DocumentIntent.AmendReturn);

    /// <inheritdoc/>
    public ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var (order, decide) = StepOf(intent);
        return _updating.DoAsync(wire, order, decide, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var (order, decide) = StepOf(intent);
        return _updating.FindAsync(wire, order, decide, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.RowsAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveSalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.SalableAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken) =>
        _check.CheckAsync(wire, locationCodes, cancellationToken);

    private static Items<PollPlan> PollsOf(CommerceToolsOptions options)
    {
        var polls = new List<PollPlan>
        {
            new(PollNames.Wiring, TimeSpan.FromMinutes(10)) { Purpose = PollPurpose.Wiring },
            new(PollNames.Orders, options.OrdersPoll) { Purpose = PollPurpose.Orders },
            new(PollNames.Products, options.ProductsPoll) { Purpose = PollPurpose.Products },
        };
        if (options.MessagesPoll is { } every)
        {
            polls.Add(new PollPlan(PollNames.Messages, every));
        }

        if (options.ExportChannel is not null)
        {
            polls.Add(new PollPlan(PollNames.Export, options.OrdersPoll));
        }

        if (options.SnsTopic is not null)
        {
            // Nothing is called unless a subscription is offered, and then this is nudged.
            polls.Add(new PollPlan(PollNames.Confirmations, TimeSpan.FromMinutes(1)));
        }

        return polls.ToItems();
    }

    private (string Order, Func<System.Text.Json.JsonElement?, OrderStep> Decide) StepOf(DocumentIntent intent) =>
        intent switch
        {
            DocumentIntent.PostShipment shipment =>
                (shipment.RemoteOrder, order => DeliveryWriting.Decide(order, shipment, _api.Options)),
            DocumentIntent.CancelInStorefront cancel =>
                (cancel.RemoteOrder, order => _cancellations.Decide(order, cancel)),
            DocumentIntent.RefundInStorefront refund => (refund.RemoteOrder, order => _refunds.Decide(order, refund)),
            DocumentIntent.PostTracking tracking =>
                (tracking.RemoteOrder, order => TrackingWriting.Decide(order, tracking, _api.Options)),
            DocumentIntent.AnnounceReturn announced =>
                (announced.RemoteId ?? "", order => ReturnWriting.Decide(order, announced)),
            DocumentIntent.AmendReturn widened => (widened.RemoteId ?? "", order => ReturnWriting.Decide(order, widened)),
            _ => throw new ArgumentException($"A commercetools project takes no {intent.GetType().Name}.", nameof(intent)),
        };
}
