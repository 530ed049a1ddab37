using System.Globalization;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Checkers;

/// <summary>G6: a connection is never called more often than its limit within a second, nor while it asked to be left
/// alone.</summary>
public static class LimitsAreKept
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Wires.SelectMany(wire => Of(wire.Name, wire, world));
    }

    private static IEnumerable<Violation> Of(string name, FaultyWire wire, World world)
    {
        var rate = world.Plan.Rate;
        for (var i = 0; i + rate < wire.Calls.Count; i++)
        {
            if (wire.Calls[i + rate] - wire.Calls[i] < Second)
            {
                yield return new Violation("G6", name, string.Create(
                    CultureInfo.InvariantCulture, $"more than {rate} calls within the second that began at {wire.Calls[i]:O}"));
            }
        }

        foreach (var (called, from, until) in wire.Pauses)
        {
            // A hub that died meanwhile does not remember what it was asked for.
            if (!world.Hub.Starts.Any(start => start >= called && start < until) &&
                wire.Calls.FirstOrDefault(call => call > from && call < until) is { Ticks: > 0 } call)
            {
                yield return new Violation("G6", name, string.Create(
                    CultureInfo.InvariantCulture, $"called at {call:O}, though it asked for quiet from {from:O} to {until:O}"));
            }
        }
    }
}
