using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>A configured system: it takes documents, or only sends messages.</summary>
/// <param name="options">What is configured.</param>
/// <param name="stock">How it lists its stock; null where it cannot.</param>
internal class HttpConnection(HttpOptions options, HttpStock? stock = null) : IDocumentWriter, IOrderLister, ILiveCheck
{
    private readonly HttpDocuments _documents = new(options);
    private readonly HttpOrderList _orders = new(options.OrderList);
    private readonly HttpLiveCheck _check = new(options, stock);

    /// <inheritdoc/>
    public ConnectionName Name => options.Name;

    /// <inheritdoc/>
    public ConnectionLimits Limits => options.Limits;

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
    public ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken) =>
        _check.CheckAsync(wire, locationCodes, cancellationToken);
}
