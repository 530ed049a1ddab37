using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>G3: every order exists once in the warehouse, and every dispatch once as a shipment of the shop.</summary>
public static class EverythingOnce
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return Orders(world, state).Concat(Shipments(world, state));
    }

    private static IEnumerable<Violation> Orders(World world, HubState state)
    {
        foreach (var order in world.Shop.Books.Orders)
        {
            var id = $"{Estate.ShopName}:{order.IncrementId}";
            var copies = world.Warehouse.OrdersOf(id).Count;
            var isWanted = order.State is "processing" or "complete" || (order.State == "new" && !world.Plan.ReleasesPaidOrders);
            if (copies > 1 || (copies == 0 && isWanted && !IsExcused(state, id)))
            {
                yield return new Violation("G3", id, string.Create(
                    CultureInfo.InvariantCulture, $"is {order.State} in the shop and exists {copies} times in the warehouse"));
            }
        }
    }

    private static IEnumerable<Violation> Shipments(World world, HubState state)
    {
        var byTracking = world.Shop.Books.Shipments
            .SelectMany(shipment => shipment.TrackNumbers.Select(number => (number, shipment.EntityId)))
            .ToLookup(pair => pair.number, pair => pair.EntityId, StringComparer.Ordinal);
        foreach (var dispatch in world.Warehouse.Dispatches)
        {
            var copies = byTracking[dispatch.Tracking[0]].Count();
            if (copies > 1 || (copies == 0 && !IsExcused(state, dispatch.ExternalId)))
            {
                yield return new Violation("G3", dispatch.ExternalId, string.Create(
                    CultureInfo.InvariantCulture, $"dispatch {dispatch.Shipment} exists {copies} times as a shipment of the shop"));
            }
        }
    }

    private static bool IsExcused(HubState state, string order) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order);
}
