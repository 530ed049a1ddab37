using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Takes an order up as its storefront shows it, and follows it there.</summary>
internal static class OrderCapture
{
    /// <summary>The first sight of an order: every line is given its locations, and the stock lanes learn what is wanted and held.</summary>
    public static OrderDecision Capture(Fact.OrderObserved seen, OrderSurroundings known)
    {
        var consequences = new Consequences();
        var lines = new List<LineRecord>();
        foreach (var line in seen.Order.Lines)
        {
            if (line.MovesStock)
            {
                lines.Add(CaptureLine(seen, line, known, consequences));
            }
        }

        consequences.Say(new OrderEvent.Captured(seen.Order, seen.Progress, lines.ToItems()));
        return consequences.Conclude();
    }

    /// <summary>A later sight of the order: figures only ever grow, so an older sight changes nothing.</summary>
    public static OrderDecision Follow(OrderRecord order, Fact.OrderObserved seen)
    {
        var consequences = new Consequences();
        if (seen.Progress.UpdatedAt >= order.Progress.UpdatedAt && seen.Progress != order.Progress)
        {
            consequences.Say(new OrderEvent.Progressed(seen.Progress));
        }

        foreach (var line in order.Lines)
        {
            var progress = ProgressOf(seen.Progress, line.Line);
            Advance(order, line, progress, consequences);
        }

        return consequences.Conclude();
    }

    /// <summary>
    /// Brings a line to the storefront's figures. Open units are ordered − cancelled − shipped − refunded: the storefront refunds
    /// unshipped units first (adobe-commerce.md §3.6), so this is also what it still holds back.
    /// </summary>
    private static void Advance(OrderRecord order, LineRecord line, LineProgress progress, Consequences consequences)
    {
        var shipped = Quantity.Max(line.Shipped, progress.Shipped);
        var open = (line.Ordered - progress.Cancelled - progress.Refunded - shipped).OrZero();
        var withdrawn = Quantity.Max(line.Withdrawn, line.Ordered - shipped - open);
        var held = Quantity.Min(line.Held, open);
        var after = line with { Shipped = shipped, Withdrawn = withdrawn, Held = held };
        if (after == line)
        {
            return;
        }

        consequences.Say(new OrderEvent.LineChanged(after));
        if (held != line.Held)
        {
            consequences.Address(line.Sku, new StockFact.Holding(order.Id, line.Line, held, ShippedFrom: null));
        }

        Withdraw(order.Id, line, withdrawn - line.Withdrawn, consequences);
    }

    /// <summary>Tells the lanes of everything that is picked for a line that so many units of it are not wanted any more.</summary>
    public static void Withdraw(OrderId order, LineRecord line, Quantity units, Consequences consequences)
    {
        if (units <= Quantity.Zero)
        {
            return;
        }

        foreach (var part in line.Picks.GroupBy(pick => (pick.Sku, pick.PerUnit)))
        {
            consequences.Address(part.Key.Sku, new StockFact.Withdrawn(order, line.Line, part.Key.PerUnit * units));
        }
    }

    private static LineRecord CaptureLine(
        Fact.OrderObserved seen, OrderLine line, OrderSurroundings known, Consequences consequences)
    {
        var progress = ProgressOf(seen.Progress, line.Line);
        var open = (line.Quantity - progress.Cancelled - progress.Refunded - progress.Shipped).OrZero();
        var allocations = open.IsZero
            ? []
            : Sourcing.Allocate(line.Sku, open, seen.Order.Storefront, known.Contract, known.Stock);
        if (allocations.IsEmpty && !open.IsZero)
        {
            consequences.Find(new Finding(
                CaseCodes.OrderUnsourced,
                new Lineage { Storefront = seen.Order.Storefront, Sku = line.Sku.Text, Order = seen.Order.Id.Text },
                $"No location is mapped that {seen.Order.Storefront} sells {line.Sku} from."));
        }

        var kit = known.Contract.KitOf(line.Sku);
        var picks = new List<Pick>();
        foreach (var allocation in allocations)
        {
            // The storefront's hold is on what it sold; the wish is on what is picked.
            var held = seen.Progress.Reserves ? allocation.Quantity : Quantity.Zero;
            consequences.Address(line.Sku, new StockFact.Captured(
                seen.Order.Id, line.Line, allocation.Location, kit is null ? allocation.Quantity : Quantity.Zero,
                seen.Order.Storefront, held));
            if (kit is null)
            {
                picks.Add(new Pick(line.Sku, PerUnit: 1, allocation.Location, allocation.Quantity));
                continue;
            }

            foreach (var component in kit.Components)
            {
                var units = component.PerKit * allocation.Quantity;
                picks.Add(new Pick(component.Sku, component.PerKit, allocation.Location, units));
                consequences.Address(component.Sku, new StockFact.Captured(
                    seen.Order.Id, line.Line, allocation.Location, units, Holder: null, Held: 0));
            }
        }

        return new LineRecord(line.Line, line.Sku, line.Quantity, picks.ToItems())
        {
            Shipped = progress.Shipped,
            ShippedByDocuments = progress.Shipped,
            Posted = progress.Shipped,
            Withdrawn = line.Quantity - progress.Shipped - open,
            Held = seen.Progress.Reserves && !allocations.IsEmpty ? open : Quantity.Zero,
        };
    }

    private static LineProgress ProgressOf(OrderProgress progress, string line)
    {
        var place = progress.Lines.FindIndex(known => known.Line == line);
        return place < 0 ? new LineProgress(line, Shipped: 0, Cancelled: 0, Refunded: 0) : progress.Lines[place];
    }
}
