using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Closes the cases about an order's content that what it is now disproves.</summary>
internal static class OrderHealing
{
    /// <summary>A refusal of what is not asked for any more is nobody's business.</summary>
    public static void HealOvertaken(Deliberation about, OrderDecision decision, OrderRecord order)
    {
        foreach (var change in decision.Events)
        {
            var (target, because) = change switch
            {
                OrderEvent.DocumentReplanned replanned =>
                    (TargetOf(order, replanned.Key), "What it was to do is done, or not wanted any more."),
                OrderEvent.ExpiryWithdrawn withdrawn =>
                    (TargetOf(order, withdrawn.Key), "The order was paid: it is not to be cancelled any more."),
                OrderEvent.DocumentDropped dropped => (dropped.Target, "It was never made, and is not wanted any more."),
                _ => ((ConnectionName?)null, ""),
            };
            if (target is not null && !HasRefusal(order, target.Value))
            {
                var lineage = new Lineage { Connection = target, Order = order.Id.Text };
                about.Heal(CaseCodes.DocumentRefused, lineage, because);
                about.Heal(CaseCodes.DocumentOverdue, lineage, because);
                foreach (var code in OrderCases.Holding)
                {
                    about.Heal(code, lineage, because);
                }
            }
        }
    }

    /// <summary>What kept an order from a system that it never goes to any more is nobody's business.</summary>
    public static void HealUnasked(Deliberation about, OrderRecord order, OwnershipContract contract)
    {
        if (order.Stage != OrderStage.Cancelled)
        {
            return;
        }

        foreach (var target in contract.TargetsOf(DataKind.Order))
        {
            if (order.Documents.FindIndex(document => document.Target == target.Connection) >= 0)
            {
                continue;
            }

            foreach (var code in OrderCases.Holding)
            {
                about.Heal(
                    code, new Lineage { Connection = target.Connection, Order = order.Id.Text }, "The order was cancelled before it was sent.");
            }
        }
    }

    /// <summary>Looks at an order after a change.</summary>
    public static void Heal(Deliberation about, OrderRecord order, OwnershipContract contract)
    {
        if (order.IsReleased)
        {
            about.Heal(OrderCases.SentUnreleased, OrderDocuments.HoldingOf(order), "The order was released.");
        }

        HealUnsourced(about, order);
        HealUntold(about, order);
        foreach (var document in order.Documents)
        {
            if (document.Kind == DocumentKind.CreateOrder && order.Progress.Phase != OrderPhase.OnHold)
            {
                about.Heal(OrderCases.HeldTooLate, OrderDocuments.HeldTooLateAt(order, document.Target), "The order is not on hold any more.");
            }
        }

        foreach (var code in OrderCases.Holding.Where(about.HasOpen))
        {
            if (WhyFree(order, code, contract) is { } because)
            {
                about.Heal(code, OrderDocuments.HoldingOf(order), because);
            }

            foreach (var target in order.Documents.Where(IsContent).Select(document => document.Target).Distinct())
            {
                if (order.Documents.All(document => document.Target != target || document.Refusal is null || !IsContent(document)))
                {
                    about.Heal(
                        code,
                        new Lineage { Connection = target, Order = order.Id.Text },
                        "The receiver's rules are kept now.");
                }
            }
        }
    }

    /// <summary>Sources that a sight names are mapped by now.</summary>
    public static void HealUnmapped(Deliberation about, Fact.OrderObserved seen, OwnershipContract contract)
    {
        var storefront = seen.Order.Storefront;
        foreach (var draw in about.HasOpen(CaseCodes.LocationUnmapped) ? seen.Draws ?? [] : [])
        {
            if (contract.LocationOf(storefront, draw.Source) is not null)
            {
                about.Heal(
                    CaseCodes.LocationUnmapped,
                    new Lineage { Storefront = storefront, Location = draw.Source, Order = seen.Order.Id.Text },
                    "The mapping is there now.");
            }
        }
    }

    /// <summary>What cases about lines of an order that can come from nowhere are about: one for each SKU, or one for
    /// many.</summary>
    public static IEnumerable<Lineage> UnsourcedOf(OrderRecord order, IEnumerable<LineRecord> lines)
    {
        var whole = new Lineage { Storefront = order.Canonical.Storefront, Order = order.Id.Text };
        return lines.Select(line => whole with { Sku = line.Sku.Text }).Append(whole).Distinct();
    }

    private static void HealUnsourced(Deliberation about, OrderRecord order)
    {
        if (about.HasOpen(CaseCodes.OrderUnsourced))
        {
            foreach (var lineage in UnsourcedOf(order, order.Lines).Where(lineage => order.Lines.All(line =>
                (lineage.Sku is { } sku && line.Sku.Text != sku) || LateServing.LeftOf(order, line).IsZero)))
            {
                about.Heal(CaseCodes.OrderUnsourced, lineage, "All that is wanted of it has a place to come from.");
            }
        }
    }

    /// <summary>Goods of a place whose owner is told of no orders are nobody's trouble once they are handed over or not wanted any
    /// more.</summary>
    private static void HealUntold(Deliberation about, OrderRecord order)
    {
        if (!about.HasOpen(CaseCodes.OrderUnsourced))
        {
            return;
        }

        foreach (var (sku, place) in order.Lines.SelectMany(line => line.Picks, (line, pick) => (line.Sku, pick.Location)).Distinct())
        {
            if (order.Lines.All(line => line.Sku != sku || line.Picks.All(pick => pick.Location != place) || LateServing.WantedOf(order, line).IsZero))
            {
                about.Heal(
                    CaseCodes.OrderUnsourced,
                    new Lineage
                    {
                        Storefront = order.Canonical.Storefront,
                        Location = place.Text,
                        Sku = sku.Text,
                        Order = order.Id.Text,
                    },
                    "All of it that is wanted was handed over.");
            }
        }
    }

    /// <summary>Why an order is not held for a fault any more; null where it still is.</summary>
    private static string? WhyFree(OrderRecord order, CaseCode code, OwnershipContract contract) =>
        order.IsReleased ? "The order went to the back office."
        : order.Stage == OrderStage.Cancelled ? "Nothing of the order is wanted any more."
        // Whether somebody knows its articles the order does not say: it is released then.
        : code == OrderCases.ArticleUnknown ? null
        : OrderCheck.OfOrder(order.Canonical, contract).All(fault => fault.Code != code) ? "The order is free of it as it is now."
        : null;

    /// <summary>Whether a system refuses a document; of a return that is widened, a case of its own tells.</summary>
    public static bool HasRefusal(OrderRecord order, ConnectionName target) => order.Documents.Any(document =>
        document.Target == target && document.Refusal is not null && document.Kind != DocumentKind.AmendReturn);

    private static bool IsContent(OrderDocument document) => document.Kind is DocumentKind.CreateOrder
        or DocumentKind.PostSale or DocumentKind.AmendOrder or DocumentKind.AmendSale;

    private static ConnectionName TargetOf(OrderRecord order, string key) =>
        order.Documents.First(document => document.Key == key).Target;
}
