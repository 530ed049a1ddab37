using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Demo;
using Trueup.Engine.Dispatch;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>What a remote's complaints taught outlives the hub that learned it.</summary>
public sealed class LearnedPaceTests
{
    private const double Configured = 50;

    [Fact]
    public async Task A_hub_that_is_started_again_goes_on_at_the_pace_that_it_had_learned()
    {
        using var folder = new TemporaryFolder();
        var shop = new AdobeTwin();
        shop.Setup.Token("shop-token");
        shop.Setup.Stock("Main", [new TwinLink("leeds_src", 1)], ["base"]);
        await using var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);
        var yaml = TradingEstate.Yaml(server.Address, "1s");
        server.Faults.CallsPerSecondMax = 2;

        await using (var hub = await ServedHub.StartAsync(yaml, folder.Path))
        {
            var kept = (ConnectionName.Parse("shop"), LearnedPace.CursorName);
            await hub.UntilAsync(
                () => hub.Host.Hub.State.Cursors.GetValueOrDefault(kept, "").Length > 0, "the shop's complaint is journalled");
        }

        // A clock that stands still: nothing is unlearnt meanwhile, however long the start takes.
        await using var again = await ServedHub.StartByAsync(new StoppedClock(), yaml, folder.Path);
        var resumed = LimitIn(await again.GetAsync("/api/status"));

        Assert.InRange(resumed, 0.1, Configured / 2);
    }

    private static double LimitIn(JsonElement status) => status.GetProperty("connections").EnumerateArray()
        .Single(connection => connection.GetProperty("name").GetString() == "shop")
        .GetProperty("rate").GetProperty("limit").GetDouble();

    private sealed class StoppedClock : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
