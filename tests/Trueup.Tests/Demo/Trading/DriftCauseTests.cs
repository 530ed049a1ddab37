using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo.Sandboxes;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Tests.Storage;
using Trueup.Wires;

namespace Trueup.Tests.Demo.Trading;

/// <summary>Causes of drift planted in a running estate, and each seen to be named, with everything else of its
/// cause.</summary>
public sealed class DriftCauseTests
{
    private const int Program = 12;
    private const int RunsMax = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_planted_cause_is_named_with_everything_else_of_the_same_cause()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await Sandbox.OpenAsync(
            Assortment.Draw(articles: 40, hot: 2, seed: 1), TimeProvider.System, CancellationToken.None);
        var skus = sandbox.Assortment.Articles.Select(article => article.Sku).ToArray();
        var edited = skus[1..(1 + Program)];
        var found = new Dictionary<string, Named>(StringComparer.Ordinal);
        await using var host = await StartAsync(folder.Path, sandbox);
        using var hub = ClientOf(host, sandbox);
        await UntilAgreedAsync(hub);
        Plant(sandbox, skus, edited);
        await LookUntilAsync(hub, found, () => found.ContainsKey("PROTO-1"));

        Assert.Equal("manual-edit", found[skus[30]].Cause);
        Assert.All(edited, sku => Assert.Equal(("other-writer", Program - 1), (found[sku].Cause, found[sku].Siblings)));
        Assert.Equal("mapping", found["PROTO-1"].Cause);
    }

    private static void Plant(Sandbox sandbox, string[] skus, string[] edited)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (leeds, paris) = (Trueup.Demo.Sandboxes.Place.All[0], Trueup.Demo.Sandboxes.Place.All[1]);
        lock (sandbox.Gate)
        {
            sandbox.Warehouse.Work(now, new WarehouseStep.Receive("PROTO-1", leeds.Code, Quantity: 5m));
            foreach (var sku in edited)
            {
                sandbox.Shop.Staff.SetQuantity(sku, paris.Source, 777, now);
            }

            // Somebody else, at another place: no part of the program's work.
            sandbox.Shop.Staff.SetQuantity(skus[30], leeds.Source, 888, now);
        }
    }

    private static async Task LookUntilAsync(HttpClient hub, Dictionary<string, Named> found, Func<bool> isEnough)
    {
        for (var run = 0; run < RunsMax && !isEnough(); run++)
        {
            await LookAsync(hub, found);
        }
    }

    /// <summary>Compares once, and takes up what is named for the first time.</summary>
    private static async Task LookAsync(HttpClient hub, Dictionary<string, Named> found)
    {
        var run = (await CompareAsync(hub, heal: false)).EnumerateArray()
            .First(run => run.GetProperty("connection").GetString() == "adobe-uk").GetProperty("id").GetString();
        var autopsy = await hub.GetFromJsonAsync<JsonElement>($"/api/parity/runs/{run}/autopsy");
        foreach (var each in autopsy.GetProperty("differences").EnumerateArray())
        {
            var difference = each.GetProperty("difference");
            found.TryAdd(difference.GetProperty("sku").GetString()!, new Named(
                each.GetProperty("cause").GetString()!,
                each.GetProperty("siblings").GetInt32()));
        }
    }

    /// <summary>What an autopsy says of a difference.</summary>
    private sealed record Named(string Cause, int Siblings);

    private static HttpClient ClientOf(HubHost host, Sandbox sandbox)
    {
        var client = new HttpClient { BaseAddress = host.Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Secrets.Api);
        return client;
    }

    private static async Task UntilAgreedAsync(HttpClient hub)
    {
        var isAgreed = false;
        for (var run = 0; run < RunsMax && !isAgreed; run++)
        {
            var runs = await CompareAsync(hub, heal: true);
            var status = await hub.GetFromJsonAsync<JsonElement>("/api/status");
            isAgreed = runs.EnumerateArray().All(each => each.GetProperty("parity").GetDecimal() == 1m) &&
                status.GetProperty("connections").EnumerateArray()
                    .All(each => each.GetProperty("pending").GetProperty("stock").GetInt32() == 0);
        }

        Assert.True(isAgreed, "both ends never agreed");
    }

    private static async Task<JsonElement> CompareAsync(HttpClient hub, bool heal)
    {
        using var content = JsonContent.Create(new { heal });
        using var answer = await hub.PostAsync(new Uri("/api/parity/runs", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HubHost> StartAsync(string folder, Sandbox sandbox)
    {
        var path = SandboxSettings.Write(folder, sandbox);
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace(
            $"every: {SandboxSettings.ReconcileEvery.TotalSeconds:0}s", "every: 12h", StringComparison.Ordinal));
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(path);
        return await HubHost.StartAsync(
            HubPlan.Of(loaded.Settings!, new HttpWireFactory(TimeProvider.System)),
            new HostSurroundings(TimeProvider.System, NullLoggerFactory.Instance, static _ => { }),
            CancellationToken.None);
    }
}
