using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Units that are named by the line that was sold, where stock moves on its parts: bundles, sets, configurables.</summary>
internal static class NamedParents
{
    /// <summary>The same units by the parts that move. Who names any of the parts as well has said it all.</summary>
    public static Items<LineQuantity> ByParts(CanonicalOrder order, Items<LineQuantity> named) =>
        named.SelectMany(units => PartsOf(order, units, named)).ToItems();

    private static Items<LineQuantity> PartsOf(CanonicalOrder order, LineQuantity units, Items<LineQuantity> named)
    {
        if (order.Lines.Any(line => line.MovesStock && NamedUnits.Names(units, line.Line, line.Sku)) ||
            order.Lines.FirstOrDefault(line => NamedUnits.Names(units, line.Line, line.Sku)) is not { } parent ||
            parent.Quantity <= Quantity.Zero)
        {
            return [units];
        }

        var parts = order.Lines.Where(line => line.ParentLine == parent.Line && line != parent).ToArray();
        if (parts.Length == 0 || parts.Any(part => named.Any(other => NamedUnits.Names(other, part.Line, part.Sku))))
        {
            return [units];
        }

        var share = Quantity.Min(units.Quantity, parent.Quantity).Value / parent.Quantity.Value;
        return parts.SelectMany(part => PartsOf(
            order,
            new LineQuantity(part.Line, part.Sku, Quantity.Of(decimal.Round(part.Quantity.Value * share, Quantity.Places))),
            named)).ToItems();
    }
}
