using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>An order, and where it goes.</summary>
/// <param name="At">When it was placed.</param>
/// <param name="Order">Its id in the hub.</param>
/// <param name="Home">Where it goes.</param>
/// <param name="Lines">What was bought.</param>
public sealed record SentHome(DateTimeOffset At, string Order, Home Home, Items<TwinOrderLine> Lines);

/// <summary>
/// Keeps, where lines come from the nearest place, what certainly lies free at every place at every moment of the calm: by the remotes' own
/// books, with everything taken off that is promised at nobody knows which place.
/// </summary>
/// <param name="world">The world.</param>
public sealed class ShelfWatch(World world)
{
    private readonly Dictionary<(string Sku, string Place), List<(DateTimeOffset At, decimal Free)>> _free = [];
    private readonly List<SentHome> _orders = [];

    /// <summary>Orders that the shops took, and where they go.</summary>
    public IReadOnlyList<SentHome> Orders => _orders;

    /// <summary>The least that was certainly free of a SKU at a place from one moment through another; null where nobody looked.</summary>
    public decimal? Least(string sku, Place place, DateTimeOffset from, DateTimeOffset through)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _free.GetValueOrDefault((sku, place.Location))?.Where(known => known.At >= from && known.At <= through)
            .Min(known => (decimal?)known.Free);
    }

    /// <summary>Looks at every shelf.</summary>
    internal void Look()
    {
        if (!world.Plan.IsNearest || world.Troubles.CalmSince is null)
        {
            return;
        }

        var promised = Promised.Of(world);
        foreach (var sku in world.Skus)
        {
            var anywhere = promised.Unheard(sku) + Estate.AllPlacesOf(world.Plan).Where(place => place.IsStore).Sum(place => promised.At(sku, place));
            foreach (var place in Estate.PlacesOf(world.Plan))
            {
                var free = Truth.There(world, sku, place) - promised.At(sku, place) - anywhere - world.Plan.Buffer;
                var known = _free.TryGetValue((sku, place.Location), out var list) ? list : _free[(sku, place.Location)] = [];
                known.Add((world.Outside.Now, free));
            }
        }
    }

    /// <summary>A shop took an order.</summary>
    internal void Sold(ShopSite shop, TwinOrder order, Home home) =>
        _orders.Add(new SentHome(world.Outside.Now, shop.IdOf(order), home, order.Lines));
}
