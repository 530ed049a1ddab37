using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>
/// Gives up what is not wanted of orders, as the shop lets it: what is not paid is cancelled, what is paid is refunded
/// (adobe-commerce.md §4.5). Looked at before anything is done, and counted in units that are not wanted in all, so that
/// doing it twice does it once.
/// </summary>
internal sealed class CancellationWriting(AdobeApi api, RefundWriting refunds)
{
    /// <summary>
    /// Cancels. The shop says <c>false</c> with status 200 where it does not: cancelled already, held, fully invoiced
    /// or complete (adobe-commerce-observed.md §2).
    /// </summary>
    public async ValueTask<Receipt> PostAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        if (intent.OnlyUnpaid)
        {
            return await ExpireAsync(wire, intent, cancellationToken);
        }

        if (!intent.Lines.IsEmpty)
        {
            return await WithdrawAsync(wire, intent, cancellationToken);
        }

        if (await CancelAsync(wire, intent.RemoteOrder, cancellationToken) is { } done and not Receipt.Applied)
        {
            return done;
        }

        // What was paid of it is still there, whatever the shop answered.

        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        if (IsGivenUp(order!))
        {
            return new Receipt.Applied(intent.RemoteOrder);
        }

        var unshipped = order!.Paid.Select(item => Refund(order, item, order.UnshippedOf(item), intent.Restock))
            .Where(item => item.Quantity > 0m).ToList();
        return order.State == "holded" || unshipped.Count == 0
            ? new Receipt.Refused(CaseCodes.DocumentRefused, Why(order))
            : await RefundAsync(wire, intent, order, unshipped, cancellationToken);
    }

    /// <summary>Whether what is not wanted is given up.</summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return OrderStanding.OfLook(failure, intent.RemoteOrder);
        }

        var isDone = intent.OnlyUnpaid ? IsCancelled(order!)
            : intent.Lines.IsEmpty ? IsGivenUp(order!)
            : Plan(intent, order!) is { Refusal: null, Cancelled: 0m, Refunds.Count: 0 };
        return isDone
            ? new Receipt.Applied(intent.RemoteOrder)
            : new Receipt.Deferred($"The order is not cancelled; its state is {order!.State}.");
    }

    /// <summary>
    /// Cancels what nobody has paid. States new and pending_payment are those before a payment (adobe-commerce.md §4.5); what was
    /// invoiced in between the shop itself does not cancel.
    /// </summary>
    private async ValueTask<Receipt> ExpireAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        if (IsCancelled(order!))
        {
            return new Receipt.Applied(intent.RemoteOrder);
        }

        if (order!.State is not ("new" or "pending_payment") || order.Paid.Any(item => item.QtyInvoiced > 0m))
        {
            return new Receipt.Refused(
                CaseCodes.DocumentRefused, $"The order is not waiting for its payment any more: its state is {order.State}.");
        }

        return await CancelAsync(wire, intent.RemoteOrder, cancellationToken) ?? new Receipt.Refused(
            CaseCodes.DocumentRefused, "The shop does not cancel the order: it was paid, held or cancelled just now.");
    }

    private async ValueTask<Receipt> WithdrawAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        var (failure, order) = await OrderStanding.ReadAsync(api, wire, intent.RemoteOrder, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        var plan = Plan(intent, order!);
        if (plan.Refusal is not null)
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, plan.Refusal);
        }

        if (plan.Cancelled > 0m)
        {
            var cancelled = await CancelAsync(wire, intent.RemoteOrder, cancellationToken);
            if (cancelled is not Receipt.Applied)
            {
                return cancelled ?? new Receipt.Refused(CaseCodes.DocumentRefused, Why(order!));
            }
        }

        return plan.Refunds.Count == 0
            ? new Receipt.Applied(intent.RemoteOrder)
            : await RefundAsync(wire, intent, order!, plan.Refunds, cancellationToken);
    }

    private ValueTask<Receipt> RefundAsync(
        IWire wire,
        DocumentIntent.CancelInStorefront intent,
        OrderStanding order,
        IReadOnlyList<RefundItem> items,
        CancellationToken cancellationToken)
    {
        // Nothing of it is ever sent, so its shipping goes back with it.
        var isAll = order.IsUntouched && order.Paid.All(item =>
            items.Where(refund => refund.Line == item.ItemId).Sum(refund => refund.Quantity) >= (item.QtyOrdered ?? 0m));
        return refunds.PostAsync(
            wire,
            new RefundCall(intent.RemoteOrder, intent.Key, items) { IsOnline = intent.IsOnline, WithShipping = isAll },
            cancellationToken);
    }

    /// <summary>Cancels all that is not invoiced; null where the shop says that there is nothing.</summary>
    private async ValueTask<Receipt?> CancelAsync(IWire wire, string order, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(
            wire, $"/orders/{Uri.EscapeDataString(order)}/cancel", AdobeApi.Json("{}"), cancellationToken);
        return answer.Kind switch
        {
            AnswerKind.Unavailable => new Receipt.Unknown(answer.Detail),
            AnswerKind.NotFound => OrderStanding.Gone($"order {order}"),
            AnswerKind.Done when answer.Body.Span.IndexOf("true"u8) >= 0 => new Receipt.Applied(order),
            AnswerKind.Done => null,
            _ => answer.AsWriteReceipt(CaseCodes.DocumentRefused),
        };
    }

    /// <summary>
    /// What is still to be done so that so many units of each line are given up in all. Cancelling takes everything that
    /// is not invoiced, so it is only right where just that is not wanted.
    /// </summary>
    private static WithdrawalPlan Plan(DocumentIntent.CancelInStorefront intent, OrderStanding order)
    {
        var cancelled = 0m;
        var uninvoiced = order.Paid.Sum(OrderStanding.UninvoicedOf);
        var refunds = new List<RefundItem>();
        foreach (var line in intent.Lines)
        {
            if (line.Line is not { } id || order.Find(id) is not { } leaf)
            {
                return new WithdrawalPlan($"The order has no line {line.Line}.", 0m, []);
            }

            var payer = order.PayerOf(leaf);
            var total = Math.Floor(line.Quantity.Value / order.PerPayer(leaf) * 10_000m) / 10_000m;
            var gone = Math.Min(
                (payer.QtyCanceled ?? 0m) + (payer.QtyRefunded ?? 0m),
                (payer.QtyOrdered ?? 0m) - order.ShippedOf(payer));
            var left = total - gone;
            if (left <= 0m || refunds.Exists(known => known.Line == payer.ItemId))
            {
                continue;
            }

            var refunded = Math.Min(left, order.UnshippedOf(payer));
            cancelled += left - refunded;
            if (refunded > 0m)
            {
                refunds.Add(Refund(order, payer, refunded, intent.Restock));
            }
        }

        return cancelled > 0m && cancelled < uninvoiced
            ? new WithdrawalPlan(
                $"Only a part of what is not paid is given up, and the shop cancels all of it or nothing: invoice the " +
                $"{uninvoiced - cancelled:0.####} units that stay, then retry.", 0m, [])
            : new WithdrawalPlan(null, cancelled, refunds);
    }

    /// <summary>
    /// Units that were never shipped go back on the shelf by their ids; without them the shop takes the goods off a
    /// source (adobe-commerce-observed.md §1.2), which is right only where they may not be sold again.
    /// </summary>
    private static RefundItem Refund(OrderStanding order, OrderItemJson payer, decimal units, bool restock) =>
        new(payer.ItemId!, units, restock ? order.LeavesOf(payer).ToList() : []);

    /// <summary>Whether it was cancelled; where its money came and was given back, it is closed.</summary>
    private static bool IsCancelled(OrderStanding order) => order.State == "canceled";

    /// <summary>
    /// A partly invoiced order is cancelled for the rest only, and goes on as processing or complete (observed §2):
    /// then some of it is cancelled and nothing is left that could be.
    /// </summary>
    private static bool IsGivenUp(OrderStanding order) =>
        IsCancelled(order) ||
        (order.Paid.Any(item => item.QtyCanceled > 0m || item.QtyRefunded > 0m) &&
         order.Paid.All(item => OrderStanding.UninvoicedOf(item) == 0m && order.UnshippedOf(item) == 0m));

    private static string Why(OrderStanding order) => order.State switch
    {
        "holded" => "The order is held in the shop: release it there, then retry.",
        "closed" => "The order is closed: everything is refunded.",
        _ => $"Nothing of the order can be cancelled in state {order.State}: everything is shipped.",
    };

    private sealed record WithdrawalPlan(string? Refusal, decimal Cancelled, IReadOnlyList<RefundItem> Refunds);
}
