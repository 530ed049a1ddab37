using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// A warehouse that counts its goods, allocates and dispatches orders, and reports by its basis. A value.
/// </summary>
internal sealed record Warehouse(Basis Basis)
{
    public Items<WarehouseShelf> Shelves { get; init; }

    public Items<WarehouseOrder> Orders { get; init; }

    /// <summary>Units of orders that it does not send, which is told once of each.</summary>
    public Items<(string Number, Quantity Units)> GivenUp { get; init; }

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
    public IEnumerable<LocationCode> PlacesFor(IReadOnlyList<Part> parts, IReadOnlyList<Part> others) => Shelves
        .Select(shelf => shelf.Location).Distinct()
        .Where(location => parts.All(part => Shelves.Any(shelf => shelf.Sku == part.Sku && shelf.Location == location &&
            shelf.OnHand - others.Where(other => other.Sku == part.Sku).Aggregate(Quantity.Zero, (sum, other) => sum + other.Units) >= part.Units)));

    public Warehouse Allocate(string number, IReadOnlyList<Part> parts, LocationCode location) => parts.Aggregate(
        this,
        (now, part) => now.Change(part.Sku, location, shelf => shelf with { Allocated = shelf.Allocated + part.Units }) with
        {
            Orders = now.Orders.Add(new WarehouseOrder(number, part.Sku, location, part.Units)),
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
        .Aggregate(this, (warehouse, order) => warehouse.Keep(order, wanted(order.Number, order.Sku)));

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
    public Warehouse PickShort(string number, Sku sku, LocationCode location)
    {
        var place = Orders.FindIndex(order => order.Number == number && order.Sku == sku);
        var freed = place < 0 ? this : Keep(Orders[place], Orders[place].Units - 1);
        return freed.Change(sku, location, shelf => shelf with { OnHand = shelf.OnHand - 1 }) with { GivenUp = GivenUp.Add((number, 1)) };
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

/// <summary>Units of something that is picked.</summary>
internal sealed record Part(Sku Sku, Quantity Units);
