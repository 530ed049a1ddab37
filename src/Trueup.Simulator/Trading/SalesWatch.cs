using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>An order that took more than could be sold at the moment it was placed.</summary>
/// <param name="At">When.</param>
/// <param name="Shop">The shop.</param>
/// <param name="Order">The order.</param>
/// <param name="Sku">What was sold.</param>
/// <param name="Units">Units beyond what there was.</param>
/// <param name="Lag">How long the shop had offered more than there was, without the time in which a guard held the reports of a place that held less.</param>
/// <param name="IsCalm">Whether all of it happened while nothing was failing any more.</param>
public sealed record Oversale(DateTimeOffset At, string Shop, string Order, string Sku, decimal Units, TimeSpan Lag, bool IsCalm)
{
    /// <summary>For how long nobody could have avoided it.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Whether it stood longer than that while nothing was failing.</summary>
    public bool WasAvoidable => IsCalm && Lag > Window;
}

/// <summary>
/// Stands beside the tills and compares what a shop offers with what is there, by the remotes' books alone. Two
/// systems cannot avoid selling what the other has just sold: only what lay longer than a message takes was avoidable.
/// </summary>
/// <param name="world">The world.</param>
public sealed class SalesWatch(World world)
{
    /// <summary>What a hub needs to catch up with what was left undone: the longest pause of a sender, and of its own lanes.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Shop, string Sku), DateTimeOffset> _since = [];
    private readonly List<Oversale> _oversales = [];
    private readonly Dictionary<string, decimal> _truths = new(StringComparer.Ordinal);

    /// <summary>Every order that took more than there was.</summary>
    public IReadOnlyList<Oversale> Oversales => _oversales;

    /// <summary>For so long what somebody typed may be there before it is offered: in a source that is off, until the next comparison.</summary>
    private TimeSpan Memory => world.Plan.HasAdmin ? world.Plan.ReconcileEvery : TimeSpan.FromMinutes(1);

    /// <summary>Looks at what the shops offer and what there is, just before somebody buys, or makes a shop offer more: what
    /// is right then has not stood since it was wrong the last time.</summary>
    /// <param name="lines">What somebody is about to buy; empty where nobody is.</param>
    internal void Before(IReadOnlyCollection<ShopperLine> lines)
    {
        if (world.Plan.Profile.IsMidSize)
        {
            // Books of that size are added up at the end only.
            return;
        }

        _truths.Clear();
        var promised = Promised.Of(world, isWaitingHeld: true);
        var shops = world.Shops.Select(shop => (Shop: shop, Excess: LostReservations.Excess(shop))).ToList();
        foreach (var sku in world.Skus)
        {
            var truth = Truth.Offerable(world, promised, sku);
            foreach (var (shop, excess) in shops)
            {
                Compare(shop, sku, truth - Estate.ThresholdOf(world.Plan, sku) + excess.GetValueOrDefault(sku));
            }

            if (lines.Any(line => line.Sku == sku))
            {
                _truths[sku] = truth;
            }
        }
    }

    private void Compare(ShopSite shop, string sku, decimal truth)
    {
        var key = (shop.Name.Text, sku);
        if (shop.Salable(sku) <= Math.Max(0, truth))
        {
            _since.Remove(key);
        }
        else
        {
            _since.TryAdd(key, world.Outside.Now);
        }
    }

    /// <summary>Judges an order that a shop took.</summary>
    internal void Sold(ShopSite shop, TwinOrder order)
    {
        foreach (var line in order.Lines.GroupBy(line => line.StockSku, StringComparer.Ordinal))
        {
            var units = line.Sum(one => one.Ordered);
            if (_truths.TryGetValue(line.Key, out var there) && units > Math.Max(0, there))
            {
                var since = _since.TryGetValue((shop.Name.Text, line.Key), out var began) ? began : world.Outside.Now;
                var held = GuardTimes.Between(world, PlacesBehind(shop, line.Key), since, world.Outside.Now);
                _oversales.Add(new Oversale(
                    world.Outside.Now, shop.Name.Text, order.IncrementId, line.Key, units - Math.Max(0, there),
                    world.Outside.Now - since - held, world.Troubles.CalmSince + Recovery < since)
                {
                    // What people type into a shop nobody tells the hub: the next comparison finds it.
                    Window = OversellIsBounded.Window +
                        (shop.Shelves.WasTyped(line.Key, since - Memory) ? world.Plan.ReconcileEvery : TimeSpan.Zero),
                });
            }
        }
    }

    /// <summary>Places that hold less than the shop was last told.</summary>
    private List<string> PlacesBehind(ShopSite shop, string sku) => Estate.AllPlacesOf(world.Plan)
        .Where(place => Estate.PartsOf(sku).Any(part =>
            shop.Books.SourceQuantity(part.Sku, shop.SourceOf(place)) > Truth.There(world, part.Sku, place)))
        .Select(place => place.Location).ToList();
}
