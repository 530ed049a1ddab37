using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Hosting;

public sealed class SplitDispatchTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Both_shipments_of_an_order_get_through_although_the_source_held_too_little_for_the_first()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");
        var order = estate.Server.Use(() => estate.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 5)], Now)).Value!;
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Count == 1, "the order is polled");

        estate.Server.Faults.IsOut = true;
        estate.Server.Use(() =>
        {
            estate.Shop.Staff.SetQuantity("TEE", "leeds_src", quantity: 0, Now);
            return true;
        });
        await DispatchAsync(estate, order, "S-1", quantity: 2);
        await DispatchAsync(estate, order, "S-2", quantity: 3);
        (await estate.ReportAsync("r2", "TEE", 35)).Dispose();
        await estate.Hub.SettleAsync();
        estate.Server.Faults.IsOut = false;

        await estate.Hub.UntilAsync(
            () => estate.Server.Use(() => estate.Shop.Books.Shipments.Count()) == 2 && estate.SourceOf("TEE") == 33,
            "both shipments are posted, and the source holds 35 less the buffer of 2");
    }

    private static async Task DispatchAsync(TradingEstate estate, TwinOrder order, string shipment, int quantity)
    {
        using var answer = await estate.Hub.DeliverAsync($$"""
            {"specversion":"1.0","id":"{{shipment}}","source":"/wms","type":"trueup.shipment.dispatched.v1",
             "data":{"order":"{{order.IncrementId}}","shipment":"{{shipment}}","at":"{{Now:O}}","location":"LDS",
                     "lines":[{"line":"{{order.Lines[0].ItemId}}","sku":"TEE","quantity":{{quantity}}}] } }
            """);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
