using Trueup.Core.Connecting;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// A way to a remote for calls that nobody waits for: as soon as something must go first it is closed, and the calls that were not
/// made by then have certainly had no effect.
/// </summary>
/// <param name="wire">The way.</param>
/// <param name="mustYield">Whether something must go first.</param>
internal sealed class YieldingWire(IWire wire, Func<bool> mustYield) : IWire
{
    /// <summary>Whether a call was left out.</summary>
    public bool HasYielded { get; private set; }

    /// <inheritdoc/>
    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        HasYielded = HasYielded || mustYield();
        return HasYielded
            ? ValueTask.FromResult<WireOutcome>(new WireOutcome.NotSent("Something urgent goes first."))
            : wire.SendAsync(request, cancellationToken);
    }
}
