using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Takes an order anew that was not handed over yet: nobody was told of it, so it is what its storefront shows now, with
/// other lines, totals or currency, and is checked again.
/// </summary>
internal static class OrderRetaking
{
    /// <summary>The order as it is shown now; as it was where the sight is an older one or shows the same, or where
    /// something has come of it already.</summary>
    public static OrderRecord Retake(
        OrderRecord order, Fact.OrderObserved seen, OrderSurroundings known, Consequences consequences)
    {
        if (order.IsReleased || seen.Progress.UpdatedAt < order.Progress.UpdatedAt || seen.Order.Lines.IsEmpty)
        {
            return order;
        }

        var next = OrderEdits.Apply(Shown(order.Canonical, seen.Order), order.Edits);
        if (!IsNews(order.Canonical, next, known) || !order.Lines.All(line => MayChange(order, line, next)))
        {
            return order;
        }

        var lines = new List<LineRecord>();
        foreach (var line in next.Lines.Where(line => line.MovesStock))
        {
            var place = order.Lines.FindIndex(record => record.Line == line.Line);
            lines.Add(place < 0
                ? OrderCapture.CaptureLine(seen, line, known, consequences)
                : Fit(order.Lines[place], line, seen, known, consequences));
        }

        foreach (var gone in order.Lines.Where(line => ShownOf(line, next) is null))
        {
            Lower(order.Id, gone, Quantity.Zero, consequences);
        }

        var retaken = new OrderEvent.Retaken(next, lines.ToItems());
        consequences.Say(retaken);
        return OrderEvolution.Evolve(order, retaken, message: default)!;
    }

    /// <summary>The order with what is shown now. A line stays the article that it was taken as: one with custom options
    /// reads otherwise while its product cannot be looked up.</summary>
    private static CanonicalOrder Shown(CanonicalOrder known, CanonicalOrder shown) => OrderAmending.Followed(known, shown) with
    {
        Currency = shown.Currency,
        Totals = shown.Totals,
        Lines = shown.Lines.Select(line => known.Lines.FirstOrDefault(other => other.Line == line.Line) is { } taken
            ? line with { Sku = taken.Sku, Components = taken.Components, MovesStock = taken.MovesStock }
            : line).ToItems(),
    };

    /// <summary>Whether what was sold is other than it was. Of an order that may go as it is, what only became smaller is
    /// followed as a cancellation.</summary>
    private static bool IsNews(CanonicalOrder known, CanonicalOrder next, OrderSurroundings surroundings)
    {
        if (next.Lines == known.Lines && next.Totals == known.Totals && next.Currency == known.Currency)
        {
            return false;
        }

        var isMore = next.Lines.Any(line =>
            known.Lines.FirstOrDefault(other => other.Line == line.Line) is not { } taken || line.Quantity > taken.Quantity);
        var isLess = known.Lines.Any(line =>
            next.Lines.FirstOrDefault(other => other.Line == line.Line) is not { } shown || shown.Quantity < line.Quantity);
        return isMore || (!isLess && (next.Totals != known.Totals || next.Currency != known.Currency)) ||
            !OrderCheck.OfOrder(known, surroundings.Contract).IsEmpty;
    }

    /// <summary>Whether a line stays as it was, or nothing has come of it that a change would have to undo.</summary>
    private static bool MayChange(OrderRecord order, LineRecord line, CanonicalOrder next)
    {
        var shown = ShownOf(line, next);
        return shown?.Quantity == line.Ordered ||
            ((shown is null || shown.Quantity > Quantity.Zero) &&
             line.Shipped.IsZero && line.Dispatched.IsZero && line.Posted.IsZero && line.Withdrawn.IsZero &&
             line.Picks.All(pick => pick.Taken.IsZero) && order.Returns is null &&
             order.Documents.All(document => document.Lines.FindIndex(units => units.Line == line.Line) < 0));
    }

    private static OrderLine? ShownOf(LineRecord line, CanonicalOrder next) =>
        next.Lines.FirstOrDefault(shown => shown.Line == line.Line && shown.MovesStock);

    private static LineRecord Fit(
        LineRecord record, OrderLine line, Fact.OrderObserved seen, OrderSurroundings known, Consequences consequences)
    {
        var more = line.Quantity - record.Ordered.OrZero();
        if (line.Quantity == record.Ordered)
        {
            return record;
        }

        if (more < Quantity.Zero)
        {
            return Lower(seen.Order.Id, record, line.Quantity, consequences);
        }

        var picks = OrderServing.Serve(seen, line, more, known, consequences, more);
        return record with
        {
            Ordered = line.Quantity,
            Picks = picks.Aggregate(record.Picks, OrderAdditions.Add),
            Held = record.Held + (seen.Progress.Reserves && !picks.IsEmpty ? more : Quantity.Zero),
        };
    }

    /// <summary>The line as if so few had been ordered from the first; the stock lanes learn what is free.</summary>
    private static LineRecord Lower(OrderId order, LineRecord record, Quantity units, Consequences consequences)
    {
        var less = OrderWithdrawal.GiveUp(record, (record.Ordered - units).OrZero());
        var held = Quantity.Min(record.Held, units);
        if (held != record.Held)
        {
            consequences.Address(record.Sku, new StockFact.Holding(order, record.Line, held, ShippedFrom: null));
        }

        OrderWithdrawal.Withdraw(order, record, less, consequences);
        return record with
        {
            Ordered = units,
            Held = held,
            Picks = less.Picks.Where(pick => pick.Withdrawn < pick.Quantity)
                .Select(pick => pick with { Quantity = pick.Quantity - pick.Withdrawn, Withdrawn = Quantity.Zero }).ToItems(),
        };
    }
}
