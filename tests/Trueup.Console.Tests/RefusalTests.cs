using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>What the console does with what it must not, or cannot, do.</summary>
[Collection(TradingShopTests.Name)]
public sealed class RefusalTests(TradingShop shop)
{
    [Fact]
    public async Task A_viewer_sees_everything_but_people_and_may_change_nothing()
    {
        var order = await Sights.AnOrderAsync(shop);
        await using var window = await shop.OpenAsAsync("viewer");
        var page = window.Page;

        await window.GoAsync("/cases?code=STOCK.SKU_UNKNOWN");
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" }).Locator("[data-place]").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true })).ToBeDisabledAsync();
        await Expect(page.GetByText("Only operators and administrators")).ToBeVisibleAsync();
        await window.GoAsync($"/orders/{Uri.EscapeDataString(order)}");
        await Expect(page.GetByText("•••").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Correct and retry" })).ToBeDisabledAsync();
        await window.GoAsync("/people");
        await Expect(page.GetByText("Not for your role").First).ToBeVisibleAsync();
        await window.GoAsync("/connections/wms");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeDisabledAsync();

        // Whoever goes past the grey button is refused by the hub.
        var status = await page.EvaluateAsync<int>(
            """
            async () => {
              const { csrf } = await (await fetch('/api/session')).json();
              const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
              return (await fetch('/api/connections/wms/pause', { method: 'POST', body: '{}', headers })).status;
            }
            """);
        Assert.Equal(403, status);
    }

    [Fact]
    public async Task Finance_deals_with_what_is_finances_and_with_nothing_else()
    {
        await using var window = await shop.OpenAsAsync("finance");
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^View") }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Finance" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToContainTextAsync("Money");
        await Expect(page.Locator("main h2").First).ToHaveTextAsync("Whose it is");
        await window.GoAsync("/cases?code=STOCK.SKU_UNKNOWN");
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" }).Locator("[data-place]").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true })).ToBeDisabledAsync();
    }

    [Theory]
    [InlineData("Operations", "Watch", "Storefront × location", 6)]
    [InlineData("Merchandising", "Range", "The range", 7)]
    [InlineData("Finance", "Money", "Whose it is", 6)]
    [InlineData("Customer service", "Customers", "Orders", 6)]
    [InlineData("Engineering", "Watch", "Queues", 6)]
    public async Task Each_view_puts_first_what_its_people_need_and_hides_nothing(string view, string section, string first, int parts)
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^View") }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = view, Exact = true }).ClickAsync();

        await Expect(page.Locator("main h2").First).ToHaveTextAsync(first);
        var rail = page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });
        await Expect(rail).ToContainTextAsync(section);
        await Expect(rail.GetByRole(AriaRole.Link)).ToHaveCountAsync(12);
        await Expect(page.Locator("main h2")).ToHaveCountAsync(parts);
    }

    [Fact]
    public async Task A_stale_proof_of_origin_changes_nothing_and_is_said_in_words()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await page.RouteAsync("**/api/connections/*/pause", route => route.ContinueAsync(new()
        {
            Headers = route.Request.Headers
                .Where(header => header.Key != "x-csrf-token")
                .Append(new KeyValuePair<string, string>("x-csrf-token", "of-yesterday")),
        }));
        await window.GoAsync("/connections/pos");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await Expect(page.GetByText("Not done")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Ten_megabytes_of_filter_text_find_nothing_and_break_nothing()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/stock");

        await page.EvaluateAsync(
            """
            () => {
              const box = document.querySelector('[data-search]');
              const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
              set.call(box, 'x'.repeat(10 * 1024 * 1024));
              box.dispatchEvent(new Event('input', { bubbles: true }));
            }
            """);

        await Expect(page.GetByText("No position is like that")).ToBeVisibleAsync();
        Assert.InRange(page.Url.Length, 1, 400);
    }

    [Theory]
    [InlineData("/cases/0000000000000000")]
    [InlineData("/stock/NO-SUCH-SKU")]
    [InlineData("/orders/adobe-uk%3A999999999")]
    [InlineData("/parity/999999999")]
    [InlineData("/journal/999999999")]
    [InlineData("/connections/gone")]
    [InlineData("/estate/20200101T000000000Z")]
    [InlineData("/runbooks/NO.SUCH_CODE")]
    [InlineData("/nowhere")]
    public async Task A_deep_link_to_something_that_is_gone_says_so(string path)
    {
        await using var window = await shop.OpenAsync();

        await window.GoAsync(path);

        await Expect(window.Page.GetByText(new Regex(
            "Not here any more|No such kind of case|leads nowhere|Nothing was audited yet")).First).ToBeVisibleAsync();
    }
}
