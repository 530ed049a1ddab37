using Trueup.Core.Cases;
using Trueup.Core.Connecting;

namespace Trueup.Core.Orders;

/// <summary>
/// Articles that nobody knows: the storefront has no such product, and no owner of stock ever reported one, not even none of
/// it. Either alone is no reason to hold an order. Shops delete what they have sold out of, whose last piece is still to be
/// sent; warehouses do not report what they have never had; and of a storefront whose catalogue nobody looks into nothing is
/// concluded at all.
/// </summary>
public static class OrderArticles
{
    private const int NamedMax = 5;

    /// <summary>What keeps an order from being handed over for that; null for nothing.</summary>
    internal static Finding? Unknown(OrderRecord order, Fact.OrderObserved seen, OrderSurroundings known)
    {
        if (order.IsReleased || seen.Unlisted is not { IsEmpty: false } unlisted || known.Contract.Terms.Locations.IsEmpty)
        {
            return null;
        }

        var strange = GoodsOf(order).Where(line => unlisted.Span.Contains(line.Line) && !IsKnown(line, known))
            .Select(line => $"lines[{line.Line}].sku {line.Sku}").ToArray();
        return strange.Length == 0 ? null : new Finding(
            OrderCases.ArticleUnknown,
            OrderDocuments.HoldingOf(order),
            $"{Named(strange)}: {order.Canonical.Storefront} has no such product any more, and no owner of stock ever reported one.");
    }

    /// <summary>What a refusal by who is to pick may come from, as a sentence after it: receivers often do not say which article. Empty where
    /// every article was reported by an owner of stock.</summary>
    internal static string Hint(OrderRecord order, OrderSurroundings known)
    {
        var strange = GoodsOf(order).Where(line => !IsKnown(line, known)).Select(line => line.Sku.Text).Distinct(StringComparer.Ordinal).ToArray();
        return strange.Length == 0 ? "" : $". No owner of stock ever reported {Named(strange)}";
    }

    /// <summary>Whether owners of stock have reported every article that is to be sent, so that it does not matter whether the
    /// storefront has it.</summary>
    public static bool AreKnown(OrderRecord order, OrderSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(known);
        return GoodsOf(order).All(line => IsKnown(line, known));
    }

    private static string Named(string[] strange) =>
        string.Join(", ", strange.Take(NamedMax)) + (strange.Length > NamedMax ? $" and {strange.Length - NamedMax} more" : "");

    private static IEnumerable<OrderLine> GoodsOf(OrderRecord order) => order.Canonical.Lines.Where(line =>
        line.MovesStock && !Digital.IsType(line.Type) &&
        order.Lines.Any(record => record.Line == line.Line && record.Withdrawn < record.Ordered));

    /// <summary>A kit is known by any of its parts: it is they that are reported.</summary>
    private static bool IsKnown(OrderLine line, OrderSurroundings known)
    {
        var parts = line.Components.IsEmpty
            ? known.Contract.KitOf(line.Sku)?.Components.Select(part => part.Sku)
            : line.Components.Select(part => part.Sku);
        return (parts ?? []).Append(line.Sku).Any(sku => known.Stock(sku) is { Shelves.IsEmpty: false });
    }
}
