using System.Globalization;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Trading;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// Where lines come from the nearest place: what an order wants of a SKU is picked at the place that is nearest on the map, when all of it
/// certainly lay free there since nothing fails any more and until the hub must have heard of the order.
/// </summary>
public static class NearestServes
{
    /// <summary>What a hub needs to catch up with what was left undone.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    /// <summary>A report of the goods and one of the order that they left with do not come at once.</summary>
    private const decimal OnTheWay = 4;

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);

        // A report that a broken rule throws at is taken in when the operator has tried again, and a guarded one when it was let through.
        return world.Troubles.CalmSince is not { } calm || world.Plan.HasBlow || world.Plan.TimesOf(Trouble.BrokenRule) > 0
            ? []
            : world.Shelves.Orders.Where(order => order.At > calm + Recovery).SelectMany(order => Check(world, order, calm, state));
    }

    private static IEnumerable<Violation> Check(World world, SentHome order, DateTimeOffset calm, HubState state)
    {
        var place = order.Home.NearestOf(world.Plan);
        var heard = order.At + OversellIsBounded.Window;
        foreach (var line in order.Lines.Where(_ => order.Lines.All(other => other.StockSku != Estate.Kit)))
        {
            var number = line.ItemId.ToString(CultureInfo.InvariantCulture);
            var picked = world.Warehouse.OrdersOf(order.Order).SelectMany(copy => copy.Lines).Where(pick => pick.Line == number).ToList();
            if (picked.Exists(pick => pick.Warehouse != place.Code) &&
                world.Shelves.Least(line.StockSku, place, calm, order.At) >= line.Ordered + OnTheWay &&
                world.Shelves.Least(line.StockSku, place, order.At, heard) >= OnTheWay)
            {
                yield return new Violation("nearest", order.Order, string.Create(
                    CultureInfo.InvariantCulture,
                    $"goes to {order.Home.Where.Postcode}, near {place.Location}, where {line.Ordered:0} {line.StockSku} were free; picked at " +
                    $"{string.Join(", ", picked.Select(pick => pick.Warehouse))}\n  ") + Belief.OfOrder(state, order.Order));
            }
        }
    }
}
