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

    public int Clock { get; init; }

    public bool HasDispatched(string number) =>
        Orders.FindIndex(order => order.Number == number && order.IsDispatched) >= 0;

    public bool HasAllocated(string number) => Orders.FindIndex(order => order.Number == number) >= 0;

    /// <summary>Everything of a SKU that is in the building.</summary>
    public Quantity OnHand(Sku sku) => Shelves.Where(shelf => shelf.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, shelf) => sum + shelf.OnHand);

    /// <summary>Where an order can be served from without leaving another one short.</summary>
    public IEnumerable<LocationCode> PlacesFor(ShopOrder order, Shop shop)
    {
        var others = shop.Orders
            .Where(other => other.Sku == order.Sku && other != order && !HasDispatched(other.Number))
            .Aggregate(Quantity.Zero, (sum, other) => sum + other.Open);
        return Shelves.Where(shelf => shelf.Sku == order.Sku && shelf.OnHand - others >= order.Open)
            .Select(shelf => shelf.Location);
    }

    public Warehouse Allocate(string number, Sku sku, LocationCode location, Quantity units) =>
        Change(sku, location, shelf => shelf with { Allocated = shelf.Allocated + units }) with
        {
            Orders = Orders.Add(new WarehouseOrder(number, sku, location, units)),
        };

    public Warehouse Dispatch(string number, Sku sku, LocationCode location, Quantity units)
    {
        var place = Orders.FindIndex(order => order.Number == number);
        var released = place < 0 ? this : Keep(Orders[place], Quantity.Zero);
        return released.Change(sku, location, shelf => shelf with { OnHand = shelf.OnHand - units }) with
        {
            Orders = released.Orders.Add(new WarehouseOrder(number, sku, location, units) { IsDispatched = true }),
        };
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

    /// <summary>The warehouse hears of what was given up and frees it.</summary>
    public Warehouse ForgetCancelled(Shop shop) => Orders.Where(order => !order.IsDispatched)
        .Aggregate(this, (warehouse, order) => warehouse.Keep(order, shop.Order(order.Number).Open));

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
