using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Hosting;

/// <summary>A comparison that comes between an order and the poll that brings it.</summary>
public sealed class EarlyComparisonTests
{
    [Fact]
    public async Task An_order_that_was_not_read_yet_is_no_mismatch_of_reservations()
    {
        await using var estate = await TradingEstate.PollingAsync("1h", "TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");
        var placed = estate.Server.Use(() =>
            estate.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 3)], TimeProvider.System.GetUtcNow()));
        Assert.True(placed.IsDone, placed.ToString());

        var hub = estate.Hub.Host;
        var run = (await hub.Thread.RunAsync(at => at.Reconciler.CompareAsync(
            connection: null, [], heal: true, CancellationToken.None)))[0];

        // Polled an hour ago, the order is known because the comparison asked for it.
        Assert.Single(hub.Hub.State.Orders);
        Assert.Empty(run.Discrepancies);
    }
}
