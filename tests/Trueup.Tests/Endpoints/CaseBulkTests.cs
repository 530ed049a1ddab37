using System.Net;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

/// <summary>More problems than one action reaches.</summary>
public sealed class CaseBulkTests
{
    private const int Most = 10_000;
    private const int Beyond = 37;
    private const int PerDelivery = 1_000;

    [Fact]
    public async Task What_is_beyond_the_reach_of_one_action_is_told_before_and_left_as_it_is()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        foreach (var part in Enumerable.Range(0, Most + Beyond).Chunk(PerDelivery))
        {
            var events = part.Select(n => ServedHub.Level($"e{n}", "TEE", 1, location: $"MARS-{n}"));
            using var answer = await hub.DeliverAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await hub.SettleAsync();
        const string asked = """{"action":"assign","text":"ann","code":"STOCK.LOCATION_UNMAPPED"}""";

        var preview = await ServedHub.ReadAsync(await hub.AskAsync(HttpMethod.Post, "/api/exceptions/bulk/preview", json: asked));
        var done = await ServedHub.ReadAsync(await hub.AskAsync(
            HttpMethod.Post, "/api/exceptions/bulk", json: $$"""{"expected":{{Most}},{{asked[1..]}}"""));

        Assert.Equal(Most, preview.GetProperty("count").GetInt32());
        Assert.Equal(Beyond, preview.GetProperty("skipped").GetInt32());
        Assert.True(preview.GetProperty("undoable").GetBoolean());
        Assert.Equal(Most, done.GetProperty("count").GetInt32());
        var left = await hub.GetAsync("/api/exceptions?state=open&limit=1000");
        Assert.Equal(Beyond, left.GetProperty("items").EnumerateArray().Count(each => !each.TryGetProperty("assignee", out _)));
    }
}
