using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>A component that a sold line is booked by.</summary>
/// <param name="Line">The line of the order that it is, or one made of its parent's and its SKU.</param>
/// <param name="Sku">The component.</param>
/// <param name="Quantity">Units in the whole line.</param>
/// <param name="Price">What a unit is worth beside the others; null where nobody knows.</param>
internal readonly record struct BookedPart(string Line, Sku Sku, Quantity Quantity, decimal? Price = null);

/// <summary>Takes kits, bundles and configurables apart for the books.</summary>
internal static class Components
{
    /// <summary>What a charged line is made of: its children without money, its own list, or the contract's kit; empty
    /// where it is itself.</summary>
    public static Items<BookedPart> Of(CanonicalOrder order, OrderLine line, Func<Sku, KitRule?>? kits)
    {
        var children = order.Lines
            .Where(child => child.ParentLine == line.Line && !SalesForms.HasMoney(child))
            .SelectMany(child => OfKit(child, kits) is { IsEmpty: false } parts
                ? parts
                : [new BookedPart(child.Line, child.Sku, child.Quantity)])
            .ToItems();
        if (!children.IsEmpty)
        {
            return children;
        }

        return line.Components.IsEmpty
            ? OfKit(line, kits)
            : line.Components.Select(part => new BookedPart(
                $"{line.Line}:{part.Sku}", part.Sku, part.Quantity * line.Quantity)).ToItems();
    }

    /// <summary>Spreads a charged line over its components, by what they are worth where that is known of all of them, else
    /// by units: what rounding leaves over goes to those that lost most, so that the parts sum to the line to the minor
    /// unit.</summary>
    public static IEnumerable<SalesLine> Spread(
        SalesLine charged, Items<BookedPart> parts, string currency, int scale)
    {
        var isPriced = parts.All(static part => part.Price is not null) && parts.Any(static part => part.Price > 0m);
        var weights = parts.Select(part => Math.Max(part.Quantity.Value * (isPriced ? part.Price!.Value : 1m), 0m)).ToItems();
        if (weights.Sum() <= 0m)
        {
            return new[] { charged };
        }

        var nets = new Money(charged.Net, currency).SplitBy(weights, scale);
        var taxes = new Money(charged.Tax, currency).SplitBy(weights, scale);
        var discounts = new Money(charged.Discount, currency).SplitBy(weights, scale);
        return parts.Select((part, i) => charged with
        {
            Line = part.Line,
            Sku = part.Sku,
            Quantity = part.Quantity,
            Net = nets[i].Amount,
            Tax = taxes[i].Amount,
            Discount = discounts[i].Amount,
            PartOf = charged.Line,
        });
    }

    private static Items<BookedPart> OfKit(OrderLine line, Func<Sku, KitRule?>? kits) =>
        (kits?.Invoke(line.Sku)?.Components ?? [])
        .Select(part => new BookedPart($"{line.Line}:{part.Sku}", part.Sku, part.PerKit * line.Quantity, part.Price)).ToItems();
}
