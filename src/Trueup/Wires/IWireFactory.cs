using Trueup.Core.Connecting;

namespace Trueup.Wires;

/// <summary>Makes the way to a remote system.</summary>
public interface IWireFactory
{
    /// <summary>A wire to the base address of a connection, which must have one. Reaches nothing yet.</summary>
    /// <param name="settings">The connection's settings, for its address.</param>
    IWire Open(ConnectionSettings settings);
}
