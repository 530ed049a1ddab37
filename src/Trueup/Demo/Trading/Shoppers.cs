using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>People who buy in the shop, and pay at once, later, or never.</summary>
/// <remarks>To be called under the sandbox's gate.</remarks>
public sealed class Shoppers(Scene scene)
{
    private const int LinesMax = 3;
    private const int PaysAtOncePercent = 88;

    private readonly List<int> _unpaid = [];
    private readonly List<int> _paid = [];

    /// <summary>Orders that wait to be paid, by entity id.</summary>
    public IReadOnlyList<int> Unpaid => _unpaid;

    /// <summary>Orders that were paid, oldest first, by entity id.</summary>
    public IReadOnlyList<int> Paid => _paid;

    /// <summary>Somebody buys a few things.</summary>
    public void Buy() => Order(Enumerable.Range(0, scene.Chance.Next(1, LinesMax + 1))
        .Select(_ => new ShopperLine(scene.Any(scene.Sandbox.Assortment.Traded).Sku, scene.Chance.Next(1, 4)))
        .DistinctBy(line => line.Sku, StringComparer.Ordinal)
        .ToItems());

    /// <summary>Somebody buys what the flash sale is about.</summary>
    public void BuyHot() =>
        Order([new ShopperLine(scene.Any(scene.Sandbox.Assortment.Hot).Sku, scene.Chance.Next(1, 3))]);

    /// <summary>Half of those who have not paid do so.</summary>
    public void PayLate()
    {
        foreach (var order in _unpaid.Where((_, place) => place % 2 == 0).ToArray())
        {
            Pay(order);
        }
    }

    /// <summary>An order is not waited for any more.</summary>
    public void GiveUp(int order) => _unpaid.Remove(order);

    private void Order(Items<ShopperLine> lines)
    {
        var book = scene.Book;
        var excess = scene.ExcessOf(lines.Select(static line => (line.Sku, line.Quantity)));
        var placed = scene.Sandbox.Shop.Shoppers.PlaceOrder(Sandbox.Website, lines, scene.Now);
        if (!placed.IsDone)
        {
            book.TurnedAway++;
            return;
        }

        book.Shop.Placed++;
        scene.Figures.Track(placed.Value);
        foreach (var line in lines)
        {
            scene.ProjectFreshness.Changed(line.Sku, Cause.Sale);
        }

        if (!excess.IsEmpty)
        {
            book.Shop.Oversell(scene.Freshness.Avoidable(TrueFigures.ExternalId(placed.Value.IncrementId), excess));
        }

        _unpaid.Add(placed.Value.EntityId);
        if (scene.Chance.Next(100) < PaysAtOncePercent)
        {
            Pay(placed.Value.EntityId);
        }
    }

    private void Pay(int order)
    {
        if (scene.Sandbox.Shop.Staff.Invoice(order, scene.Now).IsDone)
        {
            _unpaid.Remove(order);
            _paid.Add(order);
            scene.Book.Paid++;
        }
    }
}
