using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G2: what the shop would sell is what may be sold. The truth is worked out here from the books of the two twins
/// alone: goods on the
/// warehouse's shelves, less what its open orders still wait for, less the buffer; and once over all places less the
/// shop's threshold.
/// Where the shop itself has lost a reservation for good (a refund without return of more than its sources held), no
/// quantity of the
/// hub's can mend that, but a case must show it.
/// </summary>
public static class ShopTellsTheTruth
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        var waiting = WaitingUnits(world);
        foreach (var sku in Estate.SkusOf(world.Plan))
        {
            var parts = Estate.PlacesOf(world.Plan).Select(place =>
            {
                var there = world.Warehouse.OnHand(sku, place.Warehouse);
                var promised = waiting.GetValueOrDefault((sku, place.Warehouse));
                return (place.Location, there, promised, Free: Math.Max(0, there - promised - world.Plan.Buffer));
            }).ToList();
            var lost = LostReservations(world, sku);
            var truth = parts.Sum(part => part.Free) - Estate.ThresholdOf(world.Plan, sku);
            var salable = world.Shop.Books.Salable(sku, Estate.StockId);
            if (lost != 0 && truth > 0 && !IsShown(state, sku))
            {
                yield return new Violation("G2", sku, string.Create(
                    CultureInfo.InvariantCulture, $"the shop has lost a reservation of {lost:0}, and no case shows it"));
            }

            // At or below nothing, nothing can be bought: by how much less is the shop's own affair.
            if (Math.Max(0, truth + lost) != Math.Max(0, salable))
            {
                var shelves = string.Join("; ", parts.Select(part => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part.Location} {part.there:0} there, {part.promised:0} promised, {part.Free:0} free")));
                var sources = string.Join("; ", Estate.PlacesOf(world.Plan).Select(place => string.Create(
                    CultureInfo.InvariantCulture, $"{place.Source} {world.Shop.Books.SourceQuantity(sku, place.Source):0}")));
                yield return new Violation("G2", sku, string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                     the shop would sell {salable:0}, the truth is {truth:0} less {-lost:0} lost ({shelves}; buffer
                     {world.Plan.Buffer}, threshold {Estate.ThresholdOf(world.Plan, sku)}); the shop holds {sources},
                     reserved {world.Shop.Books.ReservationSum(sku, Estate.StockId):0}
                       {Belief.Of(state, sku)}
                     """));
            }
        }
    }

    /// <summary>What the shop still reserves for orders of which nothing is open, at most zero.</summary>
    private static decimal LostReservations(World world, string sku) => world.Shop.Books.Reservations
        .Where(row => row.Sku == sku)
        .GroupBy(row => row.IncrementId, StringComparer.Ordinal)
        .Where(order => world.Shop.Books.Order(order.Key)?.State is "closed" or "canceled" or "complete")
        .Sum(order => order.Sum(row => row.Quantity));

    private static bool IsShown(HubState state, string sku) => state.Cases.Values.Any(known =>
        known.State == CaseState.Open && known.About.Sku == sku && known.Code == CaseCodes.ReservationMismatch);

    private static Dictionary<(string Sku, string Warehouse), decimal> WaitingUnits(World world)
    {
        var waiting = new Dictionary<(string, string), decimal>();
        foreach (var order in world.Shop.Books.Orders)
        {
            foreach (var line in world.Warehouse.OrdersOf($"{Estate.ShopName}:{order.IncrementId}").SelectMany(known => known.Lines))
            {
                var key = (line.Sku, line.Warehouse);
                waiting[key] = waiting.GetValueOrDefault(key) + line.Ordered - line.Dispatched - line.Cancelled;
            }
        }

        return waiting;
    }
}
