using Trueup.Core.Contract;

namespace Trueup.Core.Orders;

/// <content>Drops what certainly was not made, and is not wanted any more.</content>
public static partial class OrderDocuments
{
    /// <summary>
    /// A system refused an order, or was never sent it, and all that it was to have is given up: the order is not sent there
    /// any more, and there is nothing to take back. Where nobody knows whether it was made, nothing is dropped.
    /// </summary>
    /// <returns>The order as it is then.</returns>
    internal static OrderRecord DropUnwanted(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        var after = order;
        foreach (var document in order.Documents)
        {
            if (!document.IsMade && IsUnwanted(order, document, contract))
            {
                var dropped = new OrderEvent.DocumentDropped(document.Key, document.Target);
                consequences.Say(dropped);
                after = OrderEvolution.Evolve(after, dropped, message: default)!;
            }
        }

        return after;
    }

    private static bool IsUnwanted(OrderRecord order, OrderDocument document, OwnershipContract contract)
    {
        var creation = order.Documents.FirstOrDefault(known =>
            known.Target == document.Target && known.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale);
        if (creation is not null && document.Kind == DocumentKind.ReduceOrder && IsNeverMade(creation))
        {
            return true;
        }

        if (creation is null || !IsGivenUp(order, creation, contract))
        {
            return false;
        }

        return document.Kind switch
        {
            DocumentKind.CreateOrder or DocumentKind.PostSale or DocumentKind.CancelOrder or
                DocumentKind.CancelSale or DocumentKind.PostCredit => IsNeverMade(creation),
            DocumentKind.AmendOrder or DocumentKind.AmendSale => IsNeverMade(creation) || IsHeldBack(document),
            _ => false,
        };
    }

    /// <summary>A refusal is only final where the document was not there; one that has an id was there once.</summary>
    private static bool IsNeverMade(OrderDocument creation) => creation is { Refusal: not null, RemoteId: null };

    private static bool IsHeldBack(OrderDocument document) =>
        document.Refusal?.StartsWith(HeldMark, StringComparison.Ordinal) == true;

    private static bool IsGivenUp(OrderRecord order, OrderDocument creation, OwnershipContract contract) =>
        creation.Kind == DocumentKind.PostSale
            ? OrderStages.IsGivenUp(order) && order.Lines.All(line => line.Dispatched.IsZero)
            : order.Lines.SelectMany(line => line.Picks)
                .Where(pick => contract.OwnerOf(pick.Location) == creation.Target)
                .All(pick => pick.Open.IsZero && pick.Dispatched.IsZero);
}
