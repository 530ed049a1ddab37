using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Gives up orders that wait for their payment for longer than the contract lets them. It is tried once: a payment that
/// comes first wins, and one that comes after the cancellation is a case.
/// </summary>
public static class OrderExpiry
{
    /// <summary>The key of the cancellation of an order that expired; there is never more than one.</summary>
    public static string KeyOf(OrderId order) => $"{order}/expire";

    /// <summary>
    /// When an order expires; null where it does not wait for its payment, or may wait for ever. It begins to wait when it is placed,
    /// or when the hub took it up where that was later: nothing is given up at first sight.
    /// </summary>
    public static DateTimeOffset? DueAt(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        return contract.MayExpire && !order.Trail.IsEmpty && LimitOf(order, contract) is { } limit && WaitsForPayment(order, contract) &&
            DocumentOf(order) is null
                ? SinceOf(order) + limit
                : null;
    }

    /// <summary>Gives an order up whose time has come: its storefront is asked to cancel it, if it is still not paid
    /// there.</summary>
    public static OrderDecision Expire(OrderRecord order, DateTimeOffset now, OwnershipContract contract)
    {
        if (!(DueAt(order, contract) <= now))
        {
            return OrderDecision.Nothing;
        }

        return new OrderDecision(
        [
            new OrderEvent.Expired(SinceOf(order), LimitOf(order, contract)!.Value),
            new OrderEvent.DocumentAsked(new OrderDocument(
                KeyOf(order.Id), order.Canonical.Storefront, DocumentKind.CancelInStorefront)),
        ]);
    }

    /// <summary>Whether an order was given up for want of payment, and its storefront did as it was asked.</summary>
    internal static bool IsCancelled(OrderRecord order) => DocumentOf(order) is { IsMade: true } && !IsWithdrawn(order);

    /// <summary>Follows the payment of an order that had expired.</summary>
    internal static void Follow(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        if (DocumentOf(order) is not { } document || !IsPaid(order, contract))
        {
            return;
        }

        if (IsCancelled(order) || order.Progress.Phase == OrderPhase.Cancelled)
        {
            consequences.Find(PaidTooLate(order));
        }
        else if (!IsWithdrawn(order))
        {
            consequences.Say(new OrderEvent.ExpiryWithdrawn(document.Key));
        }
    }

    /// <summary>
    /// The storefront cancelled it: what it wanted is free, and no reservation is left there. Both are known at once, so that
    /// the source is not written in between.
    /// </summary>
    internal static void Conclude(OrderRecord order, Consequences consequences)
    {
        foreach (var line in order.Lines.Where(line => line.Open > Quantity.Zero || line.Held > Quantity.Zero))
        {
            var given = OrderWithdrawal.GiveUp(line, line.Open) with { Held = Quantity.Zero };
            consequences.Say(new OrderEvent.LineChanged(given));
            if (line.Held > Quantity.Zero)
            {
                consequences.Address(line.Sku, new StockFact.Holding(order.Id, line.Line, Quantity.Zero, ShippedFrom: null));
            }

            OrderWithdrawal.Withdraw(order.Id, line, given, consequences);
        }
    }

    /// <summary>A cancellation that was on its way when the payment came, and was made all the same.</summary>
    internal static OrderDecision SettleLate(OrderRecord order, string key, Receipt receipt) =>
        key == KeyOf(order.Id) && IsWithdrawn(order) && receipt is Receipt.Applied
            ? new OrderDecision([], Findings: [PaidTooLate(order)])
            : OrderDecision.Nothing;

    private static bool IsWithdrawn(OrderRecord order) => order.HasCounted(KeyOf(order.Id));

    private static OrderDocument? DocumentOf(OrderRecord order) =>
        order.Documents.FindIndex(document => document.Key == KeyOf(order.Id)) is >= 0 and var place ? order.Documents[place] : null;

    private static TimeSpan? LimitOf(OrderRecord order, OwnershipContract contract) => contract.ExpiryOf(
        order.Canonical.Storefront, order.Canonical.Channel, order.Canonical.Payment?.Method);

    private static DateTimeOffset SinceOf(OrderRecord order) =>
        order.Trail[0].At > order.Canonical.PlacedAt ? order.Trail[0].At : order.Canonical.PlacedAt;

    private static bool WaitsForPayment(OrderRecord order, OwnershipContract contract) =>
        !order.IsReleased && order.Progress.Phase == OrderPhase.Open && order.Canonical.Totals.Gross > 0m &&
        order.Lines.All(line => line.Shipped.IsZero && line.Dispatched.IsZero) &&
        !IsPaid(order, contract) && !OrderDocuments.WaitsForApproval(order, contract);

    private static bool IsPaid(OrderRecord order, OwnershipContract contract) =>
        order.Canonical.Payment?.State is "authorised" or "captured" || OrderDocuments.MayGo(order, contract);

    private static Finding PaidTooLate(OrderRecord order) => new(
        OrderCases.PaidAfterExpiry,
        OrderDocuments.HoldingOf(order),
        $"{order.Canonical.Storefront} cancelled it because it had expired, and it was paid: {order.Canonical.Totals.Gross} {order.Canonical.Currency}.");
}
