using System.Globalization;
using Trueup.Core.Books;

namespace Trueup.Core.Orders;

/// <summary>Compares what was sold with what its storefront shows under the same number.</summary>
internal static class OrderContent
{
    /// <summary>
    /// Another article or another price in a line of as many units, or another tax on the whole, as text; null for none.
    /// An order that became smaller is no other order: its amounts follow.
    /// </summary>
    public static string? Difference(CanonicalOrder known, CanonicalOrder shown)
    {
        var minor = OrderSums.Minor(Currencies.ScaleOf(known.Currency));
        var isWhole = shown.Lines.Count == known.Lines.Count;
        foreach (var now in shown.Lines)
        {
            if (known.Lines.FirstOrDefault(line => line.Line == now.Line) is not { } was || was.Quantity != now.Quantity)
            {
                isWhole = false;
                continue;
            }

            // With custom options a line reads otherwise while its product cannot be looked up.
            if (was.Sku != now.Sku && was.Options.IsEmpty && now.Options.IsEmpty)
            {
                return $"{now.Sku} in line {now.Line} instead of {was.Sku}.";
            }
        }

        if (!isWhole)
        {
            return null;
        }

        foreach (var now in shown.Lines)
        {
            var was = known.Lines.First(line => line.Line == now.Line);
            if (Math.Abs(NetOf(was) - NetOf(now)) > minor)
            {
                return Text($"{NetOf(now):0.00##} net in line {now.Line} instead of {NetOf(was):0.00##}.");
            }

            if (Math.Abs(was.Tax - now.Tax) > minor)
            {
                return Text($"tax of {now.Tax} in line {now.Line} instead of {was.Tax}.");
            }
        }

        return Math.Abs(known.Totals.Tax - shown.Totals.Tax) > minor
            ? Text($"totals.tax {shown.Totals.Tax} instead of {known.Totals.Tax}.")
            : null;
    }

    private static decimal NetOf(OrderLine line) => (line.UnitPrice * line.Quantity.Value) - line.Discount;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
