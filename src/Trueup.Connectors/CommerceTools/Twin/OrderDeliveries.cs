using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Deliveries of an order with their parcels; none of it is counted, and none moves stock (commercetools.md §4.6).</summary>
internal static class OrderDeliveries
{
    public static void Add(Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        if (order["shippingInfo"] is not JsonObject info)
        {
            throw Refusal.Invalid("InvalidOperation", "Resource has no shipping info");
        }

        var delivery = new JsonObject
        {
            ["id"] = archive.NextId(),
            ["createdAt"] = archive.Moment,
            ["items"] = action["items"]?.DeepClone() ?? new JsonArray(),
            ["parcels"] = new JsonArray(),
        };
        if (action.Text("deliveryKey") is { } key)
        {
            if (info.List("deliveries").Any(known => known.Text("key") == key))
            {
                throw new Refusal(400, "DuplicateField", $"A duplicate value '\"{key}\"' exists for field 'key'.",
                    new JsonObject { ["field"] = "key", ["duplicateValue"] = key });
            }

            delivery["key"] = key;
        }

        foreach (var draft in action.List("parcels"))
        {
            var parcel = draft.DeepClone().AsObject();
            parcel["id"] = archive.NextId();
            parcel["createdAt"] = archive.Moment;
            delivery.ListOf("parcels").Add(parcel);
        }

        info.ListOf("deliveries").Add(delivery);
        said.Add(("DeliveryAdded", new JsonObject { ["delivery"] = delivery.DeepClone() }));
        foreach (var parcel in delivery.List("parcels"))
        {
            said.Add(("ParcelAddedToDelivery",
                new JsonObject { ["delivery"] = delivery.DeepClone(), ["parcel"] = parcel.DeepClone() }));
        }
    }

    public static void AddParcel(Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var delivery = (order["shippingInfo"] as JsonObject)?.List("deliveries").FirstOrDefault(known =>
            known.Text("id") == action.Text("deliveryId")) ?? throw Refusal.Invalid("InvalidOperation", "The delivery was not found.");
        var parcel = new JsonObject { ["id"] = archive.NextId(), ["createdAt"] = archive.Moment };
        if (action.Text("parcelKey") is { } key)
        {
            parcel["key"] = key;
        }

        if (action["trackingData"] is { } tracking)
        {
            parcel["trackingData"] = tracking.DeepClone();
        }

        delivery.ListOf("parcels").Add(parcel);
        said.Add(("ParcelAddedToDelivery",
            new JsonObject { ["delivery"] = delivery.DeepClone(), ["parcel"] = parcel.DeepClone() }));
    }

    public static void SetTracking(JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        foreach (var delivery in (order["shippingInfo"] as JsonObject)?.List("deliveries") ?? [])
        {
            foreach (var parcel in delivery.List("parcels"))
            {
                if (parcel.Text("id") == action.Text("parcelId") || (parcel.Text("key") is { } key && key == action.Text("parcelKey")))
                {
                    parcel["trackingData"] = action["trackingData"]?.DeepClone();
                    said.Add(("ParcelTrackingDataUpdated",
                        new JsonObject { ["deliveryId"] = delivery.Text("id"), ["parcelId"] = parcel.Text("id") }));
                    return;
                }
            }
        }

        throw Refusal.Invalid("InvalidOperation", "The parcel was not found.");
    }
}
