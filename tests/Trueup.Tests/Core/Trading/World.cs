using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// Shops, a warehouse and a hub, with the messages between them: whatever can happen next is a step, messages may arrive in any
/// order and twice, and the hub may die between a call and the record of it. A value, so that every order of events can be
/// explored.
/// </summary>
internal sealed partial record World(Hub Hub, Items<Shop> Shops, Warehouse Warehouse)
{
    public Items<Wish> Wishes { get; init; }

    public Items<Message> InFlight { get; init; }

    public Items<Message> Delivered { get; init; }

    /// <summary>How many messages may still arrive a second time.</summary>
    public int Duplicates { get; init; } = 1;

    /// <summary>How often the hub may still die.</summary>
    public int Crashes { get; init; }

    /// <summary>Whether it ever did: then a comparison finds what was not recorded.</summary>
    public bool HasCrashed { get; init; }

    /// <summary>Shipments that were made while their answer was lost.</summary>
    public Items<(string Document, string Shipment)> Unanswered { get; init; }

    /// <summary>A world in step: everything counted, reported and written.</summary>
    public static World Open(
        OwnershipContract contract, Items<Wish> wishes, params (Sku Sku, LocationCode Location, int Units)[] stock)
    {
        var warehouse = new Warehouse(contract.Connection(Estate.Wms)!.Basis);
        foreach (var (sku, location, units) in stock)
        {
            warehouse = warehouse with { Shelves = warehouse.Shelves.Add(new WarehouseShelf(sku, location, units)) };
        }

        var shops = contract.Terms.Stock.Subscribers.Select(name => new Shop(name)).ToItems();
        var world = new World(new Hub(contract), shops, warehouse) { Wishes = wishes };
        return stock.Aggregate(world, (now, place) => now.Report(place.Sku, place.Location)).Settled();
    }

    /// <summary>The same world later, in which everything so far went its way.</summary>
    public World At(Start start)
    {
        if (start == Start.NothingOrdered)
        {
            return this;
        }

        var world = Wishes.AsEnumerable().Aggregate(this, (now, wish) => now.Place(wish)).Settled();
        if (start == Start.BothOrdered)
        {
            return world;
        }

        var shop = world.Shops.First(shop => !shop.Orders.IsEmpty);
        var gone = world.Dispatch(shop.Name, shop.Orders[0], world.Warehouse.Shelves[0].Location);
        return start == Start.FirstShipped ? gone.Settled() : gone.Deliver(gone.InFlight[0]);
    }

    /// <summary>Everything that may happen next.</summary>
    public IEnumerable<Step> Steps()
    {
        foreach (var wish in Wishes.AsEnumerable())
        {
            yield return new Step($"place {wish.Number}", world => world.Place(wish));
        }

        foreach (var step in Shops.SelectMany(shop => shop.Orders.SelectMany(order => StepsOf(shop, order))))
        {
            yield return step;
        }

        foreach (var shelf in Warehouse.Shelves.Where(shelf => shelf.IsNews))
        {
            yield return new Step(
                $"report {shelf.Sku} at {shelf.Location}", world => world.Report(shelf.Sku, shelf.Location));
        }

        foreach (var message in InFlight.Where(IsDeliverable))
        {
            yield return new Step($"deliver {message}", world => world.Deliver(message));
            if (Crashes > 0)
            {
                yield return new Step($"deliver {message}, and die before it is acknowledged", world =>
                    (world with { Hub = world.Receive(message) }).Die());
            }
        }

        if (Crashes > 0)
        {
            yield return new Step("die before anything more is kept", world => world.Die());
        }

        foreach (var message in Delivered.Where(_ => Duplicates > 0))
        {
            yield return new Step(
                $"deliver again {message}",
                world => world with { Hub = world.Receive(message), Duplicates = world.Duplicates - 1 });
        }

        foreach (var step in StepsOfDocuments())
        {
            yield return step;
        }

        if (Hub.Owed().Any(owed => IsWritable(owed.Sku)))
        {
            yield return new Step("write", world => world.Write(isRecorded: true));
            if (Crashes > 0)
            {
                yield return new Step("write, and die before it is recorded", world => world.Write(isRecorded: false).Die());
                yield return new Step("write one, and die before it is recorded", world => world.Write(isRecorded: false, max: 1).Die());
            }
        }
    }

