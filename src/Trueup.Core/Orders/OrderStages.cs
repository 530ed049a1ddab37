using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Reads an order's stage from its figures: never a field that could disagree with them.</summary>
public static class OrderStages
{
    private static readonly (string Status, OrderStage Stage)[] _ladder =
    [
        ("packed", OrderStage.Packed), ("picked", OrderStage.Picked), ("allocated", OrderStage.Allocated),
    ];

    /// <summary>How far the order is.</summary>
    public static OrderStage Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (IsGivenUp(order))
        {
            return OrderStage.Cancelled;
        }

        if (order.Progress.Phase == OrderPhase.OnHold || order.Documents.FindIndex(known => known.Refusal is not null) >= 0)
        {
            return OrderStage.Held;
        }

        if (IsWithoutUnits(order))
        {
            return OrderStage.Captured;
        }

        if (IsRefunded(order))
        {
            return OrderStage.Refunded;
        }

        if (order.Progress.Phase == OrderPhase.Finished || IsSent(order))
        {
            return HasReached(order, "delivered") ? OrderStage.Delivered : OrderStage.Shipped;
        }

        return order.IsReleased ? InBackOffice(order) : OrderStage.Captured;
    }

    private static OrderStage InBackOffice(OrderRecord order)
    {
        foreach (var (status, stage) in _ladder)
        {
            if (HasReached(order, status))
            {
                return stage;
            }
        }

        var owed = order.Documents.FindIndex(known =>
            !known.IsMade && known.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale);
        var isThere = order.Documents.FindIndex(known =>
            known.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale) >= 0;
        return owed < 0 && (isThere || HasReached(order, "accepted")) ? OrderStage.Accepted : OrderStage.Released;
    }

    private static bool HasReached(OrderRecord order, string status)
    {
        if (order.Milestones.FindIndex(known => known.Status == status) < 0)
        {
            return false;
        }

        // A report on named units speaks for the order when it covers all that is open.
        foreach (var line in order.Lines)
        {
            foreach (var stage in line.Stages)
            {
                if (stage.Status == status && stage.Units < WantedOf(line, stage.Sku))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static Quantity WantedOf(LineRecord line, Sku sku) => line.Picks.Where(pick => pick.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, pick) => sum + pick.Quantity - pick.Withdrawn);

    /// <summary>Whether nothing of it is wanted any more.</summary>
    internal static bool IsGivenUp(OrderRecord order) => order.Progress.Phase == OrderPhase.Cancelled ||
        (!order.Lines.IsEmpty && order.Lines.All(line => line.Withdrawn >= line.Ordered) &&
         (!IsWithoutUnits(order) || order.Counted.Any(key => key.StartsWith("cancel/", StringComparison.Ordinal))));

    /// <summary>Whether no line of it has a usable quantity: neither given up nor sent, for want of units.</summary>
    private static bool IsWithoutUnits(OrderRecord order) => !order.IsReleased && !order.Lines.IsEmpty &&
        order.Lines.All(line => line.Ordered <= Quantity.Zero);

    private static bool IsSent(OrderRecord order) =>
        !order.Lines.IsEmpty && order.Lines.All(line => line.Open.IsZero || line.Shipped >= line.Ordered - line.Withdrawn);

    /// <summary>A storefront says so in the order's own figures, or shows the refunds of what came back apart from
    /// them.</summary>
    private static bool IsRefunded(OrderRecord order)
    {
        var lines = order.Progress.Lines;
        return !order.Lines.IsEmpty && order.Lines.All(line =>
            lines.FindIndex(known => known.Line == line.Line && known.Refunded >= line.Ordered) >= 0 ||
            (line.Ordered > Quantity.Zero && RefundedOf(order, line) >= line.Ordered));
    }

    private static Quantity RefundedOf(OrderRecord order, LineRecord line)
    {
        var sum = Quantity.Zero;
        foreach (var refund in order.Returns?.Seen ?? [])
        {
            foreach (var units in refund.Lines)
            {
                sum += units.Line == line.Line ? units.Quantity : Quantity.Zero;
            }
        }

        return sum;
    }
}
