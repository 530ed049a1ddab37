using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// The refunds that returns make due. Counted by units of each line over all returns and refunds, by whomever, so that
/// neither a restock nor a repeated message nor a refund by hand starts a second one.
/// </summary>
internal static class RefundsDue
{
    /// <summary>Whether the hub refunds what comes back of an order.</summary>
    public static bool IsOurs(OrderRecord order, OwnershipContract contract) =>
        contract.Terms.Refunds.When != RefundWhen.Never &&
        contract.Terms.Return.Subscribers.Span.Contains(order.Canonical.Storefront);

    /// <summary>The refund that is due now; null for none.</summary>
    public static ReturnEvent.RefundDue? Ask(
        OrderRecord order, OrderReturns returns, ReturnTally tally, OwnershipContract contract)
    {
        if (!IsOurs(order, contract))
        {
            return null;
        }

        var lines = new List<RefundLine>();
        var units = new List<LineQuantity>();
        foreach (var parts in order.Lines.GroupBy(
            line => RefundShares.MoneyLineOf(order.Canonical, line.Line).Line, StringComparer.Ordinal))
        {
            var due = parts.Select(line => Missing(order, returns, tally, contract, line)
                .CountedBy(RefundShares.PerMoneyLine(order.Canonical, line.Line))).Aggregate(Quantity.Min);
            if (due <= Quantity.Zero)
            {
                continue;
            }

            var money = order.Canonical.LineOf(parts.Key);
            var from = Quantity.Max(RefundedOf(order, returns, parts), AskedOf(returns, money.Line));
            var (net, tax) = RefundShares.Between(money, from, from + due, order.Canonical.Currency);
            if (net + tax > 0m)
            {
                lines.Add(new RefundLine(money.Line, due, from + due, net, tax));
                units.AddRange(parts.Select(line => new LineQuantity(
                    line.Line, line.Sku, RefundShares.PerMoneyLine(order.Canonical, line.Line) * due)));
            }
        }

        return lines.Count == 0
            ? null
            : new ReturnEvent.RefundDue(
                $"{order.Id}/refund/{returns.Asked.Count + 1}", returns.Numbers.ToItems(), lines.ToItems(),
                units.ToItems());
    }

    /// <summary>
    /// Units of a line that were refunded although they had been shipped. The storefront counts unshipped units as
    /// refunded first (adobe-commerce.md §3.6).
    /// </summary>
    public static Quantity RefundedOfShipped(OrderRecord order, OrderReturns returns, LineRecord line)
    {
        var progress = ProgressOf(order, line.Line);
        var unshipped = (line.Ordered - progress.Cancelled - line.Shipped).OrZero();
        return (Refunded(order, returns, line) - unshipped).OrZero();
    }

    /// <summary>Units of a line that the hub asked to be refunded.</summary>
    public static Quantity Asked(OrderReturns returns, LineRecord line) => returns.Asked
        .SelectMany(ask => ask.Units).Where(units => units.Line == line.Line).Sum(units => units.Quantity);

    /// <summary>
    /// Units whose money is due and not asked for. Nothing is asked while the storefront still has units of the line to
    /// ship: it would take the refund for those, and give up their reservation (adobe-commerce-observed.md §1.2).
    /// </summary>
    private static Quantity Missing(
        OrderRecord order, OrderReturns returns, ReturnTally tally, OwnershipContract contract, LineRecord line)
    {
        var progress = ProgressOf(order, line.Line);
        var open = line.Ordered - progress.Cancelled - line.Shipped - Refunded(order, returns, line);
        var due = contract.Terms.Refunds.When == RefundWhen.OnReceipt ? tally.Received(line) : tally.Refundable(line);
        return open > Quantity.Zero
            ? Quantity.Zero
            : (due - Quantity.Max(Asked(returns, line), RefundedOfShipped(order, returns, line))).OrZero();
    }

    /// <summary>Units of a line that the storefront refunded: by its order or by its refunds, whichever is
    /// more.</summary>
    private static Quantity Refunded(OrderRecord order, OrderReturns returns, LineRecord line)
    {
        var money = RefundShares.MoneyLineOf(order.Canonical, line.Line).Line;
        var per = RefundShares.PerMoneyLine(order.Canonical, line.Line);
        return Quantity.Max(
            ProgressOf(order, line.Line).Refunded,
            Quantity.Max(SeenOf(returns, line.Line), money == line.Line ? 0 : per * SeenOf(returns, money)));
    }

    /// <summary>Units refunded of the line that the money is on.</summary>
    private static Quantity RefundedOf(OrderRecord order, OrderReturns returns, IEnumerable<LineRecord> parts) => parts
        .Select(line => Refunded(order, returns, line).CountedBy(RefundShares.PerMoneyLine(order.Canonical, line.Line)))
        .Aggregate(Quantity.Max);

    private static Quantity AskedOf(OrderReturns returns, string money) => returns.Asked.SelectMany(ask => ask.Lines)
        .Where(line => line.Line == money).Aggregate(Quantity.Zero, (most, line) => Quantity.Max(most, line.UpTo));

    private static Quantity SeenOf(OrderReturns returns, string line) => returns.Seen.SelectMany(seen => seen.Lines)
        .Where(units => units.Line == line).Sum(units => units.Quantity);

    private static LineProgress ProgressOf(OrderRecord order, string line)
    {
        var place = order.Progress.Lines.FindIndex(known => known.Line == line);
        return place < 0
            ? new LineProgress(line, Shipped: 0, Cancelled: 0, Refunded: 0)
            : order.Progress.Lines[place];
    }
}
