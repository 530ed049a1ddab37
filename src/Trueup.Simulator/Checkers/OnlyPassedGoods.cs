using System.Globalization;
using Trueup.Core.Returns;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G10: goods that wait for inspection, or failed it, are not on sale. Counted in boxes: no shop offers more than lies on
/// the good shelves, promised or not, while there is something on the bad ones, but for what it offers since it did not count for a while. And
/// return by return: the hub puts back on sale what the warehouse passed, and nothing else.
/// </summary>
public static class OnlyPassedGoods
{
    private static readonly string[] BadShelves = ["QC", "DMG"];

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState? state)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Shops.Select(shop => (Shop: shop, Excess: LostReservations.Excess(shop)))
            .SelectMany(at => world.Skus.SelectMany(sku => Check(world, at.Shop, sku, at.Excess.GetValueOrDefault(sku))))
            .Concat(state is null ? [] : world.Received.SelectMany(back => Check(world, back, state)));
    }

    private static IEnumerable<Violation> Check(World world, ShopSite shop, string sku, decimal excess)
    {
        var places = Estate.AllPlacesOf(world.Plan);
        var good = places.Sum(place => Math.Max(0, Truth.There(world, sku, place)));
        var bad = Estate.PlacesOf(world.Plan)
            .Sum(place => BadShelves.Sum(status => world.Warehouse.OnHand(sku, place.Code, status)));
        var offered = shop.Salable(sku);
        if (bad > 0 && offered > good + excess)
        {
            yield return new Violation("G10", sku, string.Create(
                CultureInfo.InvariantCulture, $"{shop.Name} offers {offered:0}; {good:0} are fit for sale, {bad:0} are not"));
        }
    }

    private static IEnumerable<Violation> Check(World world, ReturnedOrder back, HubState state)
    {
        var passed = world.Inspected.Where(one => one.Rma == back.Rma && one.IsPassed).Sum(one => one.Pieces);
        var returns = OrderId.TryParse(back.Order, null, out var id) ? state.Find(id)?.Returns : null;
        var restocked = (returns?.Inspections ?? []).Where(inspection => inspection.Rma == back.Rma)
            .SelectMany(inspection => inspection.Lines).Where(units => units.Disposition == Disposition.Restock)
            .Sum(units => units.Units.Quantity.Value);
        if (restocked > passed)
        {
            yield return new Violation("G10", back.Order, string.Create(
                CultureInfo.InvariantCulture, $"{restocked:0} of return {back.Rma} went back on sale, {passed:0} had passed\n  ") +
                Belief.OfOrder(state, back.Order));
        }
    }
}
