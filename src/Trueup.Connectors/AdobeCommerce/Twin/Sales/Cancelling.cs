using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Cancelling, holding, and releasing from hold.</summary>
/// <remarks>Source: adobe-commerce-observed.md §2, §4.</remarks>
internal sealed class Cancelling(Shop shop)
{
    /// <summary>True when it was cancelled, false when it cannot be: both are answers of 200.</summary>
    public Outcome<bool> Cancel(int orderId)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        if (!order.CanCancel())
        {
            return false;
        }

        var released = order.IsFromCart || order.Items.Count > 0
            ? Shop.PerSku(order.Items.SelectMany(Released)).Where(m => m.Quantity > 0).ToList()
            : [];
        var stock = shop.StockOf(order);
        if (shop.Ledger.Gate(stock, released) is { } refusal)
        {
            return refusal;
        }

        var state = order.StateAfterCancel();
        foreach (var item in order.Items.Where(i => i.QtyToCancel > 0))
        {
            item.QtyCanceled += item.QtyToCancel;
            shop.Sales.Touch(item, shop.Now);
        }

        shop.Ledger.Append(stock, Shop.Event("order_canceled", order), released);
        order.Totals = order.Totals with { Canceled = order.Totals.GrandTotal - order.Totals.Paid };
        order.Set(state);
        shop.Sales.Touch(order, shop.Now);
        return true;
    }

    public Outcome<bool> Hold(int orderId)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        if (!order.CanHold())
        {
            return Refusal.BadRequest("A hold action is not available.");
        }

        order.StateBeforeHold = order.State;
        order.StatusBeforeHold = order.Status;
        order.Set(OrderStates.Holded);
        shop.Sales.Touch(order, shop.Now);
        return true;
    }

    public Outcome<bool> Unhold(int orderId)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        if (order.State is not OrderStates.Holded)
        {
            return Refusal.BadRequest("You cannot remove the hold.");
        }

        order.State = order.StateBeforeHold;
        order.Status = order.StatusBeforeHold;
        shop.Sales.Touch(order, shop.Now);
        return true;
    }

    /// <summary>What a line gives back: all that is neither shipped nor invoiced; children of one price go with their
    /// parent.</summary>
    private IEnumerable<SkuQuantity> Released(OrderItem item)
    {
        if (item.Parent is not null && item.IsDummy)
        {
            return [];
        }

        if (item.Children.Count == 0)
        {
            return [new SkuQuantity(shop.StockSkuOf(item), Open(item))];
        }

        return item.IsDummy
            ? []
            : item.Children.Select(c => new SkuQuantity(shop.StockSkuOf(c), Open(item) * c.QtyPerParent));
    }

    private static decimal Open(OrderItem item) =>
        Math.Max(item.QtyOrdered - Math.Max(item.QtyShipped, item.QtyInvoiced) - item.QtyCanceled, 0);
}
