using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>A configured system that cannot list its stock: it takes documents, or only sends messages.</summary>
internal sealed class HttpConnection(HttpOptions options) : IDocumentWriter, ILiveCheck
{
    private readonly HttpDocuments _documents = new(options);
    private readonly HttpLiveCheck _check = new(options, stock: null);

    /// <inheritdoc/>
    public ConnectionName Name => options.Name;

    /// <inheritdoc/>
    public ConnectionLimits Limits => options.Limits;

    /// <inheritdoc/>
    public bool Writes(Type intent) => _documents.Writes(intent);

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
