using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Accounts for goods that left a location, in the stock and in the storefront.</summary>
internal static class OrderFulfilment
{
    private const int ShownMax = 200;

    /// <summary>How the keys begin that keep what shipments held.</summary>
    private const string SaidMark = "sent/";

    /// <summary>Goods left a location: the owner's figure falls (basis on-hand), and the storefront is asked to post
    /// the shipment.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reporter">Who says so.</param>
    /// <param name="dispatched">What left, and from where.</param>
    /// <param name="known">What else may be looked at.</param>
    /// <param name="isHandover">Whether a till handed it over, wherever it was packed.</param>
    public static OrderDecision Dispatch(
        OrderRecord order, ConnectionName reporter, Fact.Dispatched dispatched, OrderSurroundings known, bool isHandover = false)
    {
        var key = $"dispatch/{reporter}/{dispatched.Shipment}";
        var consequences = new Consequences();
        if (order.HasCounted(key))
        {
            if (!isHandover)
            {
                FindOtherLines(order, reporter, dispatched, consequences);
            }

            return consequences.Conclude();
        }

        if (known.Contract.LocationOf(reporter, dispatched.Location) is not { } location)
        {
            consequences.Find(new Finding(
                CaseCodes.LocationUnmapped,
                new Lineage { Connection = reporter, Location = dispatched.Location },
                $"Shipment {dispatched.Shipment} of {order.Id} left {dispatched.Location}, which no location is mapped to."));
            return consequences.Conclude() with { WaitsForMapping = $"location/{reporter}/{dispatched.Location}" };
        }

        if (!isHandover && ImpliedSteps.Missing(order, reporter, dispatched, known.Contract) is { } step)
        {
            return OrderDecision.Nothing with { WaitsFor = step };
        }

        consequences.Say(new OrderEvent.Counted(key));
        var lines = order.Lines;
        var beyond = new Dictionary<(string Line, Sku Part), Quantity>();
        foreach (var sent in dispatched.Lines)
        {
            lines = Send(order, lines, sent, location, dispatched, consequences, beyond);
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] != order.Lines[i])
            {
                consequences.Say(new OrderEvent.LineChanged(lines[i]));
            }
        }

        FindUnreleased(order, lines, dispatched, location, known.Contract, consequences);
        if (!isHandover)
        {
            consequences.Say(new OrderEvent.Counted(SaidOf(reporter, dispatched) + TextOf(dispatched)));
            OrderReplanning.Plan(order, order with { Lines = lines }, location.Owner, beyond, known.Contract, consequences);
        }

        OrderDocuments.AskForShipment(order with { Lines = lines }, reporter, dispatched, location, known, consequences);
        return consequences.Conclude();
    }

    /// <summary>How the key begins that keeps what a shipment held when it was counted.</summary>
    private static string SaidOf(ConnectionName reporter, Fact.Dispatched dispatched) => $"{SaidMark}{reporter}/{dispatched.Shipment}/";

    private static string TextOf(Fact.Dispatched dispatched) => NamedUnits.KeyOf(NamedUnits.Summed(dispatched.Lines));

    /// <summary>A shipment that comes again with other goods in it is another one, which its sender gave the same id.</summary>
    private static void FindOtherLines(
        OrderRecord order, ConnectionName reporter, Fact.Dispatched dispatched, Consequences consequences)
    {
        var (said, now) = (SaidOf(reporter, dispatched), TextOf(dispatched));
        var first = order.Counted.FindIndex(key => key.StartsWith(said, StringComparison.Ordinal));
        if (first >= 0 && !order.HasCounted(said + now))
        {
            consequences.Find(new Finding(
                CaseCodes.IdReused,
                new Lineage { Connection = reporter, Location = $"shipment {dispatched.Shipment}", Order = order.Id.Text },
                $"lines of shipment {dispatched.Shipment} are {Short(now)} now, and were {Short(order.Counted[first][said.Length..])} " +
                "before (line:SKU:units); only the first were counted."));
        }
    }

    private static string Short(string lines) => lines.Length <= ShownMax ? lines : $"{lines[..ShownMax]}…";

    /// <summary>Goods of an order that nobody was to send yet: neither the books nor a warehouse have it from the hub.</summary>
    private static void FindUnreleased(
        OrderRecord order,
        Items<LineRecord> lines,
        Fact.Dispatched dispatched,
        LocationRule location,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (!order.IsReleased && !order.IsClosed && lines != order.Lines && !contract.Terms.Order.Subscribers.IsEmpty)
        {
            consequences.Find(new Finding(
                OrderCases.SentUnreleased,
                OrderDocuments.HoldingOf(order),
                $"Shipment {dispatched.Shipment} left {location.Code} while the order was {StuckOrders.Word(order.Stage)}: " +
                $"payment {order.Canonical.Payment?.State ?? "unknown"}, {order.Progress.State} in {order.Canonical.Storefront}."));
        }
    }

    private static Items<LineRecord> Send(
        OrderRecord order,
        Items<LineRecord> lines,
        LineQuantity sent,
        LocationRule location,
        Fact.Dispatched dispatched,
        Consequences consequences,
        Dictionary<(string Line, Sku Part), Quantity> beyond)
    {
        var left = sent.Quantity;
        for (var i = 0; i < lines.Count && left > Quantity.Zero; i++)
        {
            var line = lines[i];
            foreach (var place in PlacesToSend(line, sent, location.Code))
            {
                var pick = line.Picks[place];
                var units = Quantity.Min(left, pick.Open);
                var gone = pick.Send(units);
                var newlyTaken = gone.Taken - pick.Taken;
                line = line with { Picks = line.Picks.SetItem(place, gone) };
                left -= units;
                if (newlyTaken > Quantity.Zero)
                {
                    consequences.Address(pick.Sku, new StockFact.Taken(
                        order.Id, line.Line, location.Code, newlyTaken, dispatched.At));
                }
            }

            lines = lines.SetItem(i, OrderLosses.Settle(order.Id, line, consequences));
        }

        if (left > Quantity.Zero)
        {
            var cancelled = "";
            if (lines.FirstOrDefault(line => GivenUp(line, sent, location.Code) > Quantity.Zero) is { } given)
            {
                var units = Quantity.Min(left, GivenUp(given, sent, location.Code));
                var part = given.Picks.First(pick => NamedUnits.Names(sent, given.Line, pick.Sku)).Sku;
                cancelled = $"; {units} of them had been cancelled";
                beyond[(given.Line, part)] = beyond.GetValueOrDefault((given.Line, part)) + units;
            }

            consequences.Find(new Finding(
                CaseCodes.OverDispatched,
                new Lineage { Location = location.Code.Text, Sku = sent.Sku.Text, Order = order.Id.Text },
                $"lines[{sent.Line}].quantity: shipment {dispatched.Shipment} holds {left} of {sent.Sku} more than the order still had " +
                $"open{cancelled}{InAll(order, sent.Sku, dispatched)}."));
        }

        return lines;
    }

    /// <summary>What several shipments come to, where the case would show no more than the last; empty for the first.</summary>
    private static string InAll(OrderRecord order, Sku sku, Fact.Dispatched dispatched)
    {
        var before = order.Counted.Where(static key => key.StartsWith(SaidMark, StringComparison.Ordinal))
            .Sum(key => NamedUnits.UnitsIn(key, sku));
        if (before.IsZero)
        {
            return "";
        }

        var all = before + dispatched.Lines.Where(named => named.Sku == sku).Sum(static named => named.Quantity);
        var ordered = order.Lines.SelectMany(static line => line.Picks).Where(pick => pick.Sku == sku)
            .Sum(static pick => pick.Quantity);
        return $"; {all} left in all, and {ordered} were ordered";
    }

    /// <summary>Units that a place was to send of what is named, and that were given up.</summary>
    private static Quantity GivenUp(LineRecord line, LineQuantity sent, LocationCode location) => line.Picks
        .Where(pick => pick.Location == location && NamedUnits.Names(sent, line.Line, pick.Sku))
        .Sum(pick => pick.Withdrawn);

    private static int[] PlacesToSend(LineRecord line, LineQuantity sent, LocationCode location) =>
        Enumerable.Range(0, line.Picks.Count)
            .Where(place => NamedUnits.Names(sent, line.Line, line.Picks[place].Sku) &&
                            line.Picks[place].Open > Quantity.Zero)
            .OrderByDescending(place => line.Picks[place].Location == location)
            .ToArray();
}
