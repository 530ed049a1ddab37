using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Units that a back-office message names, to be used up line by line: a name without a line may fit several.
/// </summary>
internal sealed class NamedUnits(Items<LineQuantity> named)
{
    private readonly Quantity[] _left = named.Select(units => units.Quantity).ToArray();

    /// <summary>Whether a message means a SKU of a line.</summary>
    public static bool Names(LineQuantity named, string line, Sku sku) =>
        named.Sku == sku && (named.Line is null || named.Line == line);

    /// <summary>What tells one message from another that names other units at the same moment.</summary>
    public static string KeyOf(Items<LineQuantity> named) =>
        string.Join(',', named.Select(units => $"{units.Line}:{units.Sku}:{units.Quantity}"));

    /// <summary>Units of a SKU that what a key is made of names, whatever stands before it.</summary>
    public static Quantity UnitsIn(string key, Sku sku)
    {
        var sum = Quantity.Zero;
        foreach (var named in key.Split(','))
        {
            var units = named.LastIndexOf(':') + 1;
            if (units > 0 && named[..units].EndsWith($":{sku}:", StringComparison.Ordinal) &&
                decimal.TryParse(named.AsSpan(units), CultureInfo.InvariantCulture, out var said) && Quantity.TryOf(said, out var some))
            {
                sum += some;
            }
        }

        return sum;
    }

    /// <summary>The same units with every line and SKU once, in a fixed order: lists that mean the same are equal.</summary>
    public static Items<LineQuantity> Summed(Items<LineQuantity> named) => named
        .GroupBy(units => (units.Line, units.Sku))
        .Select(same => new LineQuantity(
            same.Key.Line, same.Key.Sku, same.Sum(units => units.Quantity)))
        .OrderBy(units => units.Line, StringComparer.Ordinal).ThenBy(units => units.Sku.Text, StringComparer.Ordinal).ToItems();

    /// <summary>
    /// Opens a case for units that fit nothing that was ordered: of no line of the order, or more than a line ever had. What
    /// is given up or gone already fits: reports cross on their way.
    /// </summary>
    /// <returns>Whether there is any unit that fits, or nothing was named.</returns>
    public static bool FindBeyond(
        OrderRecord order, ConnectionName reporter, Items<LineQuantity> named, string what, Consequences consequences)
    {
        var units = new NamedUnits(named);
        foreach (var line in order.Lines)
        {
            units.Use(line.Line, line.Sku, line.Ordered);
            foreach (var part in line.Parts.Where(part => part.Sku != line.Sku))
            {
                units.Use(line.Line, part.Sku, part.PerUnit * line.Ordered);
            }
        }

        foreach (var line in order.Canonical.Lines.Where(line => !line.MovesStock))
        {
            units.Use(line.Line, line.Sku, line.Quantity);
        }

        var fits = named.IsEmpty;
        for (var i = 0; i < named.Count; i++)
        {
            var (left, said) = (units._left[i], named[i]);
            fits |= left < said.Quantity;
            if (left > Quantity.Zero)
            {
                consequences.Find(new Finding(
                    OrderCases.IllegalStatus,
                    new Lineage { Connection = reporter, Order = order.Id.Text, Sku = said.Sku.Text },
                    $"lines[{said.Line}].quantity: {left} of the {said.Quantity} of {said.Sku} that {reporter} reports as {what} " +
                    "fit nothing that was ordered."));
            }
        }

        return fits;
    }

    /// <summary>Uses up to <paramref name="max"/> of the units named for a line.</summary>
    public Quantity Use(string line, Sku sku, Quantity max)
    {
        var used = Quantity.Zero;
        for (var i = 0; i < _left.Length && used < max; i++)
        {
            if (Names(named[i], line, sku))
            {
                var units = Quantity.Min(_left[i], max - used).OrZero();
                _left[i] -= units;
                used += units;
            }
        }

        return used;
    }
}
