using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>
/// The pickers of the warehouse, who do not find everything that its book says: what is missing is given up, or waits for other goods. Half of it was in
/// the wrong place only, and is there again at the next count.
/// </summary>
internal sealed class Pickers(World world, Chance chance)
{
    private const int UnitsMax = 2;
    private const int RecentMax = 100;

    private static readonly TimeSpan CountedAfterMax = TimeSpan.FromMinutes(3);

    private readonly List<MissedUnits> _misses = [];

    /// <summary>What was missed and given up.</summary>
    public IReadOnlyList<MissedUnits> GivenUp => _misses;

    /// <summary>Somebody looks for something in vain.</summary>
    public void Work()
    {
        if (AnyLine() is not var (order, line))
        {
            return;
        }

        var units = Math.Min(line.Allocated, chance.Between(1, UnitsMax));

        // No message tells that what was allocated is so no longer: a warehouse whose figure falls then has to give it up.
        var isGivenUp = world.Plan.Basis == WarehouseBasis.Available || chance.Happens(0.6);
        if (world.Warehouse.Work(world.WarehouseNow, new WarehouseStep.ShortPick(order, line.Line, units, isGivenUp)) == 0)
        {
            return;
        }

        Note($"misses {units:0} {line.Sku} of {order} at {line.Warehouse}, and {(isGivenUp ? "gives them up" : "waits")}");
        if (isGivenUp)
        {
            _misses.Add(new MissedUnits(order, line.Line, line.Sku, units));
        }

        if (chance.Happens(0.5))
        {
            world.Outside.After(chance.Between(TimeSpan.FromSeconds(20), CountedAfterMax), () => Find(line.Sku, line.Warehouse, units));
        }

        world.Collect();
    }

    private void Find(string sku, string place, decimal units)
    {
        Note($"finds {units:0} {sku} at {place}");
        world.Warehouse.Work(world.WarehouseNow, new WarehouseStep.Count(sku, place, world.Warehouse.OnHand(sku, place) + units));
        world.Collect();
    }

    /// <summary>A line of which something is allocated: the first of its number, which is the one that a picker is sent for.</summary>
    private (string Order, WarehouseLineView Line)? AnyLine()
    {
        // Of a long history the newest are enough.
        var orders = world.Shops.SelectMany(shop => shop.Books.NewestOrders(RecentMax).Select(shop.IdOf))
            .Concat((world.Project?.Books.Orders ?? []).TakeLast(RecentMax).Select(ProjectSite.IdOf));
        var lines = orders.SelectMany(order => world.Warehouse.OrdersOf(order).Take(1).SelectMany(copy => copy.Lines)
            .Where(line => line.Allocated > 0).DistinctBy(line => line.Line, StringComparer.Ordinal).Select(line => (order, line))).ToList();
        return lines.Count == 0 ? null : chance.OneOf(lines);
    }

    private void Note(FormattableString what) => world.Outside.Note("warehouse", what.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Units of an order that could not be found and were given up.</summary>
/// <param name="Order">The order's id in the hub.</param>
/// <param name="Line">Its line.</param>
/// <param name="Sku">What was missed.</param>
/// <param name="Units">Pieces.</param>
internal sealed record MissedUnits(string Order, string Line, string Sku, decimal Units);
