using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// Decides what a fact about a return means: for the goods, which are sellable only when they passed inspection, and
/// for what has to be asked of other systems. Pure and total.
/// </summary>
public static class ReturnDecider
{
    /// <summary>What follows from a fact; facts that are not about returns change nothing.</summary>
    public static ReturnDecision Decide(ConnectionName reporter, Fact fact, ReturnSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return fact switch
        {
            Fact.ReturnAuthorised told => Check(told.Rma, reporter, known) ?? Authorise(reporter, told, known),
            Fact.ReturnsUnnumbered told => UnnumberedReturns.Decide(reporter, told, known),
            Fact.ReturnClosed told => Close(reporter, told, known),
            Fact.ReturnReceived told => Check(told.Rma, reporter, known) ?? Receive(reporter, told, known),
            Fact.ReturnInspected told => Check(told.Rma, reporter, known) ?? Inspect(reporter, told, known),
            Fact.RefundObserved seen => See(seen, known.Returns),
            _ => ReturnDecision.Nothing,
        };
    }

    /// <summary>The key under which an inspection waits for the goods to arrive.</summary>
    public static string WaitingKey(OrderId order, string rma) => $"return/{order}/{rma}";

    /// <summary>A number that another order used already may mean either: nothing is done on a guess. Storefronts number their
    /// returns each for itself, so it is another order of the same one that counts.</summary>
    internal static ReturnDecision? Check(string rma, ConnectionName reporter, ReturnSurroundings known) =>
        known.OrderOfRma(rma) is { } other && other != known.Order.Id &&
        other.Text.StartsWith($"{known.Order.Canonical.Storefront}:", StringComparison.Ordinal)
            ? new ReturnDecision([], Findings:
            [
                new Finding(
                    ReturnCases.RmaReused, LineageOf(known, reporter, rma),
                    $"{reporter} uses return {rma} for {known.Order.Id}; it belongs to {other}. Nothing was done."),
            ])
            : null;

    private static ReturnDecision Authorise(
        ConnectionName reporter, Fact.ReturnAuthorised told, ReturnSurroundings known)
    {
        var lines = told.ByLine is { } named ? OrderParts.OfLines(known.Order, named) : told.Lines;
        if (lines.IsEmpty && told.ByLine is { } strange)
        {
            return new ReturnDecision([], Findings:
            [
                new Finding(
                    CaseCodes.Unreadable, LineageOf(known, reporter, told.Rma),
                    $"Return {told.Rma} is for lines {string.Join(", ", strange.Select(units => units.Line))}, and {known.Order.Id} has " +
                    "no goods on them. It was not passed on."),
            ]);
        }

        var dated = $"promise/{reporter}/{told.Rma}/{(told.DatedAt ?? told.At).UtcTicks}/{NamedUnits.KeyOf(lines)}";
        var isKnown = known.Order.HasCounted(dated);
        return new ReturnDecision(
            isKnown || IsKnown(known.Returns, told, lines)
                ? []
                : [new ReturnEvent.Authorised(told.Rma, reporter, told.At, lines, told.Reason)],
            // By the time that it counts from, one that is dated ahead would not be known again.
            Documents: told.DatedAt is null || isKnown ? [] : [new OrderEvent.Counted(dated)],
            Disproofs:
            [
                Used(known, reporter, told.Rma),
                new Disproof(ReturnCases.ClosedEarly, LineageOf(known, reporter, told.Rma), "The return was promised again."),
            ]);
    }

    /// <summary>Whether a promise is as it was told before: a message that was overtaken, or is repeated, promises nothing anew.</summary>
    private static bool IsKnown(OrderReturns returns, Fact.ReturnAuthorised told, Items<LineQuantity> lines)
    {
        var promises = returns.Authorisations.Where(earlier => earlier.Rma == told.Rma).ToList();
        return promises.Count > 0 && (promises[^1].Lines == lines || told.At < promises[^1].At ||
            (told.At == promises[^1].At && promises.Exists(earlier => earlier.Lines == lines)));
    }

    /// <summary>What was passed on and did not come is still awaited by those who were told of it.</summary>
    private static ReturnDecision Close(ConnectionName reporter, Fact.ReturnClosed told, ReturnSurroundings known) =>
        known.Returns.Authorisations.FindIndex(earlier => earlier.Rma == told.Rma) < 0 ||
        known.Returns.Receipts.FindIndex(receipt => receipt.Rma == told.Rma) >= 0
            ? ReturnDecision.Nothing
            : new ReturnDecision([], Findings:
            [
                new Finding(
                    ReturnCases.ClosedEarly, LineageOf(known, reporter, told.Rma),
                    $"Return {told.Rma} is {told.Word} in {reporter}, and its goods have not come; whoever was told of it awaits them."),
            ]);

    private static ReturnDecision Receive(
        ConnectionName reporter, Fact.ReturnReceived told, ReturnSurroundings known)
    {
        if (known.Contract.LocationOf(reporter, told.Location)?.Code is not { } location)
        {
            return Unmapped(reporter, told.Rma, told.Location, known);
        }

        var lines = OrderParts.Expand(known.Order, known.Contract, told.Lines);
        if (known.Returns.Receipts.FindIndex(earlier => earlier.Rma == told.Rma && earlier.Reporter == reporter &&
            earlier.Location == location && earlier.At == told.At && earlier.Lines == lines) >= 0)
        {
            return ReturnDecision.Nothing;
        }

        var reference = $"{known.Order.Id} {told.Rma} received {known.Returns.Receipts.Count + 1}";
        return new ReturnDecision(
            [new ReturnEvent.Received(told.Rma, reporter, location, told.At, lines)],
            lines.Select((units, place) => new AddressedFact(units.Sku, new StockFact.Arrived(
                location, StockState.Inspection, units.Quantity, Earlier(told.At, known.Now), $"{reference} {place}")))
                .ToItems(),
            Disproofs:
            [
                Used(known, reporter, told.Rma),
                new Disproof(ReturnCases.NotReceived, LineageOf(known, reporter, told.Rma), "The goods arrived."),
                .. known.Returns.Authorisations.Where(earlier => earlier.Rma == told.Rma).Select(earlier => new Disproof(
                    ReturnCases.ClosedEarly, LineageOf(known, earlier.Reporter, told.Rma), "The goods arrived.")),
            ]);
    }

