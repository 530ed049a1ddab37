using System.Net;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

/// <summary>The HTTP API of CONTRACT §4 on a real server.</summary>
public sealed class ApiTests
{
    [Theory]
    [InlineData(null, "GET", "/api/status", HttpStatusCode.Unauthorized)]
    [InlineData("nobody", "GET", "/api/status", HttpStatusCode.Unauthorized)]
    [InlineData(ServedHub.WarehouseToken, "GET", "/api/status", HttpStatusCode.Unauthorized)]
    [InlineData(ServedHub.ReaderToken, "GET", "/api/status", HttpStatusCode.OK)]
    [InlineData(ServedHub.ReaderToken, "POST", "/api/parity/runs", HttpStatusCode.Forbidden)]
    [InlineData(null, "GET", "/API/status", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "/healthz", HttpStatusCode.OK)]
    [InlineData(null, "GET", "/readyz", HttpStatusCode.OK)]
    public async Task A_token_opens_what_its_scope_allows(
        string? token, string method, string path, HttpStatusCode expected)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Parse(method), path, token);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_configured_and_has_nothing_is_an_empty_list_and_any_other_is_told_with_those_that_are()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        foreach (var empty in (string[])["/api/exceptions?connection=wms", "/api/journal?connection=wms", "/api/stock?location=leeds"])
        {
            Assert.Equal(0, (await hub.GetAsync(empty)).GetProperty("items").GetArrayLength());
        }

        using var none = await hub.AskAsync(HttpMethod.Post, "/api/journal/replay", json: """{"connection":"wms"}""");
        using var stranger = await hub.AskAsync(HttpMethod.Post, "/api/journal/replay", json: """{"connection":"nix"}""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (none.StatusCode, stranger.StatusCode));
        using var problem = JsonDocument.Parse(await stranger.Content.ReadAsStringAsync(CancellationToken.None));
        Assert.StartsWith(
            "There is no connection \"nix\"; configured: ", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/stock/NOBODY", HttpStatusCode.NotFound)]
    [InlineData("/api/stock/NOBODY/explain", HttpStatusCode.NotFound)]
    [InlineData("/api/stock/TEE/explain?storefront=nobody", HttpStatusCode.BadRequest)]
    [InlineData("/api/stock/TEE/explain?location=nowhere", HttpStatusCode.BadRequest)]
    [InlineData("/api/stock?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/stock?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders?stage=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("/api/availability", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders/NOBODY", HttpStatusCode.NotFound)]
    [InlineData("/api/orders/NOBODY/timeline", HttpStatusCode.NotFound)]
    [InlineData("/api/exceptions/0000", HttpStatusCode.NotFound)]
    [InlineData("/api/exceptions?state=lost", HttpStatusCode.BadRequest)]
    [InlineData("/api/exceptions?connection=nix", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders?storefront=nix", HttpStatusCode.BadRequest)]
    [InlineData("/api/days?store=nowhere", HttpStatusCode.BadRequest)]
    [InlineData("/api/stock?location=nowhere", HttpStatusCode.BadRequest)]
    [InlineData("/api/journal?connection=nix", HttpStatusCode.BadRequest)]
    [InlineData("/api/parity/runs/77", HttpStatusCode.NotFound)]
    [InlineData("/api/journal/999", HttpStatusCode.NotFound)]
    [InlineData("/api/journal/first", HttpStatusCode.BadRequest)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task A_question_that_cannot_be_answered_gets_a_problem(string path, HttpStatusCode expected)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        await hub.SettleAsync();

        using var answer = await hub.AskAsync(HttpMethod.Get, path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
        Assert.Equal((int)expected, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Whoever_has_an_answer_already_is_told_so()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        await hub.SettleAsync();

        using var first = await hub.AskAsync(HttpMethod.Get, "/api/stock/TEE");
        var tag = first.Headers.ETag!.ToString();
        using var again = await hub.AskAsync(HttpMethod.Get, "/api/stock/TEE", tag: tag);
        (await hub.DeliverAsync(ServedHub.Level("e2", "TEE", 6))).Dispose();
        await hub.SettleAsync();
        using var news = await hub.AskAsync(HttpMethod.Get, "/api/stock/TEE", tag: tag);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK),
            (first.StatusCode, again.StatusCode, news.StatusCode));
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(CancellationToken.None));
        Assert.NotEqual(tag, news.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var answer = await hub.AskAsync(HttpMethod.Get, "/openapi/v1.json", token: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None));
        var paths = page.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "/api/status", "/api/stock", "/api/stock/{sku}", "/api/stock/{sku}/explain", "/api/availability",
                "/api/orders", "/api/orders/{id}", "/api/orders/{id}/timeline", "/api/orders/{id}/retry",
                "/api/exceptions", "/api/exceptions/groups", "/api/exceptions/{id}", "/api/parity",
                "/api/parity/runs/{id}", "/api/parity/runs/{id}/discrepancies", "/api/parity/runs",
                "/api/journal/{message}", "/api/audit",
            },
            paths);
    }

    [Fact]
    public async Task Positions_come_in_pages_that_do_not_overlap_and_end()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var events = Enumerable.Range(0, 25).Select(n => ServedHub.Level($"e{n}", $"SKU-{n:00}", n));
        (await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json")).Dispose();
        await hub.SettleAsync();

        var skus = new List<string>();
        var pages = 0;
        for (string? after = ""; after is not null && pages < 10; pages++)
        {
            var page = await hub.GetAsync($"/api/stock?query=sku&limit=10&after={Uri.EscapeDataString(after)}");
            skus.AddRange(
                page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sku").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"SKU-{n:00}"), skus);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task A_report_from_an_unmapped_location_is_an_exception_that_people_can_deal_with()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();

        var open = (await hub.GetAsync("/api/exceptions?query=mars")).GetProperty("items")[0];
        var id = open.GetProperty("id").GetString();
        Assert.Equal("STOCK.LOCATION_UNMAPPED", open.GetProperty("code").GetString());
        Assert.False(string.IsNullOrEmpty(open.GetProperty("nextAction").GetString()));
        var status = await hub.GetAsync("/api/status");
        Assert.Equal(1, status.GetProperty("exceptions").GetProperty("open").GetInt32());
        Assert.Equal(1, status.GetProperty("connections")[0].GetProperty("pending").GetProperty("other").GetInt32());

        using var empty = await hub.AskAsync(HttpMethod.Post, $"/api/exceptions/{id}/assign", json: "{}");
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        var assigned = await ActAsync(hub, id!, "assign", "kim");
        Assert.Equal("kim", assigned.GetProperty("assignee").GetString());
        await ActAsync(hub, id!, "comment", "mapping asked for");
        await ActAsync(hub, id!, "retry", text: null);
        var ignored = await ActAsync(hub, id!, "ignore", "a test warehouse");
        Assert.Equal("ignored", ignored.GetProperty("state").GetString());
        Assert.Contains(
            ignored.GetProperty("notes").EnumerateArray(), note => note.GetProperty("by").GetString() == "tester");
        var audit = (await hub.GetAsync("/api/audit")).GetProperty("items");
        Assert.Equal(
            ["case.assign", "case.comment", "case.retry", "case.ignore"],
            audit.EnumerateArray().Select(entry => entry.GetProperty("did").GetString()));
    }

    [Fact]
    public async Task Exceptions_of_one_cause_are_one_group_and_can_be_dealt_with_at_once()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var events = Enumerable.Range(0, 12).Select(n => ServedHub.Level($"e{n}", $"SKU-{n:00}", -1));
        (await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json")).Dispose();
        await hub.SettleAsync();

        var group = (await hub.GetAsync("/api/exceptions/groups"))[0];
        Assert.Equal(12, group.GetProperty("count").GetInt32());
        var outcome = await ServedHub.ReadAsync(await hub.AskAsync(
            HttpMethod.Post, $"/api/exceptions/groups/{group.GetProperty("id").GetString()}/resolve", json: "{}"));

        Assert.Equal(12, outcome.GetProperty("count").GetInt32());
        Assert.Contains("12 of 12 are location `leeds`", group.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(12, (await hub.GetAsync("/api/exceptions?state=waiting")).GetProperty("items").GetArrayLength());
        var later = Enumerable.Range(0, 12).Select(n => ServedHub.Level($"f{n}", $"SKU-{n:00}", 1));
        (await hub.DeliverAsync($"[{string.Join(',', later)}]", "application/cloudevents-batch+json")).Dispose();
        await hub.SettleAsync();
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_a_guard_holds_waits_until_a_person_approves_it()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        await ReportAllAsync(hub, "full", 50);
        await ReportAllAsync(hub, "outage", 0);
        var held = (await hub.GetAsync("/api/stock?limit=100")).GetProperty("items").EnumerateArray()
            .Count(item => item.GetProperty("sellable").GetDecimal() == 50);

        using var approved = await hub.AskAsync(HttpMethod.Post, "/api/guards/leeds/approve");
        using var idle = await hub.AskAsync(HttpMethod.Post, "/api/guards/leeds/approve");
        using var nowhere = await hub.AskAsync(HttpMethod.Post, "/api/guards/mars/approve");

        Assert.True(held >= 40, $"{held} were held");
        Assert.Equal(HttpStatusCode.NoContent, approved.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, idle.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.All(
            (await hub.GetAsync("/api/stock?limit=100")).GetProperty("items").EnumerateArray(),
            item => Assert.Equal(0, item.GetProperty("sellable").GetDecimal()));
    }

    [Fact]
    public async Task Metrics_count_what_was_taken_in()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        await hub.SettleAsync();

        var text = await hub.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), CancellationToken.None);

        Assert.Contains(
            "# TYPE trueup_intake_duplicates_total counter\ntrueup_intake_duplicates_total 1\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains("trueup_skus 1\n", text, StringComparison.Ordinal);
        Assert.Contains("trueup_circuit_open{connection=\"wms\"} 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_api_names_every_address()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        var description = await hub.GetAsync("/openapi/v1.json");

        var paths = description.GetProperty("paths").EnumerateObject()
            .Select(path => path.Name)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "/api/status", "/api/stock", "/api/stock/{sku}", "/api/stock/{sku}/explain",
                "/api/availability", "/api/orders", "/api/orders/{id}/timeline", "/api/exceptions",
                "/api/exceptions/groups", "/api/parity", "/api/parity/runs",
                "/api/journal/{message}", "/healthz", "/readyz", "/metrics",
            },
            paths);
    }

    private static async Task ReportAllAsync(ServedHub hub, string id, decimal quantity)
    {
        var events = Enumerable.Range(0, 50).Select(n => ServedHub.Level($"{id}-{n}", $"SKU-{n:00}", quantity));
        (await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json")).Dispose();
        await hub.SettleAsync();
    }

    private static async Task<JsonElement> ActAsync(ServedHub hub, string id, string action, string? text) =>
        await ServedHub.ReadAsync(await hub.AskAsync(
            HttpMethod.Post, $"/api/exceptions/{id}/{action}",
            json: text is null ? "{}" : $$"""{"text":"{{text}}"}"""));
}
