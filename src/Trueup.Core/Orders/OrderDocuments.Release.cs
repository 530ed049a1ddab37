using Trueup.Core.Contract;

namespace Trueup.Core.Orders;

/// <content>Hands orders over: when they may go, and to whom in which order.</content>
public static partial class OrderDocuments
{
    /// <summary>Whether an order may be handed over: its storefront's state and the release point of its channel and
    /// payment both say so.</summary>
    public static bool MayGo(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        var (charged, rule) = (order.Canonical, contract.Connection(order.Canonical.Storefront));
        var words = rule?.ReleaseWhen ?? [];
        if (order.Progress.Phase != OrderPhase.Open ||
            (!words.IsEmpty && !words.Span.Contains(order.Progress.State)))
        {
            return false;
        }

        var payment = charged.Payment?.State;
        return contract.ReleasePointOf(charged.Storefront, charged.Channel, charged.Payment?.Method) switch
        {
            ReleasePoint.Placed => true,
            ReleasePoint.Authorised => charged.Totals.Gross == 0m || payment is "authorised" or "captured",
            ReleasePoint.Captured => charged.Totals.Gross == 0m || payment == "captured",
            _ => order.ApprovedBy is not null || rule?.ApprovedWhen.Span.Contains(order.Progress.State) == true,
        };
    }

    /// <summary>Hands an order over as soon as it may go.</summary>
    internal static void AskForRelease(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        if (!order.IsReleased && MayGo(order, contract))
        {
            consequences.Say(OrderEvent.Released.Instance);
            AskForNext(order, contract, consequences);
        }
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

    /// <summary>Asks for the order in every system whose turn it is and that was not asked yet.</summary>
    private static void AskForNext(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
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
                consequences.Say(new OrderEvent.DocumentAsked(new OrderDocument(key, target.Connection, kind)));
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
