using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Follows an order through the back office, and accounts for what that does to stock and storefront.</summary>
internal static class OrderFulfilment
{
    /// <summary>
    /// Statuses by which an owner whose figure is <c>available</c> has taken the goods off its figure: from allocation on. An
    /// accepted order may still wait for goods (DESIGN §4).
    /// </summary>
    private static readonly string[] TakingStatuses = ["allocated", "picked", "packed"];

    /// <summary>A milestone; where the owner's basis is available, also the moment its figure falls.</summary>
    public static OrderDecision ReachMilestone(
        OrderRecord order, ConnectionName reporter, Fact.OrderStatusReported report, OrderSurroundings known)
    {
        if (order.Milestones.FindIndex(known => known.Status == report.Status && known.Reporter == reporter &&
                                                known.At == report.At) >= 0)
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.MilestoneReached(report.Status, reporter, report.At));
        if (!TakingStatuses.Contains(report.Status, StringComparer.Ordinal))
        {
            return consequences.Conclude();
        }

        foreach (var line in order.Lines)
        {
            var after = line;
            for (var i = 0; i < line.Picks.Count; i++)
            {
                var pick = line.Picks[i];
                var units = Units(report, line, pick) is { } named
                    ? Quantity.Min(named, pick.Quantity - pick.Taken)
                    : pick.Quantity - pick.Taken;
                if (units > Quantity.Zero && Owns(reporter, pick.Location, Basis.Available, known.Contract))
                {
                    after = after with { Picks = after.Picks.SetItem(i, pick with { Taken = pick.Taken + units }) };
                    consequences.Address(
                        pick.Sku, new StockFact.Taken(order.Id, line.Line, pick.Location, units, report.At));
                }
            }

            if (after != line)
            {
                consequences.Say(new OrderEvent.LineChanged(after));
            }
        }

