using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Follows an order through the stages of the back office; some of them are where an owner's figure falls.
/// </summary>
internal static class OrderMilestones
{
    /// <summary>
    /// Statuses by which an owner whose figure is <c>available</c> has taken the goods off its figure: from
    /// allocation on. An accepted order may still wait for goods (DESIGN §4).
    /// </summary>
    private static readonly string[] TakingStatuses = ["allocated", "picked", "packed"];

    /// <summary>A milestone; where the owner's basis is available, also the moment its figure falls.</summary>
    public static OrderDecision Reach(
        OrderRecord order, ConnectionName reporter, Fact.OrderStatusReported report, OrderSurroundings known)
    {
        var key = KeyOf(reporter, report);
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        if (FindUnmapped(order, reporter, report, known.Contract) is { } finding)
        {
            consequences.Find(finding);
            return consequences.Conclude() with { WaitsForMapping = $"location/{reporter}/{finding.About.Location}" };
        }

        switch (StatusJudgement.Of(order, reporter, report))
        {
            case StatusJudgement.Early early:
                return OrderDecision.Nothing with { WaitsFor = early.For };
            case StatusJudgement.Illegal illegal:
                consequences.Say(new OrderEvent.Counted(key));
                consequences.Find(new Finding(
                    OrderCases.IllegalStatus,
                    new Lineage { Connection = reporter, Order = order.Id.Text },
                    illegal.Why));
                return consequences.Conclude();
        }

        consequences.Say(new OrderEvent.Counted(key));
        if (!NamedUnits.FindBeyond(
                order, reporter, report.Lines.Select(line => line.Quantity).ToItems(), report.Status, consequences))
        {
            return consequences.Conclude();
        }

        consequences.Say(new OrderEvent.MilestoneReached(report.Status, reporter, report.At));
        if (TakingStatuses.Contains(report.Status, StringComparer.Ordinal))
        {
            var taking = new Taking(order, reporter, report, known.Contract, consequences);
            var lines = report.Lines.IsEmpty
                ? order.Lines.Select(taking.All).ToItems()
                : report.Lines.Aggregate(order.Lines, taking.Named);
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i] != order.Lines[i])
                {
                    consequences.Say(new OrderEvent.LineChanged(lines[i]));
                }
            }
        }

        if (report.Status == "packed")
        {
            OrderDocuments.AskForPickupNote(order, known.Contract, consequences);
        }

        return consequences.Conclude();
    }

    private static string KeyOf(ConnectionName reporter, Fact.OrderStatusReported report)
    {
        var named = string.Join(',', report.Lines.Select(line =>
            $"{line.Quantity.Line}:{line.Quantity.Sku}:{line.Quantity.Quantity}@{line.Location}"));
        return $"status/{reporter}/{report.Status}/{(report.DatedAt ?? report.At).UtcTicks}/{named}";
    }

    private static Finding? FindUnmapped(
        OrderRecord order, ConnectionName reporter, Fact.OrderStatusReported report, OwnershipContract contract)
    {
        foreach (var line in report.Lines)
        {
            if (line.Location is { } code && contract.LocationOf(reporter, code) is null)
            {
                return new Finding(
                    CaseCodes.LocationUnmapped,
                    new Lineage { Connection = reporter, Location = code },
                    $"{order.Id} is {report.Status} at {code}, which no location is mapped to.");
            }
        }

        return null;
    }

    /// <summary>
    /// One report at work: counts the units that have reached its stage, and turns them into units taken where the owner's
    /// figure falls.
    /// </summary>
    private sealed class Taking(
        OrderRecord order,
        ConnectionName reporter,
        Fact.OrderStatusReported report,
        OwnershipContract contract,
        Consequences consequences)
    {
        private readonly bool _counts = OrderStages.HasCounted(order, reporter, report.Status);

        /// <summary>Takes everything of a line that the reporter serves. Who has counted units before has now counted
        /// all.</summary>
        public LineRecord All(LineRecord line)
        {
            foreach (var sku in line.Picks.Select(pick => pick.Sku).Distinct())
            {
                line = Take(
                    line, sku, Sum(line, sku, TakesAt, pick => pick.Waiting + pick.Unexplained(report.At, pick.Location)), at: null);
                if (_counts)
                {
                    Predicate<Pick> meant = line.Picks.Any(pick => pick.Sku == sku && IsOwn(pick)) ? IsOwn : static _ => true;
                    var wanted = Sum(line, sku, meant, pick => pick.Quantity - pick.Withdrawn + pick.Lost);
                    line = Count(line, sku, wanted, wanted).Line;
                }
            }

            return line;
        }

        /// <summary>
        /// Brings named units to the stage: first those that the reporter takes, then those that it picks, then any. A unit
        /// passes several stages and is taken at the first: what is taken is the most that any stage has counted.
        /// </summary>
        public Items<LineRecord> Named(Items<LineRecord> lines, Fact.StatusLine named)
        {
            var left = named.Quantity.Quantity;
            lines = Named(lines, named, TakesAt, isTaken: true, ref left);
            lines = Named(lines, named, IsOwn, isTaken: false, ref left);
            return Named(lines, named, static _ => true, isTaken: false, ref left);
        }

        private Items<LineRecord> Named(
            Items<LineRecord> lines, Fact.StatusLine named, Predicate<Pick> isMeant, bool isTaken, ref Quantity left)
        {
            var sku = named.Quantity.Sku;
            var at = named.Location is { } code ? contract.LocationOf(reporter, code)?.Code : null;
            for (var i = 0; i < lines.Count && left > Quantity.Zero; i++)
            {
                var line = lines[i];
                if (!NamedUnits.Names(named.Quantity, line.Line, sku) ||
                    line.Picks.FindIndex(pick => pick.Sku == sku && isMeant(pick)) < 0)
                {
                    continue;
                }

                // What was allocated before it was lost has reached its stage all the same.
                var wanted = Sum(line, sku, isMeant, pick => pick.Quantity - pick.Withdrawn + pick.Lost +
                    pick.Unexplained(report.At, at ?? pick.Location));
                var (counted, reached) = Count(line, sku, left, wanted);
                left -= reached - Reached(line, sku);
                lines = lines.SetItem(i, isTaken
                    ? Take(counted, sku, (reached - Sum(line, sku, TakesAt, pick => pick.Taken + pick.Lost)).OrZero(), at)
                    : counted);
            }

            return lines;
        }

        private (LineRecord Line, Quantity Reached) Count(LineRecord line, Sku sku, Quantity units, Quantity wanted)
        {
            var before = Reached(line, sku);
            var reached = Quantity.Max(before, Quantity.Min(before + units, wanted));
            var count = new StageCount(sku, reporter, report.Status, reached);
            var place = line.Stages.FindIndex(IsOf(sku));
            var stages = place < 0 ? line.Stages.Add(count) : line.Stages.SetItem(place, count);
            return (line with { Stages = stages }, reached);
        }

        private Quantity Reached(LineRecord line, Sku sku)
        {
            var place = line.Stages.FindIndex(IsOf(sku));
            return place < 0 ? Quantity.Zero : line.Stages[place].Units;
        }

        private Predicate<StageCount> IsOf(Sku sku) =>
            count => count.Sku == sku && count.Reporter == reporter && count.Status == report.Status;

        private LineRecord Take(LineRecord line, Sku sku, Quantity units, LocationCode? at)
        {
            var places = Served(line, sku).OrderByDescending(place => line.Picks[place].Location == at).ToArray();
            foreach (var place in places)
            {
                var pick = line.Picks[place];
                var (known, explained, untold) = pick.Explain(units, report.At, at ?? pick.Location);
                units -= explained;
                line = OrderLosses.Place(line with { Picks = line.Picks.SetItem(place, known) }, place, untold, at ?? pick.Location);
                Tell(line, pick, at, untold);
            }

            foreach (var place in places)
            {
                var pick = line.Picks[place];
                var taken = Quantity.Min(units, pick.Waiting);
                units -= taken;
                line = line with { Picks = line.Picks.SetItem(place, pick.Allocate(taken, report.At, at ?? pick.Location)) };
                Tell(line, pick, at, taken);
            }

            return OrderLosses.Settle(order.Id, line, consequences);
        }

        private void Tell(LineRecord line, Pick pick, LocationCode? at, Quantity units)
        {
            if (units > Quantity.Zero)
            {
                // The owner's word on the place overrides the plan.
                consequences.Address(
                    pick.Sku, new StockFact.Taken(order.Id, line.Line, at ?? pick.Location, units, report.At));
            }
        }

        private static Quantity Sum(LineRecord line, Sku sku, Predicate<Pick> isMeant, Func<Pick, Quantity> units) => line.Picks
            .Where(pick => pick.Sku == sku && isMeant(pick)).Sum(units);

        private int[] Served(LineRecord line, Sku sku) =>
            Enumerable.Range(0, line.Picks.Count)
                .Where(place => line.Picks[place].Sku == sku && TakesAt(line.Picks[place]))
                .ToArray();

        private bool IsOwn(Pick pick) => contract.OwnerOf(pick.Location) == reporter;

        private bool TakesAt(Pick pick) =>
            contract.Location(pick.Location) is { } rule && rule.Owner == reporter &&
            contract.BasisOf(rule) == Basis.Available;
    }
}
