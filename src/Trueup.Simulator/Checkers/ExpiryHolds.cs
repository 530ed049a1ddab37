using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// Where orders expire: what nobody pays is cancelled in its shop and handed over to nobody; what was paid before, and what is younger than the
/// contract says, is not cancelled for that; and money that came for a cancelled order is shown (G8). By the shops' books and what their shoppers did.
/// </summary>
public static class ExpiryHolds
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return world.Plan.Expiry is { } expiry
            ? OrdersOf(world).SelectMany(order => Check(world, order, expiry, state))
            : [];
    }

    private static IEnumerable<Waiting> OrdersOf(World world) =>
        (from shop in world.Shops
         from order in shop.Books.Orders
         select new Waiting(shop.Name, shop.IdOf(order), order.State == "canceled", order.UpdatedAt - order.CreatedAt)
         {
             IsHeld = order.State == "holded",
         })
        .Concat(from order in world.Project?.Books.Orders ?? []
                select new Waiting(Estate.ProjectName, ProjectSite.IdOf(order), order.IsCancelled, order.ChangedAt - order.PlacedAt));

    private static IEnumerable<Violation> Check(World world, Waiting order, TimeSpan expiry, HubState state)
    {
        var (id, purses) = (order.Id, world.People.Purses);
        var isHandedOver = world.Warehouse.OrdersOf(id).Count > 0 || world.BookedOf(id).Count > 0;

        // What nobody was told of, and no person in the shop gave up, the hub has cancelled for want of payment.
        var isExpired = order.IsCancelled && !isHandedOver && !purses.IsDropped(id);
        var isTold = Shown.For(state, id, OrderCases.PaidAfterExpiry);
        if (!purses.HasPaid(id))
        {
            if (!order.IsCancelled && !order.IsHeld && !Shown.For(state, id, order.Shop))
            {
                yield return Wrong("expiry", "was never paid, and is not cancelled");
            }

            if (isHandedOver)
            {
                yield return Wrong("G3", "was never paid, and was handed over");
            }
        }
        else if (isExpired && !purses.WasTooLate(id) && !Shown.For(state, id, order.Shop))
        {
            yield return Wrong("expiry", "was paid, and cancelled for want of payment");
        }

        if (isExpired && order.Age < expiry)
        {
            yield return Wrong("expiry", string.Create(CultureInfo.InvariantCulture, $"was cancelled after {order.Age}, and may wait for {expiry}"));
        }

        if (isExpired && purses.WasTooLate(id) && !isTold)
        {
            yield return Wrong("G8", "was paid when it had been cancelled for want of payment, and no case shows it");
        }

        if (isTold && !(purses.HasPaid(id) && order.IsCancelled))
        {
            yield return Wrong("G8", "a case calls it paid after it was cancelled, which it is not");
        }

        Violation Wrong(string guarantee, string what) => new(guarantee, id, $"{what}\n  {Belief.OfOrder(state, id)}");
    }

    /// <summary>An order of a shop or of the project.</summary>
    /// <param name="Shop">Whose it is.</param>
    /// <param name="Id">Its id in the hub.</param>
    /// <param name="IsCancelled">Whether it was cancelled.</param>
    /// <param name="Age">How old it was when it last changed.</param>
    private sealed record Waiting(ConnectionName Shop, string Id, bool IsCancelled, TimeSpan Age)
    {
        /// <summary>Whether it is on hold, where the shop cancels nothing.</summary>
        public bool IsHeld { get; init; }
    }
}
