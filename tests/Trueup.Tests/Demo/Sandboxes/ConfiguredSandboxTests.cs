using Trueup.Demo.Sandboxes;
using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Settings;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Demo.Sandboxes;

/// <summary>The systems that a configuration names, and the real program beside them.</summary>
public sealed class ConfiguredSandboxTests
{
    private static readonly (string From, string To)[] Ours =
    [
        ("http://127.0.0.1:8081", "{shop}"),
        ("http://127.0.0.1:8090", "{wms}"),
        ("http://127.0.0.1:8080", "{hub}"),
        ("  store: ./data", "  tokens: [ { name: tester, token: test-admin-token-1, scopes: [admin] } ]\n  store: ./data"),
        ("{ bearer: \"${ADOBE_UK_TOKEN}\" }",
            "{ oauth1: { consumer_key: ck, consumer_secret: c&s, token: tk, token_secret: ts } }"),
        ("${WMS_TOKEN}", "wms-token"),
        ("${WMS_SECRET}", "wms-secret-of-the-signature"),
        ("${POS_INBOUND_TOKEN}", "pos-token"),
        ("${OPS_WEBHOOK_URL}", "http://127.0.0.1:9/ops"),
        ("rate: 5/s, burst: 10", "rate: 100/s, burst: 100"),
        ("poll: 30s, overlap: 5m", "poll: 1s, overlap: 1m"),
        ("every: 5m", "every: 2s"),
    ];

    [Fact]
    public async Task The_contracts_example_does_its_job_against_systems_that_check_every_signature()
    {
        using var folder = new TemporaryFolder();
        var settings = await WriteAsync(folder);
        await using var sandbox = await ConfiguredSandbox.OpenAsync(settings, TimeProvider.System, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await using var program = await ServingProgram.StartAsync(folder);
        var run = sandbox.RunAsync(every: null, stop.Token);

        await SandboxFolder.UntilAsync(() => WrongIn(sandbox) == 0, "the opening stock is for sale");
        Enumerable.Range(0, 10).ToList().ForEach(_ => sandbox.Buy());
        await SandboxFolder.UntilAsync(
            () =>
            {
                sandbox.Work();
                return sandbox.Use(() => sandbox.Shops[0].Twin.Books.Shipments.Any());
            },
            "a dispatch is posted in the shop");
        await SandboxFolder.UntilAsync(() => WrongIn(sandbox) == 0, "what is for sale is what is there and not yet ordered");
        Assert.False(run.IsCompleted, run.Exception?.Message);

        var status = await program.GetAsync("/api/status");
        Assert.Equal(1, status.GetProperty("parity").GetDecimal());
        var explained = await program.GetAsync("/api/stock/ARTICLE-001/explain?storefront=adobe-uk");
        Assert.Equal(
            explained.GetProperty("value").GetDecimal(),
            explained.GetProperty("terms").EnumerateArray().Sum(term => term.GetProperty("quantity").GetDecimal()));
        Assert.Equal(0, await program.StopAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Machines_elsewhere_are_left_alone()
    {
        var yaml = (await File.ReadAllTextAsync(Example, CancellationToken.None)).Replace(
            "http://127.0.0.1:8081", "https://shop.example.com", StringComparison.Ordinal);
        yaml = Ours.Aggregate(yaml, (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal))
            .Replace("{wms}", Loopback.FreeAddress(), StringComparison.Ordinal)
            .Replace("{hub}", Loopback.FreeAddress(), StringComparison.Ordinal);
        var folder = Path.GetDirectoryName(Example)!;
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(yaml, Surroundings.Of(folder));

        await using var sandbox = await ConfiguredSandbox.OpenAsync(
            loaded.Settings!, TimeProvider.System, CancellationToken.None);

        Assert.Empty(sandbox.Shops);
        Assert.Contains("shop.example.com is another machine", sandbox.Told[0], StringComparison.Ordinal);
    }

    private static string Example => RepositoryFolder.Of("tests", "Trueup.Tests", "Settings", "Example", "trueup.yaml");

    private static Task<TrueupSettings> WriteAsync(TemporaryFolder folder) => SandboxFolder.WriteAsync(folder, Example, static yaml =>
    {
        yaml = Ours.Aggregate(yaml, static (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal));
        return ((string[])["{shop}", "{wms}", "{hub}"]).Aggregate(
            yaml, static (text, place) => text.Replace(place, Loopback.FreeAddress(), StringComparison.Ordinal));
    });

    /// <summary>Articles, parts of kits aside, of which the shop offers other than what its owners have, less what is
    /// ordered, less the store's buffer.</summary>
    private static int WrongIn(ConfiguredSandbox sandbox) => sandbox.Use(() =>
    {
        var (shop, stock) = (sandbox.Shops[0].Twin.Books, sandbox.Shops[0].StockId);
        var ordered = shop.Orders.SelectMany(order => order.Lines)
            .GroupBy(line => line.StockSku, line => line.Ordered - line.Shipped, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);
        return sandbox.Pieces.Where(sku => sku.StartsWith("ARTICLE", StringComparison.Ordinal)).Count(sku => shop.Salable(sku, stock) != Math.Max(0, sandbox.Owners.Sum(owner =>
            owner.Places.Sum(place => Math.Max(0, owner.Twin.Reported(sku, place) - (place == "07" ? 1 : 0)))) -
            ordered.GetValueOrDefault(sku)));
    });
}
