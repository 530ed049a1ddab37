using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>Reservations of an order that do not fit what is open of it.</summary>
/// <param name="IncrementId">Number of the order.</param>
/// <param name="Sku">SKU.</param>
/// <param name="StockId">Stock.</param>
/// <param name="Quantity">What is too much in the ledger; negative: held back for nothing.</param>
public sealed record Inconsistency(string IncrementId, string Sku, int StockId, decimal Quantity);

/// <summary>
/// The report of <c>bin/magento inventory:reservation:list-inconsistencies</c>: for every order, what the ledger holds back
/// must be what is still to leave of it, and nothing once it is complete, closed or cancelled.
/// </summary>
/// <remarks>Source: adobe-commerce-observed.md §2, and the vendor's own tests of the command.</remarks>
internal static class Inconsistencies
{
    public static IEnumerable<Inconsistency> Of(Shop shop)
    {
        var sums = shop.Ledger.Rows
            .Where(static row => row.IncrementId.Length > 0)
            .GroupBy(static row => (row.IncrementId, row.Sku, row.StockId))
            .ToDictionary(static group => group.Key, static group => group.Sum(static row => row.Quantity));
        foreach (var order in shop.Sales.Orders.All.Where(IsOpen))
        {
            var stock = shop.StockOf(order).Id;
            foreach (var item in order.Items.Where(item => item.Children.Count == 0 && shop.IsManaged(shop.StockSkuOf(item))))
            {
                var key = (order.IncrementId, shop.StockSkuOf(item), stock);
                sums[key] = sums.GetValueOrDefault(key) + Open(item);
            }
        }

        return sums.Where(static sum => sum.Value != 0)
            .Select(static sum => new Inconsistency(sum.Key.IncrementId, sum.Key.Sku, sum.Key.StockId, sum.Value));
    }

    private static bool IsOpen(Order order) =>
        order.State is not (OrderStates.Complete or OrderStates.Closed or OrderStates.Canceled);

    /// <summary>Pieces still to leave; a part that is there for its parent's sake is counted on the parent.</summary>
    private static decimal Open(OrderItem item)
    {
        var counted = item is { Parent: { } parent, IsShippingDummy: true } ? parent : item;
        var left = counted.IsVirtual ? counted.QtyInvoiced : counted.QtyShipped;
        var open = Math.Max(0, counted.QtyOrdered - counted.QtyCanceled - left - counted.QtyRefunded);
        return counted == item || counted.QtyOrdered == 0 ? open : open * item.QtyOrdered / counted.QtyOrdered;
    }
}
