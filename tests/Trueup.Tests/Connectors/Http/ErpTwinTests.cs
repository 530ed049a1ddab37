using System.Text;
using System.Text.Json;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.Http;

public sealed class ErpTwinTests
{
    private const string Token = "erp-token";

    private const string Order = """
        {"external_id":"s:1","account":"WEB-UK","cost_centre":"ECOM","currency":"GBP","date":"2026-03-01","lines":[
        {"line":"1","item":"TENT-2P","qty":2,"net":50.00,"tax":10.00,"tax_code":"S20"},
        {"line":"ship","kind":"shipping","net":4.00,"tax":0.80,"tax_code":"S20"},
        {"line":"r","kind":"rounding","net":-0.01,"tax":0.00,"tax_code":"NONE"}],
        "totals":{"net":53.99,"tax":10.80,"gross":64.79},"payments":[{"type":"card","amount":64.79}]}
        """;

    private const string Credit = """
        {"external_id":"c:1","order_external_id":"s:1","account":"WEB-UK","currency":"GBP","date":"2026-03-02","lines":[
        {"line":"1","item":"TENT-2P","qty":1,"net":25.00,"tax":5.00,"tax_code":"S20"}],
        "totals":{"net":25.00,"tax":5.00,"gross":30.00}}
        """;

    private const string Retail = """
        {"external_id":"day:1","account":"STORE-07","currency":"GBP","date":"2026-03-01","lines":[
        {"line":"S20","kind":"charge","net":-10.00,"tax":-2.00,"tax_code":"S20"}],
        "tenders":[{"type":"cash","amount":-12.00}],"totals":{"net":-10.00,"tax":-2.00,"gross":-12.00}}
        """;

