using Trueup.Core.Connecting;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Merchants;

/// <summary>A remote that is played, and the way to it.</summary>
internal sealed record MerchantLine(
    MerchantConnection Merchant, ConnectionSettings Settings, ITwin Twin, VendorLimit Vendor, FaultyWire Wire)
{
    /// <summary>A line to a remote.</summary>
    public static MerchantLine To(
        MerchantConnection connection, ConnectionSettings settings, ITwin twin, Outside outside, Chance chance)
    {
        var limited = new VendorLimit(twin, connection.Vendor);
        return new MerchantLine(
            connection, settings, twin, limited,
            new FaultyWire(connection.Name.Text, limited, outside, chance.Fork((ulong)connection.Name.Text.Length + (ulong)connection.Name.Text[0])));
    }

    /// <summary>The limits that the merchant gave the connection.</summary>
    public ConnectionLimits Limits { get; } = LimitsOf(Merchant);

    /// <summary>The limits that a connection's settings give it.</summary>
    public static ConnectionLimits LimitsOf(MerchantConnection connection) => connection.Connector.Open(connection.Settings) is ConnectionOpening.Ready ready
        ? ready.Connection.Limits
        : connection.Connector.Manifest.Limits;

    /// <summary>The production connection, as a host opens it.</summary>
    /// <exception cref="InvalidOperationException">The settings cannot be used.</exception>
    public IConnection Open(TimeProvider clock) => Merchant.Connector.Open(Settings with { Clock = clock }) switch
    {
        ConnectionOpening.Ready ready => ready.Connection,
        ConnectionOpening.Wrong wrong => throw new InvalidOperationException(
            $"{Merchant.Name} cannot be simulated: {string.Join("; ", wrong.Problems.Select(problem => problem.Problem))}"),
        var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
    };

    /// <summary>The share of what its limit allows that the busiest five minutes took, 0 to 1.</summary>
    public double BusiestShare(DateTimeOffset from)
    {
        var stretch = TimeSpan.FromMinutes(5);
        var (calls, most, first) = (Wire.Calls.Where(call => call >= from).ToList(), 0, 0);
        for (var last = 0; last < calls.Count; last++)
        {
            while (calls[last] - calls[first] > stretch)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most / (Limits.RequestsPerSecond * stretch.TotalSeconds);
    }
}
