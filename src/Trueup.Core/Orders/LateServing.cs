using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Serves lines that could come from nowhere when they were taken up, once somebody asks for it or a mapping has come. It
/// does not happen by itself: they may have been picked by hand since.
/// </summary>
public static class LateServing
{
    /// <summary>Units of a line that are wanted here and in the storefront, and that no place was found for; zero where
    /// anything is picked for the line.</summary>
    public static Quantity LeftOf(OrderRecord order, LineRecord line)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(line);
        return line.Picks.IsEmpty ? WantedOf(order, line) : Quantity.Zero;
    }

    /// <summary>Units of a line that are wanted here and in the storefront, and that have not left.</summary>
    public static Quantity WantedOf(OrderRecord order, LineRecord line)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(line);
        return order.IsClosed || OrderExpiry.IsCancelled(order)
            ? Quantity.Zero
            : Quantity.Min(line.Open, OrderCapture.OpenInStorefront(order.Progress, line.Line, line.Ordered, line.Shipped));
    }

    /// <summary>Serves what is left of the lines that a sight of the order shows, as at capture, and tells whoever has the
    /// order already.</summary>
    /// <param name="order">The order, with all that follows from the sight.</param>
    /// <param name="seen">The sight that is decided again: only it says where the storefront drew a line from.</param>
    /// <param name="known">What else may be looked at.</param>
    public static OrderDecision Serve(OrderRecord order, Fact.OrderObserved seen, OrderSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(known);
        var consequences = new Consequences();
        var after = order;
        foreach (var line in order.Lines)
        {
            if (LeftOf(order, line) is var units && !units.IsZero && seen.Order.Lines.Any(shown => shown.Line == line.Line))
            {
                after = Serve(after, line, units, seen, known, consequences);
            }
        }

        if (after != order && after.IsReleased)
        {
            OrderDocuments.AskForNext(after, known.Contract, consequences);
            foreach (var document in order.Documents.Where(each =>
                each.Kind == DocumentKind.CreateOrder && OrderDocuments.MayBeKnownBy(each) && IsPickedBy(each.Target)))
            {
                OrderDocuments.AskToAmend(after, document, order.Progress.UpdatedAt, known.Contract, consequences);
            }
        }

        return consequences.Conclude();

        bool IsPickedBy(ConnectionName target) => after.Lines.Any(line =>
            order.Lines.First(before => before.Line == line.Line).Picks.IsEmpty &&
            line.Picks.Any(pick => known.Contract.OwnerOf(pick.Location) == target));
    }

    private static OrderRecord Serve(
        OrderRecord order, LineRecord line, Quantity units, Fact.OrderObserved seen, OrderSurroundings known, Consequences consequences)
    {
        // What the storefront took off its own figure was told when the order was taken up.
        var now = seen with
        {
            Order = order.Canonical,
            Progress = order.Progress,
            Draws = seen.Draws?.Select(draw => draw with { HasLowered = false }).ToItems(),
        };
        var picks = OrderServing.Serve(
            now, order.Canonical.LineOf(line.Line), units, known, consequences);
        if (picks.IsEmpty)
        {
            return order;
        }

        var served = new OrderEvent.LineChanged(line with
        {
            Picks = picks,
            ShippedBefore = Quantity.Max(line.ShippedBefore, line.Shipped),
            Held = order.Progress.Reserves ? units : Quantity.Zero,
        });
        consequences.Say(served);
        return OrderEvolution.Evolve(order, served, message: default)!;
    }
}
