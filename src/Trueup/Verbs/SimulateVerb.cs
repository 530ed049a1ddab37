using System.CommandLine;
using System.Globalization;
using Trueup.Settings;
using Trueup.Simulator;
using Trueup.Simulator.Merchants;

namespace Trueup.Verbs;

/// <summary><c>simulate</c>: whole trading worlds from seeds, each checked against every guarantee; or a merchant's own
/// configuration on a simulated day.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
public sealed class SimulateVerb(ConnectorCatalogue connectors) : IVerb
{
    private readonly MerchantOptions _merchant = new(connectors);
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The first seed.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _seeds = new("--seeds")
    {
        Description = "How many seeds, counted on from the first. Default: the one seed that is named, else 100.",
        HelpName = "COUNT",
    };

    private readonly Option<double?> _hours = new("--hours")
    {
        Description = $"Hours of trading with troubles in each world. Default: {string.Join(", ", Profile.All.Select(LengthOf))}; with --config " +
            string.Create(CultureInfo.InvariantCulture, $"{MerchantTrade.Usual.Hours.TotalHours} hours."),
        HelpName = "H",
    };

    private readonly Option<string> _profile = new("--profile")
    {
        Description = $"How hard the worlds are: {string.Join(", ", Profile.All.Select(profile => profile.Name))}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Profile.Swarm.Name,
    };

    private readonly Option<FileInfo?> _trace = new("--trace")
    {
        Description = "Writes everything that happened in the first world to this file.",
        HelpName = "PATH",
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("simulate", "Simulates trading worlds. 0 every guarantee held, 1 one was violated.")
        {
            _seed, _seeds, _hours, _profile, _trace,
        };
        command.SetAction(RunAsync);
        _merchant.AddTo(command);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var (output, error) = (asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
        var first = asked.GetValue(_seed);
        var count = asked.GetValue(_seeds) ?? (asked.GetResult(_seed) is { Implicit: false } ? 1 : 100);
        var hours = asked.GetValue(_hours);
        if (Profile.Find(asked.GetRequiredValue(_profile)) is not { } profile || count < 1 || hours is not (null or (> 0 and <= 24 * 366)))
        {
            await error.WriteLineAsync(
                $"Ask for at least one seed, up to a year, of one of {string.Join(", ", Profile.All.Select(known => known.Name))}.");
            return CommandLine.Failed;
        }

        if (_merchant.Misfit(asked, _seeds) is { } misfit)
        {
            await error.WriteLineAsync(misfit);
            return CommandLine.Failed;
        }

        if (asked.GetValue(_trace) is { } file && WhyNot(file) is { } why)
        {
            await error.WriteLineAsync($"--trace: {file.FullName} cannot be written: {why}");
            return CommandLine.Failed;
        }

        return _merchant.IsAsked(asked)
            ? await _merchant.RunAsync(asked, first, DayOf(asked, profile), hours, asked.GetValue(_trace))
            : await RunWorldsAsync(asked, (first, count), profile, hours, cancellationToken);
    }

    /// <summary>A merchant's day is one on which nothing fails, unless trouble is asked for.</summary>
    private Profile DayOf(ParseResult asked, Profile profile) => asked.GetResult(_profile) is { Implicit: false } ? profile : Profile.Calm;

    private async Task<int> RunWorldsAsync(
        ParseResult asked, (ulong First, int Count) seeds, Profile profile, double? hours, CancellationToken cancellationToken)
    {
        var output = asked.InvocationConfiguration.Output;
        var (first, count) = seeds;
        var trading = hours is { } asMany ? Plan.TradingOf(asMany) : (TimeSpan?)null;
        var held = 0;

        // One world is one thread; worlds know nothing of each other.
        var worlds = Enumerable.Range(0, count).Select(i => first + (ulong)i)
            .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancellationToken)
            .Select(seed => Simulation.Run(seed, profile, trading));
        var sum = new SimulationSum();
        foreach (var outcome in worlds)
        {
            if (sum.Add(outcome) == 1 && asked.GetValue(_trace) is { } trace)
            {
                await File.WriteAllLinesAsync(
                    trace.FullName, outcome.Chronicle.Lines.Select(line => line.ToString()), cancellationToken);
            }

            held += outcome.Held ? 1 : 0;
            if (!outcome.Held)
            {
                await output.WriteLineAsync(outcome.Story());
            }
        }

        await output.WriteLineAsync(sum.ToString());
        await output.WriteLineAsync($"{held} of {count} worlds held every guarantee (profile {profile.Name}, seeds from {first}).");
        return held == count ? 0 : 1;
    }

    private static string LengthOf(Profile profile) => string.Create(CultureInfo.InvariantCulture, $"{profile.Name} {(
        profile.Trading < TimeSpan.FromHours(1) ? $"{profile.Trading.TotalMinutes} minutes" : $"{profile.Trading.TotalHours} hours")}");

    /// <summary>What keeps a file from being written, found out before anything else is done; null: nothing.</summary>
    private static string? WhyNot(FileInfo file)
    {
        try
        {
            using var opened = file.Open(FileMode.OpenOrCreate, FileAccess.Write);
            return null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return trouble.Message;
        }
    }
}
