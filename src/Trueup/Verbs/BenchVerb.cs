using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Trueup.Bench;

namespace Trueup.Verbs;

/// <summary><c>bench</c>: the benchmarks, each beside its baseline in the same run.</summary>
internal sealed class BenchVerb : IVerb
{
    private static readonly IBenchmark[] Benchmarks =
        [
            new IntakeBenchmark(), new ConvergeBenchmark(), new EntriesBenchmark(), new ProjectBenchmark(),
            new ParityBenchmark(), new DecideBenchmark(),
            new OrdersBenchmark(), new ConsoleBenchmark(),
            new ScaleBenchmark(), new SimulateBenchmark(),
        ];

    /// <summary>Columns where there is no terminal to ask.</summary>
    private const int PlainWidth = 180;

    private readonly Option<string?> _json = new("--json") { Description = "Also write the figures as JSON.", HelpName = "PATH" };

    private readonly Option<string?> _only = new("--only")
    {
        Description = $"Run only some: {string.Join(", ", Benchmarks.Select(benchmark => benchmark.Id))}.",
        HelpName = "ID,…",
    };

    private readonly Option<string?> _child = new(ChildProcess.RestartOption) { Hidden = true };

    private readonly Option<int?> _decide = new(ChildProcess.DecideOption) { Hidden = true };

    private readonly Option<string> _folder = new("--folder") { Hidden = true, DefaultValueFactory = _ => "." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("bench", "Runs the benchmarks, each with its baseline in the same run.") {
            _json, _only, _child, _decide, _folder,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        if (asked.GetValue(_child) is { } restarted)
        {
            return await ChildProcess.RestartAndReportAsync(restarted);
        }

        if (asked.GetValue(_decide) is { } positions)
        {
            return await DecidingChild.RunAsync(asked.GetValue(_folder)!, positions);
        }

        var only = asked.GetValue(_only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (only?.FirstOrDefault(id => Array.TrueForAll(Benchmarks, benchmark => benchmark.Id != id)) is { } unknown)
        {
            await asked.InvocationConfiguration.Error.WriteLineAsync(
                $"There is no benchmark '{unknown}'; there are {string.Join(", ", Benchmarks.Select(benchmark => benchmark.Id))}.");
            return CommandLine.Failed;
        }

        var results = new List<BenchResult>();
        foreach (var benchmark in Benchmarks.Where(benchmark => only is null || only.Contains(benchmark.Id, StringComparer.Ordinal)))
        {
            await asked.InvocationConfiguration.Error.WriteLineAsync($"{benchmark.Id} …");
            var folder = Directory.CreateTempSubdirectory("trueup-bench-");
            try
            {
                results.AddRange(await benchmark.RunAsync(folder.FullName, cancellationToken));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        var report = new BenchReport(Machine(), results);
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            AnsiConsole.Profile.Width = PlainWidth;
        }

        AnsiConsole.Write(Table(report));
        if (asked.GetValue(_json) is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, BenchJson.Default.BenchReport), cancellationToken);
        }

        return 0;
    }

    private static Table Table(BenchReport report)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"{report.Machine.Cores} cores, {report.Machine.MemoryGib:0} GiB, {report.Machine.Runtime}".EscapeMarkup())
            .AddColumns("measure", "figure", "baseline", "ratio", "to reach", "");
        foreach (var result in report.Results)
        {
            table.AddRow(
                result.What.EscapeMarkup(),
                Figure(result.Value, result.Unit),
                result.Baseline is { } baseline ? $"{Figure(baseline.Value, "")} {baseline.What}".EscapeMarkup() : "",
                result.Ratio is { } ratio ? ratio.ToString("0.###", CultureInfo.InvariantCulture) : "",
                result.Target.EscapeMarkup(),
                result.Met ? "[green]met[/]" : "[red]missed[/]");
        }

        return table;
    }

    private static string Figure(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} {unit}").Trim().EscapeMarkup();

    private static BenchMachine Machine() => new(
        System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1));
}
