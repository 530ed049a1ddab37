using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Documents;

/// <summary>A life in which an order changes after everybody has it, and what the books of everybody must hold in the end.</summary>
internal static class ChangedLife
{
    private const string Late = "LATE-1";
    private const string Promised = "RMA-2";

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

        // The service desk promises a return in the ERP; the warehouse that will receive it is told what comes.
        var tee = order.Lines.Single(line => line.Sku == "TEE").ItemId;
        house.Tell("erp", "auth-2", "trueup.return.authorised.v1", $$"""
            {"order":"{{TradingLife.IdOf(order)}}","rma":"{{Promised}}","at":"{{house.Now:O}}",
             "lines":[{"line":"{{tee}}","sku":"TEE","quantity":1}]}
            """);
        house.Settle();
        house.Warehouse.Work(house.Now, new WarehouseStep.TakeBack(TradingLife.IdOf(order), Promised));
        house.Settle();
        GiveUpAPart(house);
        house.Compare();
    }

    /// <summary>Of three, two are paid and the third is cancelled in the shop: no money, so the books take it off the sale.</summary>
    private static void GiveUpAPart(TradingHouse house)
    {
        var order = TradingLife.Buy(house, isPaid: false, ("TEE", 3));
        house.Settle();
        var paid = house.Shop.Staff.Invoice(order.EntityId, house.Now, [new TwinQuantity(order.Lines.Single().ItemId, 2)]);
        Assert.True(paid.IsDone, paid.ToString());
        Assert.True(house.Shop.Staff.Cancel(order.EntityId, house.Now).IsDone);
        house.Settle();
    }

    /// <summary>Everybody knows of the change, and everything happened once.</summary>
    public static void Check(TradingHouse house)
    {
        var order = house.Shop.Books.Orders.First();
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

        Assert.True(house.Warehouse.IsAnnounced(Promised, TradingLife.IdOf(order)));
        Assert.Equal([("TEE", 1m)], house.Warehouse.ReturnOf(Promised).Select(line => (line.Sku, line.Quantity)));
        CheckPart(house, house.Shop.Books.Orders.Last());
        Assert.Equal([], house.OpenCases);
    }

    private static void CheckPart(TradingHouse house, TwinOrder order)
    {
        Assert.Equal((3m, 1m), (order.Lines.Single().Ordered, order.Lines.Single().Canceled));
        var picked = Assert.Single(Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order))).Lines);
        Assert.Equal((3m, 1m), (picked.Ordered, picked.Cancelled));
        Assert.Contains(1m, Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order))).Taken.Select(taken => taken.Cancelled));
        var off = Assert.Single(house.Erp.Ledger, posting => posting.Reason == "cancellation");
        Assert.Equal((-19.99m, -4.00m), (off.Net, off.Tax));
    }

    /// <summary>Asks the shop directly.</summary>
    public static WireReply Ask(TradingHouse house, string method, string target, string? body) => house.Shop.Answer(
        new WireRequest(
            method, target, [new WireHeader("Authorization", "Bearer shop-token")], Encoding.UTF8.GetBytes(body ?? ""), "application/json"),
        house.Now);
}
