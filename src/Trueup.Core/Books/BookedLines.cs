using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>Which lines of its own sale a receiver knows goods by.</summary>
internal static class BookedLines
{
    /// <summary>
    /// Units of an order's lines in the lines that the sale was booked in: components where it was booked by them, and else the line that
    /// carries the money. What is of no line of the order stays as it is.
    /// </summary>
    public static Items<LineQuantity> Of(
        CanonicalOrder order, Items<LineQuantity> units, BooksRule? books, Func<Sku, KitRule?>? kits)
    {
        var isByComponent = (books ?? new BooksRule()).ByComponent;
        return units.SelectMany(one => order.Lines.FindIndex(line => line.Line == one.Line) < 0
                ? new[] { one }
                : Booked(order, one, isByComponent, kits))
            .GroupBy(one => (one.Line, one.Sku))

            // Several children of a parent are the same units of it.
            .Select(same => same.First() with { Quantity = same.Select(one => one.Quantity).Aggregate(Quantity.Max) }).ToItems();
    }

    private static IEnumerable<LineQuantity> Booked(CanonicalOrder order, LineQuantity units, bool isByComponent, Func<Sku, KitRule?>? kits)
    {
        var sold = RefundShares.MoneyLineOf(order, units.Line!);
        var parts = isByComponent ? Components.Of(order, sold, kits) : [];
        if (parts.IsEmpty)
        {
            var per = RefundShares.PerMoneyLine(order, units.Line!);
            return new[] { new LineQuantity(sold.Line, sold.Sku, per == 1 ? units.Quantity : units.Quantity.BrokenSetsOf(per)) };
        }

        // A child of the line, or what it is made of; all of it where the line itself is meant.
        var own = parts.Where(part => part.Line == units.Line || part.Line.StartsWith($"{units.Line}:", StringComparison.Ordinal));
        var whole = order.LineOf(units.Line!).Quantity;
        return (units.Line == sold.Line ? parts : own).Select(part => new LineQuantity(
            part.Line, part.Sku, whole.IsZero ? part.Quantity : Quantity.Of(Math.Round(part.Quantity.Value * units.Quantity.Value / whole.Value, 4))));
    }
}
