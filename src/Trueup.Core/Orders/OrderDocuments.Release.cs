using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <content>Hands orders over: when they may go, and to whom in which order.</content>
public static partial class OrderDocuments
{
    /// <summary>How the refusal of a document begins that the hub itself holds back.</summary>
    private const string HeldMark = "Not sent: ";

    /// <summary>Whether an order may be handed over: its storefront's state and the release point of its channel and
    /// payment both say so.</summary>
    public static bool MayGo(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        if (!IsOpenForRelease(order, contract))
        {
            return false;
        }

        var (charged, rule) = (order.Canonical, contract.Connection(order.Canonical.Storefront));
        var payment = charged.Payment?.State;
        return PointOf(order, contract) switch
        {
            ReleasePoint.Placed => true,
            ReleasePoint.Authorised => charged.Totals.Gross == 0m || payment is "authorised" or "captured",
            ReleasePoint.Captured => charged.Totals.Gross == 0m || payment == "captured",
            _ => order.ApprovedBy is not null || rule?.ApprovedWhen.Span.Contains(order.Progress.State) == true,
        };
    }

    /// <summary>Whether nothing but a person's approval keeps an order from being handed over.</summary>
    public static bool AwaitsApproval(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        return !order.IsReleased && IsOpenForRelease(order, contract) &&
            PointOf(order, contract) == ReleasePoint.Approved && !MayGo(order, contract);
    }

    /// <summary>Whether it is a person or the storefront's own review that an order waits for, whatever its payment.</summary>
    internal static bool WaitsForApproval(OrderRecord order, OwnershipContract contract) =>
        PointOf(order, contract) == ReleasePoint.Approved;

    private static ReleasePoint PointOf(OrderRecord order, OwnershipContract contract) => contract.ReleasePointOf(
        order.Canonical.Storefront, order.Canonical.Channel, order.Canonical.Payment?.Method);

    private static bool IsOpenForRelease(OrderRecord order, OwnershipContract contract)
    {
        var words = contract.Connection(order.Canonical.Storefront)?.ReleaseWhen ?? [];
        return order.Progress.Phase == OrderPhase.Open && (words.IsEmpty || words.Span.Contains(order.Progress.State));
    }

    /// <summary>Whether an order may be handed over and is still wanted, and was not: if nobody does, something in it holds it.</summary>
    public static bool IsDue(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        return !order.IsReleased && !OrderExpiry.IsCancelled(order) && !OrderStages.IsGivenUp(order) && MayGo(order, contract);
    }

    /// <summary>Hands an order over as soon as it may go.</summary>
    internal static void AskForRelease(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        if (!IsDue(order, contract))
        {
            return;
        }

        // A word for the currency may have been mapped since the order was taken.
        var mapped = OrderNormalising.CurrencyOf(order.Canonical.Currency, contract.Connection(order.Canonical.Storefront));
        if (mapped != order.Canonical.Currency)
        {
            order = order with { Canonical = order.Canonical with { Currency = mapped } };
            consequences.Say(new OrderEvent.Amended(order.Canonical));
        }

        var faults = OrderCheck.OfOrder(order.Canonical, contract);
        foreach (var fault in faults)
        {
            consequences.Find(new Finding(fault.Code, HoldingOf(order), fault.Detail));
        }

        if (faults.IsEmpty)
        {
            consequences.Say(OrderEvent.Released.Instance);
            FindForLater(order, contract, consequences);
            AskForNext(order, contract, consequences);
        }
    }

    /// <summary>What would be refused by systems whose turn comes only later is found before anything is sent; those whose
    /// turn it is are looked at as they are asked.</summary>
    private static void FindForLater(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        int? first = null;
        foreach (var target in contract.TargetsOf(DataKind.Order))
        {
            if (IsFor(order, target, contract))
            {
                first ??= target.Step;
                if (target.Step > first)
                {
                    FindFaults(order, target, contract, consequences);
                }
            }
        }
    }

    private static Items<OrderFault> FindFaults(
        OrderRecord order, Target target, OwnershipContract contract, Consequences consequences)
    {
        var faults = OrderCheck.For(order.Canonical, target, contract);
        foreach (var fault in faults)
        {
            consequences.Find(new Finding(
                fault.Code, new Lineage { Connection = target.Connection, Order = order.Id.Text }, fault.Detail));
        }

        return faults;
    }

    /// <summary>What a case about an order's own content is about.</summary>
    public static Lineage HoldingOf(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new Lineage { Storefront = order.Canonical.Storefront, Order = order.Id.Text };
    }

    /// <summary>Somebody asks for what was refused to be sent again: as the order is now, and only what its receiver
    /// would take.</summary>
    public static OrderDecision Reopen(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        var consequences = new Consequences();
        order = DropUnwanted(order, contract, consequences);
        AskForRelease(order, contract, consequences);
        foreach (var document in order.Documents)
        {
            if (document.Refusal is not null)
            {
                Reopen(order, document, contract, consequences);
            }
        }

        return consequences.Conclude();
    }

