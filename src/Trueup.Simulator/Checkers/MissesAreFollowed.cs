using System.Globalization;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G3 for what pickers miss: what the warehouse gave up of an order its shop gives up, too, of a set as many as lack a part, or a case says what keeps it;
/// and parts that no set is made of any more are on no picker's list. By what the pickers did, and the books of the shops and the warehouse.
/// </summary>
internal static class MissesAreFollowed
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state) =>
        from shop in world.Shops
        from missed in world.People.Missed.GroupBy(missed => (missed.Order, missed.Line))
        where missed.Key.Order.StartsWith($"{shop.Name}:", StringComparison.Ordinal)
        from violation in Check(world, shop, missed.Key, missed.ToLookup(units => units.Sku, units => units.Units, StringComparer.Ordinal), state)
        select violation;

    private static IEnumerable<Violation> Check(
        World world, ShopSite shop, (string Order, string Line) at, ILookup<string, decimal> missed, HubState state)
    {
        var line = shop.Books.Order(at.Order[(shop.Name.Text.Length + 1)..])!.Lines
            .First(line => line.ItemId.ToString(CultureInfo.InvariantCulture) == at.Line);
        var gone = Estate.PartsOf(line.StockSku).Max(part => Math.Ceiling(missed[part.Sku].Sum() / part.Pieces));
        if (line.Canceled + line.Refunded < gone && !Shown.For(state, at.Order, shop.Name))
        {
            yield return new Violation("G3", at.Order, string.Create(
                CultureInfo.InvariantCulture,
                $"{gone:0} {line.StockSku} were not to be found, the shop gave up {line.Canceled + line.Refunded:0}\n  ") + Belief.OfOrder(state, at.Order));
        }

        var parts = Estate.PartsOf(line.StockSku).Select(part => (part.Pieces, Lines: world.Warehouse.OrdersOf(at.Order).SelectMany(copy => copy.Lines)
            .Where(one => one.Line == at.Line && one.Sku == part.Sku).ToList())).ToList();
        var sets = parts.Min(part => Math.Floor(part.Lines.Sum(one => one.Ordered - one.Cancelled) / part.Pieces));
        var over = parts.Sum(part => Math.Min(
            part.Lines.Sum(one => one.Ordered - one.Cancelled) - (sets * part.Pieces), part.Lines.Sum(one => one.Ordered - one.Cancelled - one.Dispatched)));
        if (over > 0 && !Shown.For(state, at.Order, Estate.WarehouseName))
        {
            yield return new Violation("G3", at.Order, string.Create(
                CultureInfo.InvariantCulture,
                $"{over:0} parts are to be sent of {line.StockSku} that nobody is to have any more\n  ") + Belief.OfOrder(state, at.Order));
        }
    }
}
