using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>What a notice says besides its figure: whoever is woken wants to know where, not only that.</summary>
internal static class AlertContext
{
    private const int LinesMax = 3;

    /// <summary>A few lines about what is wrong, on the hub's thread; none when it is over.</summary>
    public static Items<string> Of(HubLoop hub, Notice notice, DateTimeOffset now) => notice.Kind == NoticeKind.Recovered ? []
        : notice.Condition.Metric switch
        {
            AlertMetric.Guards => Causes(hub, now, code => code == CaseCodes.BlastRadius || code == CaseCodes.HealHeld),
            AlertMetric.Rejected => Causes(hub, now, code => MeasureTaking.Rejections.Contains(code)),
            AlertMetric.SoldOut => Causes(hub, now, code => code == CaseCodes.SoldOut),
            AlertMetric.Parity => Causes(hub, now, code => code.Code.StartsWith("STOCK.", StringComparison.Ordinal)),
            AlertMetric.Exceptions => Causes(hub, now, _ => true),
            _ => Connections(hub, now),
        };

    /// <summary>The page of the console where it can be seen.</summary>
    public static string PageOf(AlertMetric metric) => metric switch
    {
        AlertMetric.Parity => "/parity",
        AlertMetric.Exceptions or AlertMetric.Rejected => "/cases",
        AlertMetric.Guards => $"/cases?code={CaseCodes.BlastRadius.Code}",
        AlertMetric.SoldOut => $"/cases?code={CaseCodes.SoldOut.Code}",
        AlertMetric.Capture or AlertMetric.Decrement => "/orders",
        AlertMetric.Volume => "/journal",
        _ => "/connections",
    };

    private static Items<string> Causes(HubLoop hub, DateTimeOffset now, Func<CaseCode, bool> which) =>
        CaseGroups.Of(hub.State.Cases, now).Where(group => which(group.Code)).Take(LinesMax)
            .Select(group => $"{group.Code.Code}: {group.Why}").ToItems();

    private static Items<string> Connections(HubLoop hub, DateTimeOffset now) => hub.Outlets
        .Select(outlet => ConnectionView.Of(outlet, hub, now))
        .Where(view => view.State != "up" || view.Pending.Stock + view.Pending.Orders > 0)
        .OrderBy(view => view.State == "up").Take(LinesMax)
        .Select(view => string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Name} is {view.State}; {view.Pending.Orders} documents and {view.Pending.Stock} levels wait") +
            (view.State != "up" && view.LastError is { } error ? $": {error}" : "")).ToItems();
}
