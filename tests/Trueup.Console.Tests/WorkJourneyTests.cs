using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>What is done every day and now and then: audits, sign-offs, pauses, replays.</summary>
[Collection(TradingShopTests.Name)]
public sealed class WorkJourneyTests(TradingShop shop)
{
    [Fact]
    public async Task The_estate_is_audited_and_the_report_is_opened()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/estate");

        await page.GetByRole(AriaRole.Button, new() { Name = "Audit everything now" }).ClickAsync();
        await Expect(page.GetByText("An audit is under way").Or(page.GetByText("Open the report")).First).ToBeVisibleAsync();
        var open = page.GetByRole(AriaRole.Link, new() { Name = "Open the report" });
        await Expect(open).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new Regex("STOCK.LOCATION_UNMAPPED") })).ToBeVisibleAsync();
        var report = await page.RunAndWaitForPopupAsync(() => open.ClickAsync());

        await Expect(report.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Audit of Northwind Outdoor");
        await Expect(report.GetByText("Location not mapped").First).ToBeVisibleAsync();
        await report.CloseAsync();
        var audit = (await shop.AskAsync("/api/audit?order=newest&did=estate.audit&limit=1")).GetProperty("items")[0];
        Assert.Equal(TradingShop.Admin, Sights.Text(audit, "by"));
    }

    [Fact]
    public async Task A_routine_is_signed_off_and_the_evidence_is_kept()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/checks");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("do not hold");
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("the warehouse was told");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText($"signed off by {TradingShop.Admin}")).ToBeVisibleAsync();
        await page.GetByText("the warehouse was told").ClickAsync();
        await Expect(page.Locator("details[open]")).ToContainTextAsync("Every word of every sender is mapped");
    }

    [Fact]
    public async Task A_connection_is_called_paused_and_resumed()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/connections/adobe-uk");

        await page.GetByRole(AriaRole.Button, new() { Name = "Test call" }).ClickAsync();
        await Expect(page.Locator("main p[role=status]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText($"Paused by {TradingShop.Admin}")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Up", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_message_is_followed_from_its_bytes_to_its_effects_and_replayed_after_a_dry_run()
    {
        var order = await Sights.AnOrderAsync(shop);
        var timeline = await shop.AskAsync($"/api/orders/{Uri.EscapeDataString(order)}/timeline");
        var message = timeline[0].GetProperty("message").GetInt64();
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync($"/journal/{message}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "2. What it says" })).ToBeVisibleAsync();
        await Expect(page.GetByText("captured from adobe-uk")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Deciding it again");
        Assert.Equal(
            message, (await shop.AskAsync($"/api/orders/{Uri.EscapeDataString(order)}/timeline"))[0].GetProperty("message").GetInt64());
    }

    /// <summary>Rules that are met as things stand, one of each kind but volume, which wants an hour of history.</summary>
    private const string Rules = """

        alerts:
          - { when: "parity <= 100%", notify: [nobody], name: parity, owner: stock desk }
          - { when: "lag >= 0s", notify: [nobody], name: lag }
          - { when: "pending >= 0", notify: [nobody], name: pending }
          - { when: "exceptions > 0", notify: [nobody], name: exceptions, severity: critical }
          - { when: "errors >= 0%", notify: [nobody], name: errors }
          - { when: "complaints >= 0", notify: [nobody], name: complaints }
          - { when: "rejected >= 0", notify: [nobody], name: rejected }
          - { when: "circuits >= 0", notify: [nobody], name: circuits }
          - { when: "guards >= 0", notify: [nobody], name: guards }
          - { when: "drain >= 0s", notify: [nobody], name: drain }
        notify:
          nobody: { webhook: "http://127.0.0.1:9/" }

        """;

    [Fact]
    public async Task Every_kind_of_alert_that_stands_has_its_figure_what_to_do_and_a_way_to_its_page()
    {
        await shop.RestartAsync(text => text + Rules);
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/");

        (string Name, string Figure, string Page)[] told =
        [
            ("parity", @"\d%", "/parity"), ("lag", @"\d (ms|s)", "/connections"), ("pending", @"\d", "/connections"),
            ("exceptions", @"\d", "/cases"), ("errors", @"\d%", "/connections"), ("complaints", @"\d", "/connections"),
            ("rejected", @"\d", "/cases"), ("circuits", @"\d", "/connections"), ("guards", @"\d", "/cases?code=STOCK.BLAST_RADIUS"),
            ("drain", @"\d (ms|s)", "/connections"),
        ];
        foreach (var (name, figure, to) in told)
        {
            var row = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{name} .*{figure} where {name} [<>]") });
            await Expect(row).ToHaveCountAsync(1);
            Assert.Equal(to, await row.GetAttributeAsync("href"));
        }

        await Expect(page.GetByText("Deal with the largest cause first")).ToBeVisibleAsync();
        await Expect(page.GetByText("Stock desk")).ToBeVisibleAsync();
        await shop.RestartAsync(text => text.Replace(Rules, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_runbook_says_is_done_for_all_cases_of_its_kind_from_there()
    {
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/runbooks/STOCK.SKU_UNKNOWN");

        await page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "Comment" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByTestId("reach")).ToContainTextAsync(new Regex("\\d cases?"));
        await dialog.GetByLabel("Comment").FillAsync("done as the runbook says");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Comment \\d cases?") }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        var known = (await shop.AskAsync("/api/exceptions?code=STOCK.SKU_UNKNOWN")).GetProperty("items").EnumerateArray().ToArray();
        Assert.NotEmpty(known);
        Assert.All(known, each => Assert.Contains("done as the runbook says", each.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_time_is_in_the_hubs_zone_and_says_what_it_is_in_utc()
    {
        const string Usual = "time_zone: Europe/London";
        const string Far = "time_zone: Asia/Tokyo";
        await shop.RestartAsync(text => text.Replace(Usual, Far, StringComparison.Ordinal));
        await using var window = await shop.OpenAsync();
        var page = window.Page;
        await window.GoAsync("/journal");

        var shown = page.Locator("main time").First;
        var read = await shown.EvaluateAsync<string[]>("time => [time.dateTime, time.textContent]");
        var local = TimeZoneInfo.ConvertTime(
            DateTimeOffset.Parse(read[0], CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        Assert.Contains(local.ToString("HH:mm", CultureInfo.InvariantCulture), read[1], StringComparison.Ordinal);
        await shown.HoverAsync();
        await Expect(page.GetByText(new Regex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC · shown in Asia/Tokyo"))).ToBeVisibleAsync();
        await shop.RestartAsync(text => text.Replace(Far, Usual, StringComparison.Ordinal));
    }
}
