using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>Corrections beyond what the hub may do unasked: looked at, approved, taken back, and let go.</summary>
[Collection(TradingShopTests.Name)]
public sealed class HealingJourneyTests(TradingShop shop)
{
    private const string Capped = "reconcile: { heal_up_to: { skus: 0 }, ";
    private const string Free = "reconcile: { ";

    [Fact]
    public async Task What_is_held_is_approved_after_a_look_taken_back_with_a_reason_and_let_go()
    {
        await shop.RestartAsync(text => text.Replace(Free, Capped, StringComparison.Ordinal));
        try
        {
            await shop.DriftAsync();
            var held = (await shop.DoAsync("/api/parity/runs", """{"connection":"adobe-uk","heal":true}"""))[0];
            Assert.True(held.GetProperty("held").GetBoolean(), held.ToString());
            await using var window = await shop.OpenAsync();
            var page = window.Page;
            await window.GoAsync($"/parity/{Sights.Text(held, "id")}");
            await ApproveAsync(page);
            await TakeBackAsync(page);

            await window.GoAsync("/parity");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Kept by hand" })).ToBeVisibleAsync();
            foreach (var kept in (await shop.AskAsync("/api/parity")).GetProperty("overrides").EnumerateArray())
            {
                await page.GetByRole(AriaRole.Button, new() { Name = $"Let {Sights.Text(kept, "sku")} at {Sights.Text(kept, "source")} go" })
                    .ClickAsync();
            }

            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Kept by hand" })).ToHaveCountAsync(0);
        }
        finally
        {
            await shop.RestartAsync(text => text.Replace(Capped, Free, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_figure_is_kept_by_hand_from_the_page_of_its_sku()
    {
        var sku = shop.Sandbox.Assortment.Articles[^1].Sku;
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync($"/stock/{sku}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Keep a figure…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Figure").FillAsync("2");
        await dialog.GetByLabel("Why").FillAsync("photo shoot");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "photo shoot" });
        await Expect(row).ToContainTextAsync("2");
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Let ") }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    private static async Task ApproveAsync(IPage page)
    {
        await Expect(page.GetByText(new Regex("\\d corrections? waits? for approval"))).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at them and approve…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Columnheader, new() { Name = "Will be" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Approve \\d") }).ClickAsync();
        await Expect(page.GetByText("corrected what still differed")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task TakeBackAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Take back \\d.*…$") }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync("the shelf is being counted");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Take back \\d") }).ClickAsync();
        await Expect(page.GetByText("are as they were")).ToBeVisibleAsync();
    }
}
