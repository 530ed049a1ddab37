using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Connecting;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Documents;

/// <summary>A life in which an order changes after everybody has it, and what the books of everybody must hold in the end.</summary>
internal static class ChangedLife
{
    private const string Late = "LATE-1";

    /// <summary>Lives it; everything comes to rest between its parts.</summary>
    public static void Live(TradingHouse house)
    {
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 2), ("MUG", 3));
        house.Settle();

        house.Hub.Do(hub => hub.AskAsync(
            new Request(Request.EditOrder, "ada", TradingLife.IdOf(order), "shipping.address.city=York"), CancellationToken.None).AsTask());
        house.Settle();

        // A mug is taken out in the shop before it leaves: refunded there, and back on sale.
        var mug = order.Lines.Single(line => line.Sku == "MUG").ItemId;
        var memo = house.Shop.Staff.Refund(order.EntityId, house.Now, [new TwinQuantity(mug, 1)], [mug], shipping: 0m);
        Assert.True(memo.IsDone, memo.ToString());
        house.Settle();

        TradingLife.Ship(house);
        house.Settle();

        var left = Assert.Single(house.Warehouse.Dispatches);
        house.Tell("wms", "late-parcel", "trueup.shipment.dispatched.v1", $$"""
            {"order":"{{TradingLife.IdOf(order)}}","shipment":"{{left.Shipment}}","at":"{{left.At:O}}","location":"LDS",
             "tracking":[{"number":"{{Late}}"}],"lines":[{{string.Join(',', left.Lines.Select(line =>
                FormattableString.Invariant($"{{\"line\":\"{line.Line}\",\"sku\":\"{line.Sku}\",\"quantity\":{line.Quantity}}}")))}}]}
            """);
        house.Settle();
        house.Tell("wms", "carrier-1", "trueup.tracking.updated.v1", $$"""
            {"tracking":"{{Late}}","status":"ready-for-pickup","at":"{{house.Now:O}}","order":"{{TradingLife.IdOf(order)}}"}
            """);
        house.Settle();
        house.Compare();
    }

    /// <summary>Everybody knows of the change, and everything happened once.</summary>
    public static void Check(TradingHouse house)
    {
        var order = Assert.Single(house.Shop.Books.Orders);
        Assert.Contains("York", Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order))).DeliverTo, StringComparison.Ordinal);
        var picked = Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order)));
        Assert.Contains("York", picked.DeliverTo, StringComparison.Ordinal);
        Assert.Equal([("MUG", 3m, 2m, 1m), ("TEE", 2m, 2m, 0m)], picked.Lines
            .Select(line => (line.Sku, line.Ordered, line.Dispatched, line.Cancelled)).OrderBy(line => line.Sku, StringComparer.Ordinal));
        var memo = Assert.Single(house.Shop.Books.CreditMemos);
        Assert.Equal(memo.GrandTotal, Assert.Single(house.Erp.All(ErpKind.CreditMemo)).Totals.Gross);

        var shipment = Assert.Single(house.Shop.Books.Shipments);
        Assert.Equal(4m, shipment.Lines.Sum(line => line.Quantity));
        Assert.Equal(3, shipment.TrackNumbers.Count);
        Assert.Single(shipment.TrackNumbers, Late);
        using var shown = JsonDocument.Parse(Ask(house, "GET", "/rest/V1/shipment/1", body: null).Body);
        Assert.Single(shown.RootElement.GetProperty("comments").EnumerateArray(), comment =>
            comment.GetProperty("comment").GetString()!.Contains(Late, StringComparison.Ordinal));
        Assert.Equal([], house.OpenCases);
    }

    /// <summary>Asks the shop directly.</summary>
    public static WireReply Ask(TradingHouse house, string method, string target, string? body) => house.Shop.Answer(
        new WireRequest(
            method, target, [new WireHeader("Authorization", "Bearer shop-token")], Encoding.UTF8.GetBytes(body ?? ""), "application/json"),
        house.Now);
}
