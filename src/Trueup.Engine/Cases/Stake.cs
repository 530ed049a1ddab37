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
    public static Stake Of(HubState state, Lineage about) => OfAll(state, [about]);

    /// <summary>What cases touch together now, nothing counted twice.</summary>
    public static Stake OfAll(HubState state, IEnumerable<Lineage> cases)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(cases);
        var whole = new HashSet<OrderId>();
        var lines = new HashSet<(OrderId Order, string Line)>();
        foreach (var about in cases)
        {
            Gather(state, about, whole, lines);
        }

        var orders = new HashSet<OrderId>(whole);
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var id in whole)
        {
            Add(sums, state.Find(id)!, line: null);
        }

        foreach (var (id, line) in lines.Where(each => !whole.Contains(each.Order)))
        {
            orders.Add(id);
            Add(sums, state.Find(id)!, line);
        }

        return orders.Count == 0
            ? None
            : new Stake(orders.Count, sums.Select(sum => new Money(sum.Value, sum.Key)).ToItems());
    }

    private static void Gather(
        HubState state, Lineage about, HashSet<OrderId> whole, HashSet<(OrderId Order, string Line)> lines)
    {
        if (about.Order is { } text)
        {
            if (OrderId.TryParse(text, out var id) && state.Find(id) is not null)
            {
                whole.Add(id);
            }

            return;
        }

        if (!Sku.TryParse(about.Sku, out var sku) || state.Find(sku) is not { Demands.IsEmpty: false } stock)
        {
            return;
        }

        foreach (var demand in stock.Demands)
        {
            var isConcerned = (about.Location is null || demand.Location.Text == about.Location) && !demand.IsSettled &&
                              (about.Storefront is null || demand.Holder is null || demand.Holder == about.Storefront);
            if (isConcerned && state.Find(demand.Order) is { } order)
            {
                lines.Add((order.Id, demand.Line));
            }
        }
    }

    private static void Add(SortedDictionary<string, decimal> sums, OrderRecord order, string? line)
    {
        var currency = order.Canonical.Currency;
        sums[currency] = sums.GetValueOrDefault(currency) +
            (line is null ? order.Canonical.Totals.Gross : LineTotal(order, line));
    }

    /// <summary>The amounts as one figure to sort by, in hundredths; currencies are taken at par.</summary>
    internal long Weight => (long)Math.Min(Revenue.Sum(money => money.Amount) * 100m, 1L << 56);

    private static decimal LineTotal(OrderRecord order, string line)
    {
        var place = order.Canonical.Lines.FindIndex(each => each.Line == line);
        return place < 0 ? 0m : order.Canonical.Lines[place].Total;
    }
}
