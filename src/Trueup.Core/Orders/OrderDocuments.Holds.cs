using Trueup.Core.Cases;
using Trueup.Core.Contract;

namespace Trueup.Core.Orders;

/// <content>Follows the storefront's holds, and tries again there what only its state stood against.</content>
public static partial class OrderDocuments
{
    /// <summary>Whether a document would hand over an order that is on hold: unless it is there already, it is not sent
    /// until the hold ends.</summary>
    public static bool IsKeptBack(OrderRecord order, OrderDocument document)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(document);
        return order.Progress.Phase == OrderPhase.OnHold && document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale;
    }

    /// <summary>The storefront put the order on hold, or took it off: whoever comes next waits, or is asked now.</summary>
    internal static void FollowHold(
        OrderRecord before, OrderRecord after, OwnershipContract contract, Consequences consequences)
    {
        var (was, now) = (before.Progress.Phase, after.Progress.Phase);
        if (now == OrderPhase.OnHold && was != now)
        {
            foreach (var document in after.Documents.Where(document => document.IsMade))
            {
                FindHeldTooLate(after, document, contract, consequences);
            }
        }
        else if (was == OrderPhase.OnHold && now is not (OrderPhase.OnHold or OrderPhase.Cancelled) && after.IsReleased)
        {
            AskForNext(after, contract, consequences);
        }
    }

    /// <summary>A warehouse that has an order cannot be told to keep it: a person must.</summary>
    private static void FindHeldTooLate(
        OrderRecord order, OrderDocument created, OwnershipContract contract, Consequences consequences)
    {
        if (order.Progress.Phase == OrderPhase.OnHold && created.Kind == DocumentKind.CreateOrder &&
            !PicksFor(order, created.Target, contract, pick => pick.Open).IsEmpty)
        {
            consequences.Find(new Finding(
                OrderCases.HeldTooLate,
                HeldTooLateAt(order, created.Target),
                $"{order.Canonical.Storefront} put the order on hold, and {created.Target} has it already."));
        }
    }

    /// <summary>What a case about an order on hold that a warehouse has is about.</summary>
    public static Lineage HeldTooLateAt(OrderRecord order, Values.ConnectionName target)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new Lineage { Connection = target, Order = order.Id.Text };
    }

    /// <summary>
    /// What the storefront would not do as things stood is tried again when things have changed there: of a part that it would
    /// not give up, what was not paid may be, and what was to stay may be invoiced; and a hold that ended stood against everything.
    /// What expired is tried once.
    /// </summary>
    internal static void RetryInStorefront(OrderRecord before, OrderRecord after, Consequences consequences)
    {
        var isOffHold = before.Progress.Phase == OrderPhase.OnHold && after.Progress.Phase == OrderPhase.Open;
        foreach (var document in after.Documents)
        {
            var isPart = document is { Kind: DocumentKind.CancelInStorefront, Lines.IsEmpty: false };
            if (document.Refusal is not null && document.Target == after.Canonical.Storefront &&
                (isPart || (isOffHold && document.Key != OrderExpiry.KeyOf(after.Id))))
            {
                consequences.Say(new OrderEvent.DocumentReopened(document.Key));
            }
        }
    }
}
