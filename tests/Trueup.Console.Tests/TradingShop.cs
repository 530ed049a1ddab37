using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Console.Tests;

/// <summary>
/// The demo's shop, warehouse and store with a hub between them, after a stretch of trading in which some things went
/// wrong; and a browser before it, signed in as its first administrator.
/// </summary>
public sealed partial class TradingShop : IAsyncLifetime
{
    public const string Admin = "sam.rivers";

    /// <summary>How long anything that must come is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trueup-console-");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PushSender> _senders = [];
    private readonly List<Task> _errands = [];
    private string _settings = "";
    private HubHost _host = null!;
    private HubProbe _probe = null!;
    private string _session = "";

    /// <summary>The outside world.</summary>
    public Sandbox Sandbox { get; private set; } = null!;

    /// <summary>What people do there.</summary>
    public Scene Scene { get; private set; } = null!;

    /// <summary>Who works in the shop's administration.</summary>
    public ShopOffice Office { get; private set; } = null!;

    /// <summary>The hub as programs see it.</summary>
    public HubProbe Probe => _probe;

    /// <summary>Where the hub serves.</summary>
    public Uri Address => _host.Address;

    /// <summary>The browser.</summary>
    public Chromium Browser { get; private set; } = null!;

    /// <summary>Made anew for every run.</summary>
    public string Password { get; } = $"correct horse {Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        Browser = await Chromium.StartAsync();
        Sandbox = await Sandbox.OpenAsync(
            Assortment.Draw(articles: 160, hot: 8, seed: 1), TimeProvider.System, _stop.Token);
        _settings = SandboxSettings.Write(_folder.FullName, Sandbox);
        await NameAnAddressAsync();
        _host = await StartHubAsync();
        foreach (var owner in new[] { Sandbox.Warehouse, Sandbox.Store })
        {
            var sender = new PushSender(owner, Sandbox.Gate, Address, new PushTrouble(share: 0, seed: 1), TimeProvider.System);
            _senders.Add(sender);
            _errands.Add(sender.RunAsync(_stop.Token));
        }

