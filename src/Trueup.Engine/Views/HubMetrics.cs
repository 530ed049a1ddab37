using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Views;

/// <summary>Everything that a hub counts; what the host around it counts comes on top.</summary>
public static class HubMetrics
{
    /// <summary>The figures of a moment, read on the hub's thread.</summary>
    public static Items<Metric> Of(HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return [.. Journal(hub, now), .. Connections(hub, now), .. Flows(hub), .. Cases(hub), .. Orders(hub), .. Sweeps(hub)];
    }

    private static Items<Metric> Journal(HubLoop hub, DateTimeOffset now)
    {
        var journal = JournalView.Of(hub, now);
        return
        [
            Metric.Counter("trueup_journal_entries_total", "Entries in the journal.", journal.Accepted),
            Metric.Counter("trueup_journal_decided_position", "Entries decided.", journal.Applied),
            Metric.Gauge("trueup_journal_lag_seconds", "Age of the oldest entry that is not decided.", journal.LagMs / 1000m),
            Metric.Counter("trueup_journal_failures_total", "Appends that could not be made durable.", hub.Tail.Failures),
            Metric.Counter("trueup_intake_duplicates_total", "Messages dropped as duplicates.", hub.Receiver.Duplicates),
            Metric.Counter(
                "trueup_stale_reports_total", "Stock reports that changed nothing, mostly because they were older.",
                hub.Deciding.Stale),
            Metric.Counter("trueup_decided_total", "Entries decided since the start.", hub.Lanes.Decided),
            Metric.Gauge(
                "trueup_messages_waiting", "Messages that wait for a mapping, an order or an approval.",
                hub.State.ParkedMessages.Values.Sum(waiting => waiting.Count)),
            Metric.Gauge("trueup_skus", "SKUs known.", hub.State.Stock.Count),
            Metric.Gauge("trueup_orders", "Orders known, archived ones among them.", hub.State.OrdersByStage.Values.Sum()),
            Metric.Gauge(
                "trueup_orders_in_memory", "Orders in memory: those with something open, and fresh ones.",
                hub.State.Orders.Count),
        ];
    }

    private static Items<Metric> Connections(HubLoop hub, DateTimeOffset now)
    {
        return
        [
            Gauge("trueup_pending_levels", "Levels that wait to be written.", outlet => outlet.Levels?.Pending),
            Gauge(
                "trueup_pending_documents", "Documents that wait to be made.",
                outlet => outlet.Documents?.Pending + outlet.StoreDays?.Pending),
            Gauge(
                "trueup_oldest_pending_seconds", "Age of the level that waits longest to be written.",
                outlet => outlet.Levels is null ? null : (decimal)(now - (outlet.Levels.Oldest ?? now)).TotalSeconds),
            Counter("trueup_batches_total", "Batches of levels sent.", outlet => outlet.Levels?.Batches),
            Counter("trueup_levels_sent_total", "Levels sent.", outlet => outlet.Levels?.LevelsSent),
            Counter("trueup_levels_proved_total", "Levels read back as written.", outlet => outlet.ReadBack?.Proved),
            Counter("trueup_levels_differing_total", "Levels read back different.", outlet => outlet.ReadBack?.Differing),
            Counter("trueup_calls_total", "Calls made.", outlet => outlet.Paced.Bucket.Calls),
            Counter("trueup_call_failures_total", "Calls that came to nothing.", outlet => outlet.Paced.Troubles),
            Counter("trueup_complaints_total", "Replies 429 and 503.", outlet => outlet.Paced.Complaints),
            Gauge("trueup_calls_last_second", "Calls within the last second.", outlet => outlet.Paced.Bucket.Used(now)),
            Gauge("trueup_call_rate_limit", "Calls a second allowed now.", outlet => (decimal)outlet.Paced.Bucket.Rate),
            Gauge("trueup_circuit_open", "Whether calls are held back.", outlet => outlet.Paced.Circuit.IsOpen ? 1 : 0),
            Gauge("trueup_connection_paused", "Whether a person holds calls back.", outlet => outlet.Paced.IsPaused ? 1 : 0),
        ];

        Metric Gauge(string name, string help, Func<Outlet, decimal?> valueOf) => Each(MetricKind.Gauge, name, help, valueOf);
        Metric Counter(string name, string help, Func<Outlet, decimal?> valueOf) => Each(MetricKind.Counter, name, help, valueOf);
        Metric Each(MetricKind kind, string name, string help, Func<Outlet, decimal?> valueOf) => new(
            name, help, kind, hub.Outlets.Select(outlet => (Of: outlet.Name.Text, Value: valueOf(outlet)))
                .Where(each => each.Value is not null)
                .Select(each => new MetricSample(each.Value!.Value, [new MetricLabel("connection", each.Of)])).ToItems());
    }

