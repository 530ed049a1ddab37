using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Cases;

/// <summary>What a case touches: open orders and what was charged for them, by currency.</summary>
/// <param name="Orders">Orders.</param>
/// <param name="Revenue">What was charged, an amount for each currency.</param>
public sealed record Stake(int Orders, Items<Money> Revenue)
{
    /// <summary>Nothing.</summary>
    public static Stake None { get; } = new(0, []);

    /// <summary>What a case touches now: its order, or the order lines that want its SKU at its location.</summary>
    public static Stake Of(HubState state, Lineage about)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(about);
        if (about.Order is { } text)
        {
            return OrderId.TryParse(text, out var id) && state.Find(id) is { } order
                ? new Stake(1, [new Money(order.Canonical.Totals.Gross, order.Canonical.Currency)])
                : None;
        }

        if (!Sku.TryParse(about.Sku, out var sku) || state.Find(sku) is not { Demands.IsEmpty: false } stock)
        {
            return None;
        }

        var orders = new HashSet<OrderId>();
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var demand in stock.Demands)
        {
            var isConcerned = (about.Location is null || demand.Location.Text == about.Location) && !demand.IsSettled &&
                              (about.Storefront is null || demand.Holder is null || demand.Holder == about.Storefront);
            if (isConcerned && state.Find(demand.Order) is { } order)
            {
                orders.Add(order.Id);
                var currency = order.Canonical.Currency;
                sums[currency] = sums.GetValueOrDefault(currency) + LineTotal(order, demand.Line);
            }
        }

        return orders.Count == 0
            ? None
            : new Stake(orders.Count, sums.Select(sum => new Money(sum.Value, sum.Key)).ToItems());
    }

    /// <summary>This and another together.</summary>
    public Stake And(Stake other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Stake(Orders + other.Orders, Revenue.Concat(other.Revenue)
            .GroupBy(money => money.Currency, StringComparer.Ordinal)
            .Select(same => new Money(same.Sum(money => money.Amount), same.Key)).ToItems());
    }

    /// <summary>The amounts as one figure to sort by, in hundredths; currencies are taken at par.</summary>
    internal long Weight => (long)Math.Min(Revenue.Sum(money => money.Amount) * 100m, 1L << 56);

    private static decimal LineTotal(OrderRecord order, string line)
    {
        var place = order.Canonical.Lines.FindIndex(each => each.Line == line);
        return place < 0 ? 0m : order.Canonical.Lines[place].Total;
    }
}
