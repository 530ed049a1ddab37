using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>Makes the forms that books take: fixed amounts that sum to what was charged, or given back, to the
/// cent.</summary>
public static class SalesForms
{
    /// <summary>An order as charged.</summary>
    public static SalesForm OfOrder(CanonicalOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var lines = order.Lines.Where(HasMoney).Select(OfLine).ToList();
        if (order.Shipping is { } shipping)
        {
            lines.Add(new SalesLine("shipping", SalesLineKind.Shipping, 1, order.Totals.Shipping, shipping.Tax)
            {
                Text = shipping.Method ?? "",
            });
        }

        var unspread = order.Totals.Discount - order.Lines.Aggregate(0m, (sum, line) => sum + line.Discount);
        if (unspread != 0m)
        {
            lines.Add(new SalesLine("discount", SalesLineKind.Discount, 1, -unspread, Tax: 0m));
        }

        return Close(order.Currency, lines, order.Totals.Tax, order.Totals.Gross);
    }

    /// <summary>Money given back, in positive amounts.</summary>
    public static SalesForm OfRefund(CanonicalOrder order, RefundAmounts refunded)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(refunded);
        var lines = new List<SalesLine>();
        foreach (var line in refunded.Lines)
        {
            var place = order.Lines.FindIndex(known => known.Line == line.Line);
            var sold = place < 0 ? null : order.Lines[place];
            lines.Add(new SalesLine(line.Line, SalesLineKind.Goods, line.Quantity, line.Net, line.Tax)
            {
                Sku = sold?.Sku,
                Text = sold?.Name ?? "",
                TaxRate = sold?.TaxRate ?? 0m,
            });
        }

        if (refunded.Shipping != 0m)
        {
            lines.Add(new SalesLine("shipping", SalesLineKind.Shipping, 1, refunded.Shipping, Tax: 0m));
        }

        if (refunded.Adjustment != 0m)
        {
            lines.Add(new SalesLine("adjustment", SalesLineKind.Adjustment, 1, refunded.Adjustment, Tax: 0m));
        }

        return Close(order.Currency, lines, refunded.Tax, refunded.Gross);
    }

    /// <summary>Adds the line that makes the others sum to the totals, in plain sight.</summary>
    private static SalesForm Close(string currency, List<SalesLine> lines, decimal tax, decimal gross)
    {
        var totals = new SalesTotals(gross - tax, tax, gross);
        var net = totals.Net - lines.Sum(line => line.Net);
        var taxLeft = totals.Tax - lines.Sum(line => line.Tax);
        if (net != 0m || taxLeft != 0m)
        {
            lines.Add(new SalesLine("rounding", SalesLineKind.Rounding, 1, net, taxLeft));
        }

        return new SalesForm(currency, Currencies.ScaleOf(currency), lines.ToItems(), totals);
    }

    private static bool HasMoney(OrderLine line) =>
        line.ParentLine is null || line.Total != 0m || line.UnitPrice != 0m || line.Tax != 0m;

    private static SalesLine OfLine(OrderLine line) =>
        new(line.Line, SalesLineKind.Goods, line.Quantity, NetOf(line), line.Tax)
        {
            Sku = line.Sku,
            Text = line.Name,
            Discount = line.Discount,
            TaxRate = line.TaxRate,
            PartOf = line.ParentLine,
        };

    private static decimal NetOf(OrderLine line) => (line.UnitPrice * line.Quantity.Value) - line.Discount;
}
