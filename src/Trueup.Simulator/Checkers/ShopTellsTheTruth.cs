using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G2: what a shop would sell is what may be sold. The truth is worked out here from the books of the twins alone: goods
/// on the shelves, less what open orders still wait for, less the buffer; and once over all places less the shop's
/// threshold. Where the shop itself has lost a reservation for good (a refund without return of more than its enabled sources
/// held; an article that it did not count for a while), no quantity of the hub's can mend that, but a case must show it. Where somebody switched
/// a source off, the shop sells less; what it would sell were the source on is held against the truth then, so that it is right the moment that
/// somebody switches it on.
/// </summary>
public static class ShopTellsTheTruth
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        var promised = Promised.Of(world);
        return world.Shops.SelectMany(shop =>
        {
            var lost = LostReservations.Of(shop);
            return world.Sold
                .SelectMany(sku => Check(world, shop, sku, promised, lost.GetValueOrDefault(sku), state));
        });
    }

    private static IEnumerable<Violation> Check(
        World world, ShopSite shop, string sku, Promised promised, decimal lost, HubState state)
    {
        var truth = Truth.Of(world, promised, sku) - Estate.ThresholdOf(world.Plan, sku);
        var off = Estate.AllPlacesOf(world.Plan).Where(place => !shop.Books.IsSourceEnabled(shop.SourceOf(place))).ToList();
        var salable = off.Count == 0 ? shop.Salable(sku) : SwitchesAreShown.Whole(world, shop, sku);

        // Of an article that the shop does not count nothing differs until somebody buys it, and then what it shows is no promise. What just makes
        // up for the shop's own threshold shows nowhere, either: a threshold is read where something differs. Nor does anything where units on hold
        // leave nothing to sell.
        var isCounted = shop.Books.IsManaged(sku);
        var due = isCounted ? CaseCodes.ReservationMismatch : CaseCodes.NotManaged;
        if (lost != 0 && lost != Estate.ThresholdOf(world.Plan, sku) && truth + Math.Max(0, lost) > promised.KeptBack(sku) &&
            !IsShown(state, sku, due) &&
            !off.Exists(place => SwitchesAreShown.Shown(state, shop.Name, place).Any()) && !IsMoving(shop, sku, state))
        {
            yield return new Violation("G2", sku, string.Create(
                CultureInfo.InvariantCulture,
                $"{shop.Name}{(isCounted ? "" : " does not count it, and")} has lost a reservation of {lost:0}, and no case shows it\n  ") +
                Belief.Of(state, sku));
        }

        if (!isCounted)
        {
            yield break;
        }

        // At or below nothing, nothing can be bought: by how much less is the shop's own affair. What is on hold, or missed at a place that nobody
        // names, lacks at one that only the hub knows.
        if (Math.Max(0, truth + lost) >= Math.Max(0, salable) && Math.Max(0, truth + lost - promised.KeptBack(sku)) <= Math.Max(0, salable))
        {
            yield break;
        }

        string Shelf(string part, Place place) => string.Create(
            CultureInfo.InvariantCulture,
            $"{part} at {place.Location} {Truth.There(world, part, place):0} there, {promised.At(part, place):0} promised");
        var shelves = string.Join("; ", Estate.PartsOf(sku)
            .SelectMany(part => Estate.AllPlacesOf(world.Plan).Select(place => Shelf(part.Sku, place))));
        var sources = string.Join("; ", Estate.AllPlacesOf(world.Plan).Select(place => string.Create(
            CultureInfo.InvariantCulture, $"{shop.SourceOf(place)} {shop.Books.SourceQuantity(sku, shop.SourceOf(place)):0}")));
        yield return new Violation("G2", sku, string.Create(
            CultureInfo.InvariantCulture,
            $"""
             {shop.Name} would sell {salable:0}, the truth is {truth:0} less {-lost:0} lost ({shelves}; {promised.Unheard(sku):0} ordered
             that the warehouse has not heard of; buffer {world.Plan.Buffer}, threshold {Estate.ThresholdOf(world.Plan, sku)}); the shop
             holds {sources}, reserved {shop.Books.ReservationSum(sku, Estate.StockId):0}
               {Belief.Of(state, sku)}
             """));
    }

    /// <summary>Whether the shop holds an order of it back whose goods have left: until its shipment is taken, nothing can be said of the article.</summary>
    private static bool IsMoving(ShopSite shop, string sku, HubState state) => shop.Books.Orders.Any(order =>
        order.Lines.Any(line => line.StockSku == sku) && Shown.For(state, shop.IdOf(order), OrderCases.HeldTooLate));

    private static bool IsShown(HubState state, string sku, CaseCode code) => state.Cases.Values.Any(known =>
        known.State == CaseState.Open && known.About.Sku == sku && known.Code == code);
}
