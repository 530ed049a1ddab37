using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Trueup.Console.Tests;

/// <summary>Every page in both colour schemes: it shows what it must, axe finds nothing, and it can be looked at.</summary>
[Collection(TradingShopTests.Name)]
public sealed class PageTests(TradingShop shop)
{
    /// <summary>Set, the pictures of the documentation are taken anew.</summary>
    private const string PicturesVariable = "TRUEUP_PICTURES";

    /// <summary>Pages that are shown on a tablet as well.</summary>
    private static readonly string[] OnTablet = ["today", "case", "sku", "order", "contract"];

    /// <summary>WCAG 2.2 AA and what axe holds to be good practice.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_shows_itself_and_axe_finds_nothing(ColorScheme scheme)
    {
        var offences = new List<string>();
        await using var window = await shop.OpenAsync(scheme);
        foreach (var (name, path) in await Sights.AllAsync(shop))
        {
            await window.GoAsync(path);
            offences.AddRange(await LookAsync(window.Page, name, scheme));
        }

        Assert.True(offences.Count == 0, string.Join("\n", offences));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_door_is_free_of_what_axe_finds(ColorScheme scheme)
    {
        await using var window = await shop.OpenStrangeAsync(scheme);
        await window.Page.GotoAsync("/");
        await Assertions.Expect(window.Page.GetByLabel("Name")).ToBeVisibleAsync();

        var offences = await LookAsync(window.Page, "sign-in", scheme);

        Assert.True(offences.Count == 0, string.Join("\n", offences));
    }

    [Fact]
    public async Task A_tablet_shows_every_page_without_scrolling_sideways()
    {
        var offences = new List<string>();
        await using var window = await shop.OpenAsync(width: 820, height: 1180);
        foreach (var (name, path) in await Sights.AllAsync(shop))
        {
            await window.GoAsync(path);
            if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") > 820)
            {
                offences.Add(name);
            }

            if (OnTablet.Contains(name, StringComparer.Ordinal))
            {
                await PictureAsync(window.Page, $"{name}-tablet");
            }
        }

        Assert.Empty(offences);
    }

    private static async Task<List<string>> LookAsync(IPage page, string name, ColorScheme scheme)
    {
        var result = await page.RunAxe(Rules);
        await PictureAsync(page, scheme == ColorScheme.Dark ? $"{name}-dark" : name);
        return result.Violations
            .SelectMany(fault => fault.Nodes.Select(node =>
                $"{name} {scheme}: {fault.Id}: {fault.Help} at {node.Html[..Math.Min(160, node.Html.Length)]}"))
            .ToList();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 })
        {
            var folder = Path.Combine(SourceTree.Root, "docs", "console");
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }
    }
}
