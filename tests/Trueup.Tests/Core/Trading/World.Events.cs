using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>What each step does to the shop and the warehouse, and what they say of it.</summary>
internal sealed partial record World
{
    private World Place(Wish wish) => (this with
    {
        Wishes = Wishes.Where(other => other != wish).ToItems(),
        Shop = Shop.Place(wish.Number, wish.Sku, wish.Units, wish.Reserves),
    }).Show(wish.Number);

    private World Cancel(ShopOrder order) => (this with { Shop = Shop.Cancel(order.Number) }).Show(order.Number);

    private World Refund(ShopOrder order) => (this with { Shop = Shop.Refund(order.Number, 1) })
        .Send(new Message.Said(Estate.Adobe, Estate.IdOf(order.Number), new Fact.RefundObserved(
            $"refund-{Shop.Clock}", $"remote-{order.Number}", Estate.At(Shop.Clock), [])))
        .Show(order.Number);

    private World Allocate(ShopOrder order, LocationCode location)
    {
        var warehouse = Warehouse.Allocate(order.Number, order.Sku, location, order.Open);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            Estate.IdOf(order.Number),
            new Fact.OrderStatusReported(
                order.Number,
                "allocated",
                [new Fact.StatusLine(new LineQuantity("1", order.Sku, order.Open), Estate.CodeOf(location))],
                Estate.At(warehouse.Clock))));
    }

    private World Dispatch(ShopOrder order, LocationCode location)
    {
        var warehouse = Warehouse.Dispatch(order.Number, order.Sku, location, order.Open);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            Estate.IdOf(order.Number),
            new Fact.Dispatched(
                order.Number,
                $"parcel-{order.Number}",
                Estate.CodeOf(location),
                Estate.At(warehouse.Clock),
                [new LineQuantity("1", order.Sku, order.Open)],
                Tracking: [])));
    }

    private World ShipByHand(ShopOrder order)
    {
        var place = Shop.Sources.FindIndex(row => row.Sku == order.Sku && row.Quantity >= order.Open);
        return place < 0 ? this : Ship(order, Shop.Sources[place].Source, order.Open) ?? this;
    }

    private World Post(OrderId id, OrderDocument document, bool isAnswered)
    {
        if (Unanswered.FindIndex(lost => lost.Document == document.Key) is >= 0 and var place)
        {
            // Looked up by its key, the shipment is found.
            return (this with { Unanswered = Unanswered.RemoveAt(place) })
                .Settle(id, document, new Receipt.Applied(Unanswered[place].Shipment));
        }

        var order = Shop.Order(Hub.OrderOf(id)!.Canonical.Number);
        var intent = (DocumentIntent.PostShipment)OrderDocuments.Build(Hub.OrderOf(id)!, document, Hub.Contract)!;
        if (Ship(order, intent.Source.Text, intent.Lines[0].Quantity) is not { } shipped)
        {
            // The shop refuses what it has not got, or what was shipped by hand meanwhile.
            return Settle(id, document, new Receipt.Refused(CaseCodes.DocumentRefused, "not enough"));
        }

        return isAnswered
            ? shipped.Settle(id, document, new Receipt.Applied(ShipmentAt(Shop.Clock)))
            : shipped with { Unanswered = shipped.Unanswered.Add((document.Key, ShipmentAt(Shop.Clock))) };
    }

    private World Settle(OrderId id, OrderDocument document, Receipt receipt) =>
        this with { Hub = Hub.Settle(id, document.Key, receipt) };

    private static string ShipmentAt(int clock) => $"shipment-{clock}";

    private World? Ship(ShopOrder order, string source, Quantity units) =>
        Shop.Ship(order.Number, source, units) is { } shipped
            ? (this with { Shop = shipped })
                .Send(new Message.Said(Estate.Adobe, Estate.IdOf(order.Number), new Fact.ShipmentObserved(
                    ShipmentAt(Shop.Clock), $"remote-{order.Number}", source, Estate.At(shipped.Clock),
                    [new LineQuantity("1", order.Sku, units)])))
                .Show(order.Number)
            : null;

    private World Report(Sku sku, LocationCode location)
    {
        var (warehouse, report) = Warehouse.Report(sku, location);
        return (this with { Warehouse = warehouse }).Send(new Message.LevelReported(sku, report));
    }

    private World Write()
    {
        var world = this;
        foreach (var (sku, slot) in Hub.Owed().Where(owed => IsWritable(owed.Sku)).ToList())
        {
            var desired = slot.Desired!.Value;
            world = world with
            {
                Shop = world.Shop.Write(sku, slot.Source.Text, desired),
                Hub = world.Hub.Apply(sku, new StockFact.SourceWritten(slot.Connection, slot.Source, desired)),
            };
        }

        return world;
    }
}
