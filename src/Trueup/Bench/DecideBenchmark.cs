namespace Trueup.Bench;

/// <summary>
/// journal → decided → desired: entries lie in the journal on disk; measured is reading them, deciding, journalling
/// what was decided, and the desired rows standing. Over ten thousand positions and over a million, round by round in
/// turns: the cost of an event must not depend on that. Then what a restart costs with all of it.
/// </summary>
internal sealed class DecideBenchmark : IBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Events = 50_000;
    private const int Rounds = 11;
    private const int Restarts = 3;

    public string Id => "decide";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var (fewFolder, manyFolder) = (Path.Combine(folder, "few"), Path.Combine(folder, "many"));
        var few = new List<double>();
        var many = new List<double>();
        using (var small = await DecidingChild.StartAsync(fewFolder, Few, cancellationToken))
        using (var large = await DecidingChild.StartAsync(manyFolder, Many, cancellationToken))
        {
            // The first round warms both up.
            for (var round = 0; round <= Rounds; round++)
            {
                few.Add(await small.DecideAsync(Events, cancellationToken));
                many.Add(await large.DecideAsync(Events, cancellationToken));
            }

            // The rest of a tail that the ledger has not seen, for the restart.
            await large.DecideAsync(Many - (Events * (Rounds + 1)), cancellationToken);
            await small.EndAsync(cancellationToken);
            await large.EndAsync(cancellationToken);
        }

        var slower = 1 - (1 / Median(many.Skip(1).Zip(few.Skip(1), (large, small) => large / small)));
        var perSecond = Events / Median(many.Skip(1));
        var (restart, megabytes) = await RestartAsync(manyFolder, cancellationToken);
        var (_, small10k) = await ChildProcess.RestartAsync(fewFolder, cancellationToken);
        return
        [
            new BenchResult("decide", "journal → decided → desired, 1,000,000 known positions",
                Math.Round(perSecond), "events/s", "≥ 50,000", perSecond >= 50_000)
            {
                Baseline = new BenchBaseline("the same over 10,000 positions", Math.Round(Events / Median(few.Skip(1)))),
            },
            new BenchResult("decide-flat", $"slower at 1,000,000 positions than at 10,000, median of {Rounds} rounds in turns",
                Math.Round(slower * 100, 1), "%", "≤ 15", slower <= 0.15),
            new BenchResult("restart", "restart with 1,000,000 positions and a 1,000,000-entry tail, to ready",
                Math.Round(restart, 2), "s", "≤ 5", restart <= 5),
            new BenchResult("memory-many", "resident memory with 1,000,000 positions after the restart",
                Math.Round(megabytes), "MB", "≤ 600", megabytes <= 600),
            new BenchResult("memory-few", "resident memory with 10,000 positions after a restart",
                Math.Round(small10k), "MB", "≤ 150", small10k <= 150),
        ];
    }

    /// <summary>The median of a few restarts, and the largest memory of them.</summary>
    private static async Task<(double Seconds, double Megabytes)> RestartAsync(string folder, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        var megabytes = new List<double>();
        for (var i = 0; i < Restarts; i++)
        {
            var (ready, size) = await ChildProcess.RestartAsync(folder, cancellationToken);
            seconds.Add(ready.TotalSeconds);
            megabytes.Add(size);
        }

        return (Median(seconds), megabytes.Max());
    }

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
