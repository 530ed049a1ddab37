using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Simulator.Checkers;

namespace Trueup.Simulator.Trading;

/// <summary>The people in the warehouse, whose system tells the hub of everything that they do.</summary>
internal sealed class WarehouseFloor(World world, Chance chance)
{
    private const int RecentMax = 100;

    private readonly List<ReturnedOrder> _inspected = [];
    private readonly List<ReturnedOrder> _received = [];
    private readonly HashSet<string> _cameBack = new(StringComparer.Ordinal);
    private readonly Chance _shares = chance.Fork(1);
    private int _returns;

    /// <summary>Returns that came.</summary>
    public IReadOnlyList<ReturnedOrder> Received => _received;

    /// <summary>Returns that were inspected.</summary>
    public IReadOnlyList<ReturnedOrder> Inspected => _inspected;

    /// <summary>Whether anything of an order came back.</summary>
    public bool HasReceived(string order) => _cameBack.Contains(order);

    /// <summary>The system reports every level that it has, as after a restart.</summary>
    public void SayEverything()
    {
        world.Outside.Note("warehouse", "reports every level");
        world.Warehouse.PushAllLevels(world.WarehouseNow);
        world.Collect();
    }

    /// <summary>Orders go one step further.</summary>
    public void WorkOnOrders() => Do(chance.Below(6) switch
    {
        0 or 1 => new WarehouseStep.Allocate(chance.Between(1, 4), Partly: world.Plan.HasShortPicks && _shares.Happens(0.5)),
        2 => new WarehouseStep.Pick(chance.Between(1, 4)),
        3 => new WarehouseStep.Pack(chance.Between(1, 4)),
        _ => new WarehouseStep.Dispatch(chance.Between(1, 3), Parcels: chance.Between(1, 2), Partly: chance.Happens(0.3)),
    });

    /// <summary>Everything that can go goes.</summary>
    public void EmptyTheBench()
    {
        Do(new WarehouseStep.Allocate(1_000));
        Do(new WarehouseStep.Pick(1_000));
        Do(new WarehouseStep.Pack(1_000));
        Do(new WarehouseStep.Dispatch(1_000));
    }

    /// <summary>Most of one place turns out to be empty: a fire, or a fault.</summary>
    public void SufferBlow()
    {
        var place = chance.OneOf(Estate.PlacesOf(world.Plan)).Code;
        world.Outside.Note("warehouse", $"finds {place} nearly empty");
        foreach (var sku in world.Skus.Skip(1))
        {
            world.Warehouse.Work(world.WarehouseNow, new WarehouseStep.Count(sku, place, Counted: 0));
        }

        world.Collect();
    }

    /// <summary>Goods come in, are counted, change their state, come back; now and then an order is given up.</summary>
    public void KeepBooks()
    {
        var sku = chance.OneOf(world.Skus);
        var place = chance.OneOf(Estate.PlacesOf(world.Plan)).Code;
        switch (chance.Below(8))
        {
            case 0 or 1:
                Do(new WarehouseStep.Receive(sku, place, chance.Between(1, 12)));
                break;
            case 2:
                Do(new WarehouseStep.Count(sku, place, chance.Between(0, 20)));
                break;
            case 3:
                Do(new WarehouseStep.Move(sku, place, WarehouseStatus.Ok, WarehouseStatus.Damaged, chance.Between(1, 3)));
                break;
            case 4:
                Do(new WarehouseStep.Receive(sku, place, chance.Between(1, 5), WarehouseStatus.Inspection));
                break;
            case 5 when AnyOrder() is { } order:
                Do(new WarehouseStep.Cancel(order, chance.Happens(0.6), "not to be found"));
                break;
            case 6 when AnyOrder() is { } order && !IsPromised(order):
                TakeBack(order, string.Create(CultureInfo.InvariantCulture, $"RMA-{++_returns}"));
                break;
            case 7 when world.Plan.HasStrangers:
                Do(chance.OneOf<WarehouseStep>(
                [
                    new WarehouseStep.Receive(sku, Estate.ForeignWarehouse, 5),
                    new WarehouseStep.Receive(Estate.ForeignSku, place, 5),
                    new WarehouseStep.Receive(sku, place, 1, Status: "LOST"),
                ]));
                break;
        }
    }

    /// <summary>Goods of an order come back under a number: what was announced of it, or all of it.</summary>
    public void TakeBack(string order, string rma)
    {
        Do(new WarehouseStep.TakeBack(order, rma));
        var back = new ReturnedOrder(order, rma, world.Warehouse.ReturnOf(rma)
            .GroupBy(line => line.Sku, StringComparer.Ordinal)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Quantity), StringComparer.Ordinal));
        _received.Add(back);
        _cameBack.Add(back.Order);
        var isPassed = chance.Happens(0.7);
        world.Outside.After(
            chance.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
            () =>
            {
                Do(new WarehouseStep.Inspect(rma, isPassed));
                _inspected.Add(back with { IsPassed = isPassed });
            });
    }

    private bool IsPromised(string order) => world.Desk?.Promised.Any(promised => promised.Order == order) == true;

    private string? AnyOrder()
    {
        // Of a long history the newest are enough.
        var orders = world.Shops
            .SelectMany(shop => shop.Books.NewestOrders(RecentMax).Select(shop.IdOf))
            .Where(order => !world.Warehouse.OrdersOf(order).IsEmpty).ToList();
        return orders.Count == 0 ? null : chance.OneOf(orders);
    }

    private void Do(WarehouseStep step)
    {
        var moved = world.Warehouse.Work(world.WarehouseNow, step);
        if (moved > 0)
        {
            world.Outside.Note("warehouse", step.ToString());
        }

        world.Collect();
    }
}
