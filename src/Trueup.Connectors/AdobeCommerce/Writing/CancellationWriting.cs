using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>Cancels what is open of orders with <c>POST /V1/orders/{id}/cancel</c>.</summary>
internal sealed class CancellationWriting(AdobeApi api)
{
    /// <summary>
    /// Cancels. The shop says <c>false</c> with status 200 where it does not: cancelled already, held, fully invoiced
    /// or complete (adobe-commerce-observed.md §2).
    /// </summary>
    public async ValueTask<Receipt> PostAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(
            wire, $"/orders/{Uri.EscapeDataString(intent.RemoteOrder)}/cancel", AdobeApi.Json("{}"), cancellationToken);
        if (answer.Kind == AnswerKind.Unavailable)
        {
            return new Receipt.Unknown(answer.Detail);
        }

        if (answer.Kind != AnswerKind.Done)
        {
            return answer.AsWriteReceipt(CaseCodes.DocumentRefused);
        }

        if (answer.Body.Span.IndexOf("true"u8) >= 0)
        {
            return new Receipt.Applied(intent.RemoteOrder);
        }

        var (receipt, order) = await ReadAsync(wire, intent, cancellationToken);
        return receipt ?? (IsCancelled(order!)
            ? new Receipt.Applied(intent.RemoteOrder)
            : new Receipt.Refused(CaseCodes.DocumentRefused, Why(order!)));
    }

    /// <summary>Whether the order is cancelled as far as it can be.</summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        var (receipt, order) = await ReadAsync(wire, intent, cancellationToken);
        return receipt ?? (IsCancelled(order!)
            ? new Receipt.Applied(intent.RemoteOrder)
            : new Receipt.Deferred($"The order is not cancelled; its state is {order!.State}."));
    }

    private async ValueTask<(Receipt? Receipt, OrderJson? Order)> ReadAsync(
        IWire wire, DocumentIntent.CancelInStorefront intent, CancellationToken cancellationToken)
    {
        const string Fields =
            "fields=entity_id,state,items[item_id,parent_item_id,qty_ordered,qty_canceled,qty_invoiced]";
        var answer = await api.GetAsync(
            wire, $"/orders/{Uri.EscapeDataString(intent.RemoteOrder)}?{Fields}", cancellationToken);
        if (answer.Kind != AnswerKind.Done)
        {
            return (
                answer.Kind is AnswerKind.AccessDenied or AnswerKind.NotFound
                    ? answer.AsReadReceipt(CaseCodes.DocumentRefused)
                    : new Receipt.Unknown($"The order could not be read: {answer.Detail}"),
                null);
        }

        try
        {
            var order = JsonSerializer.Deserialize(answer.Body.Span, AdobeJson.Default.OrderJson);
            return order?.State is not null
                ? (null, order)
                : (new Receipt.Unknown("The order shows no state."), null);
        }
        catch (JsonException)
        {
            return (new Receipt.Unknown("The order is not JSON of the expected form."), null);
        }
    }

    /// <summary>
    /// A partly invoiced order is cancelled for the rest only, and goes on as processing or complete (observed §2):
    /// then some of it is cancelled and nothing is left that could be.
    /// </summary>
    private static bool IsCancelled(OrderJson order)
    {
        var own = (order.Items ?? []).Where(item => item.ParentItemId is null).ToList();
        return order.State == "canceled" ||
               (own.Any(item => item.QtyCanceled > 0m) &&
                own.All(item => (item.QtyOrdered ?? 0m) <= (item.QtyCanceled ?? 0m) + (item.QtyInvoiced ?? 0m)));
    }

    private static string Why(OrderJson order) => order.State switch
    {
        "holded" => "The order is held in the shop: release it there, then retry.",
        "closed" => "The order is closed: everything is refunded.",
        _ => $"The order cannot be cancelled in state {order.State}: what is invoiced is to be refunded in the shop.",
    };
}