    /// <summary>A system took the order and does not show it any more: it is looked for once more there, and made again
    /// where it certainly is not.</summary>
    public static OrderDecision MakeAgain(OrderRecord order, ConnectionName target)
    {
        ArgumentNullException.ThrowIfNull(order);
        var consequences = new Consequences();
        foreach (var document in order.Documents)
        {
            if (document.Target == target && document is { IsMade: true, Kind: DocumentKind.CreateOrder or DocumentKind.PostSale })
            {
                consequences.Say(new OrderEvent.DocumentReopened(document.Key));
            }
        }

        return consequences.Conclude();
    }

    /// <summary>The order is other than it was: what its content kept back may go now.</summary>
    internal static void SendWhatWasHeld(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        foreach (var document in order.Documents)
        {
            if (IsHeldBack(document))
            {
                Reopen(order, document, contract, consequences);
            }
        }
    }

    private static void Reopen(
        OrderRecord order, OrderDocument document, OwnershipContract contract, Consequences consequences)
    {
        if (!Holds(order, document, contract, consequences))
        {
            consequences.Say(new OrderEvent.DocumentReopened(document.Key));
        }
    }

    /// <summary>Whether a document hands the order over to a system that may have it, as it was: it is there, or on its way. One that was refused
    /// is made of what the order is when it goes.</summary>
    internal static bool MayBeKnownBy(OrderDocument document) =>
        document.Refusal is null && document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale;

    /// <summary>Tells a system that may have the order what it is now, if the system would take it so.</summary>
    /// <param name="order">The order now.</param>
    /// <param name="created">The document that hands it over.</param>
    /// <param name="at">When it changed.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="consequences">Where it is asked.</param>
    internal static void AskToAmend(
        OrderRecord order, OrderDocument created, DateTimeOffset at, OwnershipContract contract, Consequences consequences)
    {
        // One that was held back is built from what the order is when it goes: a second one would say the same.
        var kind = created.Kind == DocumentKind.PostSale ? DocumentKind.AmendSale : DocumentKind.AmendOrder;
        if (order.Documents.Any(known => known.Target == created.Target && known.Kind == kind && IsHeldBack(known)))
        {
            return;
        }

        // A storefront may correct an order more than once and date it as before.
        var key = string.Create(CultureInfo.InvariantCulture, $"{order.Id}/amend/{created.Target}/{at.UtcTicks}");
        var earlier = order.Documents.Count(other => other.Key == key || other.Key.StartsWith($"{key}/", StringComparison.Ordinal));
        var document = new OrderDocument(
            earlier == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}/{earlier + 1}"), created.Target, kind);
        consequences.Say(new OrderEvent.DocumentAsked(document));
        Holds(order, document, contract, consequences);
    }

    /// <summary>Whether the receiver would refuse the document: then it is refused here, before it is sent.</summary>
    private static bool Holds(
        OrderRecord order, OrderDocument document, OwnershipContract contract, Consequences consequences)
    {
        if (document.Kind is not (DocumentKind.CreateOrder or DocumentKind.PostSale or DocumentKind.AmendOrder or DocumentKind.AmendSale))
        {
            return false;
        }

        var target = new Target(document.Target, Step: 0, document.Kind is DocumentKind.PostSale or DocumentKind.AmendSale);
        var faults = FindFaults(order, target, contract, consequences);
        if (!faults.IsEmpty)
        {
            consequences.Say(new OrderEvent.DocumentRefused(document.Key, $"{HeldMark}{faults[0].Detail}"));
        }

        return !faults.IsEmpty;
    }

    /// <summary>A system has taken the order: those that come after it are next.</summary>
    private static void AskForWhatWaited(
        OrderRecord before, OrderEvent made, OwnershipContract contract, Consequences consequences)
    {
        var order = OrderEvolution.Evolve(before, made, before.Message)!;
        if (order.IsReleased && order.Progress.Phase != OrderPhase.Cancelled)
        {
            AskForNext(order, contract, consequences);
        }
    }

    /// <summary>Asks for the order in every system whose turn it is and that was not asked yet; while it is on hold, in
    /// none.</summary>
    internal static void AskForNext(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        if (order.Progress.Phase == OrderPhase.OnHold)
        {
            return;
        }

        var step = int.MaxValue;
        foreach (var target in contract.TargetsOf(DataKind.Order))
        {
            if (target.Step > step)
            {
                // What comes before has not taken it yet.
                return;
            }

            var key = $"{order.Id}/create/{target.Connection}";
            var place = order.Documents.FindIndex(known => known.Key == key);
            if (place < 0 && IsFor(order, target, contract))
            {
                var kind = target.IsFinance ? DocumentKind.PostSale : DocumentKind.CreateOrder;
                var document = new OrderDocument(key, target.Connection, kind);
                consequences.Say(new OrderEvent.DocumentAsked(document));
                Holds(order, document, contract, consequences);
                step = target.Step;
            }
            else if (place >= 0 && !order.Documents[place].IsMade)
            {
                step = target.Step;
            }
        }
    }

    private static bool IsFor(OrderRecord order, Target target, OwnershipContract contract) => target.IsFinance
        ? order.Lines.IsEmpty || order.Lines.Any(line => line.Withdrawn < line.Ordered)
        : !PicksFor(order, target.Connection, contract, pick => pick.Open).IsEmpty;
}
