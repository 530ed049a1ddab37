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
    private const string Code = "PAR";
    private const string Mapping = "wms: PAR, ";

    [Fact]
    public async Task A_red_cell_leads_to_its_cause_and_turns_green_once_the_mapping_is_mended()
    {
        await LoseTheMappingAsync();
        await using var window = await shop.OpenStrangeAsync();
        var page = window.Page;
        await page.GotoAsync("/");
        await shop.SignInAsync(page);

        // From the cell to its group and its case, and from there to the message that was first.
        var red = page.GetByRole(AriaRole.Link, new() { Name = $"adobe-uk, {Code}: not mapped" });
        await red.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Location not mapped") }).First.ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" })
            .GetByRole(AriaRole.Row, new() { NameRegex = new Regex($"Location not mapped.*{Code}") }).First.ClickAsync();
        var sheet = page.GetByRole(AriaRole.Region, new() { Name = "Case", Exact = true });
        await Expect(sheet).ToContainTextAsync("codes.<connection>");
        await sheet.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^message") }).First.ClickAsync();
        await Expect(page.Locator("pre")).ToContainTextAsync(Code);
        await page.GoBackAsync();

        // The mapping becomes a rule on the spot; what waited for it is decided again, and the storefront follows.
        await sheet.GetByPlaceholder("Which location it is").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Paris hub" }).ClickAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Map and go on" }).ClickAsync();
        await Expect(sheet.GetByText("Resolved", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(sheet).ToContainTextAsync("mapped it to paris");
        await shop.UntilAsync(() => shop.Probe.IsIdle, "what waited is in the storefront");

        // The proof: a comparison of both ends, and the cell.
        await page.GetByRole(AriaRole.Link, new() { Name = "Parity", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare everything now" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Comparison", new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Today", Exact = true }).ClickAsync();
        await Expect(red).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("adobe-uk, Paris hub") })).ToBeVisibleAsync();
        Assert.Equal(0, (await shop.AskAsync($"/api/exceptions?location={Code}")).GetProperty("items").GetArrayLength());
        await GiveTheMappingBackAsync();
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

    [Fact]
    public async Task A_discrepancy_shows_its_cause_and_is_healed_after_a_look_at_what_would_be_written()
    {
        var run = await shop.DriftAsync();
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync($"/parity/{run}");

        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Discrepancies" })
            .GetByText("manual edit").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("manual edit") }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("cause=manual-edit"));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Heal \\d") }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Columnheader, new() { Name = "Will be" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Heal \\d") }).ClickAsync();

        await Expect(page.GetByText("corrected what still differed")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Somebody takes the warehouse's code of Paris out of the configuration, and the warehouse goes on to speak
    /// of it.</summary>
    private async Task LoseTheMappingAsync()
    {
        await shop.RestartAsync(text => text.Replace(Mapping, "", StringComparison.Ordinal));
        shop.Under(() => shop.Sandbox.Warehouse.Work(
            shop.Scene.Now, new WarehouseStep.Receive(shop.Sandbox.Assortment.Traded[0].Sku, Code, Quantity: 3m)));
        await shop.UntilAsync(
            () => shop.Probe.Exceptions.Any(known => known.Code == "STOCK.LOCATION_UNMAPPED" &&
                known.Detail.Contains(Code, StringComparison.Ordinal)),
            "the place that is not mapped any more is a case");
    }

    private Task GiveTheMappingBackAsync() => shop.RestartAsync(text => text.Replace(
        "owner: wms, codes: { adobe-uk: paris_src", $"owner: wms, codes: {{ {Mapping}adobe-uk: paris_src", StringComparison.Ordinal));
}
