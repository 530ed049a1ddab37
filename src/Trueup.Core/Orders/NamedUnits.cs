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
