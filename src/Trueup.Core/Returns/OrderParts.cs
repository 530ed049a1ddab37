using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>What a line is made of, as it is picked and as it comes back.</summary>
internal static class OrderParts
{
    /// <summary>The SKUs that are picked for one unit of a line.</summary>
    public static IEnumerable<(Sku Sku, Quantity PerUnit)> Of(LineRecord line, OwnershipContract contract)
    {
        if (!line.Picks.IsEmpty)
        {
            return line.Parts;
        }

        // What was shipped before the hub saw the order was never given a location.
        return contract.KitOf(line.Sku) is { } kit
            ? kit.Components.Select(component => (component.Sku, component.PerKit))
            : new[] { (line.Sku, (Quantity)1) };
    }

    /// <summary>The goods of a storefront's lines, never more than was ordered. Those of a parent are its parts, and a part that is
    /// named beside its parent is named once; lines that the order does not have hold none.</summary>
    public static Items<LineQuantity> OfLines(OrderRecord order, Items<Fact.LineUnits> named)
    {
        var goods = new List<LineQuantity>();
        foreach (var line in order.Lines)
        {
            var shown = order.Canonical.LineOf(line.Line);
            var parent = order.Canonical.Lines.FirstOrDefault(known => known.Line == shown.ParentLine);
            var byParent = parent is { Quantity: var sets } && sets > Quantity.Zero
                ? Quantity.Of(Math.Round(UnitsOf(parent.Line) * shown.Quantity.Value / sets.Value, 4))
                : Quantity.Zero;
            var units = Quantity.Min(line.Ordered, Quantity.Max(Quantity.Of(UnitsOf(line.Line)), byParent));
            if (units > Quantity.Zero)
            {
                goods.Add(new LineQuantity(line.Line, line.Sku, units));
            }
        }

        return goods.ToItems();

        decimal UnitsOf(string id) => named.Where(units => units.Line == id).Sum(units => units.Quantity.Value);
    }

    /// <summary>Units of a part that left: as the back office or, where it ships itself, the storefront counts
    /// them.</summary>
    public static Quantity Sent(LineRecord line, (Sku Sku, Quantity PerUnit) part)
    {
        var dispatched = (part.PerUnit * line.ShippedBefore) + line.Picks.Where(pick => pick.Part == part).Sum(pick => pick.Dispatched);
        return Quantity.Max(dispatched, part.PerUnit * line.Shipped);
    }

    /// <summary>
    /// Goods as they were sold, in units of the order's lines: of a kit that comes back in parts, as many as its parts are of. Goods that name
    /// no line are put down to the lines that they fit, in their order; what fits none stays as it is.
    /// </summary>
    public static Items<LineQuantity> ByLine(OrderRecord order, OwnershipContract contract, Items<LineQuantity> goods)
    {
        var left = Expand(order, contract, goods).ToList();
        var lines = new List<LineQuantity>();
        foreach (var line in order.Lines)
        {
            var units = Quantity.Zero;
            foreach (var (sku, perUnit) in Of(line, contract))
            {
                var named = Take(left, line.Line, sku, room: null);
                var fitting = Take(left, null, sku, (perUnit * (line.Ordered - line.Withdrawn) - named).OrZero());
                units = Quantity.Max(units, UnitsOf(named + fitting, perUnit));
            }

            if (units > Quantity.Zero)
            {
                lines.Add(new LineQuantity(line.Line, line.Sku, units));
            }
        }

        return lines.Concat(left.Where(units => units.Quantity > Quantity.Zero)).ToItems();
    }

    /// <summary>Takes goods of a line, or of none, out of a list; tells how many.</summary>
    private static Quantity Take(List<LineQuantity> goods, string? line, Sku sku, Quantity? room)
    {
        var taken = Quantity.Zero;
        for (var i = 0; i < goods.Count; i++)
        {
            if (goods[i].Sku == sku && goods[i].Line == line)
            {
                var here = room is { } most ? Quantity.Min(goods[i].Quantity, most - taken) : goods[i].Quantity;
                goods[i] = goods[i] with { Quantity = goods[i].Quantity - here };
                taken += here;
            }
        }

        return taken;
    }

    /// <summary>Units of a line that parts are of, a broken one too.</summary>
    private static Quantity UnitsOf(Quantity parts, Quantity perUnit) => perUnit == 1 ? parts : parts.BrokenSetsOf(perUnit);

    /// <summary>Units as they are kept: a kit that is named by its own SKU stands for its parts.</summary>
    public static Items<LineQuantity> Expand(OrderRecord order, OwnershipContract contract, Items<LineQuantity> named)
    {
        var expanded = new List<LineQuantity>(named.Count);
        foreach (var units in named.Where(units => units.Quantity > Quantity.Zero))
        {
            var line = order.Lines.FirstOrDefault(known =>
                known.Sku == units.Sku && (units.Line is null || units.Line == known.Line));
            var parts = line is null ? [] : Of(line, contract).ToList();
            if (parts.Exists(part => part.Sku == units.Sku) || parts.Count == 0)
            {
                expanded.Add(units);
            }
            else
            {
                expanded.AddRange(parts.Select(part =>
                    new LineQuantity(line!.Line, part.Sku, part.PerUnit * units.Quantity)));
            }
        }

        return expanded.ToItems();
    }
}
