using Trueup.Core.Connecting;
using Trueup.Settings;

namespace Trueup.Wires;

/// <summary>Makes real ways to remotes over HTTP, from <c>url</c> and <c>timeout</c> of a connection's
/// settings.</summary>
public sealed class HttpWireFactory(TimeProvider clock) : IWireFactory
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The settings have no address.</exception>
    public IWire Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!Uri.TryCreate(settings.Find("url"), UriKind.Absolute, out var address))
        {
            throw new ArgumentException($"Connection {settings.Name} has no address.", nameof(settings));
        }

        TimeSpan? timeout = settings.Find("timeout") is { } text && Notation.TryDuration(text, out var duration)
            ? duration
            : null;
        return new HttpWire(address, clock, timeout);
    }
}
