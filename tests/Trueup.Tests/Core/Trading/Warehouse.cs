using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// A warehouse that counts its goods, allocates and dispatches orders, and reports by its basis. A value.
/// </summary>
internal sealed record Warehouse(Basis Basis)
{
    private static readonly bool[] _eitherWay = [false, true];

    public Items<WarehouseShelf> Shelves { get; init; }

    public Items<WarehouseOrder> Orders { get; init; }

    /// <summary>Units of orders that it does not send, which is told once of each.</summary>
    public Items<(string Number, Quantity Units)> GivenUp { get; init; }

    /// <summary>Units that were missed, where a message cannot say whether these were allocated, or does not say where.</summary>
    public Items<(string Number, Sku Sku)> Doubts { get; init; }

    public int Clock { get; init; }

    public bool HasDispatched(string number) =>
        Orders.FindIndex(order => order.Number == number && order.IsDispatched) >= 0;

    public bool HasAllocated(string number) => Orders.FindIndex(order => order.Number == number) >= 0;

    /// <summary>Units of a SKU that lie ready for an order.</summary>
    public Quantity Allocated(string number, Sku sku) => Orders.Where(order => order.Number == number && order.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, order) => sum + order.Units);

    /// <summary>Everything of a SKU that is in the building.</summary>
    public Quantity OnHand(Sku sku) => Shelves.Where(shelf => shelf.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, shelf) => sum + shelf.OnHand);

    /// <summary>Where all that is asked for lies, beside what others wait for.</summary>
    /// <param name="parts">What is asked for.</param>
    /// <param name="others">What others wait for.</param>
    /// <param name="beside">The order for which more is to be laid ready, beside what is; null for none.</param>
    public IEnumerable<LocationCode> PlacesFor(IReadOnlyList<Part> parts, IReadOnlyList<Part> others, string? beside = null) => Shelves
        .Select(shelf => shelf.Location).Distinct()
        .Where(location => parts.All(part => Shelves.Any(shelf => shelf.Sku == part.Sku && shelf.Location == location &&
            shelf.OnHand - (beside is null ? Quantity.Zero : AllocatedAt(beside, part.Sku, location)) -
            others.Where(other => other.Sku == part.Sku).Aggregate(Quantity.Zero, (sum, other) => sum + other.Units) >= part.Units)));

    public Warehouse Allocate(string number, IReadOnlyList<Part> parts, LocationCode location) => parts.Aggregate(
        this,
        (now, part) => now.Change(part.Sku, location, shelf => shelf with { Allocated = shelf.Allocated + part.Units }) with
        {
            Orders = now.Add(new WarehouseOrder(number, part.Sku, location, part.Units)),
        });

    public Warehouse Dispatch(string number, IReadOnlyList<Part> parts, LocationCode location)
    {
        var released = Release(number);
        return parts.Aggregate(released, (now, part) => now.Change(part.Sku, location, shelf => shelf with { OnHand = shelf.OnHand - part.Units }) with
        {
            Orders = now.Orders.Add(new WarehouseOrder(number, part.Sku, location, part.Units) { IsDispatched = true }),
        });
    }

    /// <summary>The figure that the warehouse reports, versioned and dated.</summary>
    public (Warehouse After, StockFact.Reported Report) Report(Sku sku, LocationCode location)
    {
        var place = Shelves.FindIndex(shelf => shelf.Sku == sku && shelf.Location == location);
        var shelf = Shelves[place] with { Version = Shelves[place].Version + 1, IsNews = false };
        var figure = Basis == Basis.Available ? shelf.OnHand - shelf.Allocated : shelf.OnHand;
        return (
            this with { Shelves = Shelves.SetItem(place, shelf) },
            new StockFact.Reported(location, StockState.Available, figure, shelf.Version, Estate.At(Clock)));
    }

    /// <summary>The warehouse hears what is still wanted of every order, and frees the rest.</summary>
    public Warehouse Free(Func<string, Sku, Quantity> wanted) => Orders.Where(order => !order.IsDispatched)
        .Aggregate(this, (warehouse, order) =>
        {
            var over = warehouse.Allocated(order.Number, order.Sku) - wanted(order.Number, order.Sku);
            return over > Quantity.Zero ? warehouse.Keep(order, (order.Units - over).OrZero()) : warehouse;
        });

    public bool HasGivenUp(string number) => GivenUp.FindIndex(given => given.Number == number) >= 0;

    /// <summary>An order as the warehouse has it, which is without the units that it gave up.</summary>
    public ShopOrder Left(ShopOrder known)
    {
        var left = known.Ordered - GivenUp.Where(given => given.Number == known.Number).Aggregate(Quantity.Zero, (sum, given) => sum + given.Units);
        return known with { Cancelled = known.Cancelled + (known.Open - left).OrZero() };
    }

    /// <summary>An order cannot be sent, though its goods are there: they may be sold to others.</summary>
    public Warehouse GiveUp(ShopOrder order) => Release(order.Number) with
    {
        GivenUp = GivenUp.Add((order.Number, order.Ordered)),
        Clock = Clock + 1,
    };

    /// <summary>One that the book knows is not on the shelf, and is not sent: one of the order's line less.</summary>
    public Warehouse PickShort(Miss miss)
    {
        var place = Orders.FindIndex(order => order.Number == miss.Number && order.Sku == miss.Sku && order.Location == miss.Location);
        var freed = miss.IsAllocated ? Keep(Orders[place], Orders[place].Units - 1) : this;
        var after = freed.Change(miss.Sku, miss.Location, shelf => shelf with { OnHand = shelf.OnHand - 1 });

        // Where it does not say which place it was, it counts them all.
        return after with
        {
            Shelves = after.Shelves.Select(shelf => miss.IsNamed || shelf.Sku != miss.Sku ? shelf : shelf with { IsNews = true }).ToItems(),
            GivenUp = GivenUp.Add((miss.Number, 1)),
            Doubts = miss.IsAllocated || !IsOpen(miss) ? Doubts : Doubts.Add((miss.Number, miss.Sku)),
        };
    }

    /// <summary>What may be missed of an order: what is allocated, and what is wanted beside it and lies there free.</summary>
    public IEnumerable<Miss> Misses(ShopOrder order, Part wanted)
    {
        var places = Shelves.Where(shelf => shelf.Sku == wanted.Sku).ToList();
        return from shelf in places
               from isAllocated in _eitherWay
               from isNamed in _eitherWay
               where isAllocated ? AllocatedAt(order.Number, wanted.Sku, shelf.Location) > Quantity.Zero
                   : wanted.Units > Allocated(order.Number, wanted.Sku) && shelf.OnHand > shelf.Allocated
               where !isNamed || places.Count > 1
               select new Miss(order.Number, wanted.Sku, shelf.Location, isAllocated, isNamed);
    }

    /// <summary>Whether a message about a unit that was not allocated may also mean one that was, or another place.</summary>
    private bool IsOpen(Miss miss) => miss.IsNamed
        ? AllocatedAt(miss.Number, miss.Sku, miss.Location) > Quantity.Zero
        : Allocated(miss.Number, miss.Sku) > Quantity.Zero || Shelves.Count(shelf => shelf.Sku == miss.Sku) > 1;

    private Quantity AllocatedAt(string number, Sku sku, LocationCode location) => Orders
        .Where(order => order.Number == number && order.Sku == sku && order.Location == location && !order.IsDispatched)
        .Aggregate(Quantity.Zero, (sum, order) => sum + order.Units);

    private Items<WarehouseOrder> Add(WarehouseOrder more)
    {
        var place = Orders.FindIndex(known => known with { Units = more.Units } == more);
        return place < 0 ? Orders.Add(more) : Orders.SetItem(place, more with { Units = Orders[place].Units + more.Units });
    }

    private Warehouse Release(string number) => Orders.Where(order => order.Number == number)
        .Aggregate(this, (now, order) => now.Keep(order, Quantity.Zero));

    private Warehouse Keep(WarehouseOrder order, Quantity units)
    {
        if (order.IsDispatched || order.Units <= units)
        {
            return this;
        }

        var place = Orders.FindIndex(known => known == order);
        var freed = order.Units - units;
        return Change(order.Sku, order.Location, shelf => shelf with { Allocated = shelf.Allocated - freed }) with
        {
            Orders = units.IsZero ? Orders.RemoveAt(place) : Orders.SetItem(place, order with { Units = units }),
        };
    }

    private Warehouse Change(Sku sku, LocationCode location, Func<WarehouseShelf, WarehouseShelf> change)
    {
        var place = Shelves.FindIndex(shelf => shelf.Sku == sku && shelf.Location == location);
        return this with
        {
            Shelves = Shelves.SetItem(place, change(Shelves[place]) with { IsNews = true }),
            Clock = Clock + 1,
        };
    }
}

/// <summary>A SKU at a location, as the warehouse counts it.</summary>
internal sealed record WarehouseShelf(Sku Sku, LocationCode Location, Quantity OnHand)
{
    public Quantity Allocated { get; init; }

    public long Version { get; init; }

    /// <summary>Whether something moved since the last report.</summary>
    public bool IsNews { get; init; } = true;
}

/// <summary>What the warehouse does for an order.</summary>
internal sealed record WarehouseOrder(string Number, Sku Sku, LocationCode Location, Quantity Units)
{
    public bool IsDispatched { get; init; }
}

/// <summary>A unit of an order that a picker does not find.</summary>
/// <param name="Number">The order.</param>
/// <param name="Sku">What is missed.</param>
/// <param name="Location">Where.</param>
/// <param name="IsAllocated">Whether it was allocated to the order.</param>
/// <param name="IsNamed">Whether the warehouse says where.</param>
internal sealed record Miss(string Number, Sku Sku, LocationCode Location, bool IsAllocated, bool IsNamed);

/// <summary>Units of something that is picked.</summary>
internal sealed record Part(Sku Sku, Quantity Units);
