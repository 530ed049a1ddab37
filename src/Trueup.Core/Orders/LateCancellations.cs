using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Finds what is cancelled and has left already: it can only come back, and a person decides.</summary>
internal static class LateCancellations
{
    /// <summary>Whether a system that picks a part of an order has sent it all, while others still have something to
    /// send.</summary>
    public static bool HasSentItsPart(OrderRecord order, ConnectionName reporter, OwnershipContract contract)
    {
        var own = OwnPicks(order, reporter, contract).ToArray();
        return own.Any(pick => pick.Pick.Dispatched > Quantity.Zero) && own.All(pick => pick.Pick.Open.IsZero) &&
            order.Lines.Any(line => line.Open > Quantity.Zero);
    }

    /// <summary>Whoever has sent all that it was to send cancels that: it has left.</summary>
    public static void FindSent(
        OrderRecord order, ConnectionName reporter, OwnershipContract contract, Consequences consequences)
    {
        foreach (var sent in OwnPicks(order, reporter, contract).Where(own => own.Pick.Dispatched > Quantity.Zero)
            .GroupBy(own => own.Line.Sku))
        {
            var units = sent.Sum(own => own.Pick.Dispatched);
            Tell(order, sent.Key, $"order: {reporter} cancelled it after all that it was to send had left: {units} picked for {sent.Key}.",
                reporter, consequences);
        }
    }

    private static IEnumerable<(LineRecord Line, Pick Pick)> OwnPicks(
        OrderRecord order, ConnectionName reporter, OwnershipContract contract) =>
        from line in order.Lines
        from pick in line.Picks
        where contract.OwnerOf(pick.Location) == reporter
        select (line, pick);

    /// <summary>Finds what had left of that which a report gives up.</summary>
    /// <param name="before">The order before.</param>
    /// <param name="after">The order without what is given up.</param>
    /// <param name="reporter">Who gives it up.</param>
    /// <param name="report">What it names.</param>
    /// <param name="consequences">Where it is told.</param>
    public static void Find(
        OrderRecord before, OrderRecord after, ConnectionName reporter, Fact.CancellationReported report, Consequences consequences)
    {
        FindUnits(before, reporter, report, consequences);
        foreach (var (line, was) in after.Lines.Zip(before.Lines))
        {
            FindParts(before, was, line, reporter, consequences);
        }
    }

    /// <summary>What has left can only come back.</summary>
    private static void FindUnits(
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
                : OrderWithdrawal.Named(line, named, line.Ordered - line.Withdrawn);
            var late = Quantity.Min(units - line.Open, line.Dispatched);
            if (late > Quantity.Zero)
            {
                FindLate(order, line, late, reporter, consequences);
            }
        }
    }

    /// <summary>A storefront shows an order as cancelled, and goods of it have left. Where the hub asked for that, and was not refused, it
    /// was for the rest that the back office gave up: of what has left only what is cancelled beyond that rest is meant.</summary>
    /// <param name="order">The order as it was known.</param>
    /// <param name="shown">How far its storefront shows it now.</param>
    /// <param name="consequences">Where it is told.</param>
    public static void FindShown(OrderRecord order, OrderProgress shown, Consequences consequences)
    {
        if (shown.Phase != OrderPhase.Cancelled || order.IsClosed)
        {
            return;
        }

        var isAsked = order.Documents.FindIndex(static known => known is { Kind: DocumentKind.CancelInStorefront, Refusal: null }) >= 0;
        foreach (var line in order.Lines)
        {
            var cancelled = isAsked ? OrderCapture.ProgressOf(shown, line.Line).Cancelled : line.Ordered;
            var late = Quantity.Min(cancelled - line.Withdrawn, line.Dispatched);
            if (late > Quantity.Zero)
            {
                FindLate(order, line, late, order.Canonical.Storefront, consequences);
            }
        }
    }

    /// <summary>Parts of a set that had left when it was given up make no set: nobody pays for them.</summary>
    /// <param name="order">The order.</param>
    /// <param name="before">A line of it before.</param>
    /// <param name="line">The line without the units that are given up.</param>
    /// <param name="reporter">Who gives them up.</param>
    /// <param name="consequences">Where it is told.</param>
    public static void FindParts(
        OrderRecord order, LineRecord before, LineRecord line, ConnectionName reporter, Consequences consequences)
    {
        if (line.Withdrawn <= before.Withdrawn)
        {
            return;
        }

        var sets = Quantity.Max(line.Ordered - line.Withdrawn, line.Dispatched);
        var parts = line.ByPart(static pick => pick.Dispatched)
            .Select(sent => (sent.Part.Sku, Beyond: sent.Units - (sent.Part.PerUnit * sets)))
            .Where(part => part.Beyond > Quantity.Zero).Select(part => $"{part.Beyond} of {part.Sku}").ToArray();
        if (parts.Length > 0)
        {
            Tell(order, line.Sku,
                $"lines[].quantity: {string.Join(" and ", parts)}, parts of {line.Sku}, had left when {reporter} cancelled what they belong to.",
                reporter, consequences);
        }
    }

    private static void FindLate(
        OrderRecord order, LineRecord line, Quantity late, ConnectionName reporter, Consequences consequences) =>
        Tell(order, line.Sku, $"lines[].quantity: {late} of {line.Sku} cancelled by {reporter} after they had left.", reporter, consequences);

    private static void Tell(OrderRecord order, Sku sku, string detail, ConnectionName reporter, Consequences consequences) =>
        consequences.Find(new Finding(
            ParcelCases.CancelledTooLate, new Lineage { Connection = reporter, Order = order.Id.Text, Sku = sku.Text }, detail));
}
