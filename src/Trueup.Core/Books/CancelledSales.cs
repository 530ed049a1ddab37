using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>Units of a sold line that are cancelled now, after those cancelled before.</summary>
/// <param name="Line">The line that the money is on.</param>
/// <param name="From">Units cancelled before.</param>
/// <param name="UpTo">Units cancelled with these.</param>
public sealed record CancelledUnits(OrderLine Line, Quantity From, Quantity UpTo);

/// <summary>What cancelled units are worth to books that hold the sale.</summary>
public static class CancelledSales
{
    /// <summary>
    /// The form of a cancellation, in positive amounts. Reckoned from each line's first unit, component by component,
    /// so that however a line is cancelled its parts sum to what was booked.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="units">What is cancelled.</param>
    /// <param name="books">How the receiver booked it; null for plain lines.</param>
    /// <param name="kits">The components of a SKU that is a kit to the hub; null where there are none.</param>
    public static SalesForm FormOf(
        CanonicalOrder order, Items<CancelledUnits> units, BooksRule? books, Func<Sku, KitRule?>? kits)
    {
        ArgumentNullException.ThrowIfNull(order);
        books ??= new BooksRule();
        var lines = new List<SalesLine>();
        foreach (var cancelled in units)
        {
            var before = UpTo(order, cancelled.Line, cancelled.From, books, kits);
            lines.AddRange(UpTo(order, cancelled.Line, cancelled.UpTo, books, kits).Select((line, place) => line with
            {
                Quantity = line.Quantity - before[place].Quantity,
                Net = line.Net - before[place].Net,
                Tax = line.Tax - before[place].Tax,
                Discount = line.Discount - before[place].Discount,
                TaxCode = SalesForms.CodeOf(order, line, books),
            }));
        }

        var (net, tax) = (lines.Sum(line => line.Net), lines.Sum(line => line.Tax));
        return new SalesForm(
            order.Currency, Currencies.ScaleOf(order.Currency), lines.ToItems(), new SalesTotals(net, tax, net + tax));
    }

    /// <summary>What a line's first units are worth, as the sale was booked: the whole line, or its components.</summary>
    private static Items<SalesLine> UpTo(
        CanonicalOrder order, OrderLine line, Quantity units, BooksRule books, Func<Sku, KitRule?>? kits)
    {
        var scale = Currencies.ScaleOf(order.Currency);
        var whole = SalesForms.OfLine(line, scale, books);
        var share = line.Quantity.IsZero ? 0m : units.Value / line.Quantity.Value;
        var some = whole with
        {
            Quantity = units,
            Net = Of(whole.Net),
            Tax = Of(whole.Tax),
            Discount = Of(whole.Discount),
        };
        var parts = books.ByComponent ? Components.Of(order, line, kits) : [];
        return parts.IsEmpty
            ? [some]
            : Components.Spread(some, parts, order.Currency, scale)
                .Select((part, place) => part with { Quantity = Quantity.Of(parts[place].Quantity.Value * share) }).ToItems();

        decimal Of(decimal amount) => Math.Round(amount * share, scale, MidpointRounding.AwayFromZero);
    }
}
