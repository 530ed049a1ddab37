using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>One SKU: as it is now without reloading, as it was, and as it would be.</summary>
[Collection(TradingShopTests.Name)]
public sealed class StockJourneyTests(TradingShop shop)
{
    private const string Sku = "LIVE-1";

    [Fact]
    public async Task A_figure_follows_without_reloading_and_is_still_known_as_it_was()
    {
        await ReportAsync(20);
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync($"/stock/{Sku}");
        var owner = page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^soho pos") });
        await Expect(owner).ToContainTextAsync("available 20");
        await page.EvaluateAsync("window.isTheSamePage = true");

        await ReportAsync(31);

        await Expect(owner).ToContainTextAsync("available 31");
        Assert.True(await page.EvaluateAsync<bool>("window.isTheSamePage === true"));

        // In the hub's zone, as everything: London keeps UTC in winter and is an hour ahead of it in summer.
        var now = TimeZoneInfo.ConvertTime(
            TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).AddMinutes(1);
        var box = page.GetByLabel("As it was at");
        await box.FillAsync(now.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^The owner reported at soho available 31") })).ToBeVisibleAsync();
        await box.FillAsync(now.AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        await Expect(page.GetByText("Nothing was known of it then")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("at="));
    }

    [Fact]
    public async Task What_another_buffer_would_leave_is_seen_before_anybody_writes_it()
    {
        var sku = shop.Sandbox.Assortment.Articles.First(article => article.Opening[0] > 10).Sku;
        var before = await shop.AskAsync($"/api/stock/{sku}");
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync($"/stock/{sku}");

        await page.GetByLabel("Units kept back at every location").FillAsync("100000");

        await Expect(page.GetByText($"stock.buffer.rules: [{{ sku: {sku}, quantity: 100000 }}]")).ToBeVisibleAsync();
        var sold = before.GetProperty("locations").EnumerateArray().Sum(place => place.GetProperty("ats").GetDecimal());
        await Expect(page.GetByText(new Regex($"Together −{sold.ToString("#,0", CultureInfo.InvariantCulture)} units"))).ToBeVisibleAsync();
        var after = await shop.AskAsync($"/api/stock/{sku}");
        Assert.Equal(before.GetProperty("locations").GetRawText(), after.GetProperty("locations").GetRawText());
    }

    private Task ReportAsync(int quantity) => shop.DeliverAsync(
        $$$"""
        {"specversion":"1.0","id":"live-{{{quantity}}}","source":"/pos","type":"trueup.stock.level.v1",
         "data":{"sku":"{{{Sku}}}","location":"07","quantity":{{{quantity}}},"state":"OK"}}
        """);
}