        _probe = new HubProbe(Address, Sandbox.Secrets.Api, _senders);
        Scene = new Scene(Sandbox, seed: 1);
        await TradeAsync();
        await MakeAdminAsync();
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_errands).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _senders.ForEach(static sender => sender.Dispose());
        _probe.Dispose();
        await _host.DisposeAsync();
        await Sandbox.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A page of a fresh browser window that is signed in.</summary>
    public Task<Window> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900) =>
        Browser.OpenAsync(Address, scheme, (width, height), _session);

    /// <summary>A page of a fresh browser window that nobody is signed in with.</summary>
    public Task<Window> OpenStrangeAsync(ColorScheme scheme = ColorScheme.Light) =>
        Browser.OpenAsync(Address, scheme, (1440, 900), session: null);

    /// <summary>Does something in the outside world.</summary>
    public void Under(Action act)
    {
        ArgumentNullException.ThrowIfNull(act);
        lock (Sandbox.Gate)
        {
            act();
        }
    }

    /// <summary>Waits until the hub says that something is so.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => UntilAsync(
        async () =>
        {
            await _probe.LookAsync(_stop.Token);
            return holds();
        },
        what);

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {Patience}: {what}");
            await Task.Delay(LookEvery, TimeProvider.System, _stop.Token);
        }
    }

    /// <summary>Stops the hub, changes its configuration as somebody would, and starts it at the same address.</summary>
    public async Task RestartAsync(Func<string, string> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        await _host.DisposeAsync();
        await File.WriteAllTextAsync(_settings, edit(await File.ReadAllTextAsync(_settings, _stop.Token)), _stop.Token);
        _host = await StartHubAsync();
    }

    private async Task<HubHost> StartHubAsync()
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(_settings);
        Assert.True(loaded.Settings is not null, string.Join("; ", loaded.Problems));
        var wires = new HttpWireFactory(TimeProvider.System);
        return await HubHost.StartAsync(
            HubPlan.Of(loaded.Settings!, wires) with
            {
                Configuration = new HubConfiguration(_settings, ConnectorCatalogue.Installed, wires),
            },
            new HostSurroundings(TimeProvider.System, NullLoggerFactory.Instance, static _ => { }),
            _stop.Token);
    }

    /// <summary>A hub that is started anew must be found where it was; and it compares when a test says so, not in
    /// between.</summary>
    private async Task NameAnAddressAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var text = await File.ReadAllTextAsync(_settings, _stop.Token);
        await File.WriteAllTextAsync(
            _settings,
            Cadence().Replace(
                text.Replace("http://127.0.0.1:0", $"http://127.0.0.1:{port}", StringComparison.Ordinal), "every: 12h"),
            _stop.Token);
    }

    /// <summary>What the hub's API answers.</summary>
    public async Task<JsonElement> AskAsync(string path)
    {
        using var client = Program();
        return await client.GetFromJsonAsync<JsonElement>(path, _stop.Token);
    }

    /// <summary>The same of what may not be there yet; null while it is not.</summary>
    public async Task<JsonElement?> TryAskAsync(string path)
    {
        using var client = Program();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), _stop.Token);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(_stop.Token) : null;
    }

    /// <summary>Has the hub do something, as a program would.</summary>
    public async Task<JsonElement> DoAsync(string path, string json)
    {
        using var client = Program();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, _stop.Token);
        var text = await answer.Content.ReadAsStringAsync(_stop.Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Somebody types a quantity into the shop, and both ends are compared, without anything being
    /// mended.</summary>
    /// <returns>The comparison that found it.</returns>
    public async Task<string> DriftAsync()
    {
        Under(Office.TypeWrongQuantity);
        return await CompareAsync();
    }

    /// <summary>Somebody at the door gives their name and password.</summary>
    public async Task SignInAsync(IPage page, string name = Admin, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password ?? Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).Not.ToHaveTextAsync("Sign in");
    }

    /// <summary>A page of a fresh window in which somebody of a role is signed in.</summary>
    public async Task<Window> OpenAsAsync(string role)
    {
        var name = $"{role}.{Guid.NewGuid():N}"[..16];
        await using (var own = await OpenAsync())
        {
            await own.GoAsync("/people");
            var status = await own.Page.EvaluateAsync<int>(
                """
                async ([name, password, role]) => {
                  const { csrf } = await (await fetch('/api/session')).json();
                  const answer = await fetch('/api/users', {
                    method: 'POST',
                    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
                    body: JSON.stringify({ name, password, roles: [role] }),
                  });
                  return answer.status;
                }
                """,
                new[] { name, Password, role });
            Assert.InRange(status, 200, 201);
        }

        var window = await OpenStrangeAsync();
        await window.Page.GotoAsync("/");
        await SignInAsync(window.Page, name);
        return window;
    }

    /// <summary>Delivers an event as the store's till would.</summary>
    public async Task DeliverAsync(string json)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Sandbox.Secrets.Till);
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/cloudevents+json");
        using var answer = await client.PostAsync(new Uri("/in/pos", UriKind.Relative), content, _stop.Token);
        Assert.True(answer.IsSuccessStatusCode, $"the event was refused: {(int)answer.StatusCode}");
    }

    private HttpClient Program()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Sandbox.Secrets.Api);
        return client;
    }

    private async Task<string> CompareAsync(bool heal = false)
    {
        var runs = await DoAsync("/api/parity/runs", heal ? """{"heal":true}""" : """{"heal":false}""");
        return Sights.Text(
            runs.EnumerateArray().OrderByDescending(run => run.GetProperty("discrepancies").EnumerateObject().Count()).First(),
            "id");
    }

    /// <summary>Opening stock, then orders, stock changes and work, then the trouble that the journeys are about.</summary>
    private async Task TradeAsync()
    {
        var shoppers = new Shoppers(Scene);
        var crew = new WarehouseCrew(Scene);
        Office = new ShopOffice(Scene, shoppers, crew);
        Under(() =>
        {
            Sandbox.Warehouse.PushAllLevels(Scene.Now);
            Sandbox.Store.PushAllLevels(Scene.Now);
        });
        await UntilAsync(() => Probe.IsIdle, "the opening stock is in the shop");
        await CompareAsync(heal: true);
        for (var turn = 0; turn < 6; turn++)
        {
            Under(() =>
            {
                for (var i = 0; i < 6; i++)
                {
                    shoppers.Buy();
                    crew.ChangeStock();
                }

                shoppers.BuyHot();
                shoppers.PayLate();
                crew.Work(orders: 5);
            });
            await UntilAsync(() => Probe.IsIdle, "a turn of trading is settled");
        }

        Under(() =>
        {
            crew.SpeakOfTheUnknown();
            Sandbox.Warehouse.Work(
                Scene.Now, new WarehouseStep.Receive(Sandbox.Assortment.Traded[^2].Sku, "DUB", Quantity: 12m));
            Office.PlantGhost();
            Office.TypeWrongQuantity();
        });
        await UntilAsync(
            () => Probe.IsIdle && Probe.Exceptions.Any(known => known.Code == "STOCK.LOCATION_UNMAPPED"),
            "the warehouse's unknown place is a case");
        await CompareAsync();
    }

    [System.Text.RegularExpressions.GeneratedRegex("every: \\d+s")]
    private static partial System.Text.RegularExpressions.Regex Cadence();

    private async Task MakeAdminAsync()
    {
        await using var window = await OpenStrangeAsync();
        var page = window.Page;
        await page.GotoAsync(_host.FirstLink!.PathAndQuery);
        await page.GetByLabel("Name").FillAsync(Admin);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Today", Level = 1 })).ToBeVisibleAsync();
        _session = await page.Context.StorageStateAsync();
    }
}

/// <summary>All journeys share the shop: it is put up once.</summary>
[CollectionDefinition(Name)]
public sealed partial class TradingShopTests : ICollectionFixture<TradingShop>
{
    public const string Name = "A trading shop";
}
