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
        return Orders(world, state).Concat(Shipments(world, state)).Concat(Cancellations(world, state));
    }

    private static IEnumerable<Violation> Orders(World world, HubState state)
    {
        foreach (var shop in world.Shops)
        {
            foreach (var order in shop.Books.Orders)
            {
                var id = shop.IdOf(order);
                var isWanted = order.State is "processing" or "complete" || (order.State == "new" && !world.Plan.ReleasesPaidOrders);
                var copies = new List<(string System, int Count)> { ("warehouse", world.Warehouse.OrdersOf(id).Count) };
                if (world.Contract.Terms.Order.Subscribers.Span.Contains(Estate.AccountsName))
                {
                    copies.Add(("accounts", world.BookedOf(id).Count));
                }

                foreach (var (system, count) in copies)
                {
                    if (count > 1 || (count == 0 && isWanted && !IsExcused(state, id)))
                    {
                        yield return new Violation("G3", id, string.Create(
                            CultureInfo.InvariantCulture, $"is {order.State} in the shop and exists {count} times in the {system}\n  ") +
                            Belief.OfOrder(state, id));
                    }
                }
            }
        }
    }

    /// <summary>What was cancelled before anything of it left is cancelled in the accounts, too.</summary>
    private static IEnumerable<Violation> Cancellations(World world, HubState state) =>
        from shop in world.Shops
        from order in shop.Books.Orders
        where order.State == "canceled"
        let id = shop.IdOf(order)
        from booked in world.BookedOf(id)
        where !booked.IsCancelled && !IsExcused(state, id)
        select new Violation("G3", id, $"is cancelled in the shop and stands in the accounts as {booked.Id}\n  {Belief.OfOrder(state, id)}");

    private static IEnumerable<Violation> Shipments(World world, HubState state)
    {
        var byTracking = world.Shops.SelectMany(shop => shop.Books.Shipments)
            .SelectMany(shipment => shipment.TrackNumbers.Select(number => (number, shipment.EntityId)))
            .ToLookup(pair => pair.number, pair => pair.EntityId, StringComparer.Ordinal);
        foreach (var dispatch in world.Warehouse.Dispatches.Where(note => !ProjectHolds.IsOurs(note.ExternalId)))
        {
            var copies = byTracking[dispatch.Tracking[0]].Count();

            // A part of a set is no shipment of a set; the parcel that completes it is.
            var isPart = dispatch.Lines.All(line => Estate.PartsOf(Estate.Kit).Any(part => part.Sku == line.Sku)) &&
                HoldsKit(world, dispatch.ExternalId);
            if (copies > 1 || (copies == 0 && !isPart && !IsExcused(state, dispatch.ExternalId)))
            {
                yield return new Violation("G3", dispatch.ExternalId, string.Create(
                    CultureInfo.InvariantCulture, $"dispatch {dispatch.Shipment} exists {copies} times as a shipment of the shop\n  ") +
                    Belief.OfOrder(state, dispatch.ExternalId));
            }
        }
    }

    private static bool HoldsKit(World world, string id) => world.Shops.Any(shop =>
        id.StartsWith($"{shop.Name}:", StringComparison.Ordinal) &&
        shop.Books.Order(id[(shop.Name.Text.Length + 1)..])?.Lines.Any(line => line.StockSku == Estate.Kit) == true);

    private static bool IsExcused(HubState state, string order) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order);
}