    private static ReturnDecision Inspect(
        ConnectionName reporter, Fact.ReturnInspected told, ReturnSurroundings known)
    {
        if (known.Contract.LocationOf(reporter, told.Location)?.Code is not { } location)
        {
            return Unmapped(reporter, told.Rma, told.Location, known);
        }

        var lines = told.Lines.SelectMany(line =>
            OrderParts.Expand(known.Order, known.Contract, [line.Quantity]).Select(units =>
                new InspectedUnits(units, DispositionOf(line.Disposition), line.IsRefundable))).ToItems();
        if (known.Returns.Inspections.FindIndex(earlier => earlier.Rma == told.Rma && earlier.Reporter == reporter &&
            earlier.Location == location && earlier.At == told.At && earlier.Lines == lines) >= 0)
        {
            return ReturnDecision.Nothing;
        }

        if (Missing(told.Rma, lines, known).ToArray() is { Length: > 0 } missing)
        {
            return new ReturnDecision([], Findings:
            [
                new Finding(
                    ReturnCases.NotReceived, LineageOf(known, reporter, told.Rma),
                    $"Return {told.Rma}: {string.Join(" and ", missing)} inspected that were not received."),
            ])
            {
                WaitsFor = WaitingKey(known.Order.Id, told.Rma),
            };
        }

        var passed = lines.Any(line => line.Disposition == Disposition.Restock);
        return new ReturnDecision(
            [
                new ReturnEvent.Inspected(
                    told.Rma, reporter, location, told.At, lines, passed ? known.Now : null),
            ],
            Moves(told, location, lines, known),
            Disproofs: [Used(known, reporter, told.Rma)]);
    }

    /// <summary>
    /// Inspected goods leave the state of waiting and go to the one that their disposition means; what is destroyed or
    /// sent away goes nowhere. The owner's next figure holds all of it.
    /// </summary>
    private static Items<AddressedFact> Moves(
        Fact.ReturnInspected told, LocationCode location, Items<InspectedUnits> lines, ReturnSurroundings known)
    {
        var at = Earlier(told.At, known.Now);
        var reference = $"{known.Order.Id} {told.Rma} inspected {known.Returns.Inspections.Count + 1}";
        var moves = new List<AddressedFact>();
        for (var i = 0; i < lines.Count; i++)
        {
            var (units, disposition, _) = lines[i];
            moves.Add(new AddressedFact(units.Sku, new StockFact.Arrived(
                location, StockState.Inspection, -units.Quantity, at, $"{reference} {i}")));
            if (StateOf(disposition) is { } state)
            {
                moves.Add(new AddressedFact(units.Sku, new StockFact.Arrived(
                    location, state, units.Quantity, at, $"{reference} {i}")));
            }
        }

        return moves.ToItems();
    }

    private static IEnumerable<string> Missing(string rma, Items<InspectedUnits> lines, ReturnSurroundings known)
    {
        var tally = new ReturnTally(known.Order, known.Returns, known.Contract);
        return
            from named in lines.GroupBy(line => (line.Units.Line, line.Units.Sku))
            let units = named.Sum(line => line.Units.Quantity)
            let waiting = tally.Waiting(rma, new LineQuantity(named.Key.Line, named.Key.Sku, units))
            where waiting < units
            select $"{units - waiting} of {named.Key.Sku}";
    }

    private static ReturnDecision See(Fact.RefundObserved seen, OrderReturns returns) =>
        returns.Seen.FindIndex(known => known.Refund == seen.Refund) >= 0
            ? ReturnDecision.Nothing
            : new ReturnDecision(
                [new ReturnEvent.RefundShown(seen.Refund, seen.At, seen.Lines, seen.Amounts, seen.Reference)]);

    private static ReturnDecision Unmapped(
        ConnectionName reporter, string rma, string location, ReturnSurroundings known) =>
        new([], Findings:
        [
            new Finding(
                CaseCodes.LocationUnmapped,
                new Lineage { Connection = reporter, Location = location },
                $"Return {rma} of {known.Order.Id} is at {location}, which no location is mapped to."),
        ])
        {
            WaitsFor = $"location/{reporter}/{location}",
        };

    private static Disproof Used(ReturnSurroundings known, ConnectionName reporter, string rma) =>
        new(ReturnCases.RmaReused, LineageOf(known, reporter, rma), "The number belongs to this order.");

    private static Lineage LineageOf(ReturnSurroundings known, ConnectionName reporter, string rma) =>
        new() { Connection = reporter, Order = known.Order.Id.Text, Location = $"return {rma}" };

    /// <summary>A clock that is ahead would keep the goods beyond the owner's figures for as long.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    private static StockState? StateOf(Disposition disposition) => disposition switch
    {
        Disposition.Restock => StockState.Available,
        Disposition.Damaged => StockState.Damaged,
        Disposition.Quarantine => StockState.Quarantined,
        _ => null,
    };

    private static Disposition DispositionOf(string word) => word switch
    {
        "restock" => Disposition.Restock,
        "damaged" => Disposition.Damaged,
        "quarantine" => Disposition.Quarantine,
        "return-to-vendor" => Disposition.ReturnToVendor,
        _ => Disposition.Destroyed,
    };
}
