using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G8 where an admin switches sources off: goods that a shop does not sell because their source is off are shown in a case of that place, and
/// none stands for a source that is on. Which are off the shops' own books say.
/// </summary>
public static class SwitchesAreShown
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return world.Shops.SelectMany(shop => Estate.AllPlacesOf(world.Plan).SelectMany(place => Check(world, shop, place, state)));
    }

    /// <summary>Open cases that show that a place's source is off.</summary>
    internal static IEnumerable<Case> Shown(HubState state, ConnectionName shop, Place place) => state.Cases.Values.Where(known =>
        known.State == CaseState.Open && known.Code == CaseCodes.SourceNotAssigned && known.About.Storefront == shop &&
        known.About.Location == place.Location);

    /// <summary>What a shop would sell of a SKU if all its sources counted.</summary>
    internal static decimal Whole(World world, ShopSite shop, string sku) => Estate.AllPlacesOf(world.Plan)
        .Sum(place => Held(shop, sku, shop.SourceOf(place))) +
        shop.Books.ReservationSum(sku, Estate.StockId) - Estate.ThresholdOf(world.Plan, sku);

    private static IEnumerable<Violation> Check(World world, ShopSite shop, Place place, HubState state)
    {
        var source = shop.SourceOf(place);
        var shown = Shown(state, shop.Name, place).ToList();
        if (!shop.Books.IsSourceEnabled(source))
        {
            // Where nothing less is sold for it, nothing need be said before the sources are read again.
            var missed = world.Sold.Where(sku => Held(shop, sku, source) > 0 && Whole(world, shop, sku) > 0).ToList();
            return missed.Count == 0 || shown.Count > 0
                ? []
                : [new Violation("G8", source, $"is off in {shop.Name}, which sells less {string.Join(", ", missed)} for it, and no case shows it")];
        }

        return shown.Select(open => new Violation("G8", source, $"is on in {shop.Name}, and {open.Key} stands: {open.Detail}"));
    }

    private static decimal Held(ShopSite shop, string sku, string source) =>
        shop.Books.SourceStatus(sku, source) == true ? shop.Books.SourceQuantity(sku, source) ?? 0 : 0;
}
