using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Follows what a storefront changes in an order after it was taken: payment, address, customer. What was sold is fixed once
/// it was handed over: other lines or amounts under the same number are a case, never a silent change.
/// </summary>
internal static class OrderAmending
{
    /// <summary>Takes up what is newer, and tells the systems that have the order already.</summary>
    public static void Follow(
        OrderRecord order, Fact.OrderObserved seen, OwnershipContract contract, Consequences consequences)
    {
        if (seen.Progress.UpdatedAt < order.Progress.UpdatedAt)
        {
            return;
        }

        var (known, shown) = (order.Canonical, seen.Order);
        if ((Difference(known, shown) ?? OrderContent.Difference(known, shown)) is { } difference)
        {
            consequences.Find(new Finding(
                OrderCases.Changed,
                new Lineage { Storefront = known.Storefront, Order = order.Id.Text },
                $"{known.Storefront} shows the order with {difference}"));
            return;
        }

        var next = OrderEdits.Apply(Followed(known, shown), order.Edits);
        if (next != known)
        {
            Amend(order, next, seen.Progress.UpdatedAt, contract, consequences);
        }
    }

    /// <summary>The order with what a storefront may change in it at any time; what was sold stays as it was.</summary>
    internal static CanonicalOrder Followed(CanonicalOrder known, CanonicalOrder shown) => known with
    {
        Payment = shown.Payment ?? known.Payment,
        Billing = shown.Billing ?? known.Billing,
        Customer = shown.Customer ?? known.Customer,
        Shipping = shown.Shipping ?? known.Shipping,
        Attributes = shown.Attributes.IsEmpty ? known.Attributes : shown.Attributes,
    };

    /// <summary>Makes the order other than it was, sends what was held for its content, and corrects what was
    /// sent.</summary>
    public static void Amend(
        OrderRecord order, CanonicalOrder next, DateTimeOffset at, OwnershipContract contract, Consequences consequences)
    {
        consequences.Say(new OrderEvent.Amended(next));
        var after = order with { Canonical = next };
        OrderDocuments.SendWhatWasHeld(after, contract, consequences);
        var known = order.Canonical;
        if (next.Shipping?.Address == known.Shipping?.Address && next.Shipping?.Method == known.Shipping?.Method &&
            next.Customer == known.Customer && next.Billing == known.Billing)
        {
            return;
        }

        foreach (var document in order.Documents)
        {
            if (OrderDocuments.MayBeKnownBy(document) && after.Lines.Any(line => line.Open > Quantity.Zero))
            {
                OrderDocuments.AskToAmend(after, document, at, contract, consequences);
            }
        }
    }

    /// <summary>What was added; null for nothing. What a storefront made smaller is followed as a cancellation.</summary>
    private static string? Difference(CanonicalOrder known, CanonicalOrder shown)
    {
        var shrank = shown.Lines.Count < known.Lines.Count;
        foreach (var now in shown.Lines)
        {
            // Not by SKU: a line with custom options reads otherwise while its product cannot be looked up.
            var place = known.Lines.FindIndex(line => line.Line == now.Line);
            if (place < 0 || now.Quantity > known.Lines[place].Quantity)
            {
                return $"{now.Quantity} of {now.Sku} in line {now.Line}, which is more than was taken.";
            }

            shrank |= now.Quantity < known.Lines[place].Quantity;
        }

        return shrank || (known.Totals.Gross == shown.Totals.Gross && known.Currency == shown.Currency)
            ? null
            : $"totals.gross {shown.Totals.Gross} {shown.Currency} instead of {known.Totals.Gross} {known.Currency}.";
    }
}
