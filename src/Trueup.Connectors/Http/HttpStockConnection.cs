using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http;

/// <summary>A configured system that lists its stock, and may take documents as well.</summary>
/// <param name="options">What is configured.</param>
/// <param name="stock">How it lists its stock.</param>
internal sealed class HttpStockConnection(HttpOptions options, HttpStock stock) : HttpConnection(options, stock), IStockObserver
{
    private readonly HttpStock _stock = stock;

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        _stock.ObserveAsync(wire, ask, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ObserveOutcome> ObserveSalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ObserveOutcome>(new ObserveOutcome.Page([], Next: null));
}
