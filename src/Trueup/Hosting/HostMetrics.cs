using System.Diagnostics;
using Trueup.Core.Values;
using Trueup.Engine.Views;

namespace Trueup.Hosting;

/// <summary>Everything that a hub and the host around it count, for <c>/metrics</c> and for export.</summary>
internal static class HostMetrics
{
    /// <summary>The figures of a moment.</summary>
    public static async Task<Items<Metric>> TakeAsync(HubHost host)
    {
        var hub = await host.Thread.PostAsync(hub => HubMetrics.Of(hub, host.Clock.GetUtcNow()));
        using var process = Process.GetCurrentProcess();
        var alerts = host.Alerts;
        return
        [
            .. hub,
            Metric.Counter(
                "trueup_intake_refused_total", "Deliveries turned away because there were too many.", host.Intake.Refused),
            Metric.Gauge("trueup_intake_under_way", "Deliveries under way.", host.Intake.UnderWay),
            new Metric(
                "trueup_queue_read", "Whether the queue of a connection's events is being read.", MetricKind.Gauge,
                host.Queues.Select(queue => new MetricSample(
                    queue.IsReading ? 1 : 0, [new MetricLabel("connection", queue.Connection.Text)])).ToItems()),
            new Metric(
                "trueup_queue_taken_total", "Events taken from the queue and on disk.", MetricKind.Counter,
                host.Queues.Select(queue => new MetricSample(
                    queue.Taken, [new MetricLabel("connection", queue.Connection.Text)])).ToItems()),
            new Metric(
                "trueup_alert_raised", "Whether an alert stands.", MetricKind.Gauge,
                (host.Plan.Alerts?.Rules ?? []).Select(rule => rule.Name).Distinct(StringComparer.Ordinal)
                .Select(name => new MetricSample(
                    alerts.Alerts.Any(alert => alert.Name == name && alert.RaisedAt is not null) ? 1 : 0,
                    [new MetricLabel("alert", name)])).ToItems()),
            Metric.Gauge("trueup_notices_waiting", "Notices that wait to be delivered.", alerts.Waiting),
            Metric.Counter("trueup_notices_given_up_total", "Notices that could not be delivered within a day.", alerts.GivenUp),
            Metric.Gauge("process_resident_memory_bytes", "Memory that the process holds.", process.WorkingSet64),
            Metric.Counter(
                "process_cpu_seconds_total", "Processor time spent.", (decimal)process.TotalProcessorTime.TotalSeconds),
            Metric.Gauge("dotnet_heap_bytes", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false)),
        ];
    }
}
