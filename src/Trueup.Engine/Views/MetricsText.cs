using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Views;

/// <summary>The hub's counters in the Prometheus text format, version 0.0.4.</summary>
public sealed class MetricsText
{
    private readonly StringBuilder _text = new();

    /// <summary>Media type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Everything that a hub counts, read on its thread.</summary>
    public static MetricsText Of(HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var text = new MetricsText();
        var journal = JournalView.Of(hub, now);
        text.Counter("trueup_journal_entries_total", "Entries in the journal.", journal.Accepted);
        text.Counter("trueup_journal_decided_position", "Entries decided.", journal.Applied);
        text.Gauge("trueup_journal_lag_seconds", "Age of the oldest entry that is not decided.", journal.LagMs / 1000m);
        text.Counter("trueup_journal_failures_total", "Appends that could not be made durable.", hub.Tail.Failures);
        text.Counter("trueup_intake_duplicates_total", "Messages dropped as duplicates.", hub.Receiver.Duplicates);
        text.Counter(
            "trueup_stale_reports_total",
            "Stock reports that changed nothing, mostly because they were older.",
            hub.Deciding.Stale);
        text.Counter("trueup_decided_total", "Entries decided since the start.", hub.Lanes.Decided);
        text.Gauge("trueup_skus", "SKUs known.", hub.State.Stock.Count);
        text.Gauge("trueup_orders", "Orders known.", hub.State.Orders.Count);
        text.Connections(hub, now);
        text.Cases(hub);
        text.Parity(hub);
        text.Orders(hub);
        return text;
    }

    /// <summary>Adds something that only grows.</summary>
    public void Counter(string name, string help, decimal value) => Single(name, help, "counter", value);

    /// <summary>Adds something that goes up and down.</summary>
    public void Gauge(string name, string help, decimal value) => Single(name, help, "gauge", value);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Connections(HubLoop hub, DateTimeOffset now)
    {
        Gauges("trueup_pending_levels", "Levels that wait to be written.", outlet => outlet.Levels?.Pending);
        Gauges("trueup_pending_documents", "Documents that wait to be made.", outlet =>
            outlet.Documents?.Pending + outlet.StoreDays?.Pending);
        Counters("trueup_batches_total", "Batches of levels sent.", outlet => outlet.Levels?.Batches);
        Counters("trueup_levels_sent_total", "Levels sent.", outlet => outlet.Levels?.LevelsSent);
        Counters("trueup_levels_proved_total", "Levels read back as written.", outlet => outlet.ReadBack?.Proved);
        Counters("trueup_levels_differing_total", "Levels read back different.", outlet => outlet.ReadBack?.Differing);
        Counters("trueup_calls_total", "Calls made.", outlet => outlet.Paced.Bucket.Calls);
        Counters("trueup_complaints_total", "Replies 429 and 503.", outlet => outlet.Paced.Complaints);
        Gauges("trueup_calls_last_second", "Calls within the last second.", outlet => outlet.Paced.Bucket.Used(now));
        Gauges("trueup_call_rate_limit", "Calls a second allowed now.", outlet => (decimal)outlet.Paced.Bucket.Rate);
        Gauges("trueup_circuit_open", "Whether calls are held back.", outlet => outlet.Paced.Circuit.IsOpen ? 1 : 0);

        void Gauges(string name, string help, Func<Outlet, decimal?> valueOf) => Each("gauge", name, help, valueOf);
        void Counters(string name, string help, Func<Outlet, decimal?> valueOf) => Each("counter", name, help, valueOf);
        void Each(string type, string name, string help, Func<Outlet, decimal?> valueOf)
        {
            Head(name, help, type);
            foreach (var outlet in hub.Outlets)
            {
                if (valueOf(outlet) is { } value)
                {
                    Line(name, value, ("connection", outlet.Name.Text));
                }
            }
        }
    }

    private void Cases(HubLoop hub)
    {
        Head("trueup_cases_open", "Open exceptions.", "gauge");
        foreach (var code in CaseCodes.All)
        {
            Line(
                "trueup_cases_open", hub.State.OpenCases(code), ("code", code.Code), ("owner", CaseView.OwnerOf(code)));
        }
    }

    private void Parity(HubLoop hub)
    {
        Head("trueup_parity", "Share of SKUs in step.", "gauge");
        foreach (var share in ParityShare.Of(hub.State))
        {
            Line("trueup_parity", share.Parity, ("connection", share.Connection.Text));
        }
    }

    private void Orders(HubLoop hub)
    {
        Head("trueup_orders_in_stage", "Orders by the stage they are in.", "gauge");
        foreach (var (stage, count) in hub.State.OrdersByStage)
        {
            Line("trueup_orders_in_stage", count, ("stage", stage));
        }

        Head("trueup_order_lag_seconds", "From placing until an order is off the figures, 99 of 100.", "gauge");
        foreach (var lag in OrderCountView.Of(hub).Lag)
        {
            var channel = lag.Channel.Replace('"', '\'').Replace('\\', '/').Replace('\n', ' ');
            Line("trueup_order_lag_seconds", lag.CapturedP99Ms / 1000m, ("channel", channel), ("until", "captured"));
            Line("trueup_order_lag_seconds", lag.DecrementedP99Ms / 1000m, ("channel", channel), ("until", "decremented"));
        }
    }

    private void Single(string name, string help, string type, decimal value)
    {
        Head(name, help, type);
        Line(name, value);
    }

    private void Head(string name, string help, string type) =>
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Line(string name, decimal value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            // Labels are names of the configuration and codes of the catalogue, which hold no quotes or line breaks.
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(labels[i].Value).Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
