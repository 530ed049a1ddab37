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
        var key = KeyOf(reporter, report);
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        if (FindUnmapped(order, reporter, report, contract) is { } unmapped)
        {
            consequences.Find(unmapped);
            return consequences.Conclude() with { WaitsForMapping = $"location/{reporter}/{unmapped.About.Location}" };
        }

        consequences.Say(new OrderEvent.Counted(key));
        if (report.Lines.IsEmpty && LateCancellations.HasSentItsPart(order, reporter, contract))
        {
            // Whoever has sent all that it was to send speaks of that; the rest is for others to send.
            LateCancellations.FindSent(order, reporter, contract, consequences);
            return consequences.Conclude();
        }

        var meant = report with { Lines = NamedParents.ByParts(order.Canonical, report.Lines) };
        var places = ByPlace(order, reporter, report, contract);
        var named = new NamedUnits(meant.Lines);
        var after = order;
        foreach (var line in order.Lines)
        {
            var units = report.Lines.IsEmpty ? line.Open : Named(line, named, line.Open);
            if (units > Quantity.Zero)
            {
                var changed = new OrderEvent.LineChanged(new GivenUp(order.Id, line, units, meant, IsOwn, consequences).At(places));
                after = OrderEvolution.Evolve(after, changed, order.Message)!;
                consequences.Say(changed);
            }
        }

        LateCancellations.Find(order, after, reporter, meant, consequences);
        NamedUnits.FindBeyond(order, reporter, report.Lines, "cancelled", consequences);
        if (reporter != order.Canonical.Storefront)
        {
            OrderDocuments.AskForCancellationInStorefront(order, after, report, consequences);
        }

        after = OrderDocuments.DropUnwanted(after, contract, consequences);
        OrderDocuments.AskForWithdrawal(order, after, reporter, contract, consequences);
        OrderReplanning.Cross(order, after, reporter, meant.Lines, contract, consequences);
        OrderDocuments.AskForOtherParts(order, after, reporter, meant.Lines, contract, consequences);
        if (reporter == order.Canonical.Storefront)
        {
            OrderDocuments.AskForCancelledSales(after, Shown(after), contract, consequences);
        }

        return consequences.Conclude();

        bool IsOwn(Pick pick) => contract.OwnerOf(pick.Location) == reporter;
    }

    private static string KeyOf(ConnectionName reporter, Fact.CancellationReported report)
    {
        // Who names no place says what was ever said: keys are on disk.
        var places = string.Join(',', Codes(report));
        var at = (report.DatedAt ?? report.At).UtcTicks;
        return $"cancel/{reporter}/{at}/{NamedUnits.KeyOf(report.Lines)}{(places.Trim(',').Length > 0 ? $"@{places}" : "")}";
    }

    /// <summary>The places that a report names, line by line; of a report without lines, that of all.</summary>
    private static IEnumerable<string?> Codes(Fact.CancellationReported report) => Enumerable.Range(0, Math.Max(1, report.Lines.Count))
        .Select(line => report.Lines.IsEmpty ? report.Location : report.LocationOf(line));

    private static Finding? FindUnmapped(
        OrderRecord order, ConnectionName reporter, Fact.CancellationReported report, OwnershipContract contract)
    {
        return Codes(report).FirstOrDefault(code => code is not null && contract.LocationOf(reporter, code) is null) is { } unknown
            ? new Finding(
                CaseCodes.LocationUnmapped,
                new Lineage { Connection = reporter, Location = unknown },
                $"{order.Id} is cancelled at {unknown}, which no location is mapped to.")
            : null;
    }

    /// <summary>What is given up, place by place; one place, null, where none is named.</summary>
    private static List<(LocationCode? Location, NamedUnits Units)> ByPlace(
        OrderRecord order, ConnectionName reporter, Fact.CancellationReported report, OwnershipContract contract)
    {
        return report.Lines.IsEmpty
            ? [(LocationOf(report.Location), new NamedUnits([]))]
            : Enumerable.Range(0, report.Lines.Count).GroupBy(report.LocationOf, StringComparer.Ordinal).Select(place => (
                LocationOf(place.Key),
                new NamedUnits(NamedParents.ByParts(order.Canonical, place.Select(line => report.Lines[line]).ToItems())))).ToList();

        LocationCode? LocationOf(string? code) => code is null ? null : contract.LocationOf(reporter, code)?.Code;
    }

    /// <summary>What a storefront shows that tells its cancellations instead of showing its orders again.</summary>
    private static OrderProgress Shown(OrderRecord order) => order.Progress with
    {
        Lines = order.Lines.Select(line =>
            new LineProgress(line.Line, line.Shipped, line.Withdrawn, Refunded: 0)).ToItems(),
    };

    /// <summary>
    /// Units of a line that a report gives up: named by what was sold or, of a kit, by its parts. A set that lacks a part
    /// is no set, so the part that most is missing of decides.
    /// </summary>
    internal static Quantity Named(LineRecord line, NamedUnits named, Quantity open)
    {
        var units = named.Use(line.Line, line.Sku, open);
        foreach (var part in line.Parts.Where(part => part.Sku != line.Sku))
        {
            var used = named.Use(line.Line, part.Sku, part.PerUnit * open);
            units = Quantity.Max(units, used.BrokenSetsOf(part.PerUnit));
        }

        return Quantity.Min(units, open);
    }

    /// <summary>The line with so many units fewer to pick, first of those that nobody has taken yet.</summary>
    /// <param name="line">The line before.</param>
    /// <param name="units">Units of the line that are not wanted any more.</param>
    /// <param name="isOwn">Picks of whoever gives them up, to take them off before any other; null for none.</param>
    /// <param name="location">Where they are given up, to take them off there first; null when nobody says.</param>
    public static LineRecord GiveUp(LineRecord line, Quantity units, Predicate<Pick>? isOwn = null, LocationCode? location = null)
    {
        var picks = line.Picks.ToArray();
        foreach (var part in line.Parts)
        {
            Free(picks, part, part.PerUnit * units, isOwn, location);
        }

        return OrderLosses.Close(line with { Withdrawn = line.Withdrawn + units, Picks = picks.ToItems() });
    }

    private static void Free(
        Pick[] picks, (Sku Sku, Quantity PerUnit) part, Quantity units, Predicate<Pick>? isOwn, LocationCode? location)
    {
        if (location is not null)
        {
            units = TakeOff(picks, part, units, pick => pick.Location == location ? pick.Waiting : Quantity.Zero);
            units = TakeOff(picks, part, units, pick => pick.Location == location ? pick.Open : Quantity.Zero);
        }

        if (isOwn is not null)
        {
            units = TakeOff(picks, part, units, pick => isOwn(pick) ? pick.Waiting : Quantity.Zero);
            units = TakeOff(picks, part, units, pick => isOwn(pick) ? pick.Open : Quantity.Zero);
        }

        units = TakeOff(picks, part, units, pick => pick.Waiting);
        TakeOff(picks, part, units, pick => pick.Open);
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
            Withdraw(order, before, after.Picks[i], WithdrawnOf(before, before.Picks[i], after.Picks[i]), consequences);
        }

        OrderLosses.Tell(order, before, after, consequences);
    }

    /// <summary>Units that are wanted no more; while it is not known where others were lost, only of those that nobody has taken.</summary>
    private static Quantity WithdrawnOf(LineRecord line, Pick was, Pick now) =>
        OrderLosses.LastOf(line, was.Sku) is null ? now.Withdrawn - was.Withdrawn : was.Waiting - now.Waiting;

    private static void Withdraw(OrderId order, LineRecord before, Pick pick, Quantity units, Consequences consequences)
    {
        if (units <= Quantity.Zero)
        {
            return;
        }

        // While nobody knows where units of the line were lost, any place that was to send some may lack them: its next figure tells.
        consequences.Address(pick.Sku, OrderLosses.LastOf(before, pick.Sku) is { } lostAt
            ? new StockFact.Taken(order, before.Line, pick.Location, units, lostAt)
            : new StockFact.Withdrawn(order, before.Line, pick.Location, units));
    }

    /// <summary>Units of a line that a report gives up: taken off its picks, at the places that it names, and told to the stock lanes.</summary>
    private sealed class GivenUp(
        OrderId order, LineRecord line, Quantity units, Fact.CancellationReported report, Predicate<Pick> isOwn, Consequences consequences)
    {
        private readonly Pick[] _picks = line.Picks.ToArray();
        private readonly bool _isWhole = report.Lines.IsEmpty;

        /// <summary>Of a set that is named by its parts only those are lost, and the others are free again: nobody will report a figure
        /// that did not move.</summary>
        private readonly bool _isByParts = !report.Lines.IsEmpty &&
            report.Lines.All(named => !NamedUnits.Names(named, line.Line, line.Sku));

        /// <summary>The line without them.</summary>
        public LineRecord At(List<(LocationCode? Location, NamedUnits Units)> places)
        {
            var sold = places.Select(place => _isWhole || _isByParts
                ? Quantity.Zero
                : place.Units.Use(line.Line, line.Sku, units)).ToArray();
            foreach (var part in line.Parts)
            {
                var left = part.PerUnit * units;
                for (var i = 0; i < places.Count; i++)
                {
                    var here = _isWhole ? left
                        : _isByParts ? places[i].Units.Use(line.Line, part.Sku, left)
                        : Quantity.Min(left, part.PerUnit * sold[i]);
                    Drop(part, here, places[i].Location, isLost: !report.Restock);
                    left -= here;
                }

                Drop(part, left, location: null, isLost: !report.Restock && !_isByParts);
            }

            return OrderLosses.Settle(
                order, line with { Withdrawn = line.Withdrawn + units, Picks = _picks.ToItems() }, consequences);
        }

        /// <summary>
        /// Goods that may not be sold again are as good as gone: the owner's figure has to come down before it is believed.
        /// </summary>
        private void Drop((Sku Sku, Quantity PerUnit) part, Quantity dropped, LocationCode? location, bool isLost)
        {
            if (isLost)
            {
                // Who gives up a whole order names one place of it at most.
                var isAtOne = line.Picks.Where(pick => pick.Open > Quantity.Zero).Select(pick => pick.Location).Distinct().Count() <= 1;
                new OrderLosses(order, line.Line, report.At, _isWhole && !isAtOne ? null : location, consequences)
                    .Lose(_picks, part.Sku, dropped, isOwn);
                return;
            }

            var before = _picks.ToArray();
            Free(_picks, part, dropped, isOwn, location);
            for (var i = 0; i < _picks.Length; i++)
            {
                Withdraw(order, line, _picks[i], WithdrawnOf(line, before[i], _picks[i]), consequences);
            }
        }
    }

    private static Quantity TakeOff(
        Pick[] picks, (Sku Sku, Quantity PerUnit) part, Quantity units, Func<Pick, Quantity> available)
    {
        for (var i = 0; i < picks.Length && units > Quantity.Zero; i++)
        {
            if (picks[i].Part == part)
            {
                var taken = Quantity.Min(units, available(picks[i]));
                picks[i] = picks[i] with { Withdrawn = picks[i].Withdrawn + taken };
                units -= taken;
            }
        }

        return units;
    }
}
