using System.CommandLine;
using Trueup.Core.Audit;
using Trueup.Core.Values;
using Trueup.Engine.Audit;
using Trueup.Hosting;
using Trueup.Audit;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>audit</c>: a read-only look at live systems before anything is switched on.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes.</param>
/// <param name="clock">The time.</param>
public sealed class AuditVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    /// <summary>A storefront of which so many parts cannot be read was not looked at.</summary>
    private const int UnreadPartsMax = 4;

    private readonly AuditOptions _options = new(connectors);

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("audit", "Looks at live systems, read-only. 0 clean, 1 findings, 2 unusable.");
        _options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var error = asked.InvocationConfiguration.Error;
        if (await _options.FormatAsync(asked, error) is not { } format ||
            await _options.SettingsAsync(asked, error) is not { } settings ||
            await _options.FilesAsync(asked, error) is not { } files)
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
        var surveyor = new Surveyor(clock, progress) { DetailsMax = _options.DetailsOf(asked) };
        var estate = new EstateSurvey(settings, wires, surveyor);
        var survey = await SoloThread.RunAsync(() => estate.TakeAsync(files, cancellationToken));
        if (progress is not null)
        {
            await error.WriteAsync("\r\u001b[K");
        }

        var report = Auditor.Examine(survey);
        return (report with { Gaps = report.Gaps.AddRange(estate.Unread.ToItems()) }, survey.Storefronts.Count);
    }

    private async Task TellAsync(ParseResult asked, string format, AuditReport report, string title)
    {
        var output = asked.InvocationConfiguration.Output;
        if (_options.FileOf(asked) is { } path)
        {
            await File.WriteAllTextAsync(path, AuditTelling.TextOf(report, format, title, clock.GetUtcNow()));
            await output.WriteLineAsync($"{report.Findings.Sum(finding => finding.Count)} findings written to {path}");
        }
        else if (format == "table")
        {
            // Straight to the terminal, which knows its own width.
            AuditTelling.Print(output, report);
        }
        else
        {
            await output.WriteLineAsync(AuditTelling.TextOf(report, format, title, clock.GetUtcNow()));
        }
    }
}
