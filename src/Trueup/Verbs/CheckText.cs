using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>Tells a check's report to people.</summary>
internal static class CheckText
{
    private const string NoCode = "-";
    private const string OwnerMark = "*";

    /// <summary>Every line of the report.</summary>
    public static IEnumerable<string> Lines(CheckReport report) =>
    [
        .. report.Loaded.Problems.Select(problem => LineOf(report.Config, problem)),
        .. report.Coverage is { Rows.IsEmpty: false } coverage ? LinesOf(coverage) : [],
        .. report.Live.SelectMany(LinesOf),
        Summary(report),
    ];

    private static string LineOf(string config, SettingsProblem problem)
    {
        var gravity = problem.Gravity == ProblemGravity.Error ? "error  " : "warning";
        var path = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        return $"{config}:{problem.Place.Line}:{problem.Place.Column} {gravity} {path}{problem.Message}";
    }

    private static IEnumerable<string> LinesOf(Coverage coverage)
    {
        var head = coverage.Connections.Select(connection => connection.Text).Prepend("location").ToItems();
        Items<Items<string>> table = [head, .. coverage.Rows.Select(row => CellsOf(row, coverage.Connections))];
        var widths = head.Select((_, column) => table.Max(row => row[column].Length)).ToItems();
        return
        [
            .. table.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()),
            $"{OwnerMark} right about the stock there   {NoCode} not known there",
            .. coverage.Gaps.Select(gap => $"{gap.Connection} does not sell from {string.Join(", ", gap.Locations)}"),
        ];
    }

    private static IEnumerable<string> LinesOf(LiveResult result)
    {
        var state = result.State switch
        {
            LiveState.Ok => "answers, and all is well",
            LiveState.Unusable => "cannot be used",
            LiveState.Findings => "answers, with findings",
            _ => "not called: there is no address, or nothing to check",
        };
        return
        [
            $"{result.Connection}: {state}",
            .. result.Findings.Select(finding => $"  {finding.Code} {finding.Detail} {finding.Code.NextAction}"),
        ];
    }

    private static Items<string> CellsOf(CoverageRow row, Items<ConnectionName> connections) => row.Codes
        .Select((code, i) => (code ?? NoCode) + (connections[i] == row.Location.Owner ? OwnerMark : ""))
        .Prepend(row.Location.Code.Text).ToItems();

    private static string Summary(CheckReport report)
    {
        if (report is { ExitCode: 0, Loaded.Settings: { Contract: var contract } })
        {
            return $"{report.Config} is clean: {Counted(contract.Connections.Count, "connection")}, " +
                $"{Counted(contract.Locations.Count, "location")}, {Counted(contract.Kits.Count, "kit")}";
        }

        var errors = report.Loaded.Problems.Count(problem => problem.Gravity == ProblemGravity.Error);
        var live = report.Live.Sum(result => result.Findings.Count);
        return $"{report.Config}: {Counted(errors, "error")}, " +
            Counted(report.Loaded.Problems.Count - errors, "warning") +
            (report.Live.IsEmpty ? "" : $", {Counted(live, "live finding")}") +
            (report.ExitCode == 2 ? "; unusable" : "");
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
