using System.Diagnostics;
using System.Globalization;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>What many worlds came to, for one paragraph at the end.</summary>
public sealed class SimulationSum
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Tally _faults = new();
    private TimeSpan _lived;
    private long _orders;
    private long _oversales;
    private long _avoidable;
    private TimeSpan _longest;
    private int _worlds;

    /// <summary>Takes a world in.</summary>
    /// <returns>How many there are now.</returns>
    public int Add(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _faults.Add(outcome.Faults);
        _lived += outcome.Lived;
        _orders += outcome.Orders;
        _oversales += outcome.Oversales.Count;
        _avoidable += outcome.Oversales.Count(sale => sale.WasAvoidable);
        _longest = outcome.Oversales.Where(sale => sale.IsCalm && sale.Window == OversellIsBounded.Window).Select(sale => sale.Lag).Append(_longest).Max();
        return ++_worlds;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var wall = Stopwatch.GetElapsedTime(_began);
        var speed = string.Create(
            CultureInfo.InvariantCulture,
            $"{wall.TotalSeconds:#,0.0} s ({_lived.TotalHours / wall.TotalMinutes:#,0} hours, {_worlds / wall.TotalMinutes:#,0} worlds a minute)");
        var longest = string.Create(
            CultureInfo.InvariantCulture,
            $"{_longest.TotalSeconds:0.0} s of the {OversellIsBounded.Window.TotalSeconds:0} s that cannot be avoided");
        var kinds = string.Join(", ", _faults.Counts.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Key} {fault.Value:#,0}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             {_worlds:#,0} worlds, {_lived.TotalHours:#,0.0} simulated hours, {_orders:#,0} orders, {_faults.Total:#,0} faults in {speed}
             faults: {kinds}
             oversold: {_oversales:#,0} orders; while nothing failed the longest stood {longest}, {_avoidable} longer
             """);
    }
}
