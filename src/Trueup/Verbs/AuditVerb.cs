using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Trueup.Audit;
using Trueup.Core.Audit;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Audit;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>audit</c>: a read-only look at live systems before anything is switched on.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes.</param>
/// <param name="clock">The time.</param>
public sealed class AuditVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    /// <summary>Rows of a finding in the table.</summary>
    private const int ExamplesMax = 3;

    /// <summary>A storefront of which so many parts cannot be read was not looked at.</summary>
    private const int UnreadPartsMax = 4;

    private static readonly Items<string> Formats = ["table", "json", "csv", "html"];

    private readonly Option<string> _config = ConfigOption.Make();

    private readonly Option<string?> _url = new("--url")
    {
        Description = "Audit this storefront without a configuration; needs --token-env.",
        HelpName = "URL",
    };

    private readonly Option<string> _kind = new("--kind")
    {
        Description = "The storefront's kind, with --url.",
        HelpName = "KIND",
        DefaultValueFactory = _ => "adobe-commerce",
    };

    private readonly Option<string> _tokenEnvironment = new("--token-env")
    {
        Description = "The environment variable that holds the storefront's bearer token, with --url.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "TRUEUP_STOREFRONT_TOKEN",
    };

    private readonly Option<string[]> _stock = new("--stock")
    {
        Description = "An owner's stock as a file with the columns sku, location, quantity and maybe state.",
        HelpName = "CSV",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = $"How to tell it: {string.Join(", ", Formats)}.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the report to this file instead of the terminal.",
        HelpName = "PATH",
    };

    private readonly Option<int> _details = new("--details")
    {
        Description = "Products whose switches are read one by one.",
        HelpName = "N",
        DefaultValueFactory = _ => 500,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("audit", "Looks at live systems, read-only. 0 clean, 1 findings, 2 unusable.")
        {
            _config, _url, _kind, _tokenEnvironment, _stock, _format, _out, _details,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var error = asked.InvocationConfiguration.Error;
        var format = asked.GetRequiredValue(_format);
        if (!Formats.Contains(format, StringComparer.Ordinal))
        {
            await error.WriteLineAsync($"\"{format}\" is not a format{DidYouMean.Hint(format, Formats)}");
            return CommandLine.Failed;
        }

        if (await SettingsAsync(asked, error) is not { } settings ||
            await FilesAsync(asked.GetRequiredValue(_stock), error) is not { } files)
        {
            return CommandLine.Failed;
        }

        var (report, storefronts) = await LookAsync(asked, settings, files, cancellationToken);
        if (storefronts == 0 || report.Gaps.Count(gap => gap.Gap.Part != SurveyPart.Switches) >= storefronts * UnreadPartsMax)
        {
            await error.WriteLineAsync(storefronts == 0
                ? "No storefront with an address is configured: add one to the configuration, or name it with --url."
                : $"Nothing could be read: {report.Gaps[0].Where}: {report.Gaps[0].Gap.Why}");
            return CommandLine.Failed;
        }

        await TellAsync(asked, format, report, settings.Hub.Name);
        return report.Findings.IsEmpty ? 0 : 1;
    }

    private async Task<(AuditReport Report, int Storefronts)> LookAsync(
        ParseResult asked, TrueupSettings settings, Items<OwnerSurvey> files, CancellationToken cancellationToken)
    {
        var error = asked.InvocationConfiguration.Error;
        var progress = Console.IsErrorRedirected ? (Action<string>?)null : line => error.Write($"\r\u001b[K{line}");
        var surveyor = new Surveyor(clock, progress) { DetailsMax = asked.GetValue(_details) };
        var estate = new EstateSurvey(settings, wires, surveyor);
        var survey = await SoloThread.RunAsync(() => estate.TakeAsync(files, cancellationToken));
        if (progress is not null)
        {
            await error.WriteAsync("\r\u001b[K");
        }

        var report = Auditor.Examine(survey);
        return (report with { Gaps = report.Gaps.AddRange(estate.Unread.ToItems()) }, survey.Storefronts.Count);
    }

    private async Task<TrueupSettings?> SettingsAsync(ParseResult asked, TextWriter error)
    {
        if (asked.GetValue(_url) is not { } url)
        {
            return await ConfigOption.LoadAsync(asked.GetRequiredValue(_config), connectors, error);
        }

        var text = $$"""
            version: 1
            hub: { name: "{{url}}", currency: {{EstateSurvey.NoCurrency}}, store: ./audit }
            connections:
              storefront: { kind: "{{asked.GetRequiredValue(_kind)}}", url: "{{url}}", auth: { bearer: "${{{asked.GetRequiredValue(_tokenEnvironment)}}}" } }
            """;
        var loaded = new SettingsLoader(connectors).Load(text, Surroundings.Of(Directory.GetCurrentDirectory()));
        if (loaded.Settings is null)
        {
            foreach (var problem in loaded.Problems)
            {
                await error.WriteLineAsync($"{problem.Path}: {problem.Message}");
            }
        }

        return loaded.Settings;
    }

    private static async Task<Items<OwnerSurvey>?> FilesAsync(string[] paths, TextWriter error)
    {
        var files = new List<OwnerSurvey>();
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                await error.WriteLineAsync($"{path}: there is no such file; --stock names an owner's stock as CSV.");
                return null;
            }

            using var text = File.OpenText(path);
            var read = StockFile.Read(Path.GetFileName(path), text);
            foreach (var problem in read.Problems)
            {
                await error.WriteLineAsync($"{path}: {problem}");
            }

            if (read.Survey is null)
            {
                return null;
            }

            files.Add(read.Survey);
        }

        return files.ToItems();
    }

    private async Task TellAsync(ParseResult asked, string format, AuditReport report, string title)
    {
        var output = asked.InvocationConfiguration.Output;
        var path = asked.GetValue(_out);
        if (path is null && format == "table")
        {
            Print(output, report);
            return;
        }

        var text = format switch
        {
            "json" => AuditFormats.Json(report),
            "csv" => AuditFormats.Csv(report),
            "html" => AuditPage.Of(report, title, clock.GetUtcNow()),
            _ => Plain(report),
        };
        if (path is null)
        {
            await output.WriteLineAsync(text);
            return;
        }

        await File.WriteAllTextAsync(path, text);
        await output.WriteLineAsync($"{report.Findings.Sum(finding => finding.Count)} findings written to {path}");
    }

    private static string Plain(AuditReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Print(text, report);
        return text.ToString();
    }

    private static void Print(TextWriter output, AuditReport report)
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
}
