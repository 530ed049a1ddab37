using System.Diagnostics;
using System.Text.Json;
using Trueup.Hosting;
using Trueup.Simulator;

namespace Trueup.Bench;

/// <summary>
/// How fast worlds go by: small ones in which everything fails, a hundred at a time, and days of a mid-size merchant, one on each
/// core. Only hours in which people trade are counted. Beside it the same, one world at a time.
/// </summary>
internal sealed class SimulateBenchmark : IBenchmark
{
    private const int SmallSeeds = 120;
    private const int SmallSeedsAlone = 40;
    private const ulong FirstSeed = 900_000;

    /// <summary>A whole day: the first stocking of two shops with 5,000 articles and the rest at the end happen once in it.</summary>
    private static readonly TimeSpan Trading = Profile.LongHaul.Trading;

    private static readonly TimeSpan Moments = TimeSpan.FromMinutes(6);

    public string Id => "simulate";

    /// <remarks>Measured as <c>simulate</c> runs: in a process that is set for it.</remarks>
    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "simulate.json");
        string[] again = ["bench", "--only", Id, "--json", file];
        if (!SimulationProcess.IsThis && await SimulationProcess.RunAsync(again, TextWriter.Null, cancellationToken) is { } exitCode)
        {
            return exitCode == 0
                ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellationToken), BenchJson.Default.BenchReport)!.Results
                : throw new InvalidOperationException($"The process that simulates ended with {exitCode}.");
        }

        return await Task.Run<IReadOnlyList<BenchResult>>(() => Measure(cancellationToken), cancellationToken);
    }

    private static BenchResult[] Measure(CancellationToken cancellationToken)
    {
        var cores = Environment.ProcessorCount;

        // Warm.
        Live(Profile.Swarm, Moments, worlds: 8, cores, cancellationToken);
        var alone = Live(Profile.Swarm, Moments, SmallSeedsAlone, cores: 1, cancellationToken);
        var small = Live(Profile.Swarm, Moments, SmallSeeds, cores, cancellationToken);
        var one = Live(Profile.LongHaul, Trading, worlds: 1, cores: 1, cancellationToken);
        var hours = Live(Profile.LongHaul, Trading, cores, cores, cancellationToken);
        return
        [
            new BenchResult("simulate-seeds", $"small worlds in which everything fails, {cores} cores",
                Math.Round(small.WorldsPerMinute), "worlds/min", "≥ 200", small.WorldsPerMinute >= 200)
            {
                Baseline = new BenchBaseline("one world at a time", Math.Round(alone.WorldsPerMinute)),
            },
            new BenchResult("simulate-hours", "hours of a merchant of 5,000 SKUs × 5 places × 2 shops, 2,000 orders a day",
                Math.Round(hours.HoursPerMinute, 1), "hours/min", "≥ 100", hours.HoursPerMinute >= 100)
            {
                Baseline = new BenchBaseline("one world at a time", Math.Round(one.HoursPerMinute, 1)),
            },
        ];
    }

    private static (double WorldsPerMinute, double HoursPerMinute) Live(
        Profile profile, TimeSpan trading, int worlds, int cores, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var lived = Enumerable.Range(0, worlds).AsParallel().WithDegreeOfParallelism(cores).WithCancellation(cancellationToken)
            .Select(place => Simulator.Simulation.Run(FirstSeed + (ulong)place, profile, trading)).Count(outcome => outcome.Held);
        var minutes = Stopwatch.GetElapsedTime(began).TotalMinutes;
        return lived == worlds
            ? (worlds / minutes, worlds * trading.TotalHours / minutes)
            : throw new InvalidOperationException($"Only {lived} of {worlds} {profile.Name} worlds held every guarantee.");
    }
}
