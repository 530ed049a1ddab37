using System.Net;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Settings;
using Trueup.Tests.Architecture;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;
using Trueup.Verbs;

namespace Trueup.Tests.Endpoints;

/// <summary>What people do about exceptions, connections and the contract, on a real server.</summary>
public sealed class CaseActionTests
{
    [Fact]
    public async Task A_mapping_added_at_run_time_lets_what_waited_go_on_and_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5, location: "MARS"))).Dispose();
            await hub.SettleAsync();
            using var nowhere = await PostAsync(hub, "/api/contract/mappings", Mapping("MARS", "atlantis"));
            using var overruled = await PostAsync(hub, "/api/contract/mappings", Mapping("LDS", "leeds"));
            Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
            Assert.Equal(HttpStatusCode.Conflict, overruled.StatusCode);

            (await ServedHub.ReadAsync(await PostAsync(hub, "/api/contract/mappings", Mapping("MARS", "leeds")))).ToString();

            var stock = await hub.GetAsync("/api/stock/TEE");
            Assert.Equal(5, stock.GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
            Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
        }

        Assert.Empty(await CheckAsync(folder.Path, ServedHub.Warehouse));
        var merged = ServedHub.Warehouse.Replace("codes: { wms: LDS }", "codes: { wms: [LDS, MARS] }", StringComparison.Ordinal);
        Assert.Empty(await CheckAsync(folder.Path, merged));
        var moved = ServedHub.Warehouse.Replace(
            "  leeds:", "  mars: { name: Mars, owner: wms, codes: { wms: MARS } }\n  leeds:", StringComparison.Ordinal);
        Assert.Contains("was mapped to leeds by tester", Assert.Single(await CheckAsync(folder.Path, moved)), StringComparison.Ordinal);
        var closed = ServedHub.Warehouse.Replace("leeds: { name: Leeds", "york: { name: York", StringComparison.Ordinal);
        Assert.Contains("the file has no leeds any more", Assert.Single(await CheckAsync(folder.Path, closed)), StringComparison.Ordinal);

        await using var later = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        (await later.DeliverAsync(ServedHub.Level("e2", "HAT", 7, location: "MARS"))).Dispose();
        await later.SettleAsync();
        using var yaml = await later.AskAsync(HttpMethod.Get, "/api/contract/amendments.yaml");
        Assert.Contains("word: \"MARS\", meaning: \"leeds\"", await yaml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(7, (await later.GetAsync("/api/stock/HAT")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
    }

    /// <summary>What <c>trueup check</c> says of mappings made at run time.</summary>
    private static async Task<string[]> CheckAsync(string folder, string yaml)
    {
        var config = Path.Combine(folder, "trueup.yaml");
        await File.WriteAllTextAsync(config, yaml);
        await using var output = new StringWriter();
        await new CommandLine(new CheckVerb(ConnectorCatalogue.Installed)).RunAsync(["check", "--config", config], output, output);
        return [.. output.ToString().Split('\n').Where(line => line.Contains("while the hub ran", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task An_action_on_many_says_how_many_first_and_can_be_taken_back()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var events = Enumerable.Range(0, 12).Select(n => ServedHub.Level($"e{n}", $"SKU-{n:00}", -1));
        (await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json")).Dispose();
        await hub.SettleAsync();

        var preview = await ServedHub.ReadAsync(await PostAsync(
            hub, "/api/exceptions/bulk/preview", """{"action":"ignore","query":"sku-0","text":"x"}"""));
        using var wrong = await PostAsync(
            hub, "/api/exceptions/bulk", """{"action":"ignore","query":"sku-0","text":"a test","expected":3}""");
        var done = await ServedHub.ReadAsync(await PostAsync(
            hub, "/api/exceptions/bulk", """{"action":"ignore","query":"sku-0","text":"a test","expected":10}"""));
        var ignored = (await hub.GetAsync("/api/exceptions?state=ignored")).GetProperty("items").GetArrayLength();
        var undone = await ServedHub.ReadAsync(await PostAsync(
            hub, "/api/exceptions/undo", $$"""{"undo":"{{done.GetProperty("undo").GetString()}}"}"""));

        Assert.Equal(10, preview.GetProperty("count").GetInt32());
        Assert.True(preview.GetProperty("undoable").GetBoolean());
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Equal(10, ignored);
        Assert.Equal(10, undone.GetProperty("count").GetInt32());
        Assert.Equal(12, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
        var audit = (await hub.GetAsync("/api/audit?order=newest&limit=1")).GetProperty("items")[0];
        Assert.Equal("ignored", audit.GetProperty("before").GetString());
        Assert.Equal("open", audit.GetProperty("after").GetString());
    }

    [Fact]
    public async Task What_is_put_off_is_out_of_the_way_until_its_time()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", -1))).Dispose();
        await hub.SettleAsync();
        var id = (await hub.GetAsync("/api/exceptions")).GetProperty("items")[0].GetProperty("id").GetString();
        var until = DateTimeOffset.UtcNow.AddDays(2);

        using var past = await PostAsync(hub, $"/api/exceptions/{id}/snooze", """{"until":"2020-01-01T00:00:00Z"}""");
        var snoozed = await ServedHub.ReadAsync(
            await PostAsync(hub, $"/api/exceptions/{id}/snooze", $$"""{"until":"{{until:O}}"}"""));
        var tagged = await ServedHub.ReadAsync(await PostAsync(hub, $"/api/exceptions/{id}/tag", """{"text":"peak, leeds"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, past.StatusCode);
        Assert.Equal("snoozed", snoozed.GetProperty("standing").GetString());
        Assert.Equal(2, tagged.GetProperty("tags").GetArrayLength());
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await hub.GetAsync("/api/exceptions?state=snoozed&tag=peak")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_connection_is_paused_by_a_person_and_stays_so_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path))
        {
            var paused = await ServedHub.ReadAsync(await PostAsync(hub, "/api/connections/wms/pause", "{}"));
            using var again = await PostAsync(hub, "/api/connections/wms/pause", "{}");
            Assert.Equal("tester", paused.GetProperty("pausedBy").GetString());
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        await using var later = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        Assert.Equal("paused", (await later.GetAsync("/api/connections"))[0].GetProperty("connection").GetProperty("state").GetString());
        var resumed = await ServedHub.ReadAsync(await PostAsync(later, "/api/connections/wms/resume", "{}"));
        Assert.Equal("up", resumed.GetProperty("connection").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Too_much_filter_text_is_refused_in_a_sentence()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        using var longer = await hub.AskAsync(HttpMethod.Get, $"/api/exceptions?query={new string('a', 1_001)}");
        using var enormous = await hub.AskAsync(HttpMethod.Get, $"/api/exceptions?query={new string('a', 100_000)}");
        using var hostile = await hub.AskAsync(HttpMethod.Get, "/api/exceptions?query=%3Cscript%3E%27%22%00%F0%9F%98%80");
        var body = await StatusOfAsync(hub, $$"""{"query":"{{new string('a', 10_000_000)}}"}""");

        Assert.Equal(HttpStatusCode.BadRequest, longer.StatusCode);
        Assert.True(enormous.StatusCode is HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge);
        Assert.Equal(HttpStatusCode.OK, hostile.StatusCode);
        Assert.True(body is null or HttpStatusCode.RequestEntityTooLarge, $"{body}");
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Every_kind_of_problem_has_its_page_and_the_pages_on_disk_are_current()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var folder = Path.Combine(SourceTree.Root, "docs", "operations", "runbooks");
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in CaseCodes.All)
        {
            var page = await hub.GetAsync($"/api/runbooks/{code.Code}");
            pages[$"{code.Code}.md"] = page.GetProperty("markdown").GetString()!;
        }

        if (Environment.GetEnvironmentVariable("TRUEUP_WRITE_RUNBOOKS") == "1")
        {
            foreach (var (name, page) in pages)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), page);
            }
        }

        Assert.Equal(CaseCodes.All.Select(code => $"{code.Code}.md").Order(StringComparer.Ordinal), pages.Keys.Order(StringComparer.Ordinal));
        Assert.All(pages.Values, page => Assert.Contains("## ", page, StringComparison.Ordinal));
        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder, "*.md")
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        foreach (var (name, page) in pages)
        {
            Assert.Equal(page, await File.ReadAllTextAsync(Path.Combine(folder, name)));
        }
    }

    /// <summary>The answer to a body, or null where the hub hangs up before it is sent.</summary>
    private static async Task<HttpStatusCode?> StatusOfAsync(ServedHub hub, string json)
    {
        try
        {
            using var answer = await PostAsync(hub, "/api/exceptions/bulk/preview", json);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static string Mapping(string word, string meaning) => JsonSerializer.Serialize(
        new { kind = "location", connection = "wms", word, meaning });

    private static Task<HttpResponseMessage> PostAsync(ServedHub hub, string path, string json) =>
        hub.AskAsync(HttpMethod.Post, path, json: json);
}
