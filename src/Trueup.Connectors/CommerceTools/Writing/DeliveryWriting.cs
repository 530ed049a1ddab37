using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Posts a shipment: a delivery with its parcels and tracking, and the order's shipment state, in one request. The platform
/// guards neither against a second one nor against too many units (commercetools.md §4.6), so keys and counts do.
/// </summary>
internal static class DeliveryWriting
{
    /// <summary>What posting a shipment takes, given the order as it is.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.PostShipment intent, CommerceToolsOptions options)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteOrder} does not exist any more.");
        }

        var key = KeyOf(intent.Key);
        var deliveries = OrderLineReading.DeliveriesOf(order).ToList();
        if (FindDelivery(deliveries, key, intent.Tracking) is { } made)
        {
            return new OrderStep.Done(made);
        }

        var open = OpenUnits(order, options);
        foreach (var line in intent.Lines)
        {
            if (line.Line is null || line.Quantity.Value > open.GetValueOrDefault(line.Line))
            {
                return new OrderStep.Refused(
                    CaseCodes.OverDispatched,
                    $"{line.Quantity} of {line.Sku} are to be delivered, {open.GetValueOrDefault(line.Line ?? "")} are open.");
            }

            open[line.Line] -= (long)line.Quantity.Value;
        }

        var shippingKey = order.List("shipping").Select(way => way.Text("shippingKey")).OfType<string>().FirstOrDefault();
        if (!order.At("shippingInfo").Exists() && shippingKey is null)
        {
            return new OrderStep.Refused(
                CaseCodes.DocumentRefused, "The order has no shipping info, without which the platform takes no delivery.");
        }

        var state = open.Values.All(units => units <= 0) ? "Shipped" : "Partial";
        return new OrderStep.Send(
            json =>
            {
                Write(json, intent, key, order.At("shippingInfo").Exists() ? null : shippingKey,
                    order.Text("shipmentState") == state ? null : state);
                if (options.ShippedState is { } shipped)
                {
                    WriteLineStates(json, order, intent, shipped, options.CancelledState);
                }
            },
            after => FindDelivery(OrderLineReading.DeliveriesOf(after).ToList(), key, intent.Tracking));
    }

    /// <summary>
    /// The key that a document gives what it makes: 2 to 256 letters, digits, - and _ (commercetools.md §2.1), the same for
    /// every attempt.
    /// </summary>
    public static string KeyOf(string document) =>
        $"trueup-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)).AsSpan(0, 16))}";

    /// <summary>Whether an order's deliveries have all of it but what is given up.</summary>
    public static bool IsAllDelivered(JsonElement order, CommerceToolsOptions options) =>
        OpenUnits(order, options).Values.All(static units => units <= 0);

    private static string? FindDelivery(List<JsonElement> deliveries, string key, Items<Core.Orders.Tracking> tracking)
    {
        foreach (var delivery in deliveries)
        {
            // Some implementations show the key under the name of the draft (commercetools-mock.md §2).
            var isKeyed = delivery.Text("key") is not null || delivery.Text("deliveryKey") is not null;
            var isOurs = isKeyed
                ? delivery.Text("key") == key || delivery.Text("deliveryKey") == key
                : delivery.List("parcels").Select(parcel => parcel.At("trackingData").Text("trackingId"))
                    .Any(number => number is not null && tracking.Any(known => known.Number == number));
            if (isOurs)
            {
                return delivery.Text("id") ?? key;
            }
        }

        return null;
    }

    /// <summary>What is still to be delivered, by line; of a bundle whose parts are lines of their own, only those.</summary>
    private static Dictionary<string, long> OpenUnits(JsonElement order, CommerceToolsOptions options)
    {
        var delivered = OrderLineReading.DeliveredUnits(order);
        var parents = OrderLineReading.ParentsOf(order, options.Bundles);
        return order.List("lineItems").Where(line => line.Text("id") is { } id && !parents.ContainsValue(id)).ToDictionary(
            line => line.Text("id")!,
            line => (line.Whole("quantity") ?? 0) - LineStates.GivenUp(line, options) - delivered.GetValueOrDefault(line.Text("id")!),
            StringComparer.Ordinal);
    }

    private static void Write(
        Utf8JsonWriter json, DocumentIntent.PostShipment intent, string key, string? shippingKey, string? state)
    {
        json.WriteStartObject();
        json.WriteString("action", "addDelivery");
        json.WriteString("deliveryKey", key);
        if (shippingKey is not null)
        {
            json.WriteString("shippingKey", shippingKey);
        }

        json.WriteStartArray("items");
        foreach (var line in intent.Lines)
        {
            json.WriteStartObject();
            json.WriteString("id", line.Line);
            json.WriteNumber("quantity", (long)line.Quantity.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("parcels");
        for (var i = 0; i < intent.Tracking.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("key", $"{key}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            json.WriteStartObject("trackingData");
            json.WriteString("trackingId", intent.Tracking[i].Number);
            if (intent.Tracking[i].Carrier is { } carrier)
            {
                json.WriteString("carrier", carrier);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (state is not null)
        {
            WriteState(json, "changeShipmentState", "shipmentState", state);
        }
    }

    private static void WriteLineStates(
        Utf8JsonWriter json, JsonElement order, DocumentIntent.PostShipment intent, string shipped, string? cancelled)
    {
        foreach (var units in intent.Lines.GroupBy(line => line.Line, StringComparer.Ordinal))
        {
            var line = order.List("lineItems").First(known => known.Text("id") == units.Key);
            LineStates.Move(json, line, units.Sum(part => (long)part.Quantity.Value), shipped, [cancelled]);
        }
    }

    /// <summary>Writes an action that sets one of the order's states.</summary>
    public static void WriteState(Utf8JsonWriter json, string action, string field, string state)
    {
        json.WriteStartObject();
        json.WriteString("action", action);
        json.WriteString(field, state);
        json.WriteEndObject();
    }
}
