using System.Net;
using System.Net.Sockets;

namespace Trueup.Tests.Hosting;

/// <summary>Places of this machine's own network.</summary>
internal static class Loopback
{
    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An address that nobody serves.</summary>
    public static string FreeAddress() => $"http://127.0.0.1:{FreePort()}";
}
