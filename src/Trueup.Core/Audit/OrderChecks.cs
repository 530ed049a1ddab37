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
            if (Unexpected(order, survey) is { } wrong)
            {
                findings.Add(AuditCodes.Currency, order.Number, wrong, new Money(order.Totals.Gross, order.Currency));
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

    /// <summary>What is wrong with the order's currency: its channel's counts before its storefront's, and that before
    /// the hub's; null where nothing is.</summary>
    private static string? Unexpected(CanonicalOrder order, Survey survey)
    {
        var rule = survey.Contract.Connection(order.Storefront);
        if (rule?.ChannelCurrencies.FirstOrDefault(known => known.Channel == order.Channel) is { } channel)
        {
            return order.Currency == channel.Currency
                ? null
                : $"It is charged in {order.Currency}; channel {channel.Channel} charges in {channel.Currency}.";
        }

        var expected = rule is { Currencies.IsEmpty: false } ? rule.Currencies : survey.Currency is { } hub ? [hub] : [];
        return expected.IsEmpty || expected.Span.Contains(order.Currency)
            ? null
            : $"It is charged in {order.Currency}, not {string.Join(" or ", expected)}.";
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
