using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>
/// What is really true of a SKU, worked out from the books of shops, warehouse and store alone: nothing the hub says or
/// knows goes into it, and none of the hub's rules are used.
/// </summary>
/// <remarks>To be asked under the sandbox's gate.</remarks>
public sealed class TrueFigures(Sandbox sandbox)
{
    private readonly Dictionary<string, List<TrackedOrder>> _bySku = new(StringComparer.Ordinal);

    /// <summary>Takes note of an order that the shop took.</summary>
    public void Track(Connectors.AdobeCommerce.Twin.TwinOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        Track(
            new TrackedOrder(ExternalId(order.IncrementId), sku => OpenInShop(order.EntityId, sku)),
            order.Lines.Select(line => line.StockSku));
    }

    /// <summary>Takes note of an order that the second shop took.</summary>
    public void Track(Connectors.CommerceTools.Twin.TwinOrder order, IEnumerable<string> skus)
    {
        ArgumentNullException.ThrowIfNull(order);
        Track(new TrackedOrder(ProjectId(order.Number), sku => OpenInProject(order.Id, sku)), skus);
    }

    private void Track(TrackedOrder tracked, IEnumerable<string> skus)
    {
        foreach (var sku in skus.Distinct(StringComparer.Ordinal))
        {
            if (!_bySku.TryGetValue(sku, out var orders))
            {
                _bySku.Add(sku, orders = []);
            }

            orders.Add(tracked);
        }
    }

    /// <summary>The name under which the hub hands an order over: storefront and number.</summary>
    public static string ExternalId(string number) => string.Create(CultureInfo.InvariantCulture, $"adobe-uk:{number}");

    /// <summary>The same for orders of the second shop.</summary>
    public static string ProjectId(string number) => string.Create(CultureInfo.InvariantCulture, $"ct-eu:{number}");

    /// <summary>
    /// What either shop must offer for sale: what lies at each place, less what is promised there and what is kept back.
    /// </summary>
    public decimal Salable(string sku) => Free(sku, withBuffer: true);

    /// <summary>What could be sold if nothing were kept back.</summary>
    public decimal Unpromised(string sku) => Free(sku, withBuffer: false);

    /// <summary>What the shop does offer for sale.</summary>
    public decimal Shown(string sku) => sandbox.Shop.Books.Salable(sku, Sandbox.StockId);

    /// <summary>Whether the shop offers exactly what it must.</summary>
    public bool IsRight(string sku) => Shown(sku) == Salable(sku);

    /// <summary>What the second shop does offer for sale, over all its channels.</summary>
    public decimal ShownInProject(string sku) => Place.All.Sum(place =>
        Math.Max(0, sandbox.Project.Books.Available(sku, place.Channel) ?? 0));

    /// <summary>Whether the second shop offers exactly what it must.</summary>
    public bool IsRightInProject(string sku) => ShownInProject(sku) == Salable(sku);

    private decimal Free(string sku, bool withBuffer)
    {
        var promises = _bySku.GetValueOrDefault(sku) ?? [];
        var open = promises.Select(order => (Order: order, Handed: HandedOver(order))).ToList();
        var free = 0m;
        foreach (var place in Place.All)
        {
            var promised = open.Sum(promise => Promised(promise.Handed, sku, place));
            var kept = withBuffer ? place.Buffer : 0m;
            free += Math.Max(0m, sandbox.OwnerOf(place).OnHand(sku, place.Code) - promised - kept);
        }

        var nowhereYet = open.Where(promise => promise.Handed.Count == 0)
            .Sum(promise => promise.Order.Open(sku));
        return Math.Max(0m, free - nowhereYet);
    }

    private List<(WarehouseOrderView Order, bool IsStore)> HandedOver(TrackedOrder order)
    {
        var handed = new List<(WarehouseOrderView, bool)>();
        handed.AddRange(sandbox.Warehouse.OrdersOf(order.ExternalId).Select(view => (view, false)));
        handed.AddRange(sandbox.Store.OrdersOf(order.ExternalId).Select(view => (view, true)));
        return handed;
    }

    private static decimal Promised(
        List<(WarehouseOrderView Order, bool IsStore)> handed, string sku, Place place) => handed
        .Where(order => order.IsStore == place.IsStore)
        .SelectMany(order => order.Order.Lines)
        .Where(line => line.Sku == sku && line.Warehouse == place.Code)
        .Sum(line => line.Ordered - line.Dispatched - line.Cancelled);

    /// <summary>What the shop has sold and nobody has been told to pick.</summary>
    private decimal OpenInShop(int order, string sku) => sandbox.Shop.Books.Order(order)!.Lines
        .Where(line => line.StockSku == sku)
        .Sum(line => Math.Max(0m, line.Ordered - line.Canceled - line.Shipped - line.Refunded));

    private decimal OpenInProject(string order, string sku) =>
        sandbox.Project.Books.View(order) is { IsCancelled: false } view
            ? view.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity)
            : 0m;

    private sealed record TrackedOrder(string ExternalId, Func<string, decimal> Open);
}
