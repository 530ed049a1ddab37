using System.Net;
using System.Text.Json;
using Trueup.Core.Values;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Endpoints;

/// <summary>Messages that people correct, try out and apply, on a real server.</summary>
public sealed class MessageEditTests
{
    private const string Broken = """
        {"specversion":"1.0","id":"b1","source":"/wms","type":"trueup.stock.level.v1",
         "data":{"sku":"TEE","location":"LDS","quantity":"five"} }
        """;

    [Fact]
    public async Task Every_message_that_cannot_be_read_is_a_case_of_its_own_and_one_group()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        (await hub.DeliverAsync(Broken)).Dispose();
        (await hub.DeliverAsync(Broken.Replace("b1", "b2", StringComparison.Ordinal))).Dispose();
        await hub.SettleAsync();

        var cases = (await hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(2, cases.Select(each => each.GetProperty("about").GetProperty("order").GetString()!)
            .Where(about => about.StartsWith("message ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, Assert.Single((await hub.GetAsync("/api/exceptions/groups")).EnumerateArray()).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_corrected_message_is_tried_out_then_decided_and_both_are_in_the_audit()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            (await hub.DeliverAsync(Broken)).Dispose();
            await hub.SettleAsync();
            var edit = Edit(Broken.Replace("\"five\"", "5", StringComparison.Ordinal), "the till spells figures");

            var preview = await ServedHub.ReadAsync(await PostAsync(hub, "/api/journal/1/correct/preview", edit));
            Assert.Contains("5 available at leeds", preview.GetRawText(), StringComparison.Ordinal);
            using var untouched = await hub.AskAsync(HttpMethod.Get, "/api/stock/TEE");
            Assert.Equal(HttpStatusCode.NotFound, untouched.StatusCode);

            var done = await ServedHub.ReadAsync(await PostAsync(hub, "/api/journal/1/correct", edit));

            var shown = await hub.GetAsync($"/api/journal/{done.GetProperty("message").GetInt64()}");
            Assert.Equal(("message.correct", "b1"), (shown.GetProperty("form").GetString(), shown.GetProperty("key").GetString()));
            Assert.Contains("\"quantity\":5", shown.GetProperty("body").GetString(), StringComparison.Ordinal);
            Assert.Equal(5, (await hub.GetAsync("/api/stock/TEE")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
            var known = Assert.Single((await hub.GetAsync("/api/exceptions?state=resolved")).GetProperty("items").EnumerateArray());
            Assert.Contains("corrected the message: the till spells figures", known.GetRawText(), StringComparison.Ordinal);
            Assert.Contains("five", (await hub.GetAsync("/api/journal/1")).GetProperty("body").GetString(), StringComparison.Ordinal);
        }

        await using var later = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        var audit = (await later.GetAsync("/api/audit?order=newest&limit=1")).GetProperty("items")[0];
        Assert.Equal("message.correct", audit.GetProperty("did").GetString());
        Assert.Contains("five", audit.GetProperty("before").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"quantity\":5", audit.GetProperty("after").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_that_is_wrong_again_can_itself_be_corrected()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(Broken)).Dispose();
        await hub.SettleAsync();

        var worse = await ServedHub.ReadAsync(await PostAsync(
            hub, "/api/journal/1/correct", Edit(Broken.Replace("\"five\"", "\"six\"", StringComparison.Ordinal), "a slip")));
        var open = Assert.Single((await hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, open.GetProperty("met").GetInt64());
        var right = Edit(Broken.Replace("\"five\"", "6", StringComparison.Ordinal), "now");
        await ServedHub.ReadAsync(await PostAsync(hub, $"/api/journal/{worse.GetProperty("message").GetInt64()}/correct", right));

        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
        Assert.Equal(6, (await hub.GetAsync("/api/stock/TEE")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
    }

    [Fact]
    public async Task An_old_figure_that_is_corrected_late_does_not_overwrite_a_newer_one()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(Broken)).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 9))).Dispose();
        await hub.SettleAsync();

        (await PostAsync(hub, "/api/journal/1/correct", Edit(Broken.Replace("\"five\"", "5", StringComparison.Ordinal), "late"))).Dispose();

        Assert.Equal(9, (await hub.GetAsync("/api/stock/TEE")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_came_under_a_used_id_is_applied_when_a_person_retries_it()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e1", "HAT", 7))).Dispose();
        await hub.SettleAsync();
        var id = Assert.Single((await hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString();

        (await PostAsync(hub, $"/api/exceptions/{id}/retry", "{}")).Dispose();

        Assert.Equal(7, (await hub.GetAsync("/api/stock/HAT")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nothing_is_corrected_that_is_no_message_or_by_whoever_may_not()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(Broken)).Dispose();
        await hub.SettleAsync();
        var edit = Edit("{}", "why not");

        using var decision = await PostAsync(hub, "/api/journal/2/correct", edit);
        using var nowhere = await PostAsync(hub, "/api/journal/99/correct", edit);
        using var empty = await PostAsync(hub, "/api/journal/1/correct", Edit("", "why"));
        using var same = await PostAsync(hub, "/api/journal/1/correct", Edit(Broken, "why"));
        using var reader = await hub.AskAsync(HttpMethod.Post, "/api/journal/1/correct", ServedHub.ReaderToken, edit);

        Assert.Equal(HttpStatusCode.NotFound, decision.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, same.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
    }

    [Fact]
    public async Task Trying_out_an_order_leaves_no_name_and_no_document_of_it_behind()
    {
        await using var hub = await ServedHub.StartAsync(Shop);
        const string Order = """
            {"specversion":"1.0","id":"o1","source":"/shop","type":"trueup.order.placed.v1","data":
             {"number":"1001","placedAt":"2026-03-01T10:00:00Z","currency":"GBP","totals":{"net":"one","tax":0,"gross":1},
              "lines":[{"line":"1","sku":"TEE","quantity":1,"unitPrice":1,"total":1}]} }
            """;
        (await hub.DeliverAsync(Order, to: "shop")).Dispose();
        await hub.SettleAsync();
        var edit = Edit(Order.Replace("\"one\"", "1", StringComparison.Ordinal), "a slip");
        var message = await hub.Host.Thread.PostAsync(loop => Assert.Single(loop.State.Cases.Values).LastMessage);

        var preview = await ServedHub.ReadAsync(await PostAsync(hub, $"/api/journal/{message}/correct/preview", edit));

        Assert.Contains("captured from shop as 1001", preview.GetRawText(), StringComparison.Ordinal);
        var left = await hub.Host.Thread.PostAsync(loop => (
            loop.State.OrderIndex.Named("1001"), loop.State.OrderIndex.CountOwedTo(ConnectionName.Parse("wms")),
            loop.State.OrdersCaptured));
        Assert.Equal((null, 0, 0L), left);
        await ServedHub.ReadAsync(await PostAsync(hub, $"/api/journal/{message}/correct", edit));
        Assert.Equal("shop:1001", await hub.Host.Thread.PostAsync(loop => loop.State.OrderIndex.Named("1001")!.Value.Text));
    }

    [Fact]
    public async Task A_message_that_waits_for_its_order_waits_no_more_once_it_is_corrected()
    {
        await using var hub = await ServedHub.StartAsync(Shop);
        (await hub.DeliverAsync(
            """
            {"specversion":"1.0","id":"o1","source":"/shop","type":"trueup.order.placed.v1","data":
             {"number":"1001","placedAt":"2026-03-01T10:00:00Z","currency":"GBP","totals":{"net":1,"tax":0,"gross":1},
              "lines":[{"line":"1","sku":"TEE","quantity":1,"unitPrice":1,"total":1}]} }
            """, to: "shop")).Dispose();
        const string Sent = """
            {"specversion":"1.0","id":"s1","source":"/wms","type":"trueup.shipment.dispatched.v1","data":
             {"order":"1002","shipment":"S1","at":"2026-03-01T11:00:00Z","location":"LDS","lines":[{"sku":"TEE","quantity":1}]} }
            """;
        (await hub.DeliverAsync(Sent)).Dispose();
        await hub.SettleAsync();
        Assert.Equal(["order/1002"], await WaitingAsync(hub));
        var message = await hub.Host.Thread.PostAsync(loop => loop.State.ParkedMessages["order/1002"][0].Value);

        var edit = Edit(Sent.Replace("1002", "1001", StringComparison.Ordinal), "the wrong order");
        (await PostAsync(hub, $"/api/journal/{message}/correct", edit)).Dispose();

        Assert.Empty(await WaitingAsync(hub));
        Assert.DoesNotContain("ORDER.UNKNOWN", (await hub.GetAsync("/api/exceptions")).GetRawText(), StringComparison.Ordinal);
    }

    private static Task<string[]> WaitingAsync(ServedHub hub) =>
        hub.Host.Thread.PostAsync(loop => loop.State.ParkedMessages.Keys.ToArray());

    private const string Shop = ServedHub.Head + """
        connections:
          shop: { kind: http, roles: [storefront], inbound: { auth: { bearer: test-wms } } }
          wms:
            kind: http
            roles: [warehouse]
            url: http://127.0.0.1:1
            auth: { bearer: nobody }
            inbound: { auth: { bearer: test-wms } }
            operations:
              order.create: { request: POST /orders, body: "{}", idempotency_header: Idempotency-Key, result: { id: $.id } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS } }
        ownership:
          stock: { owner: by-location, subscribers: [], write: set }
          order: { owner: by-storefront, subscribers: [wms] }
        """;

    private static string Edit(string body, string reason) => JsonSerializer.Serialize(new { body, reason });

    private static Task<HttpResponseMessage> PostAsync(ServedHub hub, string path, string json) =>
        hub.AskAsync(HttpMethod.Post, path, json: json);
}
