using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>Dealing with cases: one by one and in bulk, by mouse and by key, with the way back.</summary>
[Collection(TradingShopTests.Name)]
public sealed class CaseJourneyTests(TradingShop shop)
{
    [Fact]
    public async Task Several_cases_are_snoozed_after_a_look_at_how_many_and_come_back_when_that_is_undone()
    {
        var before = await OpenAsync();
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/cases");
        await Expect(Rows(page).Nth(1)).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByText("2 selected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Snooze" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByTestId("reach")).ToContainTextAsync("2 cases");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 8" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Snooze 2 cases" }).ClickAsync();
        var undo = page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await Expect(undo).ToBeVisibleAsync();
        Assert.Equal(before - 2, await OpenAsync());

        await undo.ClickAsync();

        await Expect(page.GetByText("Taken back: 2 cases.")).ToBeVisibleAsync();
        Assert.Equal(before, await OpenAsync());
    }

    [Fact]
    public async Task A_case_is_assigned_tagged_commented_and_put_to_waiting_by_keys()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/cases?code=STOCK.SKU_UNKNOWN");
        await Rows(page).First.ClickAsync();
        var sheet = page.GetByRole(AriaRole.Region, new() { Name = "Case", Exact = true });
        await Expect(sheet).ToContainTextAsync("PROTOTYPE-X");

        await SayAsync(page, "a", "Who", "sam.rivers", "Assign");
        await Expect(sheet).ToContainTextAsync("sam.rivers (E-commerce)");
        await SayAsync(page, "w", "What it waits for", "the catalogue team", "Waiting");
        await Expect(sheet).ToContainTextAsync("the catalogue team");
        await SayAsync(page, "t", "Tags", "spring, <b>bold</b>", "Tag");
        await Expect(sheet.GetByRole(AriaRole.Link, new() { Name = "Tag <b>bold</b>" })).ToBeVisibleAsync();
        await SayAsync(page, "c", "Comment", "asked them by phone", "Comment");
        await Expect(sheet.GetByRole(AriaRole.List).Last).ToContainTextAsync("asked them by phone");

        await sheet.GetByRole(AriaRole.Link, new() { Name = "Tag spring" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("tag=spring"));
        await Expect(Rows(page)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_corrected_from_its_case()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await shop.DeliverAsync(
            """
            {"specversion":"1.0","id":"typed-by-hand","source":"/pos","type":"trueup.stock.level.v1",
             "data":{"sku":"HAND-MADE","location":"07","quantity":"twelve","state":"OK"}}
            """);
        await shop.UntilAsync(
            () => shop.Probe.Exceptions.Any(known => known.Code == "STOCK.QUANTITY_INVALID"), "the message is a case");

        await window.GoAsync("/cases?code=STOCK.QUANTITY_INVALID");
        await Rows(page).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Correct message") }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var box = dialog.GetByLabel("What it should have said");
        await box.FillAsync((await box.InputValueAsync()).Replace("\"twelve\"", "12", StringComparison.Ordinal));
        await dialog.GetByLabel("Why").FillAsync("a word for a number");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Correct and retry" }).ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("Message");
        await Expect(page.GetByText("12 available at soho")).ToBeVisibleAsync();
        var stock = await shop.AskAsync("/api/stock/HAND-MADE");
        Assert.Equal(12m, stock.GetProperty("locations")[0].GetProperty("sellable").GetDecimal());
    }

    private static ILocator Rows(IPage page) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Cases" }).Locator("[data-place]");

    private static async Task SayAsync(IPage page, string key, string label, string words, string button)
    {
        await page.Keyboard.PressAsync(key);
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel(label).FillAsync(words);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{button} 1 case") }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private async Task<int> OpenAsync() =>
        (await shop.AskAsync("/api/exceptions?limit=1000")).GetProperty("items").GetArrayLength();
}
