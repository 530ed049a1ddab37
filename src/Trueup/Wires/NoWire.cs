using Trueup.Core.Connecting;

namespace Trueup.Wires;

/// <summary>The way to a remote that is never called: it only sends.</summary>
internal sealed class NoWire : IWire
{
    /// <inheritdoc/>
    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WireOutcome>(new WireOutcome.NotSent("The connection has no address."));
}
