using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo.Sandboxes;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>From what is wrong to what is right again, by proof.</summary>
[Collection(TradingShopTests.Name)]
public sealed class MendingTests(TradingShop shop)
{
    private const string Unmapped = "MAN";

    [Fact]
    public async Task A_red_cell_leads_to_its_cause_and_turns_green_once_the_mapping_is_mended()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/");
        var red = page.GetByRole(AriaRole.Link, new() { Name = $"adobe-uk, {Unmapped}: not mapped" });
        await Expect(red).ToBeVisibleAsync();

        // From the cell to its group and its case, and from there to the message that was first.
        await red.ClickAsync();
        var group = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Location not mapped") });
        await group.ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" })
            .GetByRole(AriaRole.Row, new() { NameRegex = new Regex($"Location not mapped.*{Unmapped}") }).First.ClickAsync();
        var sheet = page.GetByRole(AriaRole.Region, new() { Name = "Case", Exact = true });
        await Expect(sheet).ToContainTextAsync("codes.<connection>");
        await sheet.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^message") }).First.ClickAsync();
        await Expect(page.Locator("pre")).ToContainTextAsync(Unmapped);
        await page.GoBackAsync();

        // The mapping is mended where mappings are kept; the hub is started with it while the console stays open.
        await shop.RestartAsync(text => text.Replace(
            "paris: { name: Paris hub,  owner: wms, codes: { wms: PAR,",
            $"manchester: {{ name: Manchester, owner: wms, codes: {{ wms: {Unmapped} }} }}\n  " +
            "paris: { name: Paris hub,  owner: wms, codes: { wms: PAR,",
            StringComparison.Ordinal));
        await Expect(page.GetByText("The hub does not answer.")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Retry(page, sheet);
        await Expect(sheet.GetByText("Resolved", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Today", Exact = true }).ClickAsync();

        await Expect(red).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Manchester" })).ToBeVisibleAsync();
        Assert.Equal(
            0, (await shop.AskAsync($"/api/exceptions?query={Unmapped}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_a_guard_holds_is_approved_after_one_question()
    {
        var paris = Place.All.Single(place => place.Location == "paris");
        shop.Under(() =>
        {
            foreach (var article in shop.Sandbox.Assortment.Articles)
            {
                var free = shop.Sandbox.Warehouse.Sellable(article.Sku, paris.Code);
                if (free > 0)
                {
                    shop.Sandbox.Warehouse.Work(
                        shop.Scene.Now, new WarehouseStep.Receive(article.Sku, paris.Code, Quantity: -free));
                }
            }
        });
        await shop.UntilAsync(
            () => shop.Probe.Exceptions.Any(known => known is { Code: "STOCK.BLAST_RADIUS", IsOpen: true }), "the guard holds");
        await using var window = await shop.OpenAsync();
        var page = window.Page;

        await window.GoAsync("/cases?code=STOCK.BLAST_RADIUS");
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" }).GetByText("held for approval").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve what is held" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        await Expect(page.GetByText("is on its way")).ToBeVisibleAsync();
        await shop.UntilAsync(
            () => !shop.Probe.Exceptions.Any(known => known is { Code: "STOCK.BLAST_RADIUS", IsOpen: true }), "nothing is held");
        await Expect(page.GetByText("Approve what is held")).ToHaveCountAsync(0);
    }

    /// <summary>A mapping at work may have ended the case before anybody asks for it.</summary>
    private static async Task Retry(IPage page, ILocator sheet)
    {
        await page.ReloadAsync();
        var retry = sheet.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true });
        await Expect(retry).ToBeVisibleAsync();
        if (await retry.IsEnabledAsync())
        {
            await retry.ClickAsync();
        }
    }
}
