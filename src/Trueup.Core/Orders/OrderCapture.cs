using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
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
        var isNewer = seen.Progress.UpdatedAt >= order.Progress.UpdatedAt;
        var progress = isNewer ? WithEdits(order, seen) : seen.Progress;
        if (isNewer && progress != order.Progress)
        {
            consequences.Say(new OrderEvent.Progressed(progress));
        }

        var lowers = known.Contract.Connection(order.Canonical.Storefront)?.ShipmentsLowerSources != false;
        if (OrderAdditions.Of(order, seen) is { IsEmpty: false } added)
        {
            OrderAdditions.TakeUp(order, seen, added, known, consequences);
        }
        else
        {
            OrderAmending.Follow(order, seen, known.Contract, consequences);
        }

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
    }

    /// <summary>Takes up one line: where it comes from, and what the stock lanes learn of it.</summary>
    internal static LineRecord CaptureLine(
        Fact.OrderObserved seen, OrderLine line, OrderSurroundings known, Consequences consequences)
    {
        var progress = ProgressOf(seen.Progress, line.Line);
        var open = OpenInStorefront(seen.Progress, line.Line, line.Quantity, progress.Shipped);
        var draw = seen.Draws?.FirstOrDefault(draw => draw.Line == line.Line);
        if (draw is { HasLowered: true })
        {
            consequences.Address(line.Sku, new StockFact.SourceLowered(
                seen.Order.Storefront, RemoteCode.Parse(draw.Source), line.Quantity));
        }

        var allocations = open.IsZero ? [] : Allocate(seen, line, draw, open, known, consequences);
        if (allocations.IsEmpty && !open.IsZero)
        {
            consequences.Find(new Finding(
                CaseCodes.OrderUnsourced,
                new Lineage { Storefront = seen.Order.Storefront, Sku = line.Sku.Text, Order = seen.Order.Id.Text },
                $"No location is mapped that {seen.Order.Storefront} sells {line.Sku} from."));
        }

        FindUntold(seen, line, allocations, known, consequences);
        var kit = known.Contract.KitOf(line.Sku);
        var picks = allocations.SelectMany(allocation => Pick(seen, line, allocation, kit, consequences)).ToItems();
        return new LineRecord(line.Line, line.Sku, line.Quantity, picks)
        {
            ShippedBefore = progress.Shipped,
            Shipped = progress.Shipped,
            ShippedByDocuments = progress.Shipped,
            Posted = progress.Shipped,
            Withdrawn = (line.Quantity - progress.Shipped - open).OrZero(),
            Held = seen.Progress.Reserves && !allocations.IsEmpty ? open : Quantity.Zero,
        };
    }

    /// <summary>What is picked of a line at one place: itself, or what a kit is put together from.</summary>
    private static List<Pick> Pick(
        Fact.OrderObserved seen, OrderLine line, Allocation allocation, KitRule? kit, Consequences consequences)
    {
        // The storefront's hold is on what it sold; the wish is on what is picked.
        var held = seen.Progress.Reserves ? allocation.Quantity : Quantity.Zero;
        var wanted = kit is null ? allocation.Quantity : Quantity.Zero;
        if (wanted > Quantity.Zero || held > Quantity.Zero)
        {
            consequences.Address(line.Sku, new StockFact.Captured(
                seen.Order.Id, line.Line, allocation.Location, wanted, seen.Order.Storefront, held));
        }

        if (kit is null)
        {
            return [new Pick(line.Sku, PerUnit: 1, allocation.Location, allocation.Quantity)];
        }

        var picks = new List<Pick>(kit.Components.Count);
        foreach (var component in kit.Components)
        {
            var units = component.PerKit * allocation.Quantity;
            picks.Add(new Pick(component.Sku, component.PerKit, allocation.Location, units));
            consequences.Address(component.Sku, new StockFact.Captured(
                seen.Order.Id, line.Line, allocation.Location, units, Holder: null, Held: 0));
        }

        return picks;
    }

    /// <summary>A line comes from where its storefront drew it; only where that leaves the choice does the policy
    /// choose.</summary>
    private static Items<Allocation> Allocate(
        Fact.OrderObserved seen,
        OrderLine line,
        Fact.SourceDraw? draw,
        Quantity open,
        OrderSurroundings known,
        Consequences consequences)
    {
        var storefront = seen.Order.Storefront;
        if (draw is null)
        {
            return Sourcing.Allocate(
                line.Sku, open, storefront, known.Contract, sku => AfterLinesBefore(sku, known, consequences));
        }

        if (known.Contract.LocationOf(storefront, draw.Source) is { } location)
        {
            return [new Allocation(location.Code, open)];
        }

        consequences.Find(new Finding(
            CaseCodes.LocationUnmapped,
            new Lineage { Storefront = storefront, Location = draw.Source, Order = seen.Order.Id.Text },
            $"{storefront} sold {line.Sku} from '{draw.Source}', which no location is mapped to."));
        return [];
    }

    /// <summary>Goods that are to come from where nobody is told of the order are a matter for a person.</summary>
    private static void FindUntold(
        Fact.OrderObserved seen,
        OrderLine line,
        Items<Allocation> allocations,
        OrderSurroundings known,
        Consequences consequences)
    {
        foreach (var allocation in allocations)
        {
            if (!known.Contract.TakesOrders(allocation.Location) && !known.Contract.Terms.Order.Subscribers.IsEmpty)
            {
                consequences.Find(new Finding(
                    CaseCodes.OrderUnsourced,
                    new Lineage
                    {
                        Storefront = seen.Order.Storefront,
                        Location = allocation.Location.Text,
                        Sku = line.Sku.Text,
                        Order = seen.Order.Id.Text,
                    },
                    $"{allocation.Quantity} of {line.Sku} are to come from {allocation.Location}, whose owner is not told of orders."));
            }
        }
    }

    /// <summary>A SKU's stock as the lines before leave it: two lines must not count on the same unit.</summary>
    private static SkuStock? AfterLinesBefore(Sku sku, OrderSurroundings known, Consequences linesBefore)
    {
        var stock = known.Stock(sku);
        foreach (var addressed in linesBefore.Stock)
        {
            if (addressed.Sku == sku)
            {
                stock ??= new SkuStock(sku);
                foreach (var change in StockDecider.Decide(stock, addressed.Fact, known.Contract))
                {
                    stock = StockEvolution.Evolve(stock, change, message: default);
                }
            }
        }

        return stock;
    }

    private static LineProgress ProgressOf(OrderProgress progress, string line)
    {
        var place = progress.Lines.FindIndex(known => known.Line == line);
        return place < 0 ? new LineProgress(line, Shipped: 0, Cancelled: 0, Refunded: 0) : progress.Lines[place];
    }
}
