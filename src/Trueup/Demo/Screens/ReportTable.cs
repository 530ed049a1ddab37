using System.Globalization;
using Spectre.Console;
using Trueup.Core.Values;
using Trueup.Demo.Scoring;

namespace Trueup.Demo.Screens;

/// <summary>Sets the report of the day.</summary>
public static class ReportTable
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, Evidence evidence, Items<Check> checks, TimeSpan lasted)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(evidence);
        console.WriteLine();
        console.Write(Checks(checks));
        console.Write(Figures(evidence));
        console.Write(Exceptions(evidence));
        var held = checks.Count(check => check.Held);
        console.MarkupLine(held == checks.Count
            ? $"[bold green]All {checks.Count} held[/] after {lasted.TotalSeconds:0} seconds."
            : $"[bold red]{checks.Count - held} of {checks.Count} did not hold.[/]");
    }

    private static Table Checks(Items<Check> checks)
    {
        var table = Plain("[bold]What had to hold[/]").AddColumn("").AddColumn("").AddColumn("");
        foreach (var check in checks)
        {
            table.AddRow(
                check.Held ? "[green]✓[/]" : "[red]✗[/]",
                $"[bold]{check.Name.EscapeMarkup()}[/]",
                $"[{(check.Held ? "green" : "red")}]{check.Figure.EscapeMarkup()}[/]",
                check.Detail.EscapeMarkup());
        }

        return table;
    }

    private static Table Figures(Evidence evidence)
    {
        var (calls, freshness) = (evidence.Calls, evidence.Freshness);
        var table = Plain("[bold]What it took[/]").AddColumn("").AddColumn("");
        table.AddRow("Load", freshness.Loaded is { } loaded
            ? $"{evidence.Levels.Count:N0} levels in both shops after {Seconds(loaded)}"
            : "the opening stock never got there");
        table.AddRow("Freshness", Percentiles(freshness.Usual));
        table.AddRow("  through storm and outage", Percentiles(freshness.Disturbed));
        table.AddRow("  after a hand in the shop", Percentiles(freshness.Tampering));
        table.AddRow("  after a sale in the other shop", Percentiles(freshness.Sales));
        table.AddRow("Writes", Ratio(calls.Writes, calls.Changes));
        table.AddRow("Calls in all", $"{calls.Total:N0}, reading and comparing included");
        return table;
    }

    private static Table Exceptions(Evidence evidence)
    {
        var table = Plain("[bold]Exceptions by cause[/]").AddColumn("").AddColumn("").AddColumn("").AddColumn("");
        foreach (var kind in evidence.Exceptions)
        {
            table.AddRow(
                $"{kind.Title.EscapeMarkup()} [grey]{kind.Code.EscapeMarkup()}[/]",
                kind.Open > 0 ? $"[yellow]{kind.Open} open[/]" : "[green]settled[/]",
                kind.Settled > 0 ? $"[grey]{kind.Settled} settled[/]" : "",
                kind.Owner.EscapeMarkup(),
                kind.Open > 0 ? $"[grey]{kind.NextAction.EscapeMarkup()}[/]" : "");
        }

        return table;
    }

    private static Table Plain(string title) =>
        new Table().Border(TableBorder.Simple).BorderColor(Color.Grey35).AddColumn(title);

    private static string Percentiles(Items<TimeSpan> sorted) => sorted.IsEmpty
        ? "nothing to measure"
        : $"p50 {Seconds(Scorecard.Percentile(sorted, 0.5))} · p95 {Seconds(Scorecard.Percentile(sorted, 0.95))} · " +
          $"p99 {Seconds(Scorecard.Percentile(sorted, 0.99))} · worst {Seconds(sorted[^1])} of {sorted.Count:N0}";

    private static string Ratio(long writes, long changes) => writes == 0
        ? "none"
        : $"{writes:N0} calls for {changes:N0} changes: 1 for {(decimal)changes / writes:0}, instead of one each";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
