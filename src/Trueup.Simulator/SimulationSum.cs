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
    private TimeSpan _traded;

    /// <summary>How often each kind of fault came, by the words of <see cref="FaultKinds"/>.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults.Counts;

    /// <summary>Worlds a minute of real time.</summary>
    public double WorldsPerMinute => _worlds / Stopwatch.GetElapsedTime(_began).TotalMinutes;

    /// <summary>Simulated hours in which people traded, a minute of real time.</summary>
    public double HoursPerMinute => _traded.TotalHours / Stopwatch.GetElapsedTime(_began).TotalMinutes;

    /// <summary>Takes a world in.</summary>
    /// <returns>How many there are now.</returns>
    public int Add(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _faults.Add(outcome.Faults);
        _lived += outcome.Lived;
        _traded += outcome.Plan.Trading;
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
        string Counted(IEnumerable<string> words) => string.Join(", ", words.Select(word => string.Create(
            CultureInfo.InvariantCulture, $"{word.Replace("push ", "", StringComparison.Ordinal)} {_faults.Counts.GetValueOrDefault(word):#,0}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             {_worlds:#,0} worlds, {_lived.TotalHours:#,0.0} simulated hours, {_orders:#,0} orders, {_faults.Total:#,0} faults in {speed}
             at moments and for a while: {Counted(FaultKinds.OfTimes)}
             to exchanges: {Counted(FaultKinds.OfExchanges)}
             to deliveries: {Counted(FaultKinds.OfPushes)}
             oversold: {_oversales:#,0} orders; while nothing failed the longest stood {longest}, {_avoidable} longer
             """);
    }
}