    /// <summary>What the hub asks of the shops, each with its answer, without it, and with the hub's death behind it.</summary>
    private IEnumerable<Step> StepsOfDocuments()
    {
        foreach (var (order, document) in Waiting())
        {
            yield return new Step($"post {document.Key}", world => world.Post(order, document, isAnswered: true));
            yield return new Step(
                $"post {document.Key}, answer lost", world => world.Post(order, document, isAnswered: false));
            if (Crashes > 0)
            {
                yield return new Step($"post {document.Key}, and die before it is recorded", world =>
                    world.Post(order, document, isAnswered: false).Die());
            }
        }

        foreach (var (order, document) in Unwanted())
        {
            yield return new Step($"have {document.Key} done", world => world.Withdraw(order, document, isAnswered: true));
            yield return new Step($"have {document.Key} done, answer lost", world => world.Withdraw(order, document, isAnswered: false));
            if (Crashes > 0)
            {
                yield return new Step($"have {document.Key} done, and die before it is recorded", world =>
                    world.Withdraw(order, document, isAnswered: false).Die());
            }
        }
    }

    /// <summary>
    /// The same world once every message has arrived, every figure is reported and every write is made.
    /// </summary>
    public World Settled()
    {
        var world = this;
        for (var round = 0; round < 100; round++)
        {
            var next = world.InFlight.Where(world.IsDeliverable).Take(1)
                .Aggregate(world, (now, message) => now.Deliver(message));
            next = next.Waiting().Take(1)
                .Aggregate(next, (now, due) => now.Post(due.Order, due.Document, isAnswered: true));
            next = next.Unwanted().Take(1)
                .Aggregate(next, (now, due) => now.Withdraw(due.Order, due.Document, isAnswered: true))
                .Write(isRecorded: true);
            if (next.InFlight.IsEmpty)
            {
                next = next with { Warehouse = next.Warehouse.Free(next.Wanted) };
                next = next.HasCrashed ? next.Compare() : next;
                next = next.Warehouse.Shelves.Where(shelf => shelf.IsNews)
                    .Aggregate(next, (now, shelf) => now.Report(shelf.Sku, shelf.Location));
            }

            if (next == world)
            {
                return world;
            }

            world = next;
        }

        throw new InvalidOperationException("The world does not come to rest.");
    }

    /// <summary>Units of a SKU that an order asks the warehouse for.</summary>
    public IReadOnlyList<Part> PartsOf(ShopOrder order) => Hub.Contract.KitOf(order.Sku) is { } kit
        ? kit.Components.Select(component => new Part(component.Sku, component.PerKit * order.Open)).ToList()
        : [new Part(order.Sku, order.Open)];

    /// <summary>Everything ordered anywhere that is still in the building.</summary>
    public IEnumerable<Part> Promised(ShopOrder? except = null) => Shops.SelectMany(shop => shop.Orders)
        .Where(order => order != except && !Warehouse.HasDispatched(order.Number)).SelectMany(PartsOf);

    /// <summary>Units of a SKU that the hub may keep back although they are free: of orders that still wait, those of which no message says
    /// whether they were allocated before they were missed, or at which of several places they were.</summary>
    public Quantity InDoubt(Sku sku) => Warehouse.Doubts.Count(doubt => doubt.Sku == sku && !Warehouse.HasDispatched(doubt.Number) &&
        Promised().Any(part => part.Sku == sku && !part.Units.IsZero));

    private Quantity Wanted(string number, Sku sku) => PartsOf(Shops.SelectMany(shop => shop.Orders).First(order => order.Number == number))
        .Where(part => part.Sku == sku).Aggregate(Quantity.Zero, (sum, part) => sum + part.Units);

    private IEnumerable<Step> StepsOf(Shop shop, ShopOrder order)
    {
        var isGone = Warehouse.HasDispatched(order.Number);
        var steps = isGone ? [] : StepsInWarehouse(shop, order);
        if (!isGone && !Warehouse.HasGivenUp(order.Number))
        {
            steps = steps.Append(new Step($"the warehouse cannot send {order.Number}", world => world.GiveUp(shop.Name, order)))
                .Concat(ShortPicks(shop, order));
        }

        if (!order.Open.IsZero)
        {
            steps = steps.Append(new Step($"cancel {order.Number}", world => world.Cancel(shop.Name, order)));
        }

        if (!order.Paid.IsZero)
        {
            steps = steps
                .Append(new Step($"refund one of {order.Number}, with return", world => world.Refund(shop.Name, order, returns: true, 1)))
                .Append(new Step($"refund one of {order.Number}, without return", world => world.Refund(shop.Name, order, returns: false, 1)));
        }

        return !order.Open.IsZero && isGone && Waiting().All(due => due.Order != shop.IdOf(order.Number))
            ? steps.Append(new Step($"the shop ships {order.Number}", world => world.ShipByHand(shop.Name, order)))
            : steps;
    }

