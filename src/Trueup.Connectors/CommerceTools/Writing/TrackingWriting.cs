using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Shows parcels that became known after their delivery, puts right what was shown of them, and says how far they have come.
/// </summary>
internal static class TrackingWriting
{
    /// <summary>What showing it takes, given the order as it is.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.PostTracking intent, CommerceToolsOptions options)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteOrder} does not exist any more.");
        }

        var deliveries = OrderLineReading.DeliveriesOf(order).ToList();
        var about = deliveries.Find(delivery => delivery.Text("id") == intent.Detail.About);
        var delivery = about.Exists() ? about : deliveries.LastOrDefault();
        var steps = intent.Tracking.Select(parcel => Step(deliveries, delivery, parcel)).ToList();

        // The project's state is the whole order's: said of one parcel, or while units stay in the order that nobody will send, it would
        // count as shipped what is not.
        var isOver = intent is { Detail.Status: "delivered", IsAllDelivered: true } && IsShipped(order, options);
        var state = isOver && order.Text("shipmentState") != "Delivered" ? "Delivered" : null;
        if (steps.TrueForAll(step => step.IsShown) && state is null)
        {
            return new OrderStep.Done(RemoteId: null);
        }

        if (delivery.Text("id") is null && steps.Exists(step => !step.IsShown))
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order has no delivery that the parcels could belong to.");
        }

        return new OrderStep.Send(
            json =>
            {
                foreach (var step in steps.Where(step => !step.IsShown))
                {
                    WriteParcel(json, delivery.Text("id")!, step);
                }

                if (state is not null)
                {
                    DeliveryWriting.WriteState(json, "changeShipmentState", "shipmentState", state);
                }
            },
            _ => null);
    }

    /// <summary>Whether nothing of an order is still to be delivered, as its deliveries say or whoever works in the project.</summary>
    private static bool IsShipped(JsonElement order, CommerceToolsOptions options) =>
        order.Text("shipmentState") == "Shipped" || DeliveryWriting.IsAllDelivered(order, options);

    /// <summary>
    /// A parcel is known by its number. One of the delivery that has none yet is given it, and one whose carrier was not
    /// known, or another, is put right (<c>setParcelTrackingData</c>); else there is a parcel more.
    /// </summary>
    private static ParcelStep Step(List<JsonElement> deliveries, JsonElement delivery, Tracking parcel)
    {
        var shown = deliveries.SelectMany(known => known.List("parcels"))
            .FirstOrDefault(known => known.At("trackingData").Text("trackingId") == parcel.Number);
        if (shown.Exists())
        {
            var isRight = parcel.Carrier is null || shown.At("trackingData").Text("carrier") == parcel.Carrier;
            return new ParcelStep(parcel, isRight, shown.Text("id"));
        }

        var blank = delivery.List("parcels").FirstOrDefault(known => known.At("trackingData").Text("trackingId") is null);
        return new ParcelStep(parcel, IsShown: false, blank.Text("id"));
    }

    private static void WriteParcel(Utf8JsonWriter json, string delivery, ParcelStep step)
    {
        json.WriteStartObject();
        if (step.ParcelId is { } known)
        {
            json.WriteString("action", "setParcelTrackingData");
            json.WriteString("parcelId", known);
        }
        else
        {
            json.WriteString("action", "addParcelToDelivery");
            json.WriteString("deliveryId", delivery);
            json.WriteString("parcelKey", DeliveryWriting.KeyOf(step.Parcel.Number));
        }

        json.WriteStartObject("trackingData");
        json.WriteString("trackingId", step.Parcel.Number);
        if (step.Parcel.Carrier is { } carrier)
        {
            json.WriteString("carrier", carrier);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What a parcel takes.</summary>
    /// <param name="Parcel">The parcel.</param>
    /// <param name="IsShown">Whether it is shown as it is.</param>
    /// <param name="ParcelId">The parcel in the order that is to be it; null for a new one.</param>
    private sealed record ParcelStep(Tracking Parcel, bool IsShown, string? ParcelId);
}
