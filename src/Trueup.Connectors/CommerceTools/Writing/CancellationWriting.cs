using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Cancels an order: two labels, set together. There is no cancel endpoint, and neither stock nor money moves
/// (commercetools.md §4.9); the hub writes the stock as it writes any.
/// </summary>
internal static class CancellationWriting
{
    /// <summary>What cancelling takes, given the order as it is; an order that is gone is as cancelled as can be.</summary>
    public static OrderStep Decide(JsonElement? known)
    {
        if (known is not { } order || order.Text("orderState") == "Cancelled")
        {
            return new OrderStep.Done(RemoteId: null);
        }

        if (OrderLineReading.DeliveriesOf(order).Any() || order.Text("orderState") == "Complete")
        {
            return new OrderStep.Refused(
                CaseCodes.DocumentRefused, "The order is complete or partly delivered: what is left of it comes back as a return.");
        }

        return new OrderStep.Send(
            json =>
            {
                DeliveryWriting.WriteState(json, "changeOrderState", "orderState", "Cancelled");
                if (order.Text("shipmentState") != "Canceled")
                {
                    // One l here, two there: the platform's own spelling.
                    DeliveryWriting.WriteState(json, "changeShipmentState", "shipmentState", "Canceled");
                }
            },
            _ => null);
    }
}
