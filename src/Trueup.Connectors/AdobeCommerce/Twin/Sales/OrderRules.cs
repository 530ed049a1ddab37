namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>What may be done to an order, and which state follows.</summary>
/// <remarks>Source: adobe-commerce.md §4.5; adobe-commerce-observed.md §4, §8.</remarks>
internal static class OrderRules
{
    public static bool CanShip(this Order order) =>
        order.State is not (OrderStates.Holded or OrderStates.Canceled)
        && !order.IsVirtual
        && order.Items.Exists(i => i.QtyToShip > 0 && !(i.QtyRefunded > 0 && i.QtyRefunded == i.QtyOrdered));

    public static bool CanInvoice(this Order order) =>
        order.State is not (OrderStates.Holded or OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed)
        && order.Items.Exists(i => i.QtyToInvoice > 0);

    public static bool CanCancel(this Order order) =>
        order.State is not (OrderStates.Holded or OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed)
        && order.Items.Exists(i => i.QtyToInvoice > 0);

    public static bool CanHold(this Order order) =>
        order.State is not (OrderStates.Holded or OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed);

    public static bool CanRefund(this Order order) =>
        order.State is not (OrderStates.Holded or OrderStates.Canceled or OrderStates.Closed)
        && Math.Round(order.Totals.Paid, 2) > Math.Round(order.Totals.Refunded, 2);

    /// <summary>The first document makes a new order processing; the last one completes or closes it.</summary>
    public static void Settle(this Order order)
    {
        if (order.State is OrderStates.New)
        {
            Set(order, OrderStates.Processing);
        }

        if (order.State is OrderStates.Canceled or OrderStates.Holded || order.CanInvoice())
        {
            return;
        }

        if (order.State is OrderStates.Processing or OrderStates.Complete && !order.CanRefund() && !order.CanShip())
        {
            Set(order, OrderStates.Closed);
        }
        else if (order.State is OrderStates.Processing && (!order.CanShip() || IsRestRefunded(order)))
        {
            Set(order, OrderStates.Complete);
        }
    }

    /// <summary>Sets a state together with its default status.</summary>
    public static void Set(this Order order, string state)
    {
        order.State = state;
        order.Status = state is OrderStates.New ? "pending" : state;
    }

    /// <summary>The state that cancelling leaves: what was invoiced keeps the order alive.</summary>
    public static string StateAfterCancel(this Order order)
    {
        var state = OrderStates.Canceled;
        foreach (var item in order.Items.Where(i => i.QtyToRefund > 0))
        {
            if (state is not OrderStates.Processing)
            {
                state = item.QtyToShip > item.QtyToCancel ? OrderStates.Processing : OrderStates.Complete;
            }
        }

        return state;
    }

    /// <summary>Something was shipped and all that was not has been refunded.</summary>
    private static bool IsRestRefunded(Order order)
    {
        var shipped = order.Items.Where(i => i.Parent is null).Sum(i => i.QtyShipped);
        var refunded = order.Items.Where(i => i.Parent is null).Sum(i => i.QtyRefunded);
        return shipped > 0 && order.TotalQtyOrdered <= refunded + shipped;
    }
}
