using Microsoft.Playwright;

namespace Trueup.Console.Tests;

/// <summary>The system's Chromium, driven by Playwright and cut off from everything but loopback.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>Names another executable than Debian's.</summary>
    private const string PlaceVariable = "TRUEUP_CHROMIUM";

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private const float PatienceMs = 15_000;

    /// <summary>A browser under test talks to the hub only, and asks nobody whether it is up to date.</summary>
    private static readonly string[] Manners =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb",
        "--font-render-hinting=none",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var place = Environment.GetEnvironmentVariable(PlaceVariable) is { Length: > 0 } named
            ? named
            : Array.Find(Places, File.Exists);
        Assert.True(
            place is not null,
            $"There is no Chromium: install it (Debian: apt-get install chromium), or name it in {PlaceVariable}.");
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = Manners });
        return new Chromium(playwright, browser);
    }

    /// <summary>Opens a window of its own.</summary>
    /// <param name="address">The hub.</param>
    /// <param name="scheme">What the device prefers.</param>
    /// <param name="size">Its size in pixels.</param>
    /// <param name="session">Cookies to begin with; null for none.</param>
    public async Task<Window> OpenAsync(Uri address, ColorScheme scheme, (int Width, int Height) size, string? session)
    {
        ArgumentNullException.ThrowIfNull(address);
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            StorageState = session,
            ViewportSize = new() { Width = size.Width, Height = size.Height },
        });
        context.SetDefaultTimeout(PatienceMs);
        return new Window(context, await context.NewPageAsync(), address);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>A browser window, and what it complained about.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, fault) => _complaints.Add($"fault: {fault}");
        page.Console += (_, said) =>
        {
            if (said.Type == "error" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(said.Text);
            }
        };
        page.Request += (_, request) =>
        {
            var asked = new Uri(request.Url);
            if (asked.Scheme is "http" or "https" or "ws" or "wss" && asked.Authority != address.Authority)
            {
                _complaints.Add($"asked {asked.Authority} for something");
            }
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors on the page, and requests to anybody but the hub.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Goes to a page of the console and waits until it has something to show.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.Locator("main h1")).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator("main [role=status][aria-label^=Loading]")).ToHaveCountAsync(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_complaints.Count == 0, string.Join("\n", _complaints));
    }
}
