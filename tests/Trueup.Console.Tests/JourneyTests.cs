using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>What people come for, from the door to the end.</summary>
[Collection(TradingShopTests.Name)]
public sealed partial class JourneyTests(TradingShop shop)
{
    [Fact]
    public async Task An_order_is_found_by_its_number_and_its_timeline_is_read()
    {
        var id = await Sights.AnOrderAsync(shop);
        var number = id.Split(':')[1];
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/");

        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search or go to" }).FillAsync(number);
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = number }).First.ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync(number);
        var timeline = page.Locator("ol li");
        await Expect(timeline.First).ToContainTextAsync("captured from adobe-uk");
        Assert.True(await timeline.CountAsync() >= 2, "the timeline has several steps");
        await timeline.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(timeline.First.Locator("pre")).ToContainTextAsync(number);
    }

    [Fact]
    public async Task A_number_is_explained_down_to_a_message()
    {
        var sku = shop.Sandbox.Assortment.Articles.First(article => article.Opening[0] > 10).Sku;
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/stock");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(sku);
        await page.GetByRole(AriaRole.Link, new() { Name = sku, Exact = true }).First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(sku);
        await Expect(page.GetByText("reported available").First).ToBeVisibleAsync();
        var terms = await page.Locator("[data-term] [data-quantity]").EvaluateAllAsync<double[]>(
            "cells => cells.map(cell => Number(cell.dataset.quantity))");
        var sum = double.Parse(
            (await page.Locator("[data-sum]").GetAttributeAsync("data-sum"))!,
            System.Globalization.CultureInfo.InvariantCulture);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = AMessage() }).First.ClickAsync();

        Assert.Equal(sum, terms.Sum());
        await Expect(page.Locator("h1")).ToContainTextAsync("Message");
        await Expect(page.Locator("pre")).ToContainTextAsync(sku);
    }

    [Fact]
    public async Task A_forged_request_and_an_ended_session_lead_to_the_door_and_back()
    {
        await using var window = await shop.OpenStrangeAsync();
        var page = window.Page;
        await page.GotoAsync("/cases?owner=engineering");

        await page.GetByLabel("Name").FillAsync(TradingShop.Admin);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(shop.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/cases\\?owner=engineering$"));
        await Expect(page.Locator("h1")).ToContainTextAsync("Cases");

        // From the page itself, with its cookie, but without the proof that only the console knows.
        var forged = await page.EvaluateAsync<int>(
            "fetch('/api/parity/runs', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })" +
            ".then(answer => answer.status)");
        Assert.Equal(403, forged);

        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Orders" }).ClickAsync();
        await Expect(page.GetByText("The session is over")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/sign-in\\?to=%2Forders"));
    }

    [Fact]
    public async Task What_no_longer_exists_and_what_is_hostile_is_said_in_words()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/stock/" + Uri.EscapeDataString("<img src=x onerror=alert(1)>"));
        await Expect(page.GetByText("Not here any more")).ToBeVisibleAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await page.Locator("main img").CountAsync());

        await window.GoAsync("/cases/0000000000000000");
        await Expect(page.GetByText("Not here any more")).ToBeVisibleAsync();
        await window.GoAsync("/stock?query=" + new string('x', 6_000));
        await Expect(page.GetByText("No position is like that")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_walks_lists_and_pages()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/");

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Stock");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Positions" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/stock/[^?]+"));
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Go to");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [GeneratedRegex("^message \\d+$")]
    private static partial Regex AMessage();
}
