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
    private World Place(Wish wish) => (this with { Wishes = Wishes.Where(other => other != wish).ToItems() })
        .With(ShopOf(wish.Shop).Place(wish.Number, wish.Sku, wish.Units, wish.Reserves)).Show(wish.Shop, wish.Number);

    private World Cancel(ConnectionName shop, ShopOrder order) => With(ShopOf(shop).Cancel(order.Number)).Show(shop, order.Number);

    private World Refund(ConnectionName name, ShopOrder order, bool returns, Quantity units)
    {
        var shop = ShopOf(name).Refund(order.Number, returns, units);
        return With(shop)
            .Send(new Message.Said(name, shop.IdOf(order.Number), new Fact.RefundObserved(
                $"refund-{shop.Clock}", $"remote-{order.Number}", Estate.At(shop.Clock), [])))
            .Show(name, order.Number);
    }

    private World Allocate(ConnectionName shop, ShopOrder order, IReadOnlyList<Part> parts, LocationCode location)
    {
        var warehouse = Warehouse.Allocate(order.Number, parts, location);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            ShopOf(shop).IdOf(order.Number),
            new Fact.OrderStatusReported(
                order.Number,
                "allocated",
                parts.Select(part => new Fact.StatusLine(new LineQuantity("1", part.Sku, part.Units), Estate.CodeOf(location))).ToItems(),
                Estate.At(warehouse.Clock))));
    }

    private World Dispatch(ConnectionName shop, ShopOrder order, LocationCode location)
    {
        var parts = PartsOf(order);
        var warehouse = Warehouse.Dispatch(order.Number, parts, location);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            ShopOf(shop).IdOf(order.Number),
            new Fact.Dispatched(
                order.Number,
                $"parcel-{order.Number}",
                Estate.CodeOf(location),
                Estate.At(warehouse.Clock),
                parts.Select(part => new LineQuantity("1", part.Sku, part.Units)).ToItems(),
                Tracking: [])));
    }

    private World GiveUp(ConnectionName shop, ShopOrder order)
    {
        var warehouse = Warehouse.GiveUp(order);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            ShopOf(shop).IdOf(order.Number),
            new Fact.CancellationReported(order.Number, [], Restock: true, "cannot be sent", Estate.At(warehouse.Clock))));
    }

    private World PickShort(ConnectionName shop, Miss miss)
    {
        var warehouse = Warehouse.PickShort(miss);
        return (this with { Warehouse = warehouse }).Send(new Message.Said(
            Estate.Wms,
            ShopOf(shop).IdOf(miss.Number),
            new Fact.CancellationReported(
                miss.Number, [new LineQuantity("1", miss.Sku, 1)], Restock: false, "not to be found", Estate.At(warehouse.Clock))
            {
                Location = miss.IsNamed ? Estate.CodeOf(miss.Location) : null,
            }));
    }

    /// <summary>
    /// The shop gives up what the warehouse did, as its connector has it done: the whole of an order nobody has paid is cancelled, and of
    /// one that is paid the units that are not given up yet are refunded.
    /// </summary>
    private World Withdraw(OrderId id, OrderDocument document, bool isAnswered)
    {
        var shop = ShopOf(document.Target);
        var order = shop.Order(Hub.OrderOf(id)!.Canonical.Number);
        var intent = (DocumentIntent.CancelInStorefront)OrderDocuments.Build(Hub.OrderOf(id)!, document, Hub.Contract)!;
        var gone = Quantity.Min(order.Cancelled + order.Refunded, order.Ordered - order.Shipped);
        var left = intent.Lines.IsEmpty ? order.Open : (intent.Lines[0].Quantity - gone).OrZero();
        if (left > order.Open || (left.IsZero && gone.IsZero))
        {
            return Settle(id, document, new Receipt.Refused(CaseCodes.DocumentRefused, "it is shipped"));
        }

        var after = left.IsZero ? this
            : intent.Lines.IsEmpty ? Cancel(shop.Name, order)
            : Refund(shop.Name, order, intent.Restock, left);
        return isAnswered ? after.Settle(id, document, new Receipt.Applied(intent.RemoteOrder)) : after;
    }

    private World ShipByHand(ConnectionName shop, ShopOrder order)
    {
        var sources = ShopOf(shop).Sources;
        var place = sources.FindIndex(row => row.Sku == order.Sku && row.Quantity >= order.Open);
        return place < 0 ? this : Ship(shop, order, sources[place].Source, order.Open) ?? this;
    }

    private World Post(OrderId id, OrderDocument document, bool isAnswered)
    {
        if (Unanswered.FindIndex(lost => lost.Document == document.Key) is >= 0 and var place)
        {
            // Looked up by its key, the shipment is found.
            return (this with { Unanswered = Unanswered.RemoveAt(place) })
                .Settle(id, document, new Receipt.Applied(Unanswered[place].Shipment));
        }

        var shop = ShopOf(document.Target);
        var order = shop.Order(Hub.OrderOf(id)!.Canonical.Number);
        var intent = (DocumentIntent.PostShipment)OrderDocuments.Build(Hub.OrderOf(id)!, document, Hub.Contract)!;
        if (Ship(shop.Name, order, intent.Source.Text, intent.Lines[0].Quantity) is not { } shipped)
        {
            // The shop refuses what it has not got, or what was shipped by hand meanwhile.
            return Settle(id, document, new Receipt.Refused(CaseCodes.DocumentRefused, "not enough"));
        }

        var shipment = ShipmentAt(shipped.ShopOf(shop.Name).Clock);
        return isAnswered
            ? shipped.Settle(id, document, new Receipt.Applied(shipment))
            : shipped with { Unanswered = shipped.Unanswered.Add((document.Key, shipment)) };
    }

    private World Settle(OrderId id, OrderDocument document, Receipt receipt) =>
        this with { Hub = Hub.Settle(id, document.Key, receipt) };

    private static string ShipmentAt(int clock) => $"shipment-{clock}";

    private World? Ship(ConnectionName name, ShopOrder order, string source, Quantity units)
    {
        units = ShopOf(name).ToShip(order.Number, units);
        if (ShopOf(name).Ship(order.Number, source, units) is not { } shop)
        {
            return null;
        }

        return With(shop)
            .Send(new Message.Said(name, shop.IdOf(order.Number), new Fact.ShipmentObserved(
                ShipmentAt(shop.Clock), $"remote-{order.Number}", source, Estate.At(shop.Clock),
                [new LineQuantity("1", order.Sku, units)])))
            .Show(name, order.Number);
    }

    private World Report(Sku sku, LocationCode location)
    {
        var (warehouse, report) = Warehouse.Report(sku, location);
        return (this with { Warehouse = warehouse }).Send(new Message.LevelReported(sku, report));
    }

    private World Write(bool isRecorded, int max = int.MaxValue)
    {
        var world = this;
        foreach (var (sku, slot) in Hub.Owed().Where(owed => IsWritable(owed.Sku)).Take(max).ToList())
        {
            var desired = slot.Desired!.Value;
            world = world.With(world.ShopOf(slot.Connection).Write(sku, slot.Source.Text, desired));
            world = isRecorded
                ? world with { Hub = world.Hub.Apply(sku, new StockFact.SourceWritten(slot.Connection, slot.Source, desired)) }
                : world;
        }

        return world;
    }

    /// <summary>The hub is gone, and begins again with what it had kept.</summary>
    private World Die() => this with { Hub = Hub.Reborn(), Crashes = Crashes - 1, HasCrashed = true };

    /// <summary>What every source holds is read; what differs becomes work.</summary>
    private World Compare()
    {
        var seen = from stock in Hub.Stocks
                   from slot in stock.Slots
                   let there = ShopOf(slot.Connection).SourceOf(stock.Sku, slot.Source.Text)
                   where slot.Written is { } written && written != there
                   select (stock.Sku, Fact: new StockFact.SourceSeen(slot.Connection, slot.Source, there));
        return this with { Hub = seen.ToList().Aggregate(Hub, (hub, one) => hub.Apply(one.Sku, one.Fact)) };
    }
}
