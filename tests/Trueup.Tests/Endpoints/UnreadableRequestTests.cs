using System.Net;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

/// <summary>Requests that cannot be read, or ask for what there is not: each told in a sentence what is wrong with it and where.</summary>
public sealed class UnreadableRequestTests
{
    [Theory]
    [InlineData("/api/orders/9/retry", """{"edits":{"shipping.address.postcode":"LS1"}}""", "\"edits\" is no member of the body: it has edit.")]
    [InlineData("/api/orders/9/retry", """{"edit":{},"Reason":"x"}""", "\"Reason\" is no member of the body: it has edit.")]
    [InlineData("/api/exceptions/0/comment", """{"text":"x","note":"y"}""", "\"note\" is no member of the body: it has text, until.")]
    [InlineData("/api/parity/runs", """{"heals":true}""", "\"heals\" is no member of the body: it has connection, heal, skus, approve.")]
    [InlineData("/api/orders/9/retry", """{"edit":""", "The body is not readable JSON: line 1, character 9.")]
    [InlineData("/api/orders/9/retry", "not JSON", "The body is not readable JSON: line 1, character 2.")]
    [InlineData("/api/orders/9/retry", """{"edit":[1]}""", "edit is not what it must be (line 1, character 10): /openapi/v1.json describes it.")]
    [InlineData("/api/parity/runs", "{\n \"heal\": \"yes\"}", "heal is not what it must be (line 2, character 15): /openapi/v1.json describes it.")]
    [InlineData("/api/stock/TEE/overrides", "", "The request needs a body: /openapi/v1.json describes it.")]
    [InlineData("/api/exceptions/bulk/preview", """{"action":"retry","owner":"nobody"}""", "owner is one of ecommerce, engineering, ops, cx, finance.")]
    public async Task A_body_that_cannot_be_read_is_told_what_is_wrong_and_where(string path, string body, string detail)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Post, path, json: body);

        Assert.Equal((HttpStatusCode.BadRequest, detail), (answer.StatusCode, await DetailAsync(answer)));
    }

    [Fact]
    public async Task What_an_answer_repeats_of_a_request_is_short()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Post, "/api/orders/9/retry", json: $$"""{"{{new string('x', 100_000)}}":1}""");

        Assert.StartsWith("\"xxx", await DetailAsync(answer), StringComparison.Ordinal);
        Assert.InRange((await DetailAsync(answer)).Length, 1, 200);
    }

    [Fact]
    public async Task An_event_may_have_members_that_nobody_knows()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var extended = ServedHub.Level("e1", "TEE", 5).Replace("{\"specversion\"", "{\"traceparent\":\"00-1\",\"specversion\"", StringComparison.Ordinal);

        using var answer = await hub.DeliverAsync(extended);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/orders?sort=price", "sort is one of age, newest.")]
    [InlineData("/api/orders?status=lost", "status is one of captured, released, held, accepted, ")]
    [InlineData("/api/orders?stage=nix", "stage is one of captured, ")]
    [InlineData("/api/orders?after=nix", "after is what the page before named as next.")]
    [InlineData("/api/orders?limit=-1", "limit is 1 to 1000.")]
    [InlineData("/api/orders?limit=abc", "limit is a whole number, not \"abc\".")]
    [InlineData("/api/orders?limit=99999999999", "limit is a whole number, not \"99999999999\".")]
    [InlineData("/api/orders?olderThan=nix", "olderThan is a duration such as 30m, 4h or 2d.")]
    [InlineData("/api/orders/splits?since=nix", "since is a duration such as 24h, 7d or 30d.")]
    [InlineData("/api/days?state=nix", "state is one of open, differs, agreed, waiting, posted, refused.")]
    [InlineData("/api/days?after=nix", "after is what the page before named as next.")]
    [InlineData("/api/days?limit=0", "limit is 1 to 1000.")]
    [InlineData("/api/stock?state=nix", "state is one of drift, held, unmapped, in-flight, pending, in-step, available, ")]
    [InlineData("/api/stock?left=nix", "left is one of ")]
    [InlineData("/api/stock?limit=1001", "limit is 1 to 1000.")]
    [InlineData("/api/stock?limit=many", "limit is a whole number, not \"many\".")]
    [InlineData("/api/stock/TEE/history?limit=0", "limit is 1 to 1000.")]
    [InlineData("/api/exceptions?state=nix", "state is one of open, assigned, waiting, snoozed, resolved, ignored, all.")]
    [InlineData("/api/exceptions?sort=price", "sort is one of recent, oldest, rank.")]
    [InlineData("/api/exceptions?owner=nix", "owner is one of ")]
    [InlineData("/api/exceptions?severity=nix", "severity is one of ")]
    [InlineData("/api/exceptions?code=STOCK.SKU_UNKOWN", "There is no code \"STOCK.SKU_UNKOWN\"; did you mean \"STOCK.SKU_UNKNOWN\"?")]
    [InlineData("/api/exceptions?code=nix", "There is no code \"nix\": /api/exceptions/catalogue lists them all.")]
    [InlineData("/api/exceptions?after=nix", "after is what the page before named as next.")]
    [InlineData("/api/journal?kind=nix", "kind is one of seen, asked, ticked, decided, settled.")]
    [InlineData("/api/journal?kind=3", "kind is one of seen, asked, ticked, decided, settled.")]
    [InlineData("/api/journal?after=nix", "after is what the page before named as next.")]
    [InlineData("/api/audit?order=nix", "order is one of oldest, newest.")]
    [InlineData("/api/audit?limit=0", "limit is 1 to 1000.")]
    public async Task A_question_for_a_list_that_makes_no_sense_is_told_what_would(string path, string detail)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(detail, await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/orders?status=&stage=&sort=&after=")]
    [InlineData("/api/days?state=&after=")]
    [InlineData("/api/stock?state=&left=&location=&after=")]
    [InlineData("/api/exceptions?state=&code=&owner=&severity=&sort=&after=&sku=")]
    public async Task An_empty_filter_counts_for_all(string path)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e2", "TEE", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();

        var all = (await hub.GetAsync(path)).GetProperty("items").GetRawText();

        Assert.Equal((await hub.GetAsync(path.Split('?')[0])).GetProperty("items").GetRawText(), all);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/orders", HttpStatusCode.MethodNotAllowed)]
    public async Task A_status_never_comes_without_a_word(string method, string path, HttpStatusCode expected)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Parse(method), path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("/openapi/v1.json", await DetailAsync(answer), StringComparison.Ordinal);
    }

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
        return problem.RootElement.GetProperty("detail").GetString()!;
    }
}
