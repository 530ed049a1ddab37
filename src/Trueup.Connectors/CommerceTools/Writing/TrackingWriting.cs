using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>Shows parcels that became known after their delivery, and how far it has come.</summary>
internal static class TrackingWriting
{
    /// <summary>What showing it takes, given the order as it is.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.PostTracking intent)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteOrder} does not exist any more.");
        }

        var deliveries = OrderLineReading.DeliveriesOf(order).ToList();
        var shown = deliveries.SelectMany(delivery => delivery.List("parcels"))
            .Select(parcel => parcel.At("trackingData").Text("trackingId")).ToHashSet(StringComparer.Ordinal);
        var missing = intent.Tracking.Where(parcel => !shown.Contains(parcel.Number)).ToList();
        var state = intent.Detail.Status is "delivered" && order.Text("shipmentState") != "Delivered" ? "Delivered" : null;
        if (missing.Count == 0 && state is null)
        {
            return new OrderStep.Done(RemoteId: null);
        }

        var about = deliveries.Find(delivery => delivery.Text("id") == intent.Detail.About);
        var delivery = about.Exists() ? about : deliveries.LastOrDefault();
        if (missing.Count > 0 && delivery.Text("id") is null)
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order has no delivery that the parcels could belong to.");
        }

        return new OrderStep.Send(
            json =>
            {
                foreach (var parcel in missing)
                {
                    WriteParcel(json, delivery.Text("id")!, parcel);
                }

                if (state is not null)
                {
                    DeliveryWriting.WriteState(json, "changeShipmentState", "shipmentState", state);
                }
            },
            _ => null);
    }

    private static void WriteParcel(Utf8JsonWriter json, string delivery, Core.Orders.Tracking parcel)
    {
        json.WriteStartObject();
        json.WriteString("action", "addParcelToDelivery");
        json.WriteString("deliveryId", delivery);
        json.WriteString("parcelKey", DeliveryWriting.KeyOf(parcel.Number));
        json.WriteStartObject("trackingData");
        json.WriteString("trackingId", parcel.Number);
        if (parcel.Carrier is { } carrier)
        {
            json.WriteString("carrier", carrier);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
