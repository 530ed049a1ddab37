using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Hosting;

/// <summary>A parcel's way to the customer and back, over real HTTP between a warehouse and a shop.</summary>
public sealed class ReturnJourneyTests
{
    [Fact]
    public async Task What_was_shipped_is_delivered_taken_back_refunded_once_and_on_sale_again()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");
        var number = await PlaceAsync(estate, 3);

        await SendAsync(estate, "d1", "trueup.shipment.dispatched.v1", $$"""
            {"order":"{{number}}","shipment":"S1","at":"{{Now}}","location":"LDS","carrier":"DPD",
             "tracking":[{"number":"P1"}],"lines":[{"sku":"TEE","quantity":3}]}
            """);
        await estate.Hub.UntilAsync(() => ShippedIn(estate), "the shipment is posted");
        await SendAsync(estate, "r2", "trueup.stock.level.v1", $$"""
            {"sku":"TEE","location":"LDS","quantity":37,"as_of":"{{Now}}"}
            """);
        await SendAsync(estate, "t1", "trueup.tracking.updated.v1", $$"""
            {"tracking":"P1","status":"delivered","at":"{{Now}}"}
            """);
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Values.Single().Documents.All(
            document => document.IsSettled), "the shop is told of the delivery");

        await SendAsync(estate, "v1", "trueup.return.received.v1", $$"""
            {"order":"{{number}}","rma":"R1","at":"{{Now}}","location":"LDS","lines":[{"sku":"TEE","quantity":2}]}
            """);
        await SendAsync(estate, "v2", "trueup.return.inspected.v1", $$"""
            {"order":"{{number}}","rma":"R1","at":"{{Now}}","location":"LDS","lines":[
             {"sku":"TEE","quantity":1,"disposition":"restock"},{"sku":"TEE","quantity":1,"disposition":"damaged"}]}
            """);
        await estate.Hub.UntilAsync(
            () => estate.Hub.Host.Hub.State.Orders.Values.Single().Returns is { Seen.Count: 1 }, "the refund is seen");
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 36, "what passed is on sale again");

        var order = await estate.Hub.GetAsync($"/api/orders/{number}");
        Assert.Equal("delivered", order.GetProperty("parcels")[0].GetProperty("status").GetString());
        var back = order.GetProperty("returns")[0];
        Assert.Equal(("R1", "inspected"), (back.GetProperty("rma").GetString(), back.GetProperty("status").GetString()));
        Assert.Equal(1, back.GetProperty("lines")[0].GetProperty("inspected").GetProperty("restock").GetDecimal());
        Assert.True(back.TryGetProperty("returnToSellable", out _));
        var refund = Assert.Single(order.GetProperty("refunds").EnumerateArray());
        Assert.Equal(refund.GetProperty("due").GetDecimal(), refund.GetProperty("gross").GetDecimal());
        Assert.Contains(
            (await estate.Hub.GetAsync($"/api/orders/{Uri.EscapeDataString($"shop:{number}")}/timeline")).EnumerateArray(),
            step => step.GetProperty("detail").GetString()!.StartsWith("return R1 inspected", StringComparison.Ordinal));
        Assert.DoesNotContain(
            (await estate.Hub.GetAsync("/api/exceptions")).GetProperty("items").EnumerateArray(),
            open => open.GetProperty("state").GetString() == "open");
    }

    private static string Now => TimeProvider.System.GetUtcNow().ToString("O");

    private static async Task<string> PlaceAsync(TradingEstate estate, int units)
    {
        var placed = estate.Server.Use(() =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var order = estate.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", units)], now);
            return order.IsDone && !estate.Shop.Staff.Invoice(order.Value.EntityId, now).IsDone
                ? throw new InvalidOperationException("The order could not be invoiced.")
                : order;
        });
        Assert.True(placed.IsDone, placed.ToString());
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Count == 1, "the order is polled");
        return estate.Hub.Host.Hub.State.Orders.Values.Single().Canonical.Number;
    }

    private static bool ShippedIn(TradingEstate estate) =>
        estate.Hub.Host.Hub.State.Orders.Values.Single().Lines[0].Shipped == 3;

    private static async Task SendAsync(TradingEstate estate, string id, string type, string data)
    {
        var body = $$"""{"specversion":"1.0","id":"{{id}}","source":"/wms","type":"{{type}}","data":""" + data + "}";
        using var answer = await estate.Hub.DeliverAsync(body);
        Assert.True(answer.IsSuccessStatusCode, $"{id}: {answer.StatusCode}");
        await estate.Hub.SettleAsync();
    }
}
