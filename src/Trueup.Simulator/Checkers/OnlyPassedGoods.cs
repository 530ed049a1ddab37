using System.Globalization;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G10: goods that wait for inspection, or failed it, are not on sale. Counted in boxes: no shop offers more than lies on
/// the good shelves, promised or not, while there is something on the bad ones.
/// </summary>
public static class OnlyPassedGoods
{
    private static readonly string[] BadShelves = ["QC", "DMG"];

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Shops.SelectMany(shop => world.Skus.SelectMany(sku => Check(world, shop, sku)));
    }

    private static IEnumerable<Violation> Check(World world, ShopSite shop, string sku)
    {
        var places = Estate.AllPlacesOf(world.Plan);
        var good = places.Sum(place => Math.Max(0, Truth.There(world, sku, place)));
        var bad = Estate.PlacesOf(world.Plan)
            .Sum(place => BadShelves.Sum(status => world.Warehouse.OnHand(sku, place.Code, status)));
        var offered = shop.Salable(sku);
        if (bad > 0 && offered > good)
        {
            yield return new Violation("G10", sku, string.Create(
                CultureInfo.InvariantCulture, $"{shop.Name} offers {offered:0}; {good:0} are fit for sale, {bad:0} are not"));
        }
    }
}
