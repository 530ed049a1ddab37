using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Hosting;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Alerts;

/// <summary>From a trouble in the world to a signed notice at somebody's address and the all-clear, on a real hub.</summary>
public sealed class AlertJourneyTests
{
    [Fact]
    public async Task A_storefront_that_is_out_is_told_by_every_measure_that_sees_it_and_so_is_its_return()
    {
        await using var box = await NoticeBox.StartAsync();
        await using var estate = await TradingEstate.OpenAsync(
            box.Yaml("pending > 0", "lag(stock) > 0s", "drain(stock) > 0s", "circuits > 0", "errors(shop) > 1%"), Quickly, "TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the first report is written");

        estate.Server.Faults.IsOut = true;
        (await estate.ReportAsync("r2", "TEE", 30)).Dispose();
        await box.UntilAsync("raised", "pending > 0", "lag(stock) > 0s", "drain(stock) > 0s", "circuits > 0", "errors(shop) > 1%");
        estate.Server.Faults.IsOut = false;
        await box.UntilAsync("recovered", "pending > 0", "lag(stock) > 0s", "drain(stock) > 0s", "circuits > 0");

        var told = box.Of("raised", "circuits > 0");
        Assert.Equal("integration desk", told.GetProperty("owner").GetString());
        Assert.EndsWith("/connections", told.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Equal("docs/operations/alerts.md#circuits", told.GetProperty("runbook").GetString());
        Assert.Contains("shop is down", told.GetProperty("context")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(box.Count, box.Ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_storefront_that_is_edited_by_hand_lowers_parity_below_what_was_agreed()
    {
        await using var box = await NoticeBox.StartAsync();
        await using var estate = await TradingEstate.OpenAsync(box.Yaml("parity < 100%"), Quickly, "TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved > 0, "what was written is proved");
        estate.Server.Use(() =>
        {
            estate.Shop.Staff.SetQuantity("TEE", "leeds_src", 90, TimeProvider.System.GetUtcNow());
            return true;
        });

        (await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"connection":"shop","heal":false}""")).Dispose();
        await box.UntilAsync("raised", "parity < 100%");
        (await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"connection":"shop","heal":true}""")).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the figure is mended");
        (await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"connection":"shop","heal":false}""")).Dispose();
        await box.UntilAsync("recovered", "parity < 100%");

        Assert.Contains("STOCK.", box.Of("raised", "parity < 100%").GetProperty("context")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_holds_and_a_problem_that_opens_are_told_with_their_cause()
    {
        await using var box = await NoticeBox.StartAsync();
        await using var hub = await ServedHub.StartAsync(
            ServedHub.Warehouse + "\n" + box.Yaml("guards > 0", "exceptions > 0"), change: Quickly);
        await LevelsAsync(hub, "a", 5);

        await LevelsAsync(hub, "b", 0);
        await box.UntilAsync("raised", "guards > 0", "exceptions > 0");
        using var dropped = await hub.AskAsync(HttpMethod.Post, "/api/guards/leeds/discard");
        await box.UntilAsync("recovered", "guards > 0", "exceptions > 0");

        Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
        Assert.Contains("location `leeds`", box.Of("raised", "guards > 0").GetProperty("context")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_a_shop_refuses_is_told_and_so_is_its_success_after_a_retry()
    {
        await using var box = await NoticeBox.StartAsync();
        await using var estate = await TradingEstate.OpenAsync(box.Yaml("rejected > 0"), Quickly, "TEE");
        (await estate.ReportAsync("r1", "PROTOTYPE", 9)).Dispose();
        await box.UntilAsync("raised", "rejected > 0");
        estate.Server.Use(() =>
        {
            estate.Shop.Setup.Product(new TwinProduct("PROTOTYPE"));
            estate.Shop.Setup.SourceItem("PROTOTYPE", "leeds_src", 1);
            return true;
        });

        var open = (await estate.Hub.GetAsync("/api/exceptions?code=STOCK.SKU_UNKNOWN")).GetProperty("items")[0];
        (await estate.Hub.AskAsync(HttpMethod.Post, $"/api/exceptions/{open.GetProperty("id").GetString()}/retry")).Dispose();
        await box.UntilAsync("recovered", "rejected > 0");

        // The case is closed when it is tried again, so that the alert may be over before the write is there.
        await estate.Hub.UntilAsync(() => estate.SourceOf("PROTOTYPE") == 7, "what was refused is written");
        var told = box.Of("raised", "rejected > 0");
        Assert.Contains("not in the catalogue of `shop`", told.GetProperty("context")[0].GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/cases", told.GetProperty("link").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_that_complains_of_too_many_calls_is_told()
    {
        await using var box = await NoticeBox.StartAsync();
        await using var estate = await TradingEstate.OpenAsync(box.Yaml("complaints(shop) > 0"), Quickly, "TEE");
        estate.Server.Faults.CallsPerSecondMax = 0;

        await box.UntilAsync("raised", "complaints(shop) > 0");

        Assert.Contains("slowed", box.Of("raised", "complaints(shop) > 0").GetProperty("context")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_in_an_hour_that_usually_brings_something_is_told()
    {
        var clock = LateClock.At(hour: 10);
        await using var box = await NoticeBox.StartAsync();
        await using var hub = await ServedHub.StartByAsync(
            clock, ServedHub.Warehouse + "\n" + box.Yaml("volume(messages) < 30%"), folder: null, Quickly);
        await hub.UntilAsync(() => hub.Host.Alerts is { Alerts.IsEmpty: true }, "the first look is taken");

        // Between two looks of one hour, so that the hour has brought them however many looks are taken meanwhile.
        clock.Late += TimeSpan.FromMinutes(30);
        await LevelsAsync(hub, "a", 5);
        await LookedAtAsync(hub);
        clock.Late += TimeSpan.FromMinutes(30);
        await LookedAtAsync(hub);

        for (var hours = 0; hours < 60 && box.Count == 0; hours++)
        {
            clock.Late += TimeSpan.FromHours(1);
            await LookedAtAsync(hub);
        }

        await box.UntilAsync("raised", "volume(messages) < 30%");
        Assert.Equal(0, box.Of("raised", "volume(messages) < 30%").GetProperty("figure").GetDecimal());
    }

    [Fact]
    public async Task An_order_that_came_late_and_an_article_that_ran_out_are_told()
    {
        await using var box = await NoticeBox.StartAsync();
        var yaml = ServedHub.Warehouse
            .Replace("  quiet:\n    kind: http\n    roles: [pos]", "  shop:\n    kind: http\n    roles: [storefront]\n    inbound: { auth: { bearer: test-shop } }", StringComparison.Ordinal)
            .Replace("codes: { wms: LDS }", "codes: { wms: LDS, shop: leeds }", StringComparison.Ordinal)
            .Replace("subscribers: []", "subscribers: [shop]", StringComparison.Ordinal);
        await using var hub = await ServedHub.StartAsync(
            $"{yaml}\nstock: {{ low: {{ at: 2 }} }}\n{box.Yaml("capture(shop) > 10m", "soldout > 0")}", change: Quickly);
        await hub.UntilAsync(() => hub.Host.Alerts is { Alerts.IsEmpty: true }, "the first look is taken");

        (await hub.DeliverAsync(ServedHub.Level("a", "TEE", 1))).Dispose();
        (await hub.DeliverAsync(
            $$"""
            {"specversion":"1.0","id":"o1","source":"/shop","type":"trueup.order.placed.v1","data":{"number":"9",
             "placedAt":"{{TimeProvider.System.GetUtcNow().AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}}","currency":"GBP",
             "lines":[{"line":"1","sku":"TEE","quantity":1,"unitPrice":10.00,"tax":2.00,"total":12.00}],
             "totals":{"net":10.00,"tax":2.00,"gross":12.00} } }
            """,
            token: "test-shop",
            to: "shop")).Dispose();
        await box.UntilAsync("raised", "capture(shop) > 10m", "soldout > 0");

        Assert.InRange(box.Of("raised", "capture(shop) > 10m").GetProperty("figure").GetDecimal(), 3_600m, 3_700m);
        Assert.EndsWith("/cases?code=STOCK.SOLD_OUT", box.Of("raised", "soldout > 0").GetProperty("link").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lasts_is_told_to_those_who_are_told_late_and_its_end_to_all()
    {
        var clock = LateClock.At(hour: 12);
        await using var box = await NoticeBox.StartAsync();
        await using var hub = await ServedHub.StartByAsync(
            clock,
            ServedHub.Warehouse + "\n" + box.Written("{ when: \"guards > 0\", notify: [ops], escalate: { after: 30m, notify: [lead] } }", quiet: null),
            folder: null,
            Quickly);
        await LevelsAsync(hub, "a", 5);
        await LevelsAsync(hub, "b", 0);
        await box.UntilAsync("raised", "guards > 0");
        await LookedAtAsync(hub);
        var early = box.ToldTo("escalated", "guards > 0");

        clock.Late += TimeSpan.FromMinutes(31);
        await box.UntilAsync("escalated", "guards > 0");
        clock.Late += TimeSpan.FromMinutes(31);
        await LookedAtAsync(hub);
        using var dropped = await hub.AskAsync(HttpMethod.Post, "/api/guards/leeds/discard");
        await box.UntilToldAsync("recovered", "guards > 0", "ops", "lead");

        Assert.Empty(early);
        Assert.Equal(["ops"], box.ToldTo("raised", "guards > 0"));
        Assert.Equal(["lead"], box.ToldTo("escalated", "guards > 0"));
    }

    [Fact]
    public async Task Quiet_hours_hold_back_what_is_not_critical_until_they_end()
    {
        var clock = LateClock.At(hour: 23);
        await using var box = await NoticeBox.StartAsync();
        await using var hub = await ServedHub.StartByAsync(
            clock,
            ServedHub.Warehouse + "\n" + box.Written(
                "{ when: \"guards > 0\", notify: [ops] }\n  - { when: \"exceptions > 0\", severity: critical, notify: [ops] }", quiet: "22:00-07:00"),
            folder: null,
            Quickly);
        await LevelsAsync(hub, "a", 5);
        await LevelsAsync(hub, "b", 0);

        await box.UntilAsync("raised", "exceptions > 0");
        await LookedAtAsync(hub);
        var atNight = box.ToldTo("raised", "guards > 0");
        var board = await hub.GetAsync("/api/alerts");
        clock.Late += TimeSpan.FromHours(9);
        await box.UntilAsync("raised", "guards > 0");

        Assert.Empty(atNight);
        Assert.Equal(2, board.GetProperty("alerts").GetArrayLength());
        Assert.Equal(1, board.GetProperty("waiting").GetInt32());
    }

    private static HubPlan Quickly(HubPlan plan) =>
        plan with { Alerts = plan.Alerts! with { Every = TimeSpan.FromMilliseconds(50) } };

    /// <summary>Waits for a look that began now or later: the first to end may have begun before.</summary>
    private static async Task LookedAtAsync(ServedHub hub)
    {
        for (var looks = 0; looks < 2; looks++)
        {
            var seen = hub.Host.Alerts;
            await hub.UntilAsync(() => !ReferenceEquals(seen, hub.Host.Alerts), "another look is taken");
        }
    }

    private static async Task LevelsAsync(ServedHub hub, string prefix, int quantity)
    {
        var events = Enumerable.Range(0, 20).Select(n => ServedHub.Level($"{prefix}{n}", $"SKU-{n:00}", quantity));
        using var answer = await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await hub.SettleAsync();
    }

    /// <summary>A clock that can be put forward.</summary>
    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Late { get; set; }

        /// <summary>A clock at which it is a full hour of the day, UTC, soon.</summary>
        public static LateClock At(int hour)
        {
            var now = System.GetUtcNow();
            return new LateClock { Late = now.UtcDateTime.Date.AddDays(1).AddHours(hour) - now.UtcDateTime };
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Late;
    }

    /// <summary>Where notices arrive; takes none that is not signed.</summary>
    private sealed class NoticeBox : IAsyncDisposable
    {
        private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        private readonly WebApplication _server;
        private readonly ConcurrentQueue<(string Id, string Type, JsonElement Data, string To)> _got = new();
        private readonly SemaphoreSlim _came = new(0);

        private NoticeBox(WebApplication server) => _server = server;

        public int Count => _got.Count;

        public IEnumerable<string> Ids => _got.Select(notice => notice.Id);

        public static async Task<NoticeBox> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRoutingCore();
            builder.WebHost.UseKestrelCore();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var box = new NoticeBox(builder.Build());
            box._server.MapPost("/{to}", box.TakeAsync);
            await box._server.StartAsync(CancellationToken.None);
            return box;
        }

        /// <summary>Rules that tell this box.</summary>
        public string Yaml(params string[] conditions) => $$"""
            alerts:
            {{string.Join('\n', conditions.Select(condition => $"  - {{ when: \"{condition}\", notify: [ops], owner: integration desk }}"))}}
            notify: { ops: { webhook: "{{_server.Urls.First()}}/ops", secret: {{Key}} } }
            """;

        /// <summary>A rule as it is written, with quiet hours of those who are told first; null: none.</summary>
        public string Written(string rule, string? quiet) => $$"""
            alerts:
              - {{rule}}
            notify:
              ops: { webhook: "{{_server.Urls.First()}}/ops", secret: {{Key}}{{(quiet is null ? "" : $", quiet: \"{quiet}\"")}} }
              lead: { webhook: "{{_server.Urls.First()}}/lead", secret: {{Key}} }
            """;

        /// <summary>To whom something was told, in order.</summary>
        public string[] ToldTo(string kind, string alert) => [.. _got.Where(notice => Is(notice, kind, alert)).Select(notice => notice.To)];

        /// <summary>Waits until all of these were told.</summary>
        public async Task UntilToldAsync(string kind, string alert, params string[] who)
        {
            using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
            while (who.Except(ToldTo(kind, alert), StringComparer.Ordinal).Any())
            {
                await _came.WaitAsync(patience.Token);
            }
        }

        public JsonElement Of(string kind, string alert) => _got.First(notice => Is(notice, kind, alert)).Data;

        /// <summary>Waits until every one of these was told.</summary>
        public async Task UntilAsync(string kind, params string[] alerts)
        {
            using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
            while (!alerts.All(alert => _got.Any(notice => Is(notice, kind, alert))))
            {
                await _came.WaitAsync(patience.Token);
            }
        }

        public ValueTask DisposeAsync()
        {
            _came.Dispose();
            return _server.DisposeAsync();
        }

        private static bool Is((string Id, string Type, JsonElement Data, string To) notice, string kind, string alert) =>
            notice.Type == $"trueup.alert.{kind}" && notice.Data.GetProperty("alert").GetString() == alert;

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var request = new WireRequest(
                "POST", context.Request.Path,
                context.Request.Headers.Select(header => new WireHeader(header.Key, header.Value.ToString())).ToItems(), body.ToArray());

            // By the time that it says: the hub's clock may have been put forward while it was on its way.
            var sent = DateTimeOffset.FromUnixTimeSeconds(
                long.Parse(request.Header("webhook-timestamp")!, System.Globalization.CultureInfo.InvariantCulture));
            var isSigned = new WebhookSignatures([Key]).Check(request, sent) is Admission.Granted;
            using var json = JsonDocument.Parse(body.ToArray());
            if (isSigned)
            {
                _got.Enqueue((
                    request.Header("webhook-id")!, json.RootElement.GetProperty("type").GetString()!,
                    json.RootElement.GetProperty("data").Clone(), context.Request.Path.Value!.TrimStart('/')));
                _came.Release();
            }

            context.Response.StatusCode = isSigned ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        }
    }
}