        return consequences.Conclude();
    }

    /// <summary>Goods left a location: the owner's figure falls (basis on-hand), and the storefront is asked to post the shipment.</summary>
    public static OrderDecision Dispatch(
        OrderRecord order, ConnectionName reporter, Fact.Dispatched dispatched, OrderSurroundings known)
    {
        var key = $"dispatch/{reporter}/{dispatched.Shipment}";
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        if (known.Contract.LocationOf(reporter, dispatched.Location) is not { } location)
        {
            consequences.Find(new Finding(
                CaseCodes.LocationUnmapped,
                new Lineage { Connection = reporter, Location = dispatched.Location, Order = order.Id.Text },
                $"Shipment {dispatched.Shipment} left {dispatched.Location}, which no location is mapped to."));
            return consequences.Conclude();
        }

        consequences.Say(new OrderEvent.Counted(key));
        var lines = order.Lines;
        foreach (var sent in dispatched.Lines)
        {
            lines = Send(order, lines, sent, location, dispatched, consequences);
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] != order.Lines[i])
            {
                consequences.Say(new OrderEvent.LineChanged(lines[i]));
            }
        }

        OrderDocuments.AskForShipment(order with { Lines = lines }, reporter, dispatched, location, known, consequences);
        return consequences.Conclude();
    }

    /// <summary>A shipment exists in the storefront: its source fell and its reservation is gone, whoever posted it.</summary>
    public static void CountShipment(
        OrderRecord order, Fact.ShipmentObserved shipment, OwnershipContract contract, Consequences consequences)
    {
        var storefront = order.Canonical.Storefront;
        consequences.Say(new OrderEvent.Counted(ShipmentKey(order, shipment.Shipment)));
        var location = shipment.Source is { } code ? contract.LocationOf(storefront, code)?.Code : null;
        foreach (var line in order.Lines)
        {
            var units = Shipped(order, line, shipment.Lines);
            if (units.IsZero)
            {
                continue;
            }

            var documents = line.ShippedByDocuments + units;
            var shipped = Quantity.Max(line.Shipped, documents);

            // The storefront gives up its hold on what is shipped and on nothing else: what the back office cancelled it still holds.
            var held = (line.Held - (shipped - line.Shipped)).OrZero();
            consequences.Say(new OrderEvent.LineChanged(
                line with { ShippedByDocuments = documents, Shipped = shipped, Held = held }));
            consequences.Address(line.Sku, shipment.Source is { } source
                ? new StockFact.SourceMoved(storefront, RemoteCode.Parse(source), -units)
                : new StockFact.SourcesUnsure(storefront));
            if (held != line.Held)
            {
                consequences.Address(line.Sku, new StockFact.Holding(order.Id, line.Line, held, location));
            }
        }
    }

    /// <summary>A refund exists in the storefront: it may have moved sources either way, so what was written there is not known.</summary>
    public static OrderDecision CountRefund(OrderRecord order, Fact.RefundObserved refund)
    {
        var key = $"refund/{order.Canonical.Storefront}/{refund.Refund}";
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.Counted(key));
        foreach (var sku in order.Lines.Select(line => line.Sku).Distinct())
        {
            consequences.Address(sku, new StockFact.SourcesUnsure(order.Canonical.Storefront));
        }

        return consequences.Conclude();
    }

    /// <summary>The back office gave up an order or a part of it.</summary>
    public static OrderDecision Cancel(OrderRecord order, ConnectionName reporter, Fact.CancellationReported report)
    {
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cancel/{reporter}/{report.At.UtcTicks}");
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.Counted(key));
        var after = order;
        foreach (var line in order.Lines)
        {
            var open = (line.Ordered - line.Withdrawn - line.Dispatched).OrZero();
            var named = report.Lines.Where(lost => Names(lost, line, line.Sku)).ToList();
            var units = report.Lines.IsEmpty
                ? open
                : Quantity.Min(open, named.Aggregate(Quantity.Zero, (sum, lost) => sum + lost.Quantity));
            if (units > Quantity.Zero)
            {
                var changed = line with { Withdrawn = line.Withdrawn + units };
                after = OrderEvolution.Evolve(after, new OrderEvent.LineChanged(changed), order.Message)!;
                consequences.Say(new OrderEvent.LineChanged(changed));
                OrderCapture.Withdraw(order.Id, line, units, consequences);
            }
        }

        OrderDocuments.AskForCancellationInStorefront(after, consequences);
        return consequences.Conclude();
    }

    /// <summary>The key under which a storefront's shipment is counted.</summary>
    public static string ShipmentKey(OrderRecord order, string shipment) => $"shipment/{order.Canonical.Storefront}/{shipment}";

    private static Items<LineRecord> Send(
        OrderRecord order,
        Items<LineRecord> lines,
        LineQuantity sent,
        LocationRule location,
        Fact.Dispatched dispatched,
        Consequences consequences)
    {
        var left = sent.Quantity;
        for (var i = 0; i < lines.Count && left > Quantity.Zero; i++)
        {
            var line = lines[i];
            foreach (var place in PlacesToSend(line, sent, location.Code))
            {
                var pick = line.Picks[place];
                var units = Quantity.Min(left, pick.Quantity - pick.Dispatched);
                var newlyTaken = (pick.Dispatched + units - pick.Taken).OrZero();
                line = line with
                {
                    Picks = line.Picks.SetItem(place, pick with
                    {
                        Dispatched = pick.Dispatched + units,
                        Taken = pick.Taken + newlyTaken,
                    }),
                };
                left -= units;
                if (newlyTaken > Quantity.Zero)
                {
                    consequences.Address(pick.Sku, new StockFact.Taken(
                        order.Id, line.Line, location.Code, newlyTaken, dispatched.At));
                }
            }

            lines = lines.SetItem(i, line);
        }

        if (left > Quantity.Zero)
        {
            consequences.Find(new Finding(
                CaseCodes.OverDispatched,
                new Lineage { Location = location.Code.Text, Sku = sent.Sku.Text, Order = order.Id.Text },
                $"Shipment {dispatched.Shipment} holds {left} of {sent.Sku} more than the order still had open."));
        }

        return lines;
    }

    private static int[] PlacesToSend(LineRecord line, LineQuantity sent, LocationCode location) =>
        Enumerable.Range(0, line.Picks.Count)
            .Where(place => Names(sent, line, line.Picks[place].Sku) &&
                            line.Picks[place].Quantity > line.Picks[place].Dispatched)
            .OrderByDescending(place => line.Picks[place].Location == location)
            .ToArray();

    private static Quantity Shipped(OrderRecord order, LineRecord line, Items<LineQuantity> shipped)
    {
        var place = order.Canonical.Lines.FindIndex(known => known.Line == line.Line);
        var canonical = order.Canonical.Lines[place];
        var units = Quantity.Zero;
        foreach (var sent in shipped)
        {
            if (sent.Line == line.Line)
            {
                units += sent.Quantity;
            }
            else if (canonical.ShipLine is { } parent && sent.Line == parent)
            {
                units += canonical.PerShipLine * sent.Quantity;
            }
        }

        return units;
    }

    private static Quantity? Units(Fact.OrderStatusReported report, LineRecord line, Pick pick)
    {
        if (report.Lines.IsEmpty)
        {
            return null;
        }

        var units = Quantity.Zero;
        foreach (var named in report.Lines)
        {
            if (Names(named.Quantity, line, pick.Sku))
            {
                units += named.Quantity.Quantity;
            }
        }

        return units;
    }

    private static bool Names(LineQuantity named, LineRecord line, Sku sku) =>
        named.Sku == sku && (named.Line is null || named.Line == line.Line);

    private static bool Owns(ConnectionName reporter, LocationCode location, Basis basis, OwnershipContract contract) =>
        contract.Location(location) is { } rule && rule.Owner == reporter && contract.BasisOf(rule) == basis;
}
