using Trueup.Core.Connecting;
using Trueup.Engine;
using Trueup.Engine.Dispatch;
using Trueup.Wires;

namespace Trueup.Audit;

/// <summary>Ways to remotes past a running hub's own limits, behind everything that it has to do itself.</summary>
/// <param name="hub">The hub.</param>
/// <param name="others">Makes ways to what the hub does not know.</param>
internal sealed class HubWires(HubLoop hub, IWireFactory others) : IWireFactory
{
    /// <inheritdoc/>
    public IWire Open(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return hub.Outlets.FirstOrDefault(outlet => outlet.Name == settings.Name) is { } own
            ? own.Paced.For(CallPriority.Background)
            : others.Open(settings);
    }
}
