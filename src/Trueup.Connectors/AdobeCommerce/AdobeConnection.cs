using Trueup.Connectors.AdobeCommerce.Observing;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Connectors.AdobeCommerce.Receiving;
using Trueup.Connectors.AdobeCommerce.Writing;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>One shop.</summary>
internal sealed class AdobeConnection :
    IMessageReader, IInboundScheme, IPoller, ILevelWriter, IDocumentWriter, IStockObserver, IProductObserver, IOrderReader,
    ILiveCheck, IReservationRepair
{
    private readonly AdobeApi _api;
    private readonly Poller _poller;
    private readonly LevelWriting _levels;
    private readonly ShipmentWriting _shipments;
    private readonly CancellationWriting _cancellations;
    private readonly RefundWriting _refunds;
    private readonly NoteWriting _notes;
    private readonly StockObserving _stock;
    private readonly LiveChecking _check;
    private readonly InboundDeliveries _inbound;
    private readonly OrderListingReader _orderList;
    private readonly ProductObserving _products;

    public AdobeConnection(ConnectionName name, AdobeCommerceOptions options, TimeProvider? clock)
    {
        Name = name;
        _api = new AdobeApi(options, clock);
        var wiring = new Wiring(_api);
        _poller = new Poller(_api, wiring);
        _levels = new LevelWriting(_api, wiring);
        _shipments = new ShipmentWriting(_api, wiring);
        _refunds = new RefundWriting(_api);
        _cancellations = new CancellationWriting(_api, _refunds);
        _notes = new NoteWriting(_api);
        _stock = new StockObserving(_api);
        _check = new LiveChecking(_api, wiring);
        _inbound = new InboundDeliveries(options);
        _orderList = new OrderListingReader(_api);
        _products = new ProductObserving(_api);
    }

    /// <inheritdoc/>
    public ConnectionName Name { get; }

    /// <inheritdoc/>
    public ConnectionLimits Limits => _api.Options.Limits;

    /// <inheritdoc/>
    public Items<PollPlan> Polls => _poller.Plans;

    /// <inheritdoc/>
    public bool Reads(string form) => form.StartsWith("adobe.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Items<Fact> Read(Entry message) => message.Form is MessageForms.Return or MessageForms.EarlierReturn
        ? ReturnReading.Read(message.Body.Span, isEarlier: message.Form == MessageForms.EarlierReturn)
        : [ReadOne(message)];

    private Fact ReadOne(Entry message) =>
        message.Form switch
        {
            MessageForms.Order => OrderReading.Read(Name, message.Body.Span),
            MessageForms.Shipment => RecordReading.Shipment(message.Body.Span),
            MessageForms.CreditMemo => RecordReading.CreditMemo(message.Body.Span),
            MessageForms.Product => RecordReading.Product(message.Body.Span),
            MessageForms.Wiring => RecordReading.Wiring(message.Body.Span),
            MessageForms.Event => EventReading.Read(message.Body),
            // A webhook does not name itself, and orders are what is worth knowing at once.
            MessageForms.Webhook => new Fact.ReadAgain(PollNames.Orders),
            _ => new Fact.Unusable(CaseCodes.TypeUnknown, $"Messages of form '{message.Form}' are not read."),
        };

    /// <inheritdoc/>
    public string RepairOf(Sku sku, Quantity surplus) => ReservationCommands.For(_api.Options.StockId, sku, surplus);

    /// <inheritdoc/>
    public InboundVerdict? Open(WireRequest request, DateTimeOffset now) => _inbound.Open(request);

    /// <inheritdoc/>
    public ValueTask<PollOutcome> PollAsync(
        IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        _poller.PollAsync(wire, new PollTurn(poll, cursor, now), cancellationToken);

    /// <inheritdoc/>
    public bool ListsOrders => true;

    /// <inheritdoc/>
    public bool HidesCorrections => true;

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
    public ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        intent switch
        {
            DocumentIntent.PostShipment shipment => _shipments.PostAsync(wire, shipment, cancellationToken),
            DocumentIntent.CancelInStorefront cancel => _cancellations.PostAsync(wire, cancel, cancellationToken),
            DocumentIntent.RefundInStorefront refund => _refunds.PostAsync(wire, refund, cancellationToken),
            DocumentIntent.PostTracking tracking => _notes.PostAsync(wire, tracking, cancellationToken),
            DocumentIntent.AnnounceReturn told => _notes.PostAsync(wire, told, cancellationToken),
            DocumentIntent.AmendReturn widened => _notes.PostAsync(wire, widened, cancellationToken),
            _ => throw NotWritten(intent),
        };

    /// <inheritdoc/>
    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        intent switch
        {
            DocumentIntent.PostShipment shipment => _shipments.FindAsync(wire, shipment, cancellationToken),
            DocumentIntent.CancelInStorefront cancel => _cancellations.FindAsync(wire, cancel, cancellationToken),
            DocumentIntent.RefundInStorefront refund => _refunds.FindAsync(wire, refund, cancellationToken),
            DocumentIntent.PostTracking tracking => _notes.FindAsync(wire, tracking, cancellationToken),
            DocumentIntent.AnnounceReturn told => _notes.FindAsync(wire, told, cancellationToken),
            DocumentIntent.AmendReturn widened => _notes.FindAsync(wire, widened, cancellationToken),
            _ => throw NotWritten(intent),
        };

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.RowsAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveSalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.SalableAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PollOutcome> ObserveProductAsync(IWire wire, Sku sku, CancellationToken cancellationToken) =>
        _products.ReadAsync(wire, sku, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken) =>
        _check.CheckAsync(wire, locationCodes, cancellationToken);

    private static ArgumentException NotWritten(DocumentIntent intent) =>
        new($"An Adobe Commerce shop takes no {intent.GetType().Name}.", nameof(intent));
}
