using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Gives up what is not wanted any more, whichever side says so.</summary>
internal static class OrderWithdrawal
{
    /// <summary>The back office gave up an order or a part of it.</summary>
    public static OrderDecision Cancel(
        OrderRecord order,
        ConnectionName reporter,
        Fact.CancellationReported report,
        OwnershipContract contract)
    {
        var key = $"cancel/{reporter}/{report.At.UtcTicks}/{NamedUnits.KeyOf(report.Lines)}";
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.Counted(key));
        if (report.Lines.IsEmpty && HasSentItsPart(order, reporter, contract))
        {
            // Whoever has sent all that it was to send speaks of that; the rest is for others to send.
            FindSent(order, reporter, contract, consequences);
            return consequences.Conclude();
        }

        var lines = NamedParents.ByParts(order.Canonical, report.Lines);
        var named = new NamedUnits(lines);
        var lost = new NamedUnits(lines);
        var after = order;
        foreach (var line in order.Lines)
        {
            var units = report.Lines.IsEmpty ? line.Open : Named(line, named, line.Open);
            if (units > Quantity.Zero)
            {
                var changed = new OrderEvent.LineChanged(GiveUp(
                    line, units, pick => contract.Location(pick.Location)?.Owner == reporter));
                after = OrderEvolution.Evolve(after, changed, order.Message)!;
                consequences.Say(changed);
                if (report.Restock)
                {
                    Withdraw(order.Id, line, changed.Line, consequences);
                }
                else
                {
                    WriteOff(order.Id, line, changed.Line, report, lost, consequences);
                }
            }
        }

        FindTooLate(order, reporter, report with { Lines = lines }, consequences);
        NamedUnits.FindBeyond(order, reporter, report.Lines, "cancelled", consequences);
        if (reporter != order.Canonical.Storefront)
        {
            OrderDocuments.AskForCancellationInStorefront(order, after, report, consequences);
        }

        after = OrderDocuments.DropUnwanted(after, contract, consequences);
        OrderDocuments.AskForWithdrawal(order, after, reporter, contract, consequences);
        if (reporter == order.Canonical.Storefront)
        {
            OrderDocuments.AskForCancelledSales(after, Shown(after), contract, consequences);
        }

