using System.Globalization;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Shoppers of the commercetools project, and the people in its Merchant Center.</summary>
internal sealed class ProjectFloor(World world, ProjectSite site, Purses purses, Chance chance)
{
    private readonly List<string> _orders = [];
    private readonly Chance _purses = chance.Fork(1);

    /// <summary>Ids of the orders that were placed, oldest first.</summary>
    public IReadOnlyList<string> Orders => _orders;

    private DateTimeOffset Now => world.Clock.GetUtcNow() + site.Wire.Skew;

    /// <summary>Somebody buys something, as far as the project lets them.</summary>
    public void Buy()
    {
        var sku = chance.OneOf(world.Skus);
        var units = chance.Between(1, 3);
        var places = Estate.AllPlacesOf(world.Plan);
        var place = places.FirstOrDefault(place => site.Books.Available(sku, place.Location) >= units) ?? places[0];
        var bought = new TwinPurchase([new TwinLine(sku, units, place.Location)])
        {
            Cents = (long)(ProjectSite.Price * 100),
            PaymentState = world.Plan.Expiry is null ? "Paid" : "Pending",
        };
        if (site.Twin.Shoppers.PlaceOrder(bought, Now) is not { } order)
        {
            Note($"sells no {sku}");
            return;
        }

        _orders.Add(order.Id);
        Note(string.Create(CultureInfo.InvariantCulture, $"sells {units} {sku} from {place.Location} as {order.Number}"));
        if (world.Plan.Expiry is not null && purses.Wait(_purses) is { } wait)
        {
            world.Outside.After(wait, () => Pay(order.Id));
        }
    }

    /// <summary>Staff cancels what nobody has shipped, or types a number in by hand.</summary>
    public void Serve()
    {
        if (chance.Happens(0.4) && _orders.Count > 0)
        {
            var id = chance.OneOf(_orders);
            if (site.Books.View(id) is { IsCancelled: false, Deliveries.IsEmpty: true } order)
            {
                site.Twin.Staff.Cancel(id, Now);
                purses.Drop(ProjectSite.IdOf(order));
                Note($"cancels {order.Number}");
            }
        }
        else if (world.Plan.HasMeddlers)
        {
            var (sku, place) = (chance.OneOf(world.Skus), chance.OneOf(Estate.AllPlacesOf(world.Plan)).Location);
            if (site.Books.OnStock(sku, place) is not null)
            {
                var units = chance.Between(0, 30);
                site.Twin.Staff.ChangeQuantity(sku, place, units, Now);
                Note(string.Create(CultureInfo.InvariantCulture, $"types {units} into {sku} at {place}"));
            }
        }
    }

    /// <summary>A project takes the money for what was cancelled, too.</summary>
    private void Pay(string id)
    {
        if (site.Books.View(id) is { } order)
        {
            site.Twin.Staff.MarkPaid(id, Now);
            purses.Pay(ProjectSite.IdOf(order), order.IsCancelled);
            Note($"is paid for {order.Number}{(order.IsCancelled ? ", which was cancelled" : "")}");
        }
    }

    private void Note(string what) => world.Outside.Note(ProjectSite.Name.Text, what);
}
