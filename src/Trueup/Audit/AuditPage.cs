using System.Globalization;
using System.Net;
using System.Text;
using Trueup.Core.Audit;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Audit;

/// <summary>An audit's report as one page that needs nothing else: no script, no font, no address outside
/// itself.</summary>
internal static class AuditPage
{
    /// <summary>Rows shown of one finding; the others are in the table for spreadsheets.</summary>
    private const int RowsMax = 50;

    private const int BarWidth = 420;
    private const int BarStep = 30;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6675; --line: #d8dee6; --paper: #fff; --wash: #f4f6f9;
          --critical: #b3261e; --warning: #9a5b00; --notice: #35618f; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #a5afbd; --line: #37404d; --paper: #151a21;
          --wash: #1d242d; --critical: #ff8a80; --warning: #f2b45a; --notice: #8fbbe8; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 2.5rem 1.5rem; max-width: 64rem; }
        h1 { font-size: 1.7rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .4rem; }
        p { margin: .3rem 0; } .dim { color: var(--dim); }
        .figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.4rem 0; padding: 0; list-style: none; }
        .figures li { background: var(--wash); border-radius: .6rem; padding: .7rem 1.1rem; min-width: 7rem; }
        .figures b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; width: 100%; margin: .6rem 0; } caption { text-align: left; color: var(--dim); }
        th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td:first-child { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
        .critical { color: var(--critical); } .warning { color: var(--warning); } .notice { color: var(--notice); }
        .tag { font-weight: 600; text-transform: capitalize; } .next { border-left: 3px solid var(--line); padding-left: .8rem; }
        svg text { fill: currentColor; font: 13px system-ui, sans-serif; } svg rect.critical { fill: var(--critical); }
        svg rect.warning { fill: var(--warning); } svg rect.notice { fill: var(--notice); }
        """;

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="title">Whose estate it is.</param>
    /// <param name="at">When it was looked at.</param>
    public static string Of(AuditReport report, string title, DateTimeOffset at)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Audit of {Text(title)}</title>" +
            $"<meta name=\"viewport\" content=\"width=device-width\"><style>{Style}</style></head><body>" +
            $"<h1>Audit of {Text(title)}</h1><p class=\"dim\">Looked at on {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC, read-only.</p>");
        Figures(page, report);
        if (report.Findings.IsEmpty)
        {
            page.Append("<p>Nothing was found to be wrong.</p>");
        }
        else
        {
            Chart(page, report);
        }

        foreach (var finding in report.Findings)
        {
            Finding(page, finding);
        }

        Gaps(page, report.Gaps);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Figures(StringBuilder page, AuditReport report)
    {
        var money = report.Findings.Where(finding => finding.Code.Severity == Severity.Critical)
            .SelectMany(finding => finding.Money).GroupBy(sum => sum.Currency, StringComparer.Ordinal)
            .Select(sums => new Money(sums.Sum(sum => sum.Amount), sums.Key)).ToItems();
        page.Append("<ul class=\"figures\">");
        Figure("findings", report.Findings.Sum(finding => finding.Count).ToString("#,0", CultureInfo.InvariantCulture));
        Figure("critical", report.Findings.Where(finding => finding.Code.Severity == Severity.Critical)
            .Sum(finding => finding.Count).ToString("#,0", CultureInfo.InvariantCulture));
        Figure("at stake in critical findings", money.IsEmpty ? "not known" : AuditFormats.MoneyOf(money));
        Figure("products", report.Scope.Products.ToString("#,0", CultureInfo.InvariantCulture));
        Figure("positions", report.Scope.Positions.ToString("#,0", CultureInfo.InvariantCulture));
        Figure("open orders", report.Scope.Orders.ToString("#,0", CultureInfo.InvariantCulture));
        page.Append("</ul>");

        void Figure(string name, string value) =>
            page.Append(CultureInfo.InvariantCulture, $"<li><b>{Text(value)}</b>{Text(name)}</li>");
    }

    private static void Chart(StringBuilder page, AuditReport report)
    {
        var most = report.Findings.Max(finding => finding.Count);
        var height = report.Findings.Count * BarStep;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>What was found</h2><svg role=\"img\" aria-label=\"Findings by kind\" width=\"100%\" viewBox=\"0 0 860 {height}\">");
        for (var i = 0; i < report.Findings.Count; i++)
        {
            var finding = report.Findings[i];
            var width = Math.Max(2, BarWidth * finding.Count / most);
            var y = i * BarStep;
            page.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"330\" y=\"{y + 19}\" text-anchor=\"end\">{Text(finding.Code.Title)}</text>" +
                $"<rect class=\"{AuditFormats.WordOf(finding.Code.Severity)}\" x=\"340\" y=\"{y + 5}\" width=\"{width}\" height=\"20\" rx=\"3\"/>" +
                $"<text x=\"{350 + width}\" y=\"{y + 19}\">{finding.Count:#,0}</text>");
        }

        page.Append("</svg>");
    }

    private static void Finding(StringBuilder page, AuditFinding finding)
    {
        var severity = AuditFormats.WordOf(finding.Code.Severity);
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2 id=\"{Text(finding.Code.Code)}\">{Text(finding.Code.Title)} · " +
            $"{finding.Count:#,0} in {Text(finding.Where)}</h2>" +
            $"<p><span class=\"tag {severity}\">{severity}</span> " +
            $"<span class=\"dim\">{Text(finding.Code.Code)} · for {AuditFormats.WordOf(finding.Code.Owner)}</span></p>" +
            $"<p>{Text(finding.Code.Meaning)}</p><p class=\"next\">{Text(finding.Code.NextAction)}</p>" +
            $"<table><caption>{Caption(finding)}</caption><thead><tr><th>Subject</th><th>What was found</th>" +
            $"<th class=\"number\">Worth</th></tr></thead><tbody>");
        foreach (var row in finding.Rows.Take(RowsMax))
        {
            var worth = row.Worth is { } money ? AuditFormats.MoneyOf([money]) : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Text(row.Subject)}</td><td>{Text(row.Detail)}</td><td class=\"number\">{Text(worth)}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Caption(AuditFinding finding)
    {
        var shown = finding.Count > RowsMax ? $"The first {RowsMax} of {finding.Count}. " : "";
        return Text(shown + (finding.Money.IsEmpty ? "" : $"Worth {AuditFormats.MoneyOf(finding.Money)} in all."));
    }

    private static void Gaps(StringBuilder page, Items<AuditGap> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        page.Append("<h2>What could not be looked at</h2><table><tbody>");
        foreach (var gap in gaps)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Text(gap.Where)}</td><td>{AuditFormats.WordOf(gap.Gap.Part)}</td><td>{Text(gap.Gap.Why)}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
