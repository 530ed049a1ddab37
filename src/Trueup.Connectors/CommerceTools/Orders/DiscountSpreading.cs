using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// A discount on the whole of an order. The platform takes it off the order's net and tax and leaves the lines as they
/// were (commercetools.md §4.2); books want lines that sum to what was charged. So it is spread over the lines by what
/// each cost, and its tax by the tax of each, to the minor unit.
/// </summary>
internal static class DiscountSpreading
{
    /// <summary>The lines with the discount on the whole in them.</summary>
    public static List<ReadLine> Spread(JsonElement order, List<ReadLine> lines)
    {
        var (net, tax) = Of(order, lines);
        if (net == 0m && tax == 0m)
        {
            return lines;
        }

        var unit = UnitOf(order);
        var nets = Shares(net, lines.ConvertAll(line => NetOf(line)), unit);
        var taxes = Shares(tax, lines.ConvertAll(line => line.Canonical.Tax), unit);
        return lines.Select((line, place) => line with
        {
            Canonical = line.Canonical with
            {
                Discount = line.Canonical.Discount + nets[place],
                Tax = line.Canonical.Tax - taxes[place],
            },
        }).ToList();
    }

    /// <summary>
    /// What was taken off net and tax: by how much the lines and the shipping come to more than the order. Without a
    /// discount on the whole that is rounding, which stays in plain sight.
    /// </summary>
    private static (decimal Net, decimal Tax) Of(JsonElement order, List<ReadLine> lines)
    {
        if (!order.At("discountOnTotalPrice").Exists())
        {
            return (0m, 0m);
        }

        var shipping = ShippingCost.Of(order);
        var gross = CentMoney.Read(order.At("taxedPrice").At("totalGross")) ?? CentMoney.OrZero(order, "totalPrice");
        var net = CentMoney.Read(order.At("taxedPrice").At("totalNet")) ?? gross;
        return (
            Math.Max(0m, lines.Sum(NetOf) + shipping.Net - net),
            lines.Sum(line => line.Canonical.Tax) + (shipping.Gross - shipping.Net) - (gross - net));
    }

    private static decimal NetOf(ReadLine line) =>
        (line.Canonical.UnitPrice * line.Canonical.Quantity.Value) - line.Canonical.Discount;

    private static decimal UnitOf(JsonElement order)
    {
        var unit = 1m;
        for (var digits = order.At("totalPrice").Whole("fractionDigits") ?? 2; digits > 0; digits--)
        {
            unit /= 10m;
        }

        return unit;
    }

    /// <summary>An amount in parts like the weights, whole units each, that sum to it: what is left over goes to the
    /// heaviest.</summary>
    private static decimal[] Shares(decimal amount, List<decimal> weights, decimal unit)
    {
        var all = weights.Sum(weight => Math.Max(0m, weight));
        var shares = weights.Select(weight => all == 0m ? 0m
            : Math.Round(amount * Math.Max(0m, weight) / all / unit, MidpointRounding.ToZero) * unit).ToArray();
        var heaviest = weights.IndexOf(weights.Max());
        shares[heaviest] += amount - shares.Sum();
        return shares;
    }
}
