using System.Globalization;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// What G1, G2, G3, G7 and G10 mean for the commercetools project, by its own books: every order is known, is in the warehouse and in the
/// accounts once, at the price that was paid, every dispatch is a delivery once, and what is on sale is what may be sold.
/// </summary>
public static class ProjectHolds
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return world.Project is { } project
            ? Orders(world, project, state).Concat(Sales(world, project, state)).Concat(Deliveries(world, project, state)).Concat(Offers(world, project, state))
            : [];
    }

    private static IEnumerable<Violation> Orders(World world, ProjectSite project, HubState state)
    {
        foreach (var order in project.Books.Orders)
        {
            var id = ProjectSite.IdOf(order);
            var isExcused = Shown.For(state, id, Estate.WarehouseName);
            var copies = world.Warehouse.OrdersOf(id).Count;
            if (copies > 1 || (copies == 0 && !order.IsCancelled && !isExcused && !FromStore(world, state, id)))
            {
                yield return new Violation("G3", id, string.Create(
                    CultureInfo.InvariantCulture, $"is {order.State} in the project and exists {copies} times in the warehouse\n  ") +
                    Belief.OfOrder(state, id));
            }

            var paid = (order.Lines.Sum(line => line.Quantity) * ProjectSite.Price) + ProjectSite.Shipping;
            if (world.Charges.TryGetValue(id, out var told) && told != paid)
            {
                yield return new Violation("G7", id, string.Create(
                    CultureInfo.InvariantCulture, $"the project charged {paid}, the back office was told {told}"));
            }
        }
    }

    /// <summary>Where there are books, every order stands in them once, with what was paid, and cancelled where it is and nothing of it had
    /// left.</summary>
    private static IEnumerable<Violation> Sales(World world, ProjectSite project, HubState state)
    {
        foreach (var order in project.Books.Orders.Where(_ => world.Plan.HasBooks))
        {
            var id = ProjectSite.IdOf(order);
            var booked = world.BookedOf(id);
            var isExcused = Shown.For(state, id, Estate.AccountsName);
            if (booked.Count > 1 || (booked.Count == 0 && !order.IsCancelled && !isExcused) ||
                (order is { IsCancelled: true, Deliveries.IsEmpty: true } && booked.Any(sale => !sale.IsCancelled) && !isExcused))
            {
                yield return new Violation("G3", id, string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {order.State} in the project and stands in the accounts {booked.Count} times, " +
                    $"{booked.Count(sale => sale.IsCancelled)} of them cancelled\n  ") +
                    Belief.OfOrder(state, id));
            }

            foreach (var sale in booked.Where(sale => sale.Gross != order.Gross))
            {
                yield return new Violation("G7", id, string.Create(
                    CultureInfo.InvariantCulture, $"the project charged {order.Gross}, the accounts were told {sale.Gross}"));
            }
        }
    }

    private static IEnumerable<Violation> Deliveries(World world, ProjectSite project, HubState state)
    {
        var posted = project.Books.Orders.SelectMany(order => order.Deliveries).SelectMany(delivery => delivery.TrackNumbers)
            .ToLookup(number => number, StringComparer.Ordinal);
        foreach (var dispatch in world.Warehouse.Dispatches.Where(note => IsOurs(note.ExternalId)))
        {
            var copies = posted[dispatch.Tracking[0]].Count();
            if (copies > 1 || (copies == 0 && !Shown.For(state, dispatch.ExternalId, Estate.ProjectName)))
            {
                yield return new Violation("G3", dispatch.ExternalId, string.Create(
                    CultureInfo.InvariantCulture, $"dispatch {dispatch.Shipment} exists {copies} times as a delivery of the project\n  ") +
                    Belief.OfOrder(state, dispatch.ExternalId));
            }
        }
    }

    private static IEnumerable<Violation> Offers(World world, ProjectSite project, HubState state)
    {
        var promised = Promised.Of(world);
        foreach (var sku in world.Skus)
        {
            var (truth, salable) = (Math.Max(0, Truth.Of(world, promised, sku)), project.Salable(sku, world.Plan));
            if (salable > truth || salable < Math.Max(0, truth - promised.KeptBack(sku)))
            {
                var shelves = Estate.AllPlacesOf(world.Plan).Select(place => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place.Location} {Truth.There(world, sku, place):0} there, {promised.At(sku, place):0} promised, " +
                    $"{project.Books.Available(sku, place.Location)} offered"));
                yield return new Violation("G2", sku, string.Create(
                    CultureInfo.InvariantCulture, $"the project would sell {salable:0}, the truth is {truth:0} ({string.Join("; ", shelves)})\n  ") +
                    Belief.Of(state, sku));
            }
        }
    }

    /// <summary>Whether an id is that of an order of the project.</summary>
    internal static bool IsOurs(string id) => id.StartsWith($"{ProjectSite.Name}:", StringComparison.Ordinal);

    /// <summary>What the store hands over itself no warehouse is told of.</summary>
    private static bool FromStore(World world, HubState state, string id) => world.Till is not null &&
        Core.Values.OrderId.TryParse(id, null, out var known) && state.Find(known) is { } order &&
        order.Lines.All(line => line.Picks.All(pick => pick.Location.Text == "store"));
}
