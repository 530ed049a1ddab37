using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>A configured system that lists its stock, and may take documents as well.</summary>
internal sealed class HttpStockConnection : IDocumentWriter, IStockObserver, IOrderLister, ILiveCheck
{
    private readonly HttpOptions _options;
    private readonly HttpDocuments _documents;
    private readonly HttpStock _stock;
    private readonly HttpOrderList _orders;
    private readonly HttpLiveCheck _check;

    /// <summary>Makes a connection of its settings and the way it lists stock.</summary>
    public HttpStockConnection(HttpOptions options, StockOperation operation)
    {
        _options = options;
        _documents = new HttpDocuments(options);
        _stock = new HttpStock(operation);
        _orders = new HttpOrderList(options.OrderList);
        _check = new HttpLiveCheck(options, _stock);
    }

    /// <inheritdoc/>
    public ConnectionName Name => _options.Name;

    /// <inheritdoc/>
    public ConnectionLimits Limits => _options.Limits;

    /// <inheritdoc/>
    public bool Writes(Type intent) => _documents.Writes(intent);

    /// <inheritdoc/>
    public string? ExpiryFault => _documents.ExpiryFault;

    /// <inheritdoc/>
    public bool CanFind(DocumentIntent intent) => _documents.CanFind(intent);

    /// <inheritdoc/>
    public bool ListsOrders => _orders.IsConfigured;

    /// <inheritdoc/>
    public ValueTask<OrderListing> ListOrdersAsync(
        IWire wire, OrderListingAsk ask, CancellationToken cancellationToken) =>
        _orders.ListAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        _documents.SendAsync(wire, intent, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        _documents.FindAsync(wire, intent, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.ObserveAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveSalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ObserveOutcome>(new ObserveOutcome.Page([], Next: null));

    /// <inheritdoc/>
    public ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken) =>
        _check.CheckAsync(wire, locationCodes, cancellationToken);
}
