using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;
using static Microsoft.Playwright.Assertions;

namespace Trueup.Console.Tests;

/// <summary>A hub that stops while the console is open, and comes back.</summary>
public sealed class StoppedHubTests
{
    private const string Settings = """
        version: 1
        hub:
          name: Test
          currency: GBP
          listen: http://127.0.0.1:{port}
          store: ./data
        connections:
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: test-wms } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS } }
        ownership:
          stock: { owner: by-location, subscribers: [], write: set }
        """;

    [Fact]
    public async Task An_open_console_says_that_the_hub_stopped_and_goes_on_when_it_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("trueup-stopped-");
        var path = Path.Combine(folder.FullName, "trueup.yaml");
        await File.WriteAllTextAsync(path, Settings.Replace("{port}", $"{FreePort()}", StringComparison.Ordinal));
        await using var browser = await Chromium.StartAsync();
        try
        {
            Window window;
            await using (var hub = await StartAsync(path))
            {
                window = await browser.OpenAsync(hub.Address, ColorScheme.Light, (1280, 800), session: null);
                await EnterAsync(window.Page, hub.FirstLink!);
            }

            await using (window)
            {
                await Expect(window.Page.GetByText("The hub does not answer.")).ToBeVisibleAsync();
                await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Today");
                await using var again = await StartAsync(path);
                await Expect(window.Page.GetByText("The hub does not answer.")).ToHaveCountAsync(0);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task EnterAsync(IPage page, Uri link)
    {
        var password = $"correct horse {Guid.NewGuid():N}";
        await page.GotoAsync(link.PathAndQuery);
        await page.GetByLabel("Name").FillAsync("first");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByLabel("Password again").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Today");
    }

    private static async Task<HubHost> StartAsync(string path)
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(path);
        return await HubHost.StartAsync(
            HubPlan.Of(loaded.Settings!, new HttpWireFactory(TimeProvider.System)),
            new HostSurroundings(TimeProvider.System, NullLoggerFactory.Instance, static _ => { }),
            CancellationToken.None);
    }

    /// <summary>The same address twice needs a port that is named.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
