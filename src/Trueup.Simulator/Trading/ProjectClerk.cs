using System.Globalization;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>
/// Somebody in the project's Merchant Center who writes returns as people do: an entry for each piece, and no number. Some announce
/// goods, some say that they have come; most customers send them, to the warehouse, which has a number of its own.
/// </summary>
internal sealed class ProjectClerk(World world, ProjectSite site, (ProjectFloor Shop, WarehouseFloor Warehouse) floors, Chance chance)
{
    private static readonly TimeSpan WayBackMax = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> _returned = new(StringComparer.Ordinal);
    private int _returns;

    private DateTimeOffset Now => world.Clock.GetUtcNow() + site.Wire.Skew;

    /// <summary>Writes a return of an order that was shipped.</summary>
    public void Write()
    {
        var ids = floors.Shop.Orders.Where(id => !_returned.Contains(id) && site.Books.View(id) is { IsCancelled: false, Deliveries.IsEmpty: false } seen &&
            !world.Warehouse.OrdersOf(ProjectSite.IdOf(seen)).IsEmpty).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var id = chance.OneOf(ids);
        _returned.Add(id);
        var order = site.Books.View(id)!;
        var isAnnounced = chance.Happens(0.5);
        if (!isAnnounced || chance.Happens(0.7))
        {
            var rma = string.Create(CultureInfo.InvariantCulture, $"RMA-P-{++_returns}");
            world.Outside.After(
                chance.Between(TimeSpan.FromSeconds(isAnnounced ? 10 : 1), WayBackMax), () => floors.Warehouse.TakeBack(ProjectSite.IdOf(order), rma));
        }

        for (var piece = 0; piece < order.Deliveries.SelectMany(sent => sent.Items).Sum(item => item.Quantity); piece++)
        {
            world.Outside.After(
                chance.Between(TimeSpan.FromSeconds(1), isAnnounced ? TimeSpan.FromSeconds(5) : WayBackMax),
                () => Enter(id, order, isAnnounced ? "Advised" : "Returned"));
        }
    }

    private void Enter(string id, TwinOrderView order, string state)
    {
        site.Twin.Staff.AddReturn(id, order.Lines[0].Id, 1, state, Now);
        world.Outside.Note(ProjectSite.Name.Text, $"writes that a piece of {order.Number} is {state}, under no number");
    }
}
