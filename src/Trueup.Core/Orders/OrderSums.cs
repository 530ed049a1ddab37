using System.Globalization;
using Trueup.Core.Books;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Whether the amounts of an order agree with one another. Storefronts add up in ways of their own, so only what none of
/// the usual ways explains within the rounding limit is a fault.
/// </summary>
internal static class OrderSums
{
    /// <summary>Per cent that no general sales tax exceeds: for orders that state no rate at all.</summary>
    private const decimal DearestRate = 30m;

    /// <summary>Part of a minor unit that is taken for a sender's own arithmetic, not for an amount.</summary>
    private const decimal Noise = 0.05m;

    /// <summary>What lines of goods cannot have: amounts below zero. Fees and vouchers may.</summary>
    public static IEnumerable<string> Negative(CanonicalOrder order, decimal most)
    {
        foreach (var line in order.Lines.Where(line => IsGoods(order, line)))
        {
            var (name, amount) = line switch
            {
                _ when line.UnitPrice < 0m => ("unitPrice", line.UnitPrice),
                _ when line.Tax < -most => ("tax", line.Tax),
                _ when line.Total < -most => ("total", line.Total),
                _ => ("", 0m),
            };
            if (amount < 0m)
            {
                yield return Text($"lines[{line.Line}].{name} of {line.Sku} is {amount}");
            }
        }
    }

    /// <summary>Totals that lines or other totals contradict, and amounts that cannot be paid in the currency.</summary>
    public static IEnumerable<string> Problems(CanonicalOrder order, decimal most)
    {
        var (totals, currency) = (order.Totals, order.Currency);
        var form = SalesForms.OfOrder(order);
        var rounding = form.Lines.FirstOrDefault(line => line.Kind == SalesLineKind.Rounding);
        var (net, tax) = (rounding?.Net ?? 0m, rounding?.Tax ?? 0m);
        var hidden = most + HiddenTax(order, form);
        if (Math.Abs(net + tax) > most)
        {
            yield return Text($"totals.gross is {totals.Gross} {currency}; the lines sum to ") +
                Text($"{totals.Gross - net - tax}, {net + tax} less");
        }
        else if (Math.Abs(tax) > hidden || Math.Abs(net) > hidden)
        {
            yield return Text($"totals.tax is {totals.Tax} {currency}; the lines' tax sums to {totals.Tax - tax}");
        }
        else if (!Sums(order).Any(sum => Math.Abs(sum - totals.Gross) <= most))
        {
            yield return Text($"totals.net of {totals.Net} and totals.tax of {totals.Tax} do not make totals.gross of ") +
                Text($"{totals.Gross} {currency}");
        }

        foreach (var line in order.Lines)
        {
            if (!IsLineTotal(order, line, most))
            {
                yield return Text($"lines[{line.Line}].total of {line.Sku} is {line.Total}; its price, discount and tax do not make it");
            }
        }

        var isBelowZero = Negative(order, most).Any();
        foreach (var (name, amount) in Amounts(order))
        {
            if (amount < -most && !isBelowZero)
            {
                yield return Text($"{name} is {amount}; less than 0 cannot be charged");
            }

            if (Math.Abs(decimal.Round(amount, form.Scale) - amount) > Noise * Minor(form.Scale))
            {
                yield return Text($"{name} of {amount} has more decimals than {currency}");
            }
        }
    }

    /// <summary>The smallest amount of a currency with so many decimals.</summary>
    public static decimal Minor(int scale) => new(1, 0, 0, isNegative: false, (byte)scale);

    private static bool IsGoods(CanonicalOrder order, OrderLine line) => !Digital.IsType(line.Type) &&
        (line.MovesStock || order.Lines.Any(part => part.ParentLine == line.Line));

    /// <summary>Tax that the order may hold in amounts which do not state theirs: a discount on the whole, carriage given
    /// as one figure, lines without tax.</summary>
    private static decimal HiddenTax(CanonicalOrder order, SalesForm form)
    {
        var rate = order.Lines.IsEmpty ? 0m : order.Lines.Max(line => line.TaxRate);
        return form.Lines.Where(line => line.Kind != SalesLineKind.Rounding && line.Tax == 0m).Sum(line => Math.Abs(line.Net)) *
            (rate > 0m ? rate : DearestRate) / 100m;
    }

    /// <summary>What net and tax come to: before or after discount, with carriage in the net or beside it, and that with
    /// or without its tax.</summary>
    private static IEnumerable<decimal> Sums(CanonicalOrder order)
    {
        var totals = order.Totals;
        foreach (var shipping in new[] { totals.Shipping, totals.Shipping - (order.Shipping?.Tax ?? 0m), 0m })
        {
            yield return totals.Net + totals.Tax + shipping;
            yield return totals.Net + totals.Tax + shipping - totals.Discount;
        }
    }

    /// <summary>Whether a line's total is between its price after discount without tax and its price before it with tax: a
    /// storefront may mean any. 0 says nothing, and so does the sum of its parts; below zero is another matter.</summary>
    private static bool IsLineTotal(CanonicalOrder order, OrderLine line, decimal most)
    {
        if (line.Total == 0m || line.UnitPrice < 0m || line.Quantity <= Quantity.Zero ||
            (line.UnitPrice == 0m && order.Lines.Any(part => part.ParentLine == line.Line)))
        {
            return true;
        }

        var full = line.UnitPrice * line.Quantity.Value;
        var (least, dearest) = (Math.Min(full, full - line.Discount), Math.Max(full, full - line.Discount));
        var tax = Math.Max(Math.Max(0m, line.Tax), dearest * line.TaxRate / 100m);
        var slack = most + (Minor(Currencies.ScaleOf(order.Currency)) * line.Quantity.Value / 2m);
        return line.Total >= least - slack && line.Total <= dearest + tax + slack;
    }

    private static IEnumerable<(string Name, decimal Amount)> Amounts(CanonicalOrder order)
    {
        yield return ("totals.gross", order.Totals.Gross);
        yield return ("totals.tax", order.Totals.Tax);
        yield return ("totals.shipping", order.Totals.Shipping);
        yield return ("shipping.amount.tax", order.Shipping?.Tax ?? 0m);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
