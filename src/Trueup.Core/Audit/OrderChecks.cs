using System.Globalization;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Looks at the money of open orders.</summary>
internal static class OrderChecks
{
    /// <summary>Rounding may cost a cent on each unit of a line, and one on the line.</summary>
    private const decimal Cent = 0.01m;

    /// <summary>Judges every open order.</summary>
    public static void Run(StorefrontIndex shop, Survey survey, FindingList findings)
    {
        foreach (var order in shop.Shown.Orders.Select(seen => seen.Order))
        {
            if (survey.Currency is { } expected && order.Currency != expected)
            {
                findings.Add(
                    AuditCodes.Currency, order.Number, $"It is charged in {order.Currency}, not {expected}.",
                    new Money(order.Totals.Gross, order.Currency));
            }

            foreach (var line in order.Lines.Where(line => !FollowsRate(line)))
            {
                findings.Add(
                    AuditCodes.Tax, order.Number,
                    string.Create(CultureInfo.InvariantCulture, $"Line {line.Line} ({line.Sku}): tax {line.Tax} at a rate of {line.TaxRate} %."),
                    new Money(line.Tax, order.Currency));
            }
        }
    }

    /// <summary>Prices may include the tax or not; the line follows its rate when either reading explains it.</summary>
    private static bool FollowsRate(OrderLine line)
    {
        var price = (line.UnitPrice * line.Quantity.Value) - line.Discount;
        var added = price * line.TaxRate / 100m;
        var included = price * line.TaxRate / (100m + line.TaxRate);
        var undiscounted = line.UnitPrice * line.Quantity.Value * line.TaxRate / 100m;
        var slack = Cent * (1m + line.Quantity.Value);
        return new[] { added, included, undiscounted }.Any(tax => Math.Abs(tax - line.Tax) <= slack);
    }
}
