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
        var isReported = false;
        foreach (var milestone in order.Milestones)
        {
            if (milestone.Status == status)
            {
                if (!HasCounted(order, milestone.Reporter, status))
                {
                    // Who names no units speaks of all.
                    return true;
                }

                isReported = true;
            }
        }

        // Reports on named units speak for the order when together they cover all that is open.
        return isReported && order.Lines.All(line => line.Picks.All(pick => IsCovered(line, pick.Sku, status)));
    }

    /// <summary>Whether a system counts the units of an order that have reached a stage.</summary>
    internal static bool HasCounted(OrderRecord order, ConnectionName reporter, string status) => order.Lines.Any(line =>
        line.Stages.FindIndex(count => count.Reporter == reporter && count.Status == status) >= 0);

    private static bool IsCovered(LineRecord line, Sku sku, string status)
    {
        var (wanted, sent, reached) = (Quantity.Zero, Quantity.Zero, Quantity.Zero);
        foreach (var pick in line.Picks)
        {
            if (pick.Sku == sku)
            {
                wanted += pick.Quantity - pick.Withdrawn;
                sent += pick.Dispatched;
            }
        }

        foreach (var count in line.Stages)
        {
            reached += count.Sku == sku && count.Status == status ? count.Units : Quantity.Zero;
        }

        return Quantity.Max(reached, sent) >= wanted;
    }

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