    /// <summary>What the warehouse may do with an order that lies there: with what is open of it, or, before it hears of that, with all.</summary>
    private IEnumerable<Step> StepsInWarehouse(Shop shop, ShopOrder order)
    {
        foreach (var known in new[] { order, order.AsPlaced }.Select(Warehouse.Left).Distinct().Where(known => !known.Open.IsZero))
        {
            foreach (var location in Warehouse.PlacesFor(PartsOf(known), Promised(order).ToList()))
            {
                yield return new Step(
                    $"dispatch {known.Open} of {order.Number} from {location}", world => world.Dispatch(shop.Name, known, location));
            }

            foreach (var parts in ToAllocate(known))
            {
                foreach (var location in Warehouse.PlacesFor(parts, Promised(order).ToList(), known.Number))
                {
                    yield return new Step(
                        $"allocate {parts[0].Units} of {order.Number} at {location}",
                        world => world.Allocate(shop.Name, known, parts, location));
                }
            }
        }
    }

    /// <summary>What the warehouse may lay ready for an order: all that it has not yet, or, of something that is no set, a first one.</summary>
    private IEnumerable<IReadOnlyList<Part>> ToAllocate(ShopOrder known)
    {
        var rest = PartsOf(known).Select(part => part with { Units = part.Units - Warehouse.Allocated(known.Number, part.Sku) })
            .Where(part => part.Units > Quantity.Zero).ToList();
        if (Warehouse.Basis == Basis.Available && rest.Count > 0)
        {
            yield return rest;
            if (rest.Count == 1 && rest[0].Units > 1)
            {
                yield return [rest[0] with { Units = 1 }];
            }
        }
    }

    /// <summary>A picker does not find one of what an order is picked from. Where there are several places, the warehouse may say which.</summary>
    private IEnumerable<Step> ShortPicks(Shop shop, ShopOrder order)
    {
        var part = PartsOf(order)[0];
        return part.Units.IsZero ? [] : Warehouse.Misses(order, part).Select(miss => new Step(
            $"miss one of {miss.Sku} for {miss.Number} at {miss.Location}, {(miss.IsAllocated ? "allocated" : "not allocated")}, " +
            $"{(miss.IsNamed ? "and say" : "without saying")} where",
            world => world.PickShort(shop.Name, miss)));
    }

    private Shop ShopOf(ConnectionName name) => Shops[PlaceOf(name)];

    private int PlaceOf(ConnectionName name) => Shops.FindIndex(shop => shop.Name == name);

    private World With(Shop shop) => this with { Shops = Shops.SetItem(PlaceOf(shop.Name), shop) };

    private World Show(ConnectionName shop, string number) => Send(new Message.OrderShown(ShopOf(shop).Show(number)));

    private World Send(Message message) => this with { InFlight = InFlight.Add(message) };

    private World Deliver(Message message) => this with
    {
        Hub = Receive(message),
        InFlight = InFlight.RemoveAt(InFlight.FindIndex(known => known == message)),
        Delivered = Delivered.Add(message),
    };

    public Hub Receive(Message message) => message switch
    {
        Message.OrderShown shown => Hub.See(shown.Seen),
        Message.Said said => Hub.Hear(said.Reporter, said.Order, said.Fact),
        Message.LevelReported level => Hub.Apply(level.Sku, level.Report),
        _ => throw new ArgumentException($"Nobody reads {message}.", nameof(message)),
    };

    /// <summary>What is said of an order waits until the order is known.</summary>
    public bool IsDeliverable(Message message) =>
        message is not Message.Said said || Hub.OrderOf(said.Order) is not null;

    private IEnumerable<(OrderId Order, OrderDocument Document)> Waiting() => Unsettled(DocumentKind.PostShipment);

    /// <summary>What the storefronts are asked to give up.</summary>
    private IEnumerable<(OrderId Order, OrderDocument Document)> Unwanted() => Unsettled(DocumentKind.CancelInStorefront);

    private IEnumerable<(OrderId Order, OrderDocument Document)> Unsettled(DocumentKind kind) => Hub.Orders.SelectMany(order => order
        .Documents.Where(document => document.Kind == kind && !document.IsSettled)
        .Select(document => (order.Id, document)));

    /// <summary>Nothing is set while a shipment of the SKU is under way: DESIGN §4, order of writes.</summary>
    private bool IsWritable(Sku sku) =>
        Waiting().All(due => due.Document.Lines.All(line => line.Sku != sku) && Hub.OrderOf(due.Order)!.Lines.All(line => line.Sku != sku));
}

/// <summary>Where an exploration begins.</summary>
public enum Start
{
    /// <summary>Goods are counted, reported and on sale.</summary>
    NothingOrdered,

    /// <summary>Every order is placed, known and written.</summary>
    BothOrdered,

    /// <summary>The goods of the first order left, and the hub has just heard of it.</summary>
    FirstGone,

    /// <summary>The first order is shipped, and all that follows from it is done.</summary>
    FirstShipped,
}
