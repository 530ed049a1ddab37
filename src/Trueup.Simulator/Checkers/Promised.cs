using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>Units of open orders by SKU and place: what the warehouse knows of, by its own books.</summary>
internal sealed class Promised
{
    private readonly Dictionary<(string Sku, string Code), decimal> _units = [];

    /// <summary>Units of orders that the shops have placed and the warehouse has not heard of, by SKU.</summary>
    private readonly Dictionary<string, decimal> _unheard = new(StringComparer.Ordinal);

    /// <summary>Those of them whose order is on hold, by SKU: the hub has taken them from a place that nobody else knows.</summary>
    private readonly Dictionary<string, decimal> _held = new(StringComparer.Ordinal);

    /// <summary>Those of the project's orders, by SKU: bought from a place that may be oversold.</summary>
    private readonly Dictionary<string, decimal> _drawn = new(StringComparer.Ordinal);

    /// <summary>Missed at one of several places that were to send the rest, and nobody says at which: each keeps back what it was to send until that has
    /// gone its way.</summary>
    private readonly Dictionary<string, decimal> _inDoubt = new(StringComparer.Ordinal);

    private Promised()
    {
    }

    /// <summary>Adds up what is promised now.</summary>
    /// <param name="world">The world.</param>
    /// <param name="isWaitingHeld">Whether orders that wait for their payment count like those on hold: the hub alone knows where they lie, so
    /// that it cannot be blamed for any of the places.</param>
    public static Promised Of(World world, bool isWaitingHeld = false)
    {
        var promised = new Promised();
        foreach (var shop in world.Shops)
        {
            foreach (var order in shop.Books.Orders)
            {
                promised.Add(world, shop.IdOf(order), order.Lines
                    .Select(line => (line.StockSku, line.Ordered, line.Shipped, line.Canceled + RefundedUnshipped(line))).ToList(),
                    order.State == "holded" || (isWaitingHeld && world.Plan.ReleasesPaidOrders && order.State == "new"));
            }
        }

        foreach (var order in world.Project?.Books.Orders ?? [])
        {
            promised.Add(world, ProjectSite.IdOf(order), order.Lines
                .Select(line => (line.Sku, (decimal)line.Quantity, 0m, order.IsCancelled ? line.Quantity : 0m)).ToList(), isDrawn: true);
        }

        foreach (var missed in world.People.Missed.Where(_ => !world.Plan.NamesPlaces))
        {
            var places = world.Warehouse.OrdersOf(missed.Order).SelectMany(copy => copy.Lines)
                .Where(line => line.Line == missed.Line && line.Sku == missed.Sku).ToList();
            var isInDoubt = places.Count > 1 && places.Exists(line => line.Ordered > line.Dispatched + line.Cancelled);
            promised._inDoubt[missed.Sku] = promised._inDoubt.GetValueOrDefault(missed.Sku) + (isInDoubt ? missed.Units : 0);
        }

        return promised;
    }

    /// <summary>Units promised at a place.</summary>
    public decimal At(string sku, Place place) => _units.GetValueOrDefault((sku, place.Code));

    /// <summary>Units promised that no place knows of.</summary>
    public decimal Unheard(string sku) => _unheard.GetValueOrDefault(sku);

    /// <summary>Those of them that lie at one place that the books do not name: of orders on hold, and of the project's.</summary>
    public decimal AtOnePlace(string sku) => _held.GetValueOrDefault(sku) + _drawn.GetValueOrDefault(sku);

    /// <summary>Pieces at most that lack of a SKU, or of what it is made of, at a place that only the hub knows: on hold and handed over to nobody, or
    /// missed at nobody says which place.</summary>
    public decimal KeptBack(string sku) => Estate.PartsOf(sku).Sum(part =>
        Math.Ceiling((_held.GetValueOrDefault(part.Sku) + _inDoubt.GetValueOrDefault(part.Sku)) / part.Pieces));

    /// <summary>Units given up by a refund: what is refunded after it was shipped was not wanted any less.</summary>
    private static decimal RefundedUnshipped(TwinOrderLine line) =>
        Math.Min(line.Refunded, Math.Max(0, line.Ordered - line.Canceled - line.Shipped));

    private void Add(
        World world,
        string id,
        IReadOnlyList<(string Sku, decimal Ordered, decimal Shipped, decimal Withdrawn)> lines,
        bool isOnHold = false,
        bool isDrawn = false)
    {
        var known = world.Warehouse.OrdersOf(id);
        var isHeld = isOnHold && known.IsEmpty;
        foreach (var line in known.SelectMany(copy => copy.Lines))
        {
            var key = (line.Sku, line.Warehouse);
            _units[key] = _units.GetValueOrDefault(key) + line.Ordered - line.Dispatched - line.Cancelled;
        }

        var told = known.SelectMany(copy => copy.Lines).ToLookup(line => line.Sku, StringComparer.Ordinal);
        var parts = lines.SelectMany(line => Estate.PartsOf(line.Sku).Select(part => (
            part.Sku,
            Wanted: (line.Ordered - (known.IsEmpty ? line.Shipped : 0)) * part.Pieces,
            Withdrawn: line.Withdrawn * part.Pieces)));
        foreach (var part in parts.GroupBy(part => part.Sku, StringComparer.Ordinal))
        {
            // What no warehouse hears of is to come from the store, where there is one; what the warehouse gave up was its own.
            var withdrawn = Math.Max(0, part.Sum(units => units.Withdrawn) - told[part.Key].Sum(line => line.Cancelled));
            var unheard = Math.Max(0, part.Sum(units => units.Wanted) - told[part.Key].Sum(line => line.Ordered) - withdrawn);
            _held[part.Key] = _held.GetValueOrDefault(part.Key) + (isHeld ? unheard : 0);
            var isFromStore = world.Till is not null && !isHeld;
            _drawn[part.Key] = _drawn.GetValueOrDefault(part.Key) + (isDrawn && !isFromStore ? unheard : 0);
            _unheard[part.Key] = _unheard.GetValueOrDefault(part.Key) + (isFromStore ? 0 : unheard);
            _units[(part.Key, Estate.TillCode)] = _units.GetValueOrDefault((part.Key, Estate.TillCode)) + (isFromStore ? unheard : 0);
        }
    }
}
