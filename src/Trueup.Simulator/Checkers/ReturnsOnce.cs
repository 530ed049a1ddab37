using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G3 for returns: where the hub refunds what came back, every inspected piece is refunded in the shop, and none twice, whoever else
/// refunds there.
/// </summary>
public static class ReturnsOnce
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return world.Plan.RefundsReturns ? world.Inspected.SelectMany(back => Refunds(world, back, state)) : [];
    }

    private static IEnumerable<Violation> Refunds(World world, ReturnedOrder back, HubState state)
    {
        var shop = world.Shops.FirstOrDefault(one => back.Order.StartsWith($"{one.Name}:", StringComparison.Ordinal));
        if (shop?.Books.Order(back.Order[(shop.Name.Text.Length + 1)..]) is not { } order ||
            IsShown(state, back.Order))
        {
            yield break;
        }

        // While some of a line is still to be shipped its refund waits: the shop would take it for those.
        foreach (var line in order.Lines.Where(line => line.StockSku != Estate.Kit && line.Shipped + line.Canceled >= line.Ordered))
        {
            var returned = back.Units.GetValueOrDefault(line.StockSku);
            var wanted = Math.Min(returned, line.Shipped);
            if (line.Refunded < wanted && order.Lines.Count(other => other.StockSku == line.StockSku) == 1)
            {
                yield return new Violation("G3", back.Order, string.Create(
                    CultureInfo.InvariantCulture, $"{wanted:0} {line.StockSku} came back and passed the desk, {line.Refunded:0} are refunded\n  ") +
                    Belief.OfOrder(state, back.Order));
            }
        }
    }

    private static bool IsShown(HubState state, string order) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order);
}

/// <summary>An order that came back to the warehouse, and was inspected.</summary>
/// <param name="Order">The order's id in the hub.</param>
/// <param name="Rma">The number of the return.</param>
/// <param name="Units">Pieces by SKU.</param>
public sealed record ReturnedOrder(string Order, string Rma, IReadOnlyDictionary<string, decimal> Units);