    [Fact]
    public void An_order_is_booked_as_it_was_sent()
    {
        var twin = Twin();

        var reply = Post(twin, "/sales-orders", Order);

        Assert.Equal(201, reply.Status);
        var order = Assert.Single(twin.Of(ErpKind.SalesOrder, "s:1"));
        Assert.Equal(new ErpTotals(53.99m, 10.80m, 64.79m), order.Totals);
        Assert.Equal([new("GBP", "NONE", -0.01m, 0m), new("GBP", "S20", 54.00m, 10.80m)], twin.Balances);
        Assert.Equal(
            order.Id,
            Json(Get(twin, "/sales-orders?external_id=s%3A1")).GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(200, Get(twin, $"/sales-orders/{order.Id}").Status);
    }

    [Theory]
    [InlineData("\"WEB-UK\"", "\"NOPE\"", "ACCOUNT_UNKNOWN", "account")]
    [InlineData("\"ECOM\"", "\"NOPE\"", "COST_CENTRE_UNKNOWN", "cost_centre")]
    [InlineData("\"GBP\"", "\"XXX\"", "CURRENCY_UNKNOWN", "currency")]
    [InlineData("\"TENT-2P\"", "\"GONE\"", "ITEM_UNKNOWN", "lines[0].item")]
    [InlineData("\"qty\":2", "\"qty\":0", "QTY_INVALID", "lines[0].qty")]
    [InlineData("\"qty\":2", "\"qty\":-1", "QTY_INVALID", "lines[0].qty")]
    [InlineData("\"net\":50.00", "\"net\":50.001", "AMOUNT_INVALID", "lines[0].net")]
    [InlineData("\"net\":50.00", "\"net\":-50.00", "AMOUNT_NEGATIVE", "lines[0].net")]
    [InlineData("\"net\":50.00", "\"net\":50.01", "TOTALS_MISMATCH", "totals.net")]
    [InlineData("\"tax\":10.00", "\"tax\":10.01", "TOTALS_MISMATCH", "totals.tax")]
    [InlineData("\"gross\":64.79", "\"gross\":64.80", "TOTALS_MISMATCH", "totals.gross")]
    [InlineData("\"amount\":64.79", "\"amount\":70.00", "PAYMENTS_MISMATCH", "payments")]
    [InlineData("\"net\":-0.01", "\"net\":-1.01", "ROUNDING_TOO_LARGE", "lines[2].net")]
    [InlineData("\"tax_code\":\"NONE\"", "\"tax_code\":\"V7\"", "TAX_CODE_UNKNOWN", "lines[2].tax_code")]
    [InlineData("2026-03-01", "2026-01-31", "PERIOD_CLOSED", "date")]
    [InlineData("2026-03-01", "soon", "DATE_INVALID", "date")]
    [InlineData("\"line\":\"ship\"", "\"line\":\"1\"", "LINE_TWICE", "lines")]
    [InlineData("\"external_id\":\"s:1\",", "", "FIELD_MISSING", "external_id")]
    public void What_the_rules_forbid_is_refused_by_field_and_nothing_is_booked(
        string good, string bad, string code, string field)
    {
        var twin = Twin();
        twin.Work(Wms.Now, new ErpStep.ClosePeriods(new DateOnly(2026, 1, 31)));

        var reply = Post(twin, "/sales-orders", Order.Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal(422, reply.Status);
        Assert.Contains(
            Json(reply).GetProperty("errors").EnumerateArray(),
            error => error.GetProperty("code").GetString() == code && error.GetProperty("field").GetString() == field);
        Assert.Equal(0, twin.CountOf(ErpKind.SalesOrder));
        Assert.Empty(twin.Ledger);
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("[]", 422)]
    [InlineData("7", 422)]
    [InlineData("{\"lines\":[7]}", 422)]
    [InlineData("{\"lines\":{}}", 422)]
    public void A_body_that_is_no_document_is_refused(string body, int status) =>
        Assert.Equal(status, Post(Twin(), "/sales-orders", body).Status);

    [Fact]
    public void The_same_order_again_is_the_order_that_is_there_and_another_is_refused()
    {
        var twin = Twin();
        Post(twin, "/sales-orders", Order);

        Assert.Equal(200, Post(twin, "/sales-orders", Order).Status);
        var other = Post(
            twin, "/sales-orders", Order.Replace("64.79", "64.80", StringComparison.Ordinal).Replace(
                "-0.01", "0", StringComparison.Ordinal)
                .Replace("53.99", "54.00", StringComparison.Ordinal));

        Assert.Equal(422, other.Status);
        Assert.StartsWith(
            "EXTERNAL_ID_TAKEN", Json(other).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, twin.CountOf(ErpKind.SalesOrder));
    }

    [Fact]
    public void A_careless_back_office_books_twice_and_shows_it()
    {
        var twin = Twin(new ErpRules(Token) { TakesDuplicates = true });
        Post(twin, "/sales-orders", Order, key: "a");
        Post(twin, "/sales-orders", Order, key: "a");
        Post(twin, "/sales-orders", Order, key: "b");

        Assert.Equal(2, twin.Of(ErpKind.SalesOrder, "s:1").Count);
    }

    [Fact]
    public void A_cancelled_order_leaves_nothing_on_the_books()
    {
        var twin = Twin();
        var id = IdOf(Post(twin, "/sales-orders", Order));

        Assert.Equal("cancelled", StatusOf(Post(twin, $"/sales-orders/{id}/cancel", "")));
        Assert.Equal("cancelled", StatusOf(Post(twin, $"/sales-orders/{id}/cancel", "")));

        Assert.All(twin.Balances, balance => Assert.Equal((0m, 0m), (balance.Net, balance.Tax)));
    }

    [Fact]
    public void A_part_is_cancelled_for_what_the_caller_says_and_never_for_more_than_is_open()
    {
        var twin = Twin();
        var id = IdOf(Post(twin, "/sales-orders", Order));

        var part = Post(
            twin, $"/sales-orders/{id}/cancel", """{"lines":[{"line":"1","qty":1,"net":25.00,"tax":5.00}]}""");
        var over = Post(
            twin, $"/sales-orders/{id}/cancel", """{"lines":[{"line":"1","qty":2,"net":25.00,"tax":5.00}]}""");
        var tooMuch = Post(
            twin, $"/sales-orders/{id}/cancel", """{"lines":[{"line":"1","qty":1,"net":26.00,"tax":5.00}]}""");

        Assert.Equal("part-cancelled", StatusOf(part));
        Assert.Contains("QTY_OVER", Json(over).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("AMOUNT_OVER", Json(tooMuch).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(new ErpBalance("GBP", "S20", 29.00m, 5.80m), twin.Balances[1]);
    }

    [Fact]
    public void A_closed_order_takes_a_credit_memo_but_no_cancellation()
    {
        var twin = Twin();
        var id = IdOf(Post(twin, "/sales-orders", Order));
        twin.Work(Wms.Now, new ErpStep.Close("s:1"));

        Assert.Equal(409, Post(twin, $"/sales-orders/{id}/cancel", "").Status);
        Assert.Equal(201, Post(twin, "/credit-memos", Credit).Status);
        Assert.Equal(200, Post(twin, "/credit-memos", Credit).Status);
        Assert.Equal(new ErpBalance("GBP", "S20", 29.00m, 5.80m), twin.Balances[1]);

        var again = Post(twin, "/credit-memos", Credit.Replace("c:1", "c:2", StringComparison.Ordinal));
        var third = Post(twin, "/credit-memos", Credit.Replace("c:1", "c:3", StringComparison.Ordinal));
        Assert.Equal(201, again.Status);
        Assert.Contains("QTY_OVER", Json(third).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credit_for_an_order_that_nobody_knows_is_refused()
    {
        var reply = Post(Twin(), "/credit-memos", Credit);

        Assert.Contains("ORDER_UNKNOWN", Json(reply).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_a_store_is_booked_even_when_more_came_back_than_was_sold()
    {
        var twin = Twin();

        Assert.Equal(201, Post(twin, "/retail-postings", Retail).Status);
        var wrong = Post(twin, "/retail-postings", Retail.Replace("day:1", "day:2", StringComparison.Ordinal)
            .Replace("\"amount\":-12.00", "\"amount\":-11.00", StringComparison.Ordinal));

        Assert.Equal([new("GBP", "S20", -10.00m, -2.00m)], twin.Balances);
        Assert.Contains("TENDERS_MISMATCH", Json(wrong).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_is_authorised_once_and_received_for_no_more_than_that()
    {
        var twin = Twin();
        Post(twin, "/sales-orders", Order);
        const string rma = """{"external_id":"R1","order_external_id":"s:1","lines":[{"line":"1","qty":2}]}""";

        var id = IdOf(Post(twin, "/returns", rma));
        Assert.Equal(200, Post(twin, "/returns", rma).Status);
        var over = Post(twin, "/returns", rma.Replace("R1", "R2", StringComparison.Ordinal));
        Assert.Equal("part-received", StatusOf(Post(
            twin, $"/returns/{id}/receive", """{"lines":[{"line":"1","qty":1,"disposition":"restock"}]}""")));
        var tooMany = Post(twin, $"/returns/{id}/receive", """{"lines":[{"line":"1","qty":2}]}""");

        Assert.Contains("QTY_OVER", Json(over).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("QTY_OVER", Json(tooMany).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1m, twin.ReturnOf("R1")!.Lines[0].Received);
    }

    [Fact]
    public void What_people_cancel_is_told_with_its_lines()
    {
        var twin = Twin();
        Post(twin, "/sales-orders", Order);

        Assert.Equal(1, twin.Work(Wms.Now, new ErpStep.Cancel("s:1", Restock: true, "no credit")));

        var push = Assert.Single(twin.TakePushes(Wms.Now));
        var told = JsonDocument.Parse(push.Body).RootElement;
        Assert.Equal("trueup.order.cancelled.v1", told.GetProperty("type").GetString());
        Assert.Equal(2, told.GetProperty("data").GetProperty("lines")[0].GetProperty("quantity").GetInt32());
    }

    [Fact]
    public void Orders_are_listed_by_the_time_at_which_they_came()
    {
        var twin = Twin();
        for (var number = 0; number < 5; number++)
        {
            Post(
                twin,
                "/sales-orders",
                Order.Replace("s:1", $"s:{number}", StringComparison.Ordinal),
                at: Wms.Now.AddMinutes(number));
        }

        var page = Json(
            Get(twin, "/sales-orders?created_from=2026-03-01T10:01:00Z&created_to=2026-03-01T10:04:00Z&size=2&page=2"));

        Assert.Equal(3, page.GetProperty("total").GetInt32());
        Assert.Equal(
            "s:3", Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("external_id").GetString());
    }

    [Fact]
    public void A_correction_changes_whom_an_order_is_for_and_no_amount_until_it_is_closed()
    {
        var twin = Twin();
        var id = IdOf(Post(twin, "/sales-orders", Order.Replace("\"account\"", "\"customer\":\"An\",\"account\"", StringComparison.Ordinal)));

        Assert.Equal(200, Patch(twin, id, """{"customer":"Ann","deliver_to":{"city":"York"}}""").Status);
        var order = Assert.Single(twin.Of(ErpKind.SalesOrder, "s:1"));
        Assert.Equal(("Ann", """{"city":"York"}""", 64.79m), (order.Customer, order.DeliverTo, order.Totals.Gross));
        Assert.Equal("York", Json(Get(twin, $"/sales-orders/{id}")).GetProperty("deliver_to").GetProperty("city").GetString());
        Assert.Equal(404, Patch(twin, "SO-77", "{}").Status);

        // The same creation again, as after a lost answer, is still no other document.
        Assert.Equal(id, IdOf(Post(twin, "/sales-orders", Order)));

        twin.Work(Wms.Now, new ErpStep.Close("s:1"));
        Assert.Equal(409, Patch(twin, id, """{"customer":"Anne"}""").Status);
        Assert.Equal("Ann", Assert.Single(twin.Of(ErpKind.SalesOrder, "s:1")).Customer);
    }

    private static WireReply Patch(ErpTwin twin, string id, string body) => twin.Answer(
        new WireRequest("PATCH", $"/sales-orders/{id}", [new("Authorization", $"Bearer {Token}")], Encoding.UTF8.GetBytes(body)), Wms.Now);

    private static ErpTwin Twin(ErpRules? rules = null)
    {
        var twin = new ErpTwin(rules ?? new ErpRules(Token));
        twin.AddItems(["TENT-2P", "MAT-FOAM"]);
        return twin;
    }

    private static WireReply Post(
        ErpTwin twin, string target, string body, string? key = null, DateTimeOffset? at = null) => twin.Answer(
        new WireRequest(
            "POST",
            target,
            key is null
                ? [new("Authorization", $"Bearer {Token}")]
                : [new("Authorization", $"Bearer {Token}"), new("Idempotency-Key", key)],
            Encoding.UTF8.GetBytes(body)),
        at ?? Wms.Now);

    private static WireReply Get(ErpTwin twin, string target) =>
        twin.Answer(new WireRequest("GET", target, [new("Authorization", $"Bearer {Token}")]), Wms.Now);

    private static JsonElement Json(WireReply reply) => JsonDocument.Parse(reply.Body).RootElement;

    private static string IdOf(WireReply reply) => Json(reply).GetProperty("id").GetString()!;

    private static string StatusOf(WireReply reply) => Json(reply).GetProperty("status").GetString()!;
}
