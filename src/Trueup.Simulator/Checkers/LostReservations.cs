using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>What a shop itself reserves wrongly, by its own ledger and orders: less than nothing where it holds back for nobody.</summary>
internal static class LostReservations
{
    /// <summary>
    /// What the shop still reserves beyond what is still to be shipped, by SKU: for orders that it calls over, and for those of which a part was
    /// refunded while something is still to come. A shop may call an order complete when what was shipped was refunded and as much is still to come.
    /// Of an article that it did not count for a while, orders that go on may lack their reservation, or keep it for good.
    /// </summary>
    public static Dictionary<string, decimal> Of(ShopSite shop) => shop.Books.Reservations
        .GroupBy(row => (row.IncrementId, row.Sku))
        .Select(rows => (rows.Key.IncrementId, rows.Key.Sku, Reserved: rows.Sum(row => row.Quantity)))
        .Concat(Unreserved(shop))
        .Select(rest => (rest.Sku, Order: shop.Books.Order(rest.IncrementId), rest.Reserved))
        .Where(rest => rest.Order is not null)
        .GroupBy(
            rest => rest.Sku,
            rest => shop.Uncounted.Contains(rest.Sku) ? rest.Reserved + ToShip(rest.Order!, rest.Sku) : Lost(rest.Order!, rest.Sku, rest.Reserved),
            StringComparer.Ordinal)
        .ToDictionary(rests => rests.Key, rests => rests.Sum(), StringComparer.Ordinal);

    /// <summary>What a shop offers too many of each article that it did not count for a while, whatever anybody tells it; without end while it
    /// does not.</summary>
    public static Dictionary<string, decimal> Excess(ShopSite shop)
    {
        var lost = shop.Uncounted.Count == 0 ? [] : Of(shop);
        return shop.Uncounted.ToDictionary(
            sku => sku,
            sku => shop.Books.IsManaged(sku) ? Math.Max(0, lost.GetValueOrDefault(sku)) : decimal.MaxValue / 2,
            StringComparer.Ordinal);
    }

    /// <summary>Articles of orders for which the shop never reserved anything.</summary>
    private static IEnumerable<(string IncrementId, string Sku, decimal Reserved)> Unreserved(ShopSite shop)
    {
        if (shop.Uncounted.Count == 0)
        {
            return [];
        }

        var reserved = shop.Books.Reservations.Select(row => (row.IncrementId, row.Sku)).ToHashSet();
        return shop.Books.Orders
            .SelectMany(order => order.Lines.Select(line => (order.IncrementId, Sku: line.StockSku)).Distinct())
            .Where(line => shop.Uncounted.Contains(line.Sku) && !reserved.Contains(line))
            .Select(line => (line.IncrementId, line.Sku, 0m));
    }

    /// <summary>Of an order that goes on, no more can be lost than was refunded of it: whatever else differs is nobody's loss, but a fault.</summary>
    private static decimal Lost(TwinOrder order, string sku, decimal reserved)
    {
        var rest = reserved + ToShip(order, sku);
        return order.State is "closed" or "canceled" or "complete"
            ? rest
            : Math.Clamp(rest, -order.Lines.Where(line => line.StockSku == sku).Sum(line => line.Refunded), 0);
    }

    private static decimal ToShip(TwinOrder order, string sku) => order.Lines.Where(line => line.StockSku == sku)
        .Sum(line => Math.Max(0, line.Ordered - line.Canceled - line.Shipped - line.Refunded));
}
