using System.Text.Json.Nodes;

namespace Trueup.Tests.Hosting;

/// <summary>Reports that make no sense, over HTTP against a hub that serves: taken, journalled, shown, never believed.</summary>
public sealed class BadReportTests
{
    private const string Future = "2099-01-01T00:00:00Z";

    [Theory]
    [InlineData("""{"sku":"TEE","location":"99","quantity":5}""", "STOCK.LOCATION_UNMAPPED")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":5,"state":"LOST"}""", "STOCK.STATE_UNMAPPED")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":"many"}""", "STOCK.QUANTITY_INVALID")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":null}""", "STOCK.QUANTITY_INVALID")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":1e30}""", "STOCK.QUANTITY_INVALID")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":1000000000000}""", "STOCK.QUANTITY_INVALID")]
    [InlineData("""{"sku":"","location":"LDS","quantity":5}""", "MESSAGE.UNREADABLE")]
    [InlineData("""{"location":"LDS","quantity":5}""", "MESSAGE.UNREADABLE")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":5,"as_of":"yesterday"}""", "MESSAGE.UNREADABLE")]
    [InlineData("[1,2]", "MESSAGE.UNREADABLE")]
    [InlineData("null", "MESSAGE.UNREADABLE")]
    public async Task Data_that_makes_no_sense_is_taken_and_becomes_a_case(string data, string code)
    {
        await using var hub = await OpenAsync();

        await TakenAsync(hub, "bad", data);

        Assert.Equal([code], await OpenCasesAsync(hub));
        Assert.Equal(10, await TeesAsync(hub));
    }

    [Fact]
    public async Task A_figure_below_zero_is_shown_and_sells_nothing()
    {
        await using var hub = await OpenAsync();

        await TakenAsync(hub, "bad", """{"sku":"TEE","location":"LDS","quantity":-3}""");

        Assert.Equal(["STOCK.NEGATIVE_LEVEL"], await OpenCasesAsync(hub));
        Assert.Equal(0, await TeesAsync(hub));
    }

    [Fact]
    public async Task A_report_from_the_future_counts_from_when_it_came_and_a_credible_one_settles_it()
    {
        await using var hub = await OpenAsync();

        await TakenAsync(hub, "early", $$"""{"sku":"TEE","location":"LDS","quantity":7,"as_of":"{{Future}}"}""");
        var shown = await OpenCasesAsync(hub);
        await TakenAsync(hub, "later", """{"sku":"TEE","location":"LDS","quantity":6}""");

        Assert.Equal(["STOCK.CLOCK_SKEW"], shown);
        Assert.Equal(6, await TeesAsync(hub));
    }

    [Theory]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":3,"version":4}""")]
    [InlineData("""{"sku":"TEE","location":"LDS","quantity":3,"as_of":"0001-01-01T00:00:00Z"}""")]
    public async Task An_older_report_is_counted_and_changes_nothing(string older)
    {
        await using var hub = await OpenAsync();
        await TakenAsync(hub, "new", """{"sku":"TEE","location":"LDS","quantity":9,"version":5}""");

        await TakenAsync(hub, "old", older);

        Assert.Equal(9, await TeesAsync(hub));
        Assert.Empty(await OpenCasesAsync(hub));
        var metrics = await hub.Http.GetStringAsync("/metrics", CancellationToken.None);
        Assert.Contains("\ntrueup_stale_reports_total 1\n", metrics.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_comes_again_with_another_figure_is_shown_and_the_first_stands()
    {
        await using var hub = await OpenAsync();
        await TakenAsync(hub, "one", """{"sku":"TEE","location":"LDS","quantity":8}""");

        await TakenAsync(hub, "one", """{"sku":"TEE","location":"LDS","quantity":80}""");

        Assert.Equal(["MESSAGE.ID_REUSED"], await OpenCasesAsync(hub));
        Assert.Equal(8, await TeesAsync(hub));
    }

    private static async Task<ServedHub> OpenAsync()
    {
        var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        await TakenAsync(hub, "first", """{"sku":"TEE","location":"LDS","quantity":10}""");
        return hub;
    }

    private static async Task TakenAsync(ServedHub hub, string id, string data)
    {
        var envelope = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = "/wms",
            ["type"] = "trueup.stock.level.v1",
            ["data"] = JsonNode.Parse(data),
        };
        using var answer = await hub.DeliverAsync(envelope.ToJsonString());
        Assert.Equal(202, (int)answer.StatusCode);
        await hub.SettleAsync();
    }

    private static async Task<List<string>> OpenCasesAsync(ServedHub hub) =>
        (await hub.GetAsync("/api/exceptions?state=open")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("code").GetString()!).ToList();

    private static async Task<decimal> TeesAsync(ServedHub hub) =>
        (await hub.GetAsync("/api/stock/TEE")).GetProperty("locations")[0].GetProperty("ats").GetDecimal();
}
