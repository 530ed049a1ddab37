using System.Globalization;
using Spectre.Console;
using Trueup.Audit;
using Trueup.Core.Audit;
using Trueup.Core.Cases;

namespace Trueup.Verbs;

/// <summary>Tells what an audit found, in the form that was asked for.</summary>
internal static class AuditTelling
{
    /// <summary>Rows of a finding in the table.</summary>
    private const int ExamplesMax = 3;

    /// <summary>The whole report as a text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">One of table, json, csv, html.</param>
    /// <param name="title">Name of the shop.</param>
    /// <param name="now">When it was made.</param>
    public static string TextOf(AuditReport report, string format, string title, DateTimeOffset now) => format switch
    {
        "json" => AuditFormats.Json(report),
        "csv" => AuditFormats.Csv(report),
        "html" => AuditPage.Of(report, title, now),
        _ => Plain(report),
    };

    /// <summary>Prints the table.</summary>
    public static void Print(TextWriter output, AuditReport report)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!report.Findings.IsEmpty)
        {
            var table = Tables.Of("Severity", "Finding", "Where", "Count", "Worth", "For example", "Next");
            foreach (var finding in report.Findings)
            {
                table.Add(
                    AuditFormats.WordOf(finding.Code.Severity), $"{finding.Code.Title} ({finding.Code})", finding.Where,
                    finding.Count.ToString("#,0", CultureInfo.InvariantCulture), AuditFormats.MoneyOf(finding.Money),
                    string.Join("\n", finding.Rows.Take(ExamplesMax).Select(row => $"{row.Subject}: {row.Detail}")),
                    finding.Code.NextAction);
            }

            console.Write(table);
        }

        foreach (var gap in report.Gaps)
        {
            output.WriteLine($"Not looked at: {gap.Where}, {AuditFormats.WordOf(gap.Gap.Part)}: {gap.Gap.Why}");
        }

        var scope = report.Scope;
        var critical = report.Findings.Count(finding => finding.Code.Severity == Severity.Critical);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Findings.Sum(finding => finding.Count):#,0} findings of {report.Findings.Count} kinds in {scope.Products:#,0} products, " +
            $"{scope.Positions:#,0} positions and {scope.Orders:#,0} open orders; {critical} kinds are critical."));
    }

    private static string Plain(AuditReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Print(text, report);
        return text.ToString();
    }
}
