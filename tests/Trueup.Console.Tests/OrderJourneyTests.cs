using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Demo.Sandboxes;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>Orders that do not go by themselves: approved by a person, or corrected and tried again.</summary>
[Collection(TradingShopTests.Name)]
public sealed class OrderJourneyTests(TradingShop shop)
{
    private const string Usual = "release_when: [processing] }";
    private const string Approved = "release_when: [processing], release: [ { at: approved } ] }";
    private const string Warehouse = "  wms:\n    kind: http\n";
    private const string Strict = $"{Warehouse}    requires: [ {{ field: customer.name, max_length: 4 }} ]\n";

    [Fact]
    public async Task An_order_that_waits_for_approval_is_let_go_on_its_page()
    {
        await shop.RestartAsync(text => text.Replace(Usual, Approved, StringComparison.Ordinal));
        var id = await BuyAsync(order => order.GetProperty("awaitsApproval").GetBoolean());
        await using var window = await shop.OpenAsync();
        var page = window.Page;

        await window.GoAsync($"/orders/{Uri.EscapeDataString(id)}");
        await Expect(page.GetByText("it waits for approval")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        await Expect(page.GetByText("Approved: the order is on its way.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
        await Expect(page.Locator("ol li").Filter(new() { HasText = $"approved by {TradingShop.Admin}" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new Regex("^W-") })).ToBeVisibleAsync();
        await shop.RestartAsync(text => text.Replace(Approved, Usual, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_that_a_receiver_would_not_take_is_corrected_from_its_case_and_tried_again()
    {
        await shop.RestartAsync(text => text.Replace(Warehouse, Strict, StringComparison.Ordinal));
        var id = await BuyAsync(order => order.GetProperty("documents").EnumerateArray()
            .Any(document => document.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.String));
        await using var window = await shop.OpenAsync();
        var page = window.Page;

        await window.GoAsync($"/cases?code=ORDER.FIELD_REFUSED&query={Uri.EscapeDataString(id)}");
        await page.GetByRole(AriaRole.Table, new() { Name = "Cases" }).Locator("[data-place]").First.ClickAsync();
        var sheet = page.GetByRole(AriaRole.Region, new() { Name = "Case", Exact = true });
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Correct and retry" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Customer", new() { Exact = true }).FillAsync("Jane");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Correct 1 and retry" }).ClickAsync();

        await Expect(sheet.GetByText("Resolved", new() { Exact = true })).ToBeVisibleAsync();
        await sheet.GetByRole(AriaRole.Link, new() { Name = id }).First.ClickAsync();
        await Expect(page.GetByText("Jane Doe → Jane")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new Regex("^W-") })).ToBeVisibleAsync();
        var edit = (await shop.AskAsync("/api/audit?order=newest&did=order.edit&limit=1")).GetProperty("items")[0];
        Assert.Equal(TradingShop.Admin, Sights.Text(edit, "by"));
        await shop.RestartAsync(text => text.Replace(Strict, Warehouse, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_goes_in_several_parcels_is_shown_beside_the_orders_and_put_away_again()
    {
        await BuyAsync(_ => true);
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/orders");
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "In several parcels", Exact = true });

        await opener.ClickAsync();
        await Expect(page.GetByText("orders of the last week, served by priority", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Orders" })).ToBeVisibleAsync();

        await opener.ClickAsync();
        await Expect(page.GetByText("orders of the last week", new() { Exact = false })).ToHaveCountAsync(0);
    }

    /// <summary>Somebody buys and pays, and the hub has come to a point with it.</summary>
    private async Task<string> BuyAsync(Func<JsonElement, bool> holds)
    {
        var bought = "";
        shop.Under(() =>
        {
            var sku = shop.Sandbox.Assortment.Traded
                .First(article => shop.Sandbox.Warehouse.Sellable(article.Sku, "LDS") > 5).Sku;
            var placed = shop.Sandbox.Shop.Shoppers.PlaceOrder(
                Sandbox.Website, [new ShopperLine(sku, 1)], TimeProvider.System.GetUtcNow());
            Assert.True(placed.IsDone, placed.ToString());
            shop.Sandbox.Shop.Staff.Invoice(placed.Value.EntityId, TimeProvider.System.GetUtcNow());
            bought = $"adobe-uk:{placed.Value.IncrementId}";
        });
        await shop.UntilAsync(
            async () => await shop.TryAskAsync($"/api/orders/{Uri.EscapeDataString(bought)}") is { } order && holds(order),
            $"{bought} has come that far");
        return bought;
    }
}
