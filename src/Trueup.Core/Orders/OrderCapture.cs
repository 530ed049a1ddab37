using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Takes an order up as its storefront shows it, and follows it there.</summary>
internal static class OrderCapture
{
    /// <summary>The first sight of an order: every line is given its locations, and the stock lanes learn what is
    /// wanted and held.</summary>
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
    public static OrderDecision Follow(OrderRecord order, Fact.OrderObserved seen, OrderSurroundings known)
    {
        var consequences = new Consequences();
        order = OrderRetaking.Retake(order, seen, known, consequences);
        var taken = order;
        order = OrderAdditions.Raise(order, seen, known, consequences);
        var isNewer = seen.Progress.UpdatedAt >= order.Progress.UpdatedAt;
        var progress = isNewer ? WithEdits(order, seen) : seen.Progress;
        if (isNewer && progress != order.Progress)
        {
            consequences.Say(new OrderEvent.Progressed(progress));
            LateCancellations.FindShown(order, progress, consequences);
        }

        var lowers = known.Contract.Connection(order.Canonical.Storefront)?.ShipmentsLowerSources != false;
        if (OrderAdditions.Of(order, seen) is var added && (order != taken || !added.IsEmpty))
        {
            OrderAdditions.TakeUp(order, seen, added, known, consequences);
        }
        else
        {
            OrderAmending.Follow(order, seen, known.Contract, consequences);
        }

        OrderAdditions.FindRevived(taken, seen, progress, consequences);

        foreach (var line in order.Lines)
        {
            Advance(order, line, progress, lowers, consequences);
        }

        return consequences.Conclude();
    }

    /// <summary>A line that its storefront has since made smaller, or taken out, is given up as far as it shrank.</summary>
    private static OrderProgress WithEdits(OrderRecord order, Fact.OrderObserved seen)
    {
        var progress = seen.Progress;
        foreach (var line in order.Lines)
        {
            var shown = seen.Order.Lines.FirstOrDefault(known => known.Line == line.Line)?.Quantity ?? Quantity.Zero;
            if (shown < line.Ordered && !seen.Order.Lines.IsEmpty)
            {
                var known = ProgressOf(progress, line.Line);
                var edited = known with { Cancelled = known.Cancelled + (line.Ordered - shown) };
                var place = progress.Lines.FindIndex(each => each.Line == line.Line);
                progress = progress with
                {
                    Lines = place < 0 ? progress.Lines.Add(edited) : progress.Lines.SetItem(place, edited),
                };
            }
        }

        return progress;
    }

    /// <summary>
    /// Units of a line that its storefront has not finished with: ordered − cancelled − shipped − refunded. It refunds
    /// unshipped units first (adobe-commerce.md §3.6), so this is also what it still holds back of a reserved line.
    /// </summary>
    public static Quantity OpenInStorefront(OrderProgress progress, string line, Quantity ordered, Quantity shipped)
    {
        var seen = ProgressOf(progress, line);
        return (ordered - seen.Cancelled - seen.Refunded - shipped).OrZero();
    }

    /// <summary>Brings a line to the storefront's figures.</summary>
    private static void Advance(
        OrderRecord order, LineRecord line, OrderProgress seen, bool shipmentsLower, Consequences consequences)
    {
        var shipped = Quantity.Max(line.Shipped, ProgressOf(seen, line.Line).Shipped);
        var open = OpenInStorefront(seen, line.Line, line.Ordered, shipped);
        var given = (line.Ordered - shipped - open - line.Withdrawn).OrZero();
        var held = Quantity.Min(line.Held, open);
        var after = OrderWithdrawal.GiveUp(line, given) with { Shipped = shipped, Held = held };
        if (after == line)
        {
            return;
        }

        consequences.Say(new OrderEvent.LineChanged(after));
        if (shipped != line.Shipped && shipmentsLower)
        {
            // The order shows that a source fell, not which; its shipment, where there is one, may come later.
            consequences.Address(line.Sku, new StockFact.SourcesUnsure(order.Canonical.Storefront));
        }

        if (held != line.Held)
        {
            consequences.Address(line.Sku, new StockFact.Holding(order.Id, line.Line, held, ShippedFrom: null));
        }

        OrderWithdrawal.Withdraw(order.Id, line, after, consequences);
        LateCancellations.FindParts(order, line, after, order.Canonical.Storefront, consequences);
    }

    /// <summary>Takes up one line: where it comes from, and what the stock lanes learn of it.</summary>
    internal static LineRecord CaptureLine(
        Fact.OrderObserved seen, OrderLine line, OrderSurroundings known, Consequences consequences)
    {
        var progress = ProgressOf(seen.Progress, line.Line);
        var open = OpenInStorefront(seen.Progress, line.Line, line.Quantity, progress.Shipped);
        var picks = OrderServing.Serve(seen, line, open, known, consequences);
        return new LineRecord(line.Line, line.Sku, line.Quantity, picks)
        {
            ShippedBefore = progress.Shipped,
            Shipped = progress.Shipped,
            ShippedByDocuments = progress.Shipped,
            Posted = progress.Shipped,
            Withdrawn = (line.Quantity - progress.Shipped - open).OrZero(),
            Held = seen.Progress.Reserves && !picks.IsEmpty ? open : Quantity.Zero,
        };
    }

    /// <summary>How far a line is; nowhere where nothing is said of it.</summary>
    internal static LineProgress ProgressOf(OrderProgress progress, string line)
    {
        var place = progress.Lines.FindIndex(known => known.Line == line);
        return place < 0 ? new LineProgress(line, Shipped: 0, Cancelled: 0, Refunded: 0) : progress.Lines[place];
    }
}
