using Trueup.Core.Books;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>What a customer paid for units of a line: the line's share of what was charged, to the minor unit.</summary>
public static class RefundShares
{
    /// <summary>
    /// The line that the money of a stock line is on: its own, or the parent's where only that has a price (a
    /// configurable, a bundle with a fixed price).
    /// </summary>
    public static OrderLine MoneyLineOf(CanonicalOrder order, string line)
    {
        ArgumentNullException.ThrowIfNull(order);
        var own = order.Lines.First(known => known.Line == line);
        var parent = own.ParentLine is { } id ? order.Lines.FirstOrDefault(known => known.Line == id) : null;
        return parent is not null && own.UnitPrice == 0m && own.Total == 0m ? parent : own;
    }

    /// <summary>Units of a stock line in one unit of the line that its money is on.</summary>
    public static Quantity PerMoneyLine(CanonicalOrder order, string line)
    {
        var own = order.Lines.First(known => known.Line == line);
        var money = MoneyLineOf(order, line);
        return money.Line == own.Line || money.Quantity.IsZero
            ? 1
            : Quantity.Of(own.Quantity.Value / money.Quantity.Value);
    }

    /// <summary>What a line was charged, less discount and without tax.</summary>
    public static decimal NetOf(OrderLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (line.UnitPrice * line.Quantity.Value) - line.Discount;
    }

    /// <summary>
    /// The money for the units after the first <paramref name="from"/> up to <paramref name="upTo"/>, without tax and
    /// tax. Reckoned from the beginning, so that however a line is refunded, its parts sum to what it was charged.
    /// </summary>
    public static (decimal Net, decimal Tax) Between(OrderLine line, Quantity from, Quantity upTo, string currency)
    {
        ArgumentNullException.ThrowIfNull(line);
        var places = Currencies.ScaleOf(currency);
        return (
            UpTo(NetOf(line), line, upTo, places) - UpTo(NetOf(line), line, from, places),
            UpTo(line.Tax, line, upTo, places) - UpTo(line.Tax, line, from, places));
    }

    private static decimal UpTo(decimal charged, OrderLine line, Quantity units, int places)
    {
        var share = line.Quantity.IsZero ? 0m : Math.Min(1m, units.OrZero().Value / line.Quantity.Value);
        return Math.Round(charged * share, places, MidpointRounding.AwayFromZero);
    }
}
