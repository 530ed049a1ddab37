using System.Diagnostics;
using System.Globalization;
using Trueup.Core.Audit;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Audit;
using Trueup.Engine.Lanes;
using Trueup.Hosting;

namespace Trueup.Audit;

/// <summary>An audit that is under way.</summary>
/// <param name="StartedAt">Since when, UTC.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Progress">What is being read, in words.</param>
internal sealed record AuditUnderWay(DateTimeOffset StartedAt, string By, string Progress);

/// <summary>Makes audits of the whole estate while the hub runs: read-only, one at a time, within each connection's limits
/// and behind everything else that the hub has to call for.</summary>
/// <param name="host">The hub.</param>
internal sealed class AuditDesk(HubHost host)
{
    private const int ExamplesMax = 3;

    private readonly Lock _gate = new();
    private AuditUnderWay? _underWay;

    /// <summary>Audits that were made.</summary>
    public AuditShelf Shelf { get; } = new(host.Plan.Folder);

    /// <summary>What is under way; null: nothing.</summary>
    public AuditUnderWay? UnderWay
    {
        get
        {
            lock (_gate)
            {
                return _underWay;
            }
        }
    }

    /// <summary>Why the last audit came to nothing; null when it did not, and while one is under way.</summary>
    public string? LastFault
    {
        get => UnderWay is null ? field : null;
        private set;
    }

    /// <summary>Begins an audit; false when one is under way.</summary>
    public bool TryBegin(string by, HubConfiguration configuration, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (_underWay is not null)
            {
                return false;
            }

            _underWay = new AuditUnderWay(host.Clock.GetUtcNow(), by, "reading the configuration");
        }

        _ = RunAsync(by, configuration, stopping);
        return true;
    }

    private async Task RunAsync(string by, HubConfiguration configuration, CancellationToken stopping)
    {
        var (at, watch) = (host.Clock.GetUtcNow(), Stopwatch.StartNew());
        LastFault = "The audit broke off: the hub's log says why.";
        try
        {
            if (configuration.Read().Settings is not { } settings)
            {
                LastFault = "The configuration file has errors: the contract page lists them.";
                return;
            }

            var surveyor = new Surveyor(host.Clock, Tell);
            var (survey, unread) = await host.Thread.RunAsync(async hub =>
            {
                var estate = new EstateSurvey(settings, new HubWires(hub, configuration.Wires), surveyor);
                return (await estate.TakeAsync([], stopping), estate.Unread.ToItems());
            });
            Tell("looking for what is wrong");
            var report = Auditor.Examine(survey);
            report = report with { Gaps = report.Gaps.AddRange(unread) };
            var audit = Of(report, (by, at, watch.Elapsed));
            await Shelf.AddAsync(
                audit, AuditPage.Of(report, settings.Hub.Name, at), AuditFormats.Csv(report), stopping);
            await NoteAsync(report, stopping);
            LastFault = null;
        }
        catch (OperationCanceledException)
        {
            LastFault = "The hub stopped before the audit was done.";
        }
        catch (IOException fault)
        {
            LastFault = $"The report could not be kept: {fault.Message}";
        }
        finally
        {
            lock (_gate)
            {
                _underWay = null;
            }
        }
    }

    /// <summary>Makes a case of what is grave at each connection, and ends that of one which is in order. One that was not
    /// looked at whole is not called in order.</summary>
    private async Task NoteAsync(AuditReport report, CancellationToken stopping)
    {
        var notes = await host.Thread.PostAsync(hub => hub.Outlets
            .Select(outlet => (outlet.Name, Grave: GraveOf(report, outlet.Name.Text)))
            .Where(each => each.Grave is not null || report.Gaps.FindIndex(gap => gap.Where == each.Name.Text) < 0)
            .Select(each => CatalogueNotes.News(each.Name, each.Grave, hub.State, hub.Contract))
            .OfType<Request>().ToArray());
        if (notes.Length > 0)
        {
            await host.Thread.RunAsync(hub => hub.AskAsync(notes, stopping));
        }
    }

    private static string? GraveOf(AuditReport report, string connection)
    {
        var grave = report.Findings.Where(finding => finding.Where == connection && finding.Code.Severity != Severity.Notice)
            .Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Count} × {finding.Code.Title}")).ToArray();
        return grave.Length == 0 ? null : $"{string.Join(", ", grave)}.";
    }

    private void Tell(string words)
    {
        lock (_gate)
        {
            _underWay = _underWay is null ? null : _underWay with { Progress = words };
        }
    }

    private static KeptAudit Of(AuditReport report, (string By, DateTimeOffset At, TimeSpan Took) run) => new(
        run.At.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture), run.At, run.By,
        Math.Round(run.Took.TotalSeconds, 1),
        report.Findings.Select(finding => new KeptFinding(
            finding.Code.Code, finding.Code.Title, AuditFormats.WordOf(finding.Code.Severity), finding.Where,
            finding.Count, finding.Money)
        {
            NextAction = finding.Code.NextAction,
            Examples = finding.Rows.Take(ExamplesMax).Select(row => $"{row.Subject}: {row.Detail}").ToItems(),
        }).ToItems(),
        report.Gaps.Select(gap => $"{gap.Where}, {AuditFormats.WordOf(gap.Gap.Part)}: {gap.Gap.Why}").ToItems())
    {
        Products = report.Scope.Products,
        Positions = report.Scope.Positions,
        Orders = report.Scope.Orders,
    };
}
