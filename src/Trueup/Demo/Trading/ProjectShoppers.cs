using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>People who buy in the second shop, where everything is paid at once.</summary>
/// <remarks>To be called under the sandbox's gate.</remarks>
public sealed class ProjectShoppers(Scene scene)
{
    private const int LinesMax = 3;

    private readonly List<string> _orders = [];

    /// <summary>Orders that were taken, oldest first, by id.</summary>
    public IReadOnlyList<string> Orders => _orders;

    /// <summary>Somebody buys a few things.</summary>
    public void Buy() => Order(Enumerable.Range(0, scene.Chance.Next(1, LinesMax + 1))
        .Select(_ => (scene.Any(scene.Sandbox.Assortment.Traded).Sku, Quantity: (long)scene.Chance.Next(1, 4)))
        .DistinctBy(line => line.Sku, StringComparer.Ordinal)
        .ToItems());

    /// <summary>Somebody buys what the flash sale is about.</summary>
    public void BuyHot() => Order([(scene.Any(scene.Sandbox.Assortment.Hot).Sku, scene.Chance.Next(1, 3))]);

    private void Order(Items<(string Sku, long Quantity)> lines)
    {
        var excess = scene.ExcessOf(lines.Select(static line => (line.Sku, (decimal)line.Quantity)));
        var bought = lines.Select(line => new TwinLine(line.Sku, line.Quantity, ChannelFor(line.Sku, line.Quantity)));
        if (scene.Sandbox.Project.Shoppers.PlaceOrder(new TwinPurchase(bought.ToItems()), scene.Now) is not { } order)
        {
            scene.Book.TurnedAway++;
            return;
        }

        Pay(order.Id);
        _orders.Add(order.Id);
        scene.Book.Paid++;
        scene.Book.Project.Placed++;
        scene.Figures.Track(order, lines.Select(line => line.Sku));
        foreach (var (sku, _) in lines)
        {
            scene.Freshness.Changed(sku, Cause.Sale);
        }

        if (!excess.IsEmpty)
        {
            scene.Book.Project.Oversell(scene.ProjectFreshness.Avoidable(TrueFigures.ProjectId(order.Number), excess));
        }
    }

    /// <summary>Every other order is paid by a payment that the project keeps; of the rest it only says that they are
    /// paid.</summary>
    private void Pay(string order)
    {
        if (_orders.Count % 2 == 0)
        {
            var gross = scene.Sandbox.Project.Books.View(order)!.Gross;
            scene.Sandbox.Project.Staff.AddPayment(
                order, scene.Sandbox.Project.Setup.Payment((long)(gross * 100m)), scene.Now);
        }
    }

    /// <summary>The first channel that has so many; else any, which will not do.</summary>
    private string ChannelFor(string sku, long quantity) =>
        (Place.All.FirstOrDefault(place => scene.Sandbox.Project.Books.Available(sku, place.Channel) >= quantity)
            ?? Place.All[0]).Channel;
}
