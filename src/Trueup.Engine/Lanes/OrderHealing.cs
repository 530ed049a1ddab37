using Trueup.Core.Cases;
using Trueup.Core.Orders;

namespace Trueup.Engine.Lanes;

/// <summary>Closes the cases about an order's content that what it is now disproves.</summary>
internal static class OrderHealing
{
    /// <summary>A refusal of what is not asked for any more is nobody's business.</summary>
    public static void HealOvertaken(Deliberation about, OrderDecision decision, OrderRecord order)
    {
        foreach (var change in decision.Events)
        {
            var (key, because) = change switch
            {
                OrderEvent.DocumentReplanned replanned => (replanned.Key, "The goods have left: there is nothing to take back any more."),
                OrderEvent.ExpiryWithdrawn withdrawn => (withdrawn.Key, "The order was paid: it is not to be cancelled any more."),
                _ => (null, ""),
            };
            if (key is not null && order.Documents.First(document => document.Key == key).Target is var target &&
                order.Documents.All(document => document.Target != target || document.Refusal is null))
            {
                about.Heal(CaseCodes.DocumentRefused, new Lineage { Connection = target, Order = order.Id.Text }, because);
                about.Heal(CaseCodes.DocumentOverdue, new Lineage { Connection = target, Order = order.Id.Text }, because);
            }
        }
    }

    /// <summary>Looks at an order after a change.</summary>
    public static void Heal(Deliberation about, OrderRecord order)
    {
        foreach (var document in order.Documents)
        {
            if (document.Kind == DocumentKind.CreateOrder && order.Progress.Phase != OrderPhase.OnHold)
            {
                about.Heal(OrderCases.HeldTooLate, OrderDocuments.HeldTooLateAt(order, document.Target), "The order is not on hold any more.");
            }
        }

        foreach (var code in OrderCases.Holding)
        {
            if (order.IsReleased)
            {
                about.Heal(code, OrderDocuments.HoldingOf(order), "The order went to the back office.");
            }

            foreach (var document in order.Documents)
            {
                if (document.Refusal is null && document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale)
                {
                    about.Heal(
                        code,
                        new Lineage { Connection = document.Target, Order = order.Id.Text },
                        "The receiver's rules are kept now.");
                }
            }
        }
    }
}
