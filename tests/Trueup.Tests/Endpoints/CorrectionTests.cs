using System.Net;
using System.Text.Json;
using Trueup.Engine.Lanes;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

/// <summary>Trying, correcting and signing off, on a real server.</summary>
public sealed class CorrectionTests
{
    [Fact]
    public async Task A_dry_run_tells_what_a_replay_would_change_and_changes_nothing()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e2", "HAT", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();
        var waiting = await MessageOfAsync(hub, "e2");
        var before = await hub.GetAsync("/api/status");

        var preview = await ServedHub.ReadAsync(
            await PostAsync(hub, "/api/journal/replay/preview", $$"""{"messages":[{{waiting}}]}"""));
        using var nothing = await PostAsync(hub, "/api/journal/replay/preview", """{"messages":[]}""");

        Assert.Contains(
            preview.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("detail").GetString()!.Contains("MARS", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(
            before.GetProperty("journal").GetProperty("accepted").GetInt64(),
            (await hub.GetAsync("/api/status")).GetProperty("journal").GetProperty("accepted").GetInt64());
        Assert.Equal(1, (await hub.GetAsync("/api/exceptions")).GetProperty("items")[0].GetProperty("met").GetInt64());
    }

    [Fact]
    public async Task A_message_that_could_not_be_read_is_corrected_and_stands_in_its_place()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        var wrong = ServedHub.Level("e1", "TEE", 5).Replace("\"quantity\":5", "\"quantity\":\"five\"", StringComparison.Ordinal);
        (await hub.DeliverAsync(wrong)).Dispose();
        await hub.SettleAsync();
        var message = await MessageOfAsync(hub, "e1");
        var body = (await hub.GetAsync($"/api/journal/{message}")).GetProperty("body").GetString()!;
        var right = JsonSerializer.Serialize(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["body"] = body.Replace("\"five\"", "5", StringComparison.Ordinal),
                ["reason"] = "a word for a number",
            });
        Assert.Equal(1, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());

        using var same = await PostAsync(
            hub, $"/api/journal/{message}/correct",
            JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["body"] = body }));
        var corrected = await ServedHub.ReadAsync(await PostAsync(hub, $"/api/journal/{message}/correct", right));

        Assert.Equal(HttpStatusCode.BadRequest, same.StatusCode);
        Assert.True(corrected.GetProperty("message").GetInt64() > message, "both stay in the journal");
        Assert.Equal(5, (await hub.GetAsync("/api/stock/TEE")).GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions")).GetProperty("items").GetArrayLength());
        var audit = (await hub.GetAsync("/api/audit?order=newest&limit=1")).GetProperty("items")[0];
        Assert.Equal("message.correct", audit.GetProperty("did").GetString());
        Assert.Equal("a word for a number", audit.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_routine_is_signed_off_with_what_the_hub_finds_at_that_moment()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();

        var signed = await ServedHub.ReadAsync(
            await PostAsync(hub, "/api/checks/daily/sign", """{"note":"MARS is new, mapping asked for"}"""));
        using var unknown = await PostAsync(hub, "/api/checks/yearly/sign", "{}");
        (await ServedHub.ReadAsync(await PostAsync(hub, "/api/contract/mappings", """
            {"kind":"location","connection":"wms","word":"MARS","meaning":"leeds"}
            """))).ToString();
        var daily = (await hub.GetAsync("/api/checks"))[0];

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var kept = daily.GetProperty("signOffs")[0];
        Assert.Equal(signed.GetProperty("message").GetInt64(), kept.GetProperty("message").GetInt64());
        Assert.Equal("MARS is new, mapping asked for", kept.GetProperty("note").GetString());
        Assert.False(Holds(kept.GetProperty("checks")), "what was found then is kept");
        Assert.True(Holds(daily.GetProperty("checks")), "what is found now is another thing");

        static bool Holds(JsonElement checks) => checks.EnumerateArray()
            .Single(check => check.GetProperty("title").GetString()!.StartsWith("Every word", StringComparison.Ordinal))
            .GetProperty("holds").GetBoolean();
    }

    [Fact]
    public async Task A_sign_off_is_shown_however_much_was_asked_for_since()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await PostAsync(hub, "/api/checks/weekly/sign", """{"note":"first"}""")).Dispose();
        var comment = new Request(Request.CommentCase, "tester", "NO.SUCH|||||", "so many");
        Assert.True(await hub.Host.Thread.RunAsync(
            loop => loop.AskAsync(Enumerable.Repeat(comment, 5_200).ToArray(), CancellationToken.None)));

        Assert.Equal(["first"], await NotesAsync());
        (await PostAsync(hub, "/api/checks/weekly/sign", """{"note":"second"}""")).Dispose();
        Assert.Equal(["second", "first"], await NotesAsync());

        async Task<string[]> NotesAsync() => (await hub.GetAsync("/api/checks"))[1].GetProperty("signOffs").EnumerateArray()
            .Select(one => one.GetProperty("note").GetString()!).ToArray();
    }

    [Fact]
    public async Task What_owners_have_at_stake_is_added_up()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();

        var owners = await hub.GetAsync("/api/exceptions/owners");

        var first = owners[0];
        Assert.Equal("engineering", first.GetProperty("owner").GetString());
        Assert.Equal(1, first.GetProperty("open").GetInt32());
        Assert.True(first.GetProperty("isComplete").GetBoolean());
        Assert.Equal(5, owners.GetArrayLength());
    }

    private static Task<HttpResponseMessage> PostAsync(ServedHub hub, string path, string json) =>
        hub.AskAsync(HttpMethod.Post, path, json: json);

    private static async Task<long> MessageOfAsync(ServedHub hub, string key) =>
        (await hub.GetAsync($"/api/journal?query={key}")).GetProperty("items")[0].GetProperty("message").GetInt64();
}
