using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Decides what a fact means for one order, and what it means for the stock that the order touches. Pure and
/// total.</summary>
public static class OrderDecider
{
    /// <summary>What follows from a storefront's sight of an order; <paramref name="order"/> is null on first
    /// sight.</summary>
    public static OrderDecision Decide(OrderRecord? order, Fact.OrderObserved seen, OrderSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(known);
        seen = seen with
        {
            Order = OrderNormalising.Of(seen.Order, known.Contract.Connection(seen.Order.Storefront)),
        };
        var decision = order is null ? OrderCapture.Capture(seen, known) : OrderCapture.Follow(order, seen, known);
        var after = After(order, decision) ?? order!;
        var documents = new Consequences();
        if (OrderArticles.Unknown(after, seen, known) is { } strange)
        {
            if (OrderDocuments.MayGo(after, known.Contract))
            {
                documents.Find(strange);
            }
        }
        else
        {
            OrderDocuments.AskForRelease(after, known.Contract, documents);
        }

        if (order is not null)
        {
            if (after.Progress != order.Progress || after.Canonical.Payment != order.Canonical.Payment)
            {
                OrderExpiry.Follow(after, known.Contract, documents);
            }

            after = OrderDocuments.DropUnwanted(after, known.Contract, documents);
            OrderDocuments.AskForWithdrawal(order, after, reporter: null, known.Contract, documents);
            OrderDocuments.AskForCancelledSales(after, after.Progress, known.Contract, documents);
            if (after.Progress != order.Progress || after.Canonical.Payment != order.Canonical.Payment)
            {
                OrderDocuments.RetryInStorefront(order, after, documents);
            }

            OrderDocuments.FollowHold(order, after, known.Contract, documents);
        }

        var asked = documents.Conclude();
        return decision with
        {
            Events = decision.Events.AddRange(asked.Events),
            Findings = decision.Findings.AddRange(asked.Findings),
        };
    }

    /// <summary>What follows from a fact that names an order the hub already knows.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reporter">The connection that reports.</param>
    /// <param name="fact">The fact; facts that are not about a known order change nothing.</param>
    /// <param name="known">What else may be looked at.</param>
    public static OrderDecision Decide(OrderRecord order, ConnectionName reporter, Fact fact, OrderSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(known);
        return fact switch
        {
            Fact.OrderStatusReported report => OrderMilestones.Reach(order, reporter, report, known),
            Fact.Dispatched dispatched => OrderFulfilment.Dispatch(order, reporter, dispatched, known),
            Fact.SaleCompleted handover => OrderFulfilment.Dispatch(order, reporter, AsDispatch(handover), known, isHandover: true),
            Fact.CancellationReported report => OrderWithdrawal.Cancel(order, reporter, report, known.Contract),
            Fact.ShipmentObserved shipment => OrderShipments.See(order, shipment, known.Contract),
            Fact.RefundObserved refund => OrderShipments.CountRefund(order, refund, known.Contract),
            Fact.ReturnReceived received => Note(order, reporter, $"return-received {received.Rma}", received.At),
            Fact.ReturnInspected inspected => Note(order, reporter, $"return-inspected {inspected.Rma}", inspected.At),
            _ => OrderDecision.Nothing,
        };
    }

    /// <summary>A till that hands an online order over is the place that it leaves from.</summary>
    private static Fact.Dispatched AsDispatch(Fact.SaleCompleted handover) => new(
        handover.Order!, handover.Key, handover.Store, handover.At, handover.Lines, Tracking: []);

    private static OrderDecision Note(OrderRecord order, ConnectionName reporter, string status, DateTimeOffset at) =>
        order.Milestones.FindIndex(known => known.Status == status && known.Reporter == reporter) >= 0
            ? OrderDecision.Nothing
            : new OrderDecision([new OrderEvent.MilestoneReached(status, reporter, at)]);

    private static OrderRecord? After(OrderRecord? order, OrderDecision decision)
    {
        foreach (var change in decision.Events)
        {
            order = OrderEvolution.Evolve(order, change, order?.Message ?? default);
        }

        return order;
    }
}