        return consequences.Conclude();
    }

    /// <summary>Whether a system that picks a part of an order has sent it all, while others still have something to
    /// send.</summary>
    private static bool HasSentItsPart(OrderRecord order, ConnectionName reporter, OwnershipContract contract)
    {
        var own = OwnPicks(order, reporter, contract).ToArray();
        return own.Any(pick => pick.Pick.Dispatched > Quantity.Zero) && own.All(pick => pick.Pick.Open.IsZero) &&
            order.Lines.Any(line => line.Open > Quantity.Zero);
    }

    private static void FindSent(
        OrderRecord order, ConnectionName reporter, OwnershipContract contract, Consequences consequences)
    {
        foreach (var sent in OwnPicks(order, reporter, contract).Where(own => own.Pick.Dispatched > Quantity.Zero)
            .GroupBy(own => own.Line.Sku))
        {
            var units = sent.Aggregate(Quantity.Zero, (sum, own) => sum + own.Pick.Dispatched);
            consequences.Find(new Finding(
                ParcelCases.CancelledTooLate,
                new Lineage { Connection = reporter, Order = order.Id.Text, Sku = sent.Key.Text },
                $"order: {reporter} cancelled it after all that it was to send had left: {units} picked for {sent.Key}."));
        }
    }

    private static IEnumerable<(LineRecord Line, Pick Pick)> OwnPicks(
        OrderRecord order, ConnectionName reporter, OwnershipContract contract) =>
        from line in order.Lines
        from pick in line.Picks
        where contract.Location(pick.Location)?.Owner == reporter
        select (line, pick);

    /// <summary>What a storefront shows that tells its cancellations instead of showing its orders again.</summary>
    private static OrderProgress Shown(OrderRecord order) => order.Progress with
    {
        Lines = order.Lines.Select(line =>
            new LineProgress(line.Line, line.Shipped, line.Withdrawn, Refunded: 0)).ToItems(),
    };

    /// <summary>What has left can only come back.</summary>
    private static void FindTooLate(
        OrderRecord order, ConnectionName reporter, Fact.CancellationReported report, Consequences consequences)
    {
        if (report.Lines.IsEmpty && reporter != order.Canonical.Storefront && order.Lines.Any(line => line.Open > Quantity.Zero))
        {
            // The rest of an order is cancelled; what has left is not meant. A storefront that tells means the whole of it.
            return;
        }

        var named = new NamedUnits(report.Lines);
        foreach (var line in order.Lines)
        {
            var units = report.Lines.IsEmpty
                ? line.Ordered - line.Withdrawn
                : Named(line, named, line.Ordered - line.Withdrawn);
            var late = Quantity.Min(units - line.Open, line.Dispatched);
            if (late > Quantity.Zero)
            {
                FindLate(order, line, late, reporter, consequences);
            }
        }
    }

    /// <summary>A storefront shows an order as cancelled, and goods of it have left. Where the hub asked for that, it was for the rest
    /// that the back office gave up: what has left is not meant.</summary>
    /// <param name="order">The order as it was known.</param>
    /// <param name="shown">How far its storefront shows it now.</param>
    /// <param name="consequences">Where it is told.</param>
    public static void FindShownTooLate(OrderRecord order, OrderProgress shown, Consequences consequences)
    {
        if (shown.Phase != OrderPhase.Cancelled || order.IsClosed ||
            order.Documents.FindIndex(known => known.Kind == DocumentKind.CancelInStorefront) >= 0)
        {
            return;
        }

        foreach (var line in order.Lines)
        {
            var late = Quantity.Min(line.Ordered - line.Withdrawn, line.Dispatched);
            if (late > Quantity.Zero)
            {
                FindLate(order, line, late, order.Canonical.Storefront, consequences);
            }
        }
    }

    private static void FindLate(
        OrderRecord order, LineRecord line, Quantity late, ConnectionName reporter, Consequences consequences) =>
        consequences.Find(new Finding(
            ParcelCases.CancelledTooLate,
            new Lineage { Connection = reporter, Order = order.Id.Text, Sku = line.Sku.Text },
            $"lines[].quantity: {late} of {line.Sku} cancelled by {reporter} after they had left."));

    /// <summary>
    /// Units of a line that a report gives up: named by what was sold or, of a kit, by its parts. A set that lacks a part
    /// is no set, so the part that most is missing of decides.
    /// </summary>
    private static Quantity Named(LineRecord line, NamedUnits named, Quantity open)
    {
        var units = named.Use(line.Line, line.Sku, open);
        foreach (var part in line.Picks.Select(pick => (pick.Sku, pick.PerUnit)).Distinct().Where(part => part.Sku != line.Sku))
        {
            var used = named.Use(line.Line, part.Sku, part.PerUnit * open);
            units = Quantity.Max(units, used.BrokenSetsOf(part.PerUnit));
        }

        return Quantity.Min(units, open);
    }

    /// <summary>The line with so many units fewer to pick, first of those that nobody has taken yet.</summary>
    /// <param name="line">The line before.</param>
    /// <param name="units">Units of the line that are not wanted any more.</param>
    /// <param name="own">Picks of whoever gives them up, to take them off before any other; null for none.</param>
    public static LineRecord GiveUp(LineRecord line, Quantity units, Func<Pick, bool>? own = null)
    {
        var picks = line.Picks.ToArray();
        foreach (var part in line.Picks.Select(pick => (pick.Sku, pick.PerUnit)).Distinct())
        {
            var left = part.PerUnit * units;
            if (own is not null)
            {
                left = TakeOff(picks, part, left, pick => own(pick) ? pick.Waiting : Quantity.Zero);
                left = TakeOff(picks, part, left, pick => own(pick) ? pick.Open : Quantity.Zero);
            }

            left = TakeOff(picks, part, left, pick => pick.Waiting);
            TakeOff(picks, part, left, pick => pick.Open);
        }

        return line with { Withdrawn = line.Withdrawn + units, Picks = picks.ToItems() };
    }

    /// <summary>Tells the lanes of everything that is picked for a line what is not wanted there any more.</summary>
    /// <param name="order">The order.</param>
    /// <param name="before">The line before units of it were given up.</param>
    /// <param name="after">The line now.</param>
    /// <param name="consequences">Where it is told.</param>
    public static void Withdraw(OrderId order, LineRecord before, LineRecord after, Consequences consequences)
    {
        for (var i = 0; i < before.Picks.Count; i++)
        {
            var pick = after.Picks[i];
            var units = pick.Withdrawn - before.Picks[i].Withdrawn;
            if (units > Quantity.Zero)
            {
                consequences.Address(pick.Sku, new StockFact.Withdrawn(order, after.Line, pick.Location, units));
            }
        }
    }

    /// <summary>
    /// Goods that may not be sold again are as good as gone: the owner's figure has to come down before it is believed. Of a set that
    /// is named by its parts only those are, and the others are free again: nobody will report a figure that did not move.
    /// </summary>
    private static void WriteOff(
        OrderId order, LineRecord before, LineRecord after, Fact.CancellationReported report, NamedUnits lost, Consequences consequences)
    {
        var isByParts = !report.Lines.IsEmpty && report.Lines.All(named => !NamedUnits.Names(named, before.Line, before.Sku));
        for (var i = 0; i < before.Picks.Count; i++)
        {
            var pick = before.Picks[i];
            var given = after.Picks[i].Withdrawn - pick.Withdrawn;
            var units = pick.Waiting - after.Picks[i].Waiting;
            var gone = isByParts ? Quantity.Min(units, lost.Use(before.Line, pick.Sku, given)) : units;
            if (gone > Quantity.Zero)
            {
                consequences.Address(pick.Sku, new StockFact.Taken(order, before.Line, pick.Location, gone, report.At));
            }

            if (units > gone)
            {
                consequences.Address(pick.Sku, new StockFact.Withdrawn(order, before.Line, pick.Location, units - gone));
            }
        }
    }

    private static Quantity TakeOff(
        Pick[] picks, (Sku Sku, Quantity PerUnit) part, Quantity units, Func<Pick, Quantity> available)
    {
        for (var i = 0; i < picks.Length && units > Quantity.Zero; i++)
        {
            if ((picks[i].Sku, picks[i].PerUnit) == part)
            {
                var taken = Quantity.Min(units, available(picks[i]));
                picks[i] = picks[i] with { Withdrawn = picks[i].Withdrawn + taken };
                units -= taken;
            }
        }

        return units;
    }
}
