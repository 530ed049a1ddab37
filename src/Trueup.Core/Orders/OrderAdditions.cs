using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Takes up what a storefront added to an order under its own number (a commercetools order edit), lines and units of
/// lines: they are wanted like those that were there, and whoever has the order is told.
/// </summary>
internal static class OrderAdditions
{
    /// <summary>Lines that were not there; none where the storefront does not edit orders, or the sight is an older
    /// one.</summary>
    public static Items<OrderLine> Of(OrderRecord order, Fact.OrderObserved seen) =>
        !seen.TakesAdditions || seen.Progress.UpdatedAt < order.Progress.UpdatedAt
            ? []
            : seen.Order.Lines.Where(line => order.Canonical.Lines.FindIndex(known => known.Line == line.Line) < 0).ToItems();

    /// <summary>Raises the lines that are more than they were; one of which something was given up is not touched.</summary>
    public static OrderRecord Raise(
        OrderRecord order, Fact.OrderObserved seen, OrderSurroundings known, Consequences consequences)
    {
        if (!seen.TakesAdditions || seen.Progress.UpdatedAt < order.Progress.UpdatedAt)
        {
            return order;
        }

        foreach (var line in order.Lines)
        {
            if (seen.Order.Lines.FirstOrDefault(shown => shown.Line == line.Line) is { } shown &&
                shown.Quantity > line.Ordered && line.Withdrawn.IsZero && shown.Sku == line.Sku)
            {
                var more = shown.Quantity - line.Ordered;
                var picks = OrderServing.Serve(seen, shown, more, known, consequences, more);
                var raised = new OrderEvent.LineChanged(line with
                {
                    Ordered = shown.Quantity,
                    Picks = picks.Aggregate(line.Picks, Add),
                    Held = line.Held + (seen.Progress.Reserves && !picks.IsEmpty ? more : Quantity.Zero),
                });
                consequences.Say(raised);
                order = OrderEvolution.Evolve(order, raised, message: default)!;
            }
        }

        return order;
    }

    /// <summary>Units that were given up, and are wanted again: what was done about them is not undone by itself.</summary>
    public static void FindRevived(
        OrderRecord order, Fact.OrderObserved seen, OrderProgress progress, Consequences consequences)
    {
        if (!seen.TakesAdditions || seen.Progress.UpdatedAt < order.Progress.UpdatedAt)
        {
            return;
        }

        foreach (var line in order.Lines)
        {
            var units = OrderCapture.ProgressOf(order.Progress, line.Line).Cancelled -
                OrderCapture.ProgressOf(progress, line.Line).Cancelled;
            if (units > Quantity.Zero)
            {
                consequences.Find(new Finding(
                    OrderCases.Changed,
                    new Lineage { Storefront = order.Canonical.Storefront, Order = order.Id.Text },
                    $"{order.Canonical.Storefront} shows {units} of {line.Sku} in line {line.Line} again, which had been given up."));
            }
        }
    }

    /// <summary>The picks with some units more.</summary>
    internal static Items<Pick> Add(Items<Pick> picks, Pick more)
    {
        var place = picks.FindIndex(pick => (pick.Sku, pick.PerUnit, pick.Location) == (more.Sku, more.PerUnit, more.Location));
        return place < 0
            ? picks.Add(more)
            : picks.SetItem(place, picks[place] with { Quantity = picks[place].Quantity + more.Quantity });
    }

    /// <summary>Makes the order what it is now, with the lines added.</summary>
    public static void TakeUp(
        OrderRecord order, Fact.OrderObserved seen, Items<OrderLine> added, OrderSurroundings known, Consequences consequences)
    {
        var amended = new OrderEvent.Amended(OrderEdits.Apply(Now(order.Canonical, seen.Order), order.Edits));
        consequences.Say(amended);
        var after = OrderEvolution.Evolve(order, amended, message: default)!;
        foreach (var line in added.Where(line => line.MovesStock))
        {
            var taken = new OrderEvent.LineChanged(OrderCapture.CaptureLine(seen, line, known, consequences));
            consequences.Say(taken);
            after = OrderEvolution.Evolve(after, taken, message: default)!;
        }

        foreach (var fault in OrderCheck.OfOrder(after.Canonical, known.Contract))
        {
            consequences.Find(new Finding(fault.Code, OrderDocuments.HoldingOf(after), fault.Detail));
        }

        if (order.IsReleased)
        {
            OrderDocuments.AskForNext(after, known.Contract, consequences);
            OrderDocuments.SendWhatWasHeld(after, known.Contract, consequences);
            Tell(after, seen.Progress.UpdatedAt, known.Contract, consequences);
        }
    }

    /// <summary>
    /// The order as shown. A line that is shown no more is kept without its money: what was done about it still names it.
    /// </summary>
    private static CanonicalOrder Now(CanonicalOrder known, CanonicalOrder shown) => shown with
    {
        Payment = shown.Payment ?? known.Payment,
        Billing = shown.Billing ?? known.Billing,
        Customer = shown.Customer ?? known.Customer,
        Shipping = shown.Shipping ?? known.Shipping,
        Attributes = shown.Attributes.IsEmpty ? known.Attributes : shown.Attributes,
        Lines =
        [
            .. shown.Lines,
            .. known.Lines.Where(line => shown.Lines.FindIndex(other => other.Line == line.Line) < 0)
                .Select(line => line with { UnitPrice = 0m, Discount = 0m, Tax = 0m, Total = 0m }),
        ],
    };

    /// <summary>Whoever may have the order already gets it as it is now.</summary>
    private static void Tell(
        OrderRecord order, DateTimeOffset at, OwnershipContract contract, Consequences consequences)
    {
        foreach (var document in order.Documents)
        {
            if (OrderDocuments.MayBeKnownBy(document))
            {
                OrderDocuments.AskToAmend(order, document, at, contract, consequences);
            }
        }
    }
}
