using Trueup.Core.Books;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <content>Tells other systems what is not wanted any more, as a whole or in part.</content>
public static partial class OrderDocuments
{
    /// <summary>Takes an order, or units of it, back from those who pick it.</summary>
    /// <param name="before">The order before something was given up.</param>
    /// <param name="after">The order now.</param>
    /// <param name="reporter">The system that gave it up and need not be told; null when the storefront did.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    internal static void AskForWithdrawal(
        OrderRecord before,
        OrderRecord after,
        ConnectionName? reporter,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (before.Lines.All(line => line.Open.IsZero))
        {
            return;
        }

        var isPart = after.Lines.Any(line => line.Open > Quantity.Zero);
        foreach (var created in after.Documents)
        {
            // Whoever refused the order is handed it, if ever, without what is given up.
            if (created.Kind != DocumentKind.CreateOrder || created.Target == reporter || (isPart && IsNeverMade(created)))
            {
                continue;
            }

            if (isPart)
            {
                Reduce(before, after, created.Target, contract, consequences);
            }
            else if (after.Documents.FindIndex(known => known.Key == $"{after.Id}/cancel/{created.Target}") < 0)
            {
                consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(
                    $"{after.Id}/cancel/{created.Target}", created.Target, DocumentKind.CancelOrder)));
            }
        }
    }

    /// <summary>
    /// Takes back from the books what the storefront shows as cancelled, and only that: money that was taken and given
    /// back is credited by the storefront's own amounts. So the books follow the storefront whoever gave the goods up,
    /// and nothing is taken off twice. Safe to ask at any time: what was asked for is not asked again.
    /// </summary>
    /// <param name="order">The order now.</param>
    /// <param name="shown">What the storefront shows of it, lines that were made smaller counted as cancelled.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    internal static void AskForCancelledSales(
        OrderRecord order, OrderProgress shown, OwnershipContract contract, Consequences consequences)
    {
        foreach (var sale in order.Documents)
        {
            if (sale.Kind != DocumentKind.PostSale || IsWithdrawn(order, sale.Target))
            {
                continue;
            }

            var isCredited = contract.TargetsOf(DataKind.Refund).Any(target => target.Connection == sale.Target);
            var gone = order.Lines.Select(line => new LineQuantity(
                line.Line, line.Sku, CancelledOf(shown, line, isCredited))).ToItems();
            var lines = gone
                .Select(line => line with { Quantity = line.Quantity - CancelledBefore(order, sale.Target, line.Line!) })
                .Where(line => line.Quantity > Quantity.Zero).ToItems();
            if (lines.IsEmpty)
            {
                continue;
            }

            var earlier = order.Documents.Count(known =>
                known.Target == sale.Target && known.Kind == DocumentKind.CancelSale);
            var isWhole = earlier == 0 && order.Lines.Zip(gone).All(pair => pair.Second.Quantity >= pair.First.Ordered);
            consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(
                isWhole ? $"{order.Id}/cancel/{sale.Target}" : $"{order.Id}/reduce/{sale.Target}/{earlier + 1}",
                sale.Target,
                DocumentKind.CancelSale)
            {
                Lines = isWhole ? [] : lines,
            }));
        }
    }

    /// <summary>Whether books were told to take a sale back as a whole: there is nothing of it left to credit.</summary>
    internal static bool IsWithdrawn(OrderRecord order, ConnectionName target) => order.Documents.FindIndex(known =>
        known.Target == target && known.Kind == DocumentKind.CancelSale && known.Lines.IsEmpty) >= 0;

    /// <summary>Units of a line that books were told to take back with the documents before one, or with all.</summary>
    private static Quantity CancelledBefore(
        OrderRecord order, ConnectionName target, string line, string? before = null) => order.Documents
        .TakeWhile(known => known.Key != before)
        .Where(known => known.Target == target && known.Kind == DocumentKind.CancelSale)
        .SelectMany(known => known.Lines).Where(units => units.Line == line).Sum(units => units.Quantity);

    private static Quantity CancelledOf(OrderProgress shown, LineRecord line, bool isCredited)
    {
        var place = shown.Lines.FindIndex(known => known.Line == line.Line);
        var seen = place < 0 ? new LineProgress(line.Line, Shipped: 0, Cancelled: 0, Refunded: 0) : shown.Lines[place];
        var unshipped = (line.Ordered - seen.Cancelled - Quantity.Max(seen.Shipped, line.Shipped)).OrZero();
        return seen.Cancelled + (isCredited ? Quantity.Zero : Quantity.Min(seen.Refunded, unshipped));
    }

    /// <summary>What the units of a cancellation were charged, on the lines that the money is on.</summary>
    private static SalesForm CancelledForm(OrderRecord order, OrderDocument document, OwnershipContract contract)
    {
        var units = new List<CancelledUnits>();
        foreach (var parts in document.Lines.GroupBy(
            line => RefundShares.MoneyLineOf(order.Canonical, line.Line!).Line, StringComparer.Ordinal))
        {
            var (now, from) = (parts.Select(InMoneyUnits).Aggregate(Quantity.Min), parts.Select(line => InMoneyUnits(
                line with { Quantity = CancelledBefore(order, document.Target, line.Line!, document.Key) })).Aggregate(Quantity.Min));
            units.Add(new CancelledUnits(
                order.Canonical.LineOf(parts.Key), from, from + now));
        }

        return CancelledSales.FormOf(
            order.Canonical, units.ToItems(), contract.BooksOf(document.Target), contract.KitOf);

        Quantity InMoneyUnits(LineQuantity line) =>
            line.Quantity.CountedBy(RefundShares.PerMoneyLine(order.Canonical, line.Line!));
    }

    /// <summary>
    /// Asks the storefront to give up what the back office gave up: the whole order, or lines with all the units of
    /// them that are not wanted, so that asking twice gives up once.
    /// </summary>
    internal static void AskForCancellationInStorefront(
        OrderRecord before, OrderRecord after, Fact.CancellationReported report, Consequences consequences)
    {
        // A shop may call an order complete of which something is still to be sent, once as many units were refunded.
        var given = Given(before, after).Where(line => !after.IsClosed || line.Withdrawn <= line.Ordered - line.Shipped)
            .Select(line => new LineQuantity(line.Line, line.Sku, line.Withdrawn)).ToItems();
        if (after.Progress.Phase == OrderPhase.Cancelled || given.IsEmpty)
        {
            return;
        }

        var earlier = after.Documents.Count(known => known.Kind == DocumentKind.CancelInStorefront);
        var isWhole = earlier == 0 && after.Lines.All(line => line.Withdrawn == line.Ordered);
        var key = $"{after.Id}/cancel-in-storefront";
        consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(
            isWhole ? key : $"{key}/{earlier + 1}", after.Canonical.Storefront, DocumentKind.CancelInStorefront)
        {
            Lines = isWhole ? [] : given,
            Detail = isWhole && report.Restock
                ? null
                : new DocumentDetail { Reason = report.Reason, Restocked = report.Restock ? given : [] },
        }));
    }

    /// <summary>
    /// Tells who gave up parts of sets to leave the other parts of them, too: it was asked for parts, and need not know of sets.
    /// </summary>
    /// <param name="before">The order before something was given up.</param>
    /// <param name="after">The order now.</param>
    /// <param name="reporter">Who gave it up.</param>
    /// <param name="named">What it named: that it knows itself.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    internal static void AskForOtherParts(
        OrderRecord before,
        OrderRecord after,
        ConnectionName reporter,
        Items<LineQuantity> named,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (named.IsEmpty || after.Documents.FindIndex(known => known.Target == reporter && known.Kind == DocumentKind.CreateOrder) < 0)
        {
            return;
        }

        var left = new NamedUnits(named);
        var others = new List<LineQuantity>();
        foreach (var line in Given(before, after))
        {
            var was = LineOf(before, line.Line)!;
            left.Use(line.Line, line.Sku, line.Ordered);
            foreach (var part in line.Picks.Select(pick => pick.Sku).Distinct().Where(part => part != line.Sku))
            {
                var gone = WithdrawnAt(line, part, reporter, contract) - WithdrawnAt(was, part, reporter, contract);
                var units = gone - left.Use(line.Line, part, gone);
                if (units > Quantity.Zero)
                {
                    others.Add(new LineQuantity(line.Line, part, units));
                }
            }
        }

        if (others.Count > 0)
        {
            AskToReduce(after, reporter, others.ToItems(), location: null, consequences);
        }
    }

    /// <summary>Pieces of a part of a line that are not wanted any more of those that one system picks.</summary>
    internal static Quantity WithdrawnAt(LineRecord? line, Sku part, ConnectionName owner, OwnershipContract contract) => (line?.Picks ?? [])
        .Where(pick => pick.Sku == part && contract.OwnerOf(pick.Location) == owner).Sum(pick => pick.Withdrawn);

    /// <summary>Tells whoever picks to leave some units, under the next number of its kind.</summary>
    internal static void AskToReduce(
        OrderRecord order, ConnectionName target, Items<LineQuantity> lines, LocationCode? location, Consequences consequences)
    {
        var earlier = order.Documents
            .Concat(consequences.Conclude().Events.OfType<OrderEvent.DocumentAsked>().Select(asked => asked.Document))
            .Count(known => known.Target == target && known.Kind == DocumentKind.ReduceOrder);
        consequences.Say(new OrderEvent.DocumentAsked(
            new OrderDocument($"{order.Id}/reduce/{target}/{earlier + 1}", target, DocumentKind.ReduceOrder)
            {
                Lines = lines,
                Location = location,
            }));
    }

    private static void Reduce(
        OrderRecord before,
        OrderRecord after,
        ConnectionName target,
        OwnershipContract contract,
        Consequences consequences)
    {
        var lines = Given(before, after).SelectMany(line => GivenUpAt(LineOf(before, line.Line), line, target, contract)).ToItems();
        if (!lines.IsEmpty)
        {
            AskToReduce(after, target, lines, location: null, consequences);
        }
    }

    /// <summary>Units of a line that whoever picks them is to leave, of those that he picks alone. Of a set of which he has sent a part, or never
    /// was to send one, its other parts by themselves.</summary>
    private static Items<LineQuantity> GivenUpAt(LineRecord? before, LineRecord after, ConnectionName target, OwnershipContract contract)
    {
        var sets = SetsAt(after) - SetsAt(before);
        var parts = after.Parts
            .Select(part => (part.PerUnit, Units: new LineQuantity(
                after.Line, part.Sku, WithdrawnAt(after, part.Sku, target, contract) - WithdrawnAt(before, part.Sku, target, contract)))).ToItems();
        var isWhole = parts.All(part => part.Units.Sku == after.Sku || part.Units.Quantity == part.PerUnit * sets);
        return (isWhole ? [new LineQuantity(after.Line, after.Sku, sets)] : parts.Select(part => part.Units).ToItems())
            .Where(units => units.Quantity > Quantity.Zero).ToItems();

        Quantity SetsAt(LineRecord? line) => line?.SetsOf(pick =>
            contract.OwnerOf(pick.Location) == target ? pick.Withdrawn : Quantity.Zero) ?? Quantity.Zero;
    }

    private static IEnumerable<LineRecord> Given(OrderRecord before, OrderRecord after) =>
        after.Lines.Where(line => line.Withdrawn > WithdrawnOf(before, line.Line));

    private static Quantity WithdrawnOf(OrderRecord order, string line) => LineOf(order, line)?.Withdrawn ?? Quantity.Zero;

    private static LineRecord? LineOf(OrderRecord order, string line) =>
        order.Lines.FindIndex(known => known.Line == line) is >= 0 and var place ? order.Lines[place] : null;
}
