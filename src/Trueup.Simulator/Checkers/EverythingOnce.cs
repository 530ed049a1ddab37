using System.Globalization;
using Trueup.Core.Values;
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
                var copies = new List<(ConnectionName System, int Count)> { (Estate.WarehouseName, world.Warehouse.OrdersOf(id).Count) };
                if (world.Contract.Terms.Order.Subscribers.Span.Contains(Estate.AccountsName))
                {
                    copies.Add((Estate.AccountsName, world.BookedOf(id).Count));
                }

                foreach (var (system, count) in copies)
                {
                    if (count > 1 || (count == 0 && isWanted && !Shown.For(state, id, system)))
                    {
                        yield return new Violation("G3", id, string.Create(
                            CultureInfo.InvariantCulture, $"is {order.State} in the shop and exists {count} times in {system}\n  ") +
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
        where !booked.IsCancelled && !Shown.For(state, id, Estate.AccountsName)
        select new Violation("G3", id, $"is cancelled in the shop and stands in the accounts as {booked.Id}\n  {Belief.OfOrder(state, id)}");

    private static IEnumerable<Violation> Shipments(World world, HubState state)
    {
        var byTracking = world.Shops.SelectMany(shop => shop.Books.Shipments)
            .SelectMany(shipment => shipment.TrackNumbers.Select(number => (number, shipment.EntityId)))
            .ToLookup(pair => pair.number, pair => pair.EntityId, StringComparer.Ordinal);
        foreach (var dispatch in world.Warehouse.Dispatches.Where(note => !ProjectHolds.IsOurs(note.ExternalId)))
        {
            var copies = byTracking[dispatch.Tracking[0]].Count();

            // What left of a set and does not make it whole is no shipment of a set; once the rest has left, its parcel is shown, too.
            var isPart = dispatch.Lines.All(line => IsOfKit(world, dispatch.ExternalId, line.Line) &&
                !IsWhole(world, dispatch.ExternalId, line.Line));
            if (copies > 1 || (copies == 0 && !isPart && !Shown.For(state, dispatch.ExternalId, ShopOf(world, dispatch.ExternalId))))
            {
                yield return new Violation("G3", dispatch.ExternalId, string.Create(
                    CultureInfo.InvariantCulture, $"dispatch {dispatch.Shipment} exists {copies} times as a shipment of the shop\n  ") +
                    Belief.OfOrder(state, dispatch.ExternalId));
            }
        }
    }

    private static ConnectionName ShopOf(World world, string id) =>
        world.Shops.First(shop => id.StartsWith($"{shop.Name}:", StringComparison.Ordinal)).Name;

    private static bool IsOfKit(World world, string id, string line) => world.Shops.Any(shop =>
        id.StartsWith($"{shop.Name}:", StringComparison.Ordinal) &&
        shop.Books.Order(id[(shop.Name.Text.Length + 1)..])?.Lines.Any(sold =>
            sold.StockSku == Estate.Kit && sold.ItemId.ToString(CultureInfo.InvariantCulture) == line) == true);

    /// <summary>Whether all that left of a line makes whole sets, and nothing over.</summary>
    private static bool IsWhole(World world, string id, string line)
    {
        var left = world.Warehouse.Dispatches.Where(note => note.ExternalId == id).SelectMany(note => note.Lines)
            .Where(units => units.Line == line).ToLookup(units => units.Sku, units => units.Quantity, StringComparer.Ordinal);
        return Estate.PartsOf(Estate.Kit).Select(part => left[part.Sku].Sum() / part.Pieces).Distinct().Count() == 1;
    }
}
