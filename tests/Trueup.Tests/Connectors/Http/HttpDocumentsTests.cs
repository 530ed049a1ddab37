using System.Text;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

public sealed class HttpDocumentsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_request_carries_key_credentials_and_the_order_however_it_is_spelt()
    {
        var wire = new ScriptedWire(Answer(201, """{"id":"W-1"}"""));
        var order = Wms.Order("100/ä&x", ("TENT-2P", 2));

        await Writer().SendAsync(wire, order, None);

        var request = Assert.Single(wire.Sent);
        Assert.Equal(("POST", "/orders", "application/json"), (request.Method, request.Target, request.ContentType));
        Assert.Equal("Bearer " + Wms.Token, request.Header("Authorization"));
        Assert.Equal("shop%3A100%2F%C3%A4%26x%2Fcreate", request.Header("Idempotency-Key"));
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("shop:100/ä&x", body.GetProperty("external_id").GetString());
        Assert.Equal("Jo \"Q\" O'Neill", body.GetProperty("ship_to").GetProperty("name").GetString());
        Assert.Equal("Flat\n2", body.GetProperty("ship_to").GetProperty("street")[1].GetString());
        Assert.Equal(2, body.GetProperty("lines")[0].GetProperty("qty").GetDecimal());
    }

    /// <summary>Found by a simulated network: recorded as made without an id, the order could never be cancelled, and
    /// nobody was told.</summary>
    [Fact]
    public async Task An_order_whose_id_was_lost_on_the_way_is_looked_up_until_it_is_known()
    {
        var wire = new ScriptedWire(Answer(201, """{"id":"""), Answer(200, """{"items":["""));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));
    }

    /// <summary>Found by a simulated world that damages bytes: read leniently, half of an id was kept for one, and the order could not be cancelled.</summary>
    [Fact]
    public async Task An_id_of_which_a_byte_came_wrong_is_no_id()
    {
        byte[] damaged = [.. "{\"id\":\""u8, (byte)'W' ^ 0x80, .. "-1\"}"u8];
        var wire = new ScriptedWire(new WireOutcome.Answered(new WireReply(201, damaged)), Answer(200, """{"items":["""));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));
    }

    /// <summary>Found by a simulated world that damages bytes.</summary>
    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task The_cancellation_of_an_order_that_is_not_there_is_sent_and_refused(int status)
    {
        var wire = new ScriptedWire(Answer(status, "{}"), Answer(status, "{}"));
        var cancellation = new DocumentIntent.CancelOrder("shop:100/cancel/wms", OrderId.Parse("shop:100"), "W-9");

        Assert.IsType<Receipt.Deferred>(await Writer().FindAsync(wire, cancellation, None));

        Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, cancellation, None));
    }

    /// <summary>Found by a simulated world in which the warehouse called its ids something else for a while.</summary>
    [Fact]
    public async Task An_order_that_is_shown_without_its_id_is_not_taken_for_one_that_has_none()
    {
        var wire = new ScriptedWire(Answer(201, """{"number":"W-1"}"""), Answer(200, """{"items":[{"number":"W-1"}]}"""));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));
    }

    [Fact]
    public async Task Values_in_a_target_cannot_change_its_shape()
    {
        var wire = new ScriptedWire(Answer(200, """{"items":[]}"""));

        await Writer().FindAsync(wire, Wms.Order("1&admin=1#/../ä", ("A", 1)), None);

        Assert.Equal("/orders?external_id=shop%3A1%26admin%3D1%23%2F..%2F%C3%A4", Assert.Single(wire.Sent).Target);
    }

    [Theory]
    [InlineData("{\"name\": \"{{order.customer.name}}\"}", "Jo \"Q\" O'Neill \\ Ünal")]
    [InlineData("{\"name\": {{json order.customer.name}} }", "Jo \"Q\" O'Neill \\ Ünal")]
    [InlineData("{\"name\": {{json order.channel}} }", null)]
    [InlineData("{\"name\": {{json order.nothing.here}} }", null)]
    [InlineData("{\"name\": \"{{order.totals.gross}}\"}", "64.80")]
    [InlineData("{\"name\": \"{{order.placedAt}}\"}", "2026-03-01T10:00:00Z")]
    public async Task A_template_writes_json_whatever_is_in_the_order(string template, string? name)
    {
        var wire = new ScriptedWire(Answer(201, """{"id":"W-1"}"""));
        var settings = Wms.Settings();
        settings["operations.order.create.body"] = template;

        Assert.IsType<Receipt.Applied>(await Writer(settings).SendAsync(wire, Wms.Order("100", ("A", 1)), None));

        Assert.Equal(name, JsonDocument.Parse(wire.Sent[0].Body).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Numbers_keep_the_scale_they_were_charged_with()
    {
        var wire = new ScriptedWire(Answer(201, """{"id":"W-1"}"""));
        var settings = Wms.Settings();
        settings["operations.order.create.body"] = "{{json order.totals}}";

        await Writer(settings).SendAsync(wire, Wms.Order("100", ("A", 1)), None);

        Assert.Equal(
            """{"net":50.00,"discount":0,"shipping":4.80,"tax":10.80,"gross":64.80}""",
            Encoding.UTF8.GetString(wire.Sent[0].Body.Span));
    }

    [Fact]
    public async Task Another_media_type_is_escaped_in_its_own_way()
    {
        var wire = new ScriptedWire(Answer(201, """{"id":"W-1"}"""));
        var settings = Wms.Settings();
        settings["operations.order.create.headers.Content-Type"] = "application/xml";
        settings["operations.order.create.headers.X-Shop"] = "northwind";
        settings["operations.order.create.body"] = "<order name=\"{{order.shipping.address.name}}\"/>";

        await Writer(settings).SendAsync(wire, Wms.Order("100", ("A", 1)), None);

        Assert.Equal("application/xml", wire.Sent[0].ContentType);
        Assert.Equal("northwind", wire.Sent[0].Header("X-Shop"));
        Assert.Null(wire.Sent[0].Header("Content-Type"));
        Assert.Contains(
            "Jo &quot;Q&quot; O", Encoding.UTF8.GetString(wire.Sent[0].Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "DOCUMENT.REFUSED")]
    [InlineData(404, "DOCUMENT.REFUSED")]
    [InlineData(413, "DOCUMENT.REFUSED")]
    [InlineData(422, "DOCUMENT.REFUSED")]
    [InlineData(302, "DOCUMENT.REFUSED")]
    [InlineData(401, "CONNECTION.PERMISSION")]
    [InlineData(403, "CONNECTION.PERMISSION")]
    public async Task A_refusal_is_final_and_in_the_remotes_words(int status, string code)
    {
        var wire = new ScriptedWire(Answer(status, """{"message":"No stock room for jo@example.com here"}"""));

        var refused = Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));

        Assert.Equal(code, refused.Code.Code);
        Assert.Equal($"The remote answered {status}: No stock room for (address) here", refused.Detail);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_remote_that_is_busy_is_asked_later(int status) =>
        Assert.IsType<Receipt.Deferred>(await Writer().SendAsync(
            new ScriptedWire(Answer(status)), Wms.Order("100", ("A", 1)), None));

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_remote_that_failed_may_have_done_it(int status) =>
        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(
            new ScriptedWire(Answer(status, "<html>gateway</html>")), Wms.Order("100", ("A", 1)), None));

    [Fact]
    public async Task What_was_not_sent_is_deferred_and_what_got_no_answer_is_unknown()
    {
        var order = Wms.Order("100", ("A", 1));

        Assert.IsType<Receipt.Deferred>(
            await Writer().SendAsync(new ScriptedWire(new WireOutcome.NotSent("refused")), order, None));
        Assert.IsType<Receipt.Unknown>(
            await Writer().SendAsync(new ScriptedWire(new WireOutcome.NoAnswer("time-out")), order, None));
    }

    [Theory]
    [InlineData("120", null, 120)]
    [InlineData("Sun, 01 Mar 2026 10:02:00 GMT", "Sun, 01 Mar 2026 10:00:00 GMT", 120)]
    [InlineData("Sun, 01 Mar 2026 10:00:00 GMT", "Sun, 01 Mar 2026 10:02:00 GMT", 0)]
    [InlineData("Sun, 01 Mar 2026 10:02:00 GMT", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("-1", null, null)]
    public async Task The_wait_is_what_the_remote_asked_for(string retryAfter, string? date, int? seconds)
    {
        var headers = new List<WireHeader> { new("retry-after", retryAfter) };
        if (date is not null)
        {
            headers.Add(new WireHeader("Date", date));
        }

        var receipt = await Writer().SendAsync(
            new ScriptedWire(Answer(429, "", [.. headers])), Wms.Order("100", ("A", 1)), None);

        Assert.Equal(
            seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, Assert.IsType<Receipt.Deferred>(receipt).Wait);
    }

    [Theory]
    [InlineData(200, """{"items":[{"id":"W-9"}]}""", typeof(Receipt.Applied))]
    [InlineData(200, """{"items":[{"id":9}]}""", typeof(Receipt.Applied))]
    [InlineData(200, """{"items":[]}""", typeof(Receipt.Deferred))]
    [InlineData(404, "", typeof(Receipt.Deferred))]
    [InlineData(200, """{"items":[{"number":"W-9"}]}""", typeof(Receipt.Unknown))]
    [InlineData(200, "<html/>", typeof(Receipt.Unknown))]
    [InlineData(200, "", typeof(Receipt.Unknown))]
    [InlineData(401, "", typeof(Receipt.Unknown))]
    [InlineData(429, "", typeof(Receipt.Unknown))]
    [InlineData(500, "", typeof(Receipt.Unknown))]
    public async Task Looking_for_an_order_finds_it_or_not_or_cannot_tell(int status, string body, Type receipt) =>
        Assert.IsType(receipt, await Writer().FindAsync(
            new ScriptedWire(Answer(status, body)), Wms.Order("100", ("A", 1)), None));

    [Fact]
    public async Task With_a_key_that_the_remote_knows_again_there_is_no_need_to_look()
    {
        var settings = Wms.Settings();
        settings.Remove("operations.order.find.request");
        settings.Remove("operations.order.find.result.id");

        Assert.IsType<Receipt.Deferred>(
            await Writer(settings).FindAsync(new ScriptedWire(Answer(500)), Wms.Order("1", ("A", 1)), None));
    }

    [Fact]
    public async Task An_id_that_the_answer_lacks_is_looked_up()
    {
        var wire = new ScriptedWire(Answer(202), Answer(200, """{"items":[{"id":"W-9"}]}"""));

        Assert.Equal(new Receipt.Applied("W-9"), await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));
    }

    /// <summary>Found by simulated worlds: a proxy's page passed for an order that the warehouse had taken.</summary>
    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Checking your browser.</body></html>", true)]
    [InlineData("<!DOCTYPE html><html><body>Checking your browser.</body></html>", false)]
    [InlineData("{}", true)]
    [InlineData("", false)]
    public async Task A_success_without_the_id_of_an_order_that_is_not_found_proves_nothing(string body, bool canFind)
    {
        var settings = Wms.Settings();
        if (!canFind)
        {
            settings.Remove("operations.order.find.request");
            settings.Remove("operations.order.find.result.id");
        }

        var wire = new ScriptedWire(Answer(200, body), Answer(200, """{"items":[]}"""));
        var order = Wms.Order("100", ("A", 1));

        Assert.IsType<Receipt.Unknown>(await Writer(settings).SendAsync(wire, order, None));

        Assert.Equal(canFind ? 2 : 1, wire.Sent.Count);
        Assert.IsType<Receipt.Deferred>(await Writer(settings).FindAsync(wire, order, None));
    }

    [Fact]
    public async Task A_conflict_over_an_order_that_is_not_there_stays_a_refusal()
    {
        var wire = new ScriptedWire(
            Answer(409, """{"error":"closed for stocktaking"}"""), Answer(200, """{"items":[]}"""));

        var refused = Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, Wms.Order("100", ("A", 1)), None));

        Assert.Contains("closed for stocktaking", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_find_that_ignores_its_filter_is_found_out()
    {
        var wire = new ScriptedWire(Answer(200, """{"items":[]}"""), Answer(200, """{"items":[{"id":"W-1"}]}"""));

        var findings = await ((ILiveCheck)Wms.Ready()).CheckAsync(wire, [], None);

        Assert.Equal(CaseCodes.DocumentRefused, Assert.Single(findings).Code);
    }

    private static IDocumentWriter Writer(Dictionary<string, string>? settings = null) =>
        (IDocumentWriter)Wms.Ready(settings);
}
