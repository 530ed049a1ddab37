using System.Net;
using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Hosting;

/// <summary>From a warehouse's report to a shop's source and back, over real HTTP on both sides.</summary>
public sealed class TradingTests
{
    [Fact]
    public async Task A_report_of_the_warehouse_becomes_the_quantity_of_the_shops_source()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");

        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");

        await UntilInStepAsync(estate, "TEE");
        var explained = await estate.Hub.GetAsync("/api/stock/TEE/explain?storefront=shop&location=leeds");
        Assert.Equal(38, explained.GetProperty("value").GetDecimal());
        Assert.Equal(
            38, explained.GetProperty("terms").EnumerateArray().Sum(term => term.GetProperty("quantity").GetDecimal()));
        var message = explained.GetProperty("terms")[0].GetProperty("because")[0].GetProperty("message").GetInt64();
        var entry = await estate.Hub.GetAsync($"/api/journal/{message}");
        Assert.Contains("\"id\":\"r1\"", entry.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            entry.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("subject").GetString() == "TEE");
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("out")]
    [InlineData("broken")]
    [InlineData("answer lost")]
    public async Task Whatever_goes_wrong_on_the_way_the_source_becomes_right_in_the_end(string trouble)
    {
        await using var estate = await TradingEstate.OpenAsync("TEE", "MUG");
        (await estate.ReportAsync("r1", "TEE", 10)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 8, "the first report is written");
        var faults = estate.Server.Faults;
        faults.CallsPerSecondMax = trouble == "busy" ? 10 : null;
        faults.RetryAfterSeconds = trouble == "busy" ? 1 : null;
        faults.IsOut = trouble == "out";
        faults.FailNext = trouble == "broken" ? 2 : 0;
        faults.DropNextAfter = trouble == "answer lost" ? 2 : 0;

        (await estate.ReportAsync("r2", "TEE", 7)).Dispose();
        (await estate.ReportAsync("r3", "MUG", 9)).Dispose();
        await estate.Hub.SettleAsync();
        faults.IsOut = false;

        await estate.Hub.UntilAsync(
            () => estate.SourceOf("TEE") == 5 && estate.SourceOf("MUG") == 7, "both sources hold what they must");
    }

    [Fact]
    public async Task A_figure_edited_in_the_shop_is_traced_to_the_last_message_before_it()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved > 0, "what was written is proved");
        estate.Server.Use(() =>
        {
            estate.Shop.Staff.SetQuantity("TEE", "leeds_src", 90, TimeProvider.System.GetUtcNow());
            return true;
        });

        var runs = await ServedHub.ReadAsync(
            await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"connection":"shop","heal":false}"""));
        var autopsy = await estate.Hub.GetAsync($"/api/parity/runs/{runs[0].GetProperty("id").GetString()}/autopsy");
        using var unknown = await estate.Hub.AskAsync(HttpMethod.Get, "/api/parity/runs/none/autopsy");
        var alerts = await estate.Hub.GetAsync("/api/alerts");

        var found = autopsy.GetProperty("differences")[0];
        Assert.Equal("manual-edit", found.GetProperty("cause").GetString());
        Assert.True(found.GetProperty("message").GetInt64() > 0);
        Assert.Equal(1, autopsy.GetProperty("causes")[0].GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(0, alerts.GetProperty("alerts").GetArrayLength());
    }

    [Fact]
    public async Task An_order_of_the_shop_is_seen_held_and_told_step_by_step()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");

        var placed = estate.Server.Use(() => estate.Shop.Shoppers.PlaceOrder(
            "base", [new ShopperLine("TEE", 5)], TimeProvider.System.GetUtcNow()));
        Assert.True(placed.IsDone, placed.ToString());
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Count == 1, "the order is polled");

        var order = (await estate.Hub.GetAsync("/api/orders")).GetProperty("items")[0];
        var id = Uri.EscapeDataString(order.GetProperty("id").GetString()!);
        Assert.Equal("shop", order.GetProperty("storefront").GetString());
        Assert.Equal(1, (await estate.Hub.GetAsync($"/api/orders/{id}")).GetProperty("lines").GetArrayLength());
        Assert.Contains(
            (await estate.Hub.GetAsync($"/api/orders/{id}/timeline")).EnumerateArray(),
            step => step.GetProperty("detail").GetString()!.StartsWith("captured from shop", StringComparison.Ordinal));
        var stock = await estate.Hub.GetAsync("/api/stock/TEE");
        Assert.Equal(5, stock.GetProperty("locations")[0].GetProperty("unseen").GetDecimal());
        Assert.Equal(33, stock.GetProperty("locations")[0].GetProperty("ats").GetDecimal());
        Assert.Equal(5, stock.GetProperty("storefronts")[0].GetProperty("held").GetDecimal());
        Assert.Equal(38, stock.GetProperty("storefronts")[0].GetProperty("desired").GetDecimal());
        var available = await estate.Hub.GetAsync("/api/availability?storefront=shop&sku=TEE&sku=NOBODY");
        Assert.Equal(33, available[0].GetProperty("available").GetDecimal());
        Assert.False(available[1].TryGetProperty("available", out _));
        using var idle = await estate.Hub.AskAsync(HttpMethod.Post, $"/api/orders/{id}/retry");
        Assert.Equal(HttpStatusCode.Conflict, idle.StatusCode);
    }

    [Fact]
    public async Task A_source_changed_behind_the_hubs_back_is_found_told_and_healed_by_a_comparison()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the report is written");
        await UntilInStepAsync(estate, "TEE");
        await UntilComparedOnceAsync(estate);
        estate.Server.Use(() =>
        {
            estate.Shop.Setup.SourceItem("TEE", "leeds_src", 99);
            return true;
        });

        var runs = await ServedHub.ReadAsync(
            await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"heal":true}"""));

        Assert.True(runs[0].GetProperty("inStep").GetInt64() < runs[0].GetProperty("compared").GetInt64());
        var id = runs[0].GetProperty("id").GetString();
        var found = await estate.Hub.GetAsync($"/api/parity/runs/{id}/discrepancies");
        Assert.Equal("TEE", found.GetProperty("items")[0].GetProperty("sku").GetString());
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source is right again");
        await UntilInStepAsync(estate, "TEE");
        var again = await ServedHub.ReadAsync(
            await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: "{}"));
        Assert.Equal(1m, again[0].GetProperty("parity").GetDecimal());
        Assert.Equal(1m, (await estate.Hub.GetAsync("/api/status")).GetProperty("parity").GetDecimal());
    }

    [Fact]
    public async Task A_comparison_judges_every_sku_that_differs_however_many_there_are()
    {
        const int skus = 130;
        var names = Enumerable.Range(0, skus).Select(n => $"SKU-{n:000}").ToArray();
        await using var estate = await TradingEstate.OpenAsync(names);
        var reports = names.Select((sku, n) => ServedHub.Level($"r{n}", sku, 40));
        (await estate.Hub.DeliverAsync($"[{string.Join(',', reports)}]", "application/cloudevents-batch+json")).Dispose();
        await estate.Hub.UntilAsync(() => names.All(sku => estate.SourceOf(sku) == 38), "all reports are written");

        // Afterwards nobody but the comparison looks at the rows.
        await estate.Hub.UntilAsync(
            () => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved >= skus, "all rows are read back");
        await UntilComparedOnceAsync(estate);
        estate.Server.Use(() =>
        {
            Array.ForEach(names, sku => estate.Shop.Setup.SourceItem(sku, "leeds_src", 99));
            return true;
        });

        var runs = await ServedHub.ReadAsync(
            await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"heal":false}"""));

        Assert.Equal(skus, runs[0].GetProperty("compared").GetInt32());
        Assert.Equal(0, runs[0].GetProperty("inStep").GetInt32());
    }

    /// <summary>Waits until the comparison that follows every start is over, which would heal what a test breaks.</summary>
    private static Task UntilComparedOnceAsync(TradingEstate estate) =>
        estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Runs.Count > 0, "the first comparison is over");

    /// <summary>Waits until nothing of the SKU is on its way: what is being written is not drift yet.</summary>
    private static Task UntilInStepAsync(TradingEstate estate, string sku) => estate.Hub.UntilAsync(
        () => estate.Hub.Host.Hub.State.Find(Trueup.Core.Values.Sku.Parse(sku)) is { } stock &&
              stock.Slots.All(slot => !slot.IsOwed && slot.Written == slot.Desired) &&
              !estate.Hub.Host.Hub.Outlets[0].Levels!.IsUnderWay(stock.Sku),
        $"{sku} is in step");
}
