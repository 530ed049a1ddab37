using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Telemetry;

/// <summary>Metrics and traces as they arrive at a collector on loopback.</summary>
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";

    [Fact]
    public async Task A_message_is_one_trace_from_its_sender_to_the_storefronts_write()
    {
        await using var collector = await Collector.StartAsync();
        var heard = new ConcurrentQueue<WireRequest>();
        await using (var estate = await OpenAsync(collector, heard))
        {
            (await DeliverAsync(estate, ServedHub.Level("r1", "TEE", 40), $"00-{Trace}-{Parent}-01")).Dispose();
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 38, "the source holds 40 less the buffer of 2");
        }

        var spans = collector.Spans.Where(span => span.Trace == Trace).ToArray();
        var root = Assert.Single(spans, span => span.Name == "receive wms");
        var write = Assert.Single(spans, span => span.Name == "write shop");
        var call = Assert.Single(spans, span => span.Name == "POST shop");
        Assert.Equal(Parent, root.Parent);
        Assert.Equal(root.Id, Assert.Single(spans, span => span.Name == "decide").Parent);
        Assert.Equal((root.Id, "written", "TEE", "38"), (
            write.Parent, write.Attributes["trueup.outcome"], write.Attributes["trueup.sku"], write.Attributes["trueup.quantity"]));
        Assert.Equal((write.Id, "200"), (call.Parent, call.Attributes["http.response.status_code"]));
        Assert.True(root.Start <= write.Start && write.Start <= call.Start && call.End <= write.End && write.End <= root.End);
        Assert.Contains(heard, request => request.Header("traceparent") == $"00-{Trace}-{call.Id}-01");
    }

    [Fact]
    public async Task An_event_may_carry_its_trace_itself_and_a_sender_may_want_none()
    {
        await using var collector = await Collector.StartAsync();
        var heard = new ConcurrentQueue<WireRequest>();
        const string Own = "0af7651916cd43dd8448eb211c80319c";
        await using (var estate = await OpenAsync(collector, heard))
        {
            var marked = ServedHub.Level("r1", "TEE", 40)
                .Replace("\"source\"", $"\"traceparent\":\"00-{Own}-b7ad6b7169203331-01\",\"source\"", StringComparison.Ordinal);
            (await DeliverAsync(estate, marked, traceparent: null)).Dispose();
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 38, "the marked event is written");
            heard.Clear();
            (await DeliverAsync(estate, ServedHub.Level("r2", "TEE", 30), $"00-{Trace}-{Parent}-00")).Dispose();
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 28, "the unmarked event is written");
        }

        Assert.Contains(collector.Spans, span => span is { Trace: Own, Name: "receive wms", Parent: "b7ad6b7169203331" });
        Assert.DoesNotContain(collector.Spans, span => span.Trace == Trace);
        Assert.DoesNotContain(heard, request => request.Header("traceparent") is not null);
    }

    [Fact]
    public async Task A_refused_write_is_an_error_and_a_figure_that_a_newer_one_replaced_says_so()
    {
        await using var collector = await Collector.StartAsync();
        var heard = new ConcurrentQueue<WireRequest>();
        await using (var estate = await OpenAsync(collector, heard))
        {
            (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 38, "the first figure is written");
            heard.Clear();
            estate.Server.Faults.IsOut = true;
            (await estate.ReportAsync("r2", "TEE", 30)).Dispose();
            await estate.Hub.UntilAsync(() => heard.Any(request => request.Header("traceparent") is not null), "a write fails");
            (await estate.ReportAsync("r3", "TEE", 20)).Dispose();
            await estate.Hub.SettleAsync();
            estate.Server.Faults.IsOut = false;
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 18, "the newest figure is written");
        }

        var outcomes = collector.Spans.Where(span => span.Name == "write shop").Select(span => span.Attributes["trueup.outcome"]).ToArray();
        Assert.Contains("written", outcomes);
        Assert.Contains("superseded", outcomes);
        Assert.Contains(collector.Spans, span => span.IsError && span.Attributes.ContainsKey("error.type"));
    }

    [Fact]
    public async Task A_collector_shows_what_the_hub_itself_shows()
    {
        await using var collector = await Collector.StartAsync();
        string[] shown;
        await using (var estate = await OpenAsync(collector, []))
        {
            (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
            await estate.Hub.UntilAsync(() => WrittenIn(estate) == 38, "the source holds 40 less the buffer of 2");
            while (collector.Readings.All(reading => reading.Name != "trueup_flow_total"))
            {
                await collector.MetricsAsync();
            }

            shown = await NamesAsync(estate.Hub);
        }

        Assert.Empty(collector.Readings.Select(reading => reading.Name).Except(shown));
        Assert.Empty(shown.Except(collector.Readings.Select(reading => reading.Name)));
        Assert.All(collector.Readings, reading => Assert.Equal("trueup", reading.Service));
        Assert.Equal(1, collector.Readings.Last(reading => reading.Name == "trueup_skus").Value);
        var sent = collector.Readings.Last(reading => reading.Name == "trueup_levels_sent_total");
        Assert.Equal(("shop", true), (sent.Labels["connection"], sent.IsCumulative));
        Assert.Contains(collector.Readings, reading => reading is { Name: "trueup_flow_total", Value: > 0 } &&
            reading.Labels["outcome"] == "written");
        Assert.Equal("northwind", collector.Headers["x-tenant"]);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told_once_and_holds_nothing_up()
    {
        await using var estate = await OpenAsync(new Uri("http://127.0.0.1:1"), []);

        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => WrittenIn(estate) == 38, "the source holds 40 less the buffer of 2");
        await estate.Hub.UntilAsync(() => Told(estate).Length > 0, "the operator is told");

        Assert.Single(Told(estate));
    }

    private static string[] Told(TradingEstate estate) =>
        [.. estate.Hub.Log.At(LogLevel.Warning).Where(line => line.Contains("does not take the metrics", StringComparison.Ordinal))];

    private static async Task<string[]> NamesAsync(ServedHub hub)
    {
        using var answer = await hub.AskAsync(HttpMethod.Get, "/metrics");
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('{', ' ')[0]).Distinct(StringComparer.Ordinal)];
    }

    private static decimal? WrittenIn(TradingEstate estate) =>
        estate.Hub.Host.Hub.State.Find(Sku.Parse("TEE"))?.Slots.Select(slot => slot.Written?.Value).FirstOrDefault();

    private static Task<TradingEstate> OpenAsync(Collector collector, ConcurrentQueue<WireRequest> heard) =>
        OpenAsync(collector.Address, heard);

    private static Task<TradingEstate> OpenAsync(Uri collector, ConcurrentQueue<WireRequest> heard) => TradingEstate.OpenAsync(
        $$"""
        telemetry:
          otlp: { endpoint: "{{collector}}", every: 200ms, headers: { x-tenant: northwind } }
        """,
        plan => plan with
        {
            Connections = plan.Connections
                .Select(planned => planned with { Wire = new Listening(planned.Wire, heard) }).ToItems(),
        },
        "TEE");

    private static async Task<HttpResponseMessage> DeliverAsync(TradingEstate estate, string body, string? traceparent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms") { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedHub.WarehouseToken);
        if (traceparent is not null)
        {
            request.Headers.Add("traceparent", traceparent);
        }

        return await estate.Hub.Http.SendAsync(request, CancellationToken.None);
    }

    /// <summary>A way that remembers what went along it.</summary>
    private sealed class Listening(IWire wire, ConcurrentQueue<WireRequest> heard) : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            heard.Enqueue(request);
            return wire.SendAsync(request, cancellationToken);
        }
    }
}
