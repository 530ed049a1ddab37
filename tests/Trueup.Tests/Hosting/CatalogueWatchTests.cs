using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Demo;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Tests.Storage;
using Trueup.Wires;

namespace Trueup.Tests.Hosting;

/// <summary>The daily look at the catalogue: begun by the clock, told as a case, and over when a later look finds it in order.</summary>
public sealed class CatalogueWatchTests
{
    [Fact]
    public async Task A_switch_that_no_figure_shows_is_found_at_the_time_of_day_that_the_contract_names()
    {
        using var folder = new TemporaryFolder();
        var shop = new AdobeTwin();
        shop.Setup.Token("shop-token");
        shop.Setup.Stock("Main", [new TwinLink("leeds_src", 1)], ["base"]);
        shop.Setup.Product(new TwinProduct("TEE"));
        shop.Setup.SourceItem("TEE", "leeds_src", 1);
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);
        var yaml = TradingEstate.Yaml(server.Address, "1s")
            .Replace("reconcile: { every: 1h }", "reconcile: { every: 1h, catalogue: \"03:30\" }", StringComparison.Ordinal);
        var path = Path.Combine(folder.Path, "trueup.yaml");
        await File.WriteAllTextAsync(path, yaml, CancellationToken.None);
        var clock = new PutForward();
        await using var hub = await ServedHub.StartByAsync(clock, yaml, folder: null, plan => plan with
        {
            Configuration = new HubConfiguration(path, ConnectorCatalogue.Installed, new HttpWireFactory(TimeProvider.System)),
        });
        (await hub.DeliverAsync(ServedHub.Level("r1", "TEE", 40))).Dispose();
        await hub.UntilAsync(() => server.Use(() => shop.Books.SourceQuantity("TEE", "leeds_src")) == 38, "the report is written");
        server.Use(() =>
        {
            shop.Staff.SetManageStock("TEE", isManaged: false, TimeProvider.System.GetUtcNow());
            return true;
        });

        var before = (await hub.GetAsync("/api/audits")).GetProperty("audits").GetArrayLength();
        await LookADayLaterAsync(hub, clock, audits: 1);
        var open = (await hub.GetAsync("/api/exceptions?code=CATALOGUE.DIFFERS")).GetProperty("items")[0];

        Assert.Equal(0, before);
        Assert.Equal("shop", open.GetProperty("about").GetProperty("storefront").GetString());
        Assert.Contains("1 × Stock not managed", open.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("hub", (await hub.GetAsync("/api/audits")).GetProperty("audits")[0].GetProperty("by").GetString());

        server.Use(() =>
        {
            shop.Staff.SetManageStock("TEE", isManaged: true, TimeProvider.System.GetUtcNow());
            return true;
        });
        await LookADayLaterAsync(hub, clock, audits: 2);
        Assert.Equal(0, (await hub.GetAsync("/api/exceptions?code=CATALOGUE.DIFFERS")).GetProperty("items").GetArrayLength());
    }

    private static async Task LookADayLaterAsync(ServedHub hub, PutForward clock, int audits)
    {
        clock.Forward += TimeSpan.FromDays(1);
        using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
        var made = await hub.GetAsync("/api/audits");
        while (made.GetProperty("audits").GetArrayLength() < audits || made.TryGetProperty("underWay", out _))
        {
            patience.Token.ThrowIfCancellationRequested();
            made = await hub.GetAsync("/api/audits");
        }

        Assert.False(made.TryGetProperty("lastFault", out var fault), fault.ToString());
    }

    /// <summary>A clock that can be put forward, and by which nobody waits for minutes.</summary>
    private sealed class PutForward : TimeProvider
    {
        private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

        public TimeSpan Forward { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Forward;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => period == Minute
            ? System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20))
            : System.CreateTimer(callback, state, dueTime, period);
    }
}