    private static Items<Metric> Flows(HubLoop hub) =>
    [
        new Metric(
            "trueup_flow_total", "What came of writes since the start.", MetricKind.Counter,
            hub.Flows.Outcomes.Select(pair => new MetricSample(pair.Value,
            [
                new MetricLabel("connection", pair.Key.Connection), new MetricLabel("flow", pair.Key.Flow),
                new MetricLabel("outcome", pair.Key.Outcome),
            ])).ToItems()),
        new Metric(
            "trueup_write_lag_seconds", "From deciding a level until it is written, of the latest thousand.", MetricKind.Gauge,
            hub.Flows.Lags.SelectMany(pair => new[] { (Share: 0.5, Word: "0.5"), (Share: 0.99, Word: "0.99") }
                .Select(quantile => new MetricSample((decimal)pair.Value.Percentile(quantile.Share).TotalSeconds,
                [
                    new MetricLabel("connection", pair.Key), new MetricLabel("quantile", quantile.Word),
                ]))).ToItems()),
        new Metric(
            "trueup_parity", "Share of SKUs in step.", MetricKind.Gauge, ParityShare.Of(hub.State).Select(share =>
                new MetricSample(share.Parity, [new MetricLabel("connection", share.Connection.Text)])).ToItems()),
    ];

    private static Items<Metric> Cases(HubLoop hub) =>
    [
        new Metric(
            "trueup_cases_open", "Open exceptions.", MetricKind.Gauge, CaseCodes.All.Select(code => new MetricSample(
                hub.State.OpenCases(code),
                [new MetricLabel("code", code.Code), new MetricLabel("owner", CaseView.OwnerOf(code))])).ToItems()),
        new Metric(
            "trueup_cases_met_total", "How often a problem was met since the start.", MetricKind.Counter,
            hub.Flows.Met.Select(pair => new MetricSample(pair.Value, [new MetricLabel("code", pair.Key)])).ToItems()),
    ];

    private static Items<Metric> Sweeps(HubLoop hub)
    {
        var windows = hub.State.Sweeps.Windows.Values.ToArray();
        return
        [
            Metric.Gauge(
                "trueup_sweep_age_seconds", "Time since orders were counted in every system; -1 before the first count.",
                hub.Sweep.LastEnded is { } ended ? (decimal)(hub.Clock.GetUtcNow() - ended).TotalSeconds : -1m),
            new Metric(
                "trueup_sweep_windows", "Windows counted, by whether every order is where it must be.", MetricKind.Gauge,
                windows.GroupBy(window => window.IsProved).Select(group =>
                    new MetricSample(group.Count(), [new MetricLabel("proved", group.Key ? "yes" : "no")])).ToItems()),
            new Metric(
                "trueup_sweep_missing_orders", "Orders that a system took and does not show, in the windows kept.", MetricKind.Gauge,
                windows.SelectMany(window => window.Targets).GroupBy(target => target.Target).Select(group => new MetricSample(
                    group.Sum(target => target.Missing.Count), [new MetricLabel("connection", group.Key.Text)])).ToItems()),
        ];
    }

    private static Items<Metric> Orders(HubLoop hub) =>
    [
        new Metric(
            "trueup_orders_in_stage", "Orders by the stage they are in.", MetricKind.Gauge,
            hub.State.OrdersByStage.Select(pair =>
                new MetricSample(pair.Value, [new MetricLabel("stage", pair.Key)])).ToItems()),
        new Metric(
            "trueup_order_lag_seconds", "From placing until an order is off the figures, 99 of 100.", MetricKind.Gauge,
            OrderCountView.Of(hub).Lag.SelectMany(lag => new[]
            {
                Lag(lag.Channel, "captured", lag.CapturedP99Ms), Lag(lag.Channel, "decremented", lag.DecrementedP99Ms),
            }).ToItems()),
    ];

    private static MetricSample Lag(string channel, string until, long milliseconds) =>
        new(milliseconds / 1000m, [new MetricLabel("channel", channel), new MetricLabel("until", until)]);
}
