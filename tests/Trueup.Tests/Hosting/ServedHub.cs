using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Tests.Storage;
using Trueup.Wires;

namespace Trueup.Tests.Hosting;

/// <summary>A hub on a free port of loopback with a folder of its own, as the configuration describes it.</summary>
internal sealed class ServedHub : IAsyncDisposable
{
    public const string Token = "test-admin-token-1";
    public const string ReaderToken = "test-reader-token";
    public const string WarehouseToken = "test-wms";

    /// <summary>How the configuration of a served hub begins: on a free port and in its own folder, trading in pounds, with two tokens.</summary>
    public const string Head = $$"""
        version: 1
        hub:
          name: Test
          currency: GBP
          listen: http://127.0.0.1:0
          store: ./data
          tokens:
            - { name: tester, token: {{Token}}, scopes: [admin] }
            - { name: reader, token: {{ReaderToken}}, scopes: [read] }

        """;

    /// <summary>One warehouse that pushes, and nothing else.</summary>
    public const string Warehouse = Head + """
        connections:
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: test-wms } }
          quiet:
            kind: http
            roles: [pos]
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS } }
        ownership:
          stock: { owner: by-location, subscribers: [], write: set }
        """;

    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder? _own;

    private ServedHub(HubHost host, TemporaryFolder? own, HeardLog log)
    {
        (Host, _own, Log) = (host, own, log);
        Http = new HttpClient { BaseAddress = host.Address, Timeout = Patience };
    }

    public HubHost Host { get; }

    public HttpClient Http { get; }

    public HeardLog Log { get; }

    public static Task<ServedHub> StartAsync(
        string yaml, string? folder = null, Func<HubPlan, HubPlan>? change = null) =>
        StartByAsync(TimeProvider.System, yaml, folder, change);

    /// <summary>The same by another clock.</summary>
    public static async Task<ServedHub> StartByAsync(
        TimeProvider clock, string yaml, string? folder = null, Func<HubPlan, HubPlan>? change = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed)
            .Load(yaml, new Surroundings(folder ?? own!.Path, _ => null, _ => null));
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        var plan = HubPlan.Of(loaded.Settings, new HttpWireFactory(TimeProvider.System));
        var log = new HeardLog();
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(log).AddFilter("Microsoft", LogLevel.Error));
        var around = new HostSurroundings(clock, loggers, _ => { });
        return new ServedHub(
            await HubHost.StartAsync(change?.Invoke(plan) ?? plan, around, CancellationToken.None), own, log);
    }

    /// <summary>One stock report as a CloudEvent.</summary>
    public static string Level(string id, string sku, decimal quantity, string location = "LDS") =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            {"specversion":"1.0","id":"{{id}}","source":"/wms","type":"trueup.stock.level.v1",
             "data":{"sku":"{{sku}}","location":"{{location}}","quantity":{{quantity}} } }
            """);

    public async Task<HttpResponseMessage> DeliverAsync(
        string body, string type = "application/cloudevents+json", string? token = WarehouseToken, string to = "wms")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/in/{to}")
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Http.SendAsync(request, CancellationToken.None);
    }

    public async Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string path, string? token = Token, string? json = null, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (tag is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(tag);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await Http.SendAsync(request, CancellationToken.None);
    }

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await AskAsync(HttpMethod.Get, path));

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }

    /// <summary>Waits until everything taken in so far is decided.</summary>
    public async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await Host.Thread.RunAsync(async hub =>
        {
            var end = hub.Tail.End;
            while (hub.Lanes.Through < end)
            {
                await hub.Lanes.WaitForProgressAsync(patience.Token);
            }

            return true;
        });
    }

    /// <summary>Waits until something is true on the hub's thread, looking whenever a decision was made.</summary>
    public async Task UntilAsync(Func<bool> isTrue, string what)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await Host.Thread.PostAsync(_ => isTrue()))
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {Patience}: {what}");
            await Task.WhenAny(
                Host.Thread.RunAsync(async hub =>
                {
                    await hub.Lanes.WaitForProgressAsync(patience.Token);
                    return true;
                }),
                Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        _own?.Dispose();
        Assert.Empty(Log.At(LogLevel.Critical));
    }
}
