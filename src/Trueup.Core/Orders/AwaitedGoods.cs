using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Units of an order that were sold before they were there.</summary>
/// <param name="Line">The order line.</param>
/// <param name="Sku">What is to be picked for it.</param>
/// <param name="Location">The place that they are to come to.</param>
/// <param name="Units">Units that are not there yet.</param>
/// <param name="Kind">Backorder or pre-order.</param>
/// <param name="Expected">When they are expected; null when nobody knows.</param>
public sealed record AwaitedGoods(
    string Line, Sku Sku, LocationCode Location, Quantity Units, BackorderKind Kind, DateOnly? Expected)
{
    /// <summary>
    /// What an order waits for, where the contract lets it be sold beyond what is there. Orders are served as they came.
    /// </summary>
    public static Items<AwaitedGoods> Of(OrderRecord order, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(known);
        if (contract.Terms.Backorders.IsEmpty || order.IsClosed)
        {
            return [];
        }

        var awaited = new List<AwaitedGoods>();
        foreach (var (line, sku) in order.Lines.SelectMany(line => line.Picks.Select(pick => (line.Line, pick.Sku))).Distinct())
        {
            if (known(sku) is not { } stock)
            {
                continue;
            }

            foreach (var demand in stock.Demands.Where(each => each.Order == order.Id && each.Line == line))
            {
                if (contract.BackorderOf(stock, demand.Location) is { } rule &&
                    StockTruth.Awaited(stock, demand, contract) is var units && units > Quantity.Zero)
                {
                    awaited.Add(new AwaitedGoods(line, sku, demand.Location, units, rule.Kind, rule.Expected));
                }
            }
        }

        return awaited.ToItems();
    }
}
