using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Records a return: an item for each line with the units that came back, whether they go back on sale, and that the money
/// was given back. All of it are labels (commercetools.md §4.7): the money moves in the payment, and the stock by the hub.
/// </summary>
internal static class RefundWriting
{
    /// <summary>What recording a refund takes, given the order as it is.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.RefundInStorefront intent)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteOrder} does not exist any more.");
        }

        var key = DeliveryWriting.KeyOf(intent.Key);
        var items = order.List("returnInfo").SelectMany(info => info.List("items")).ToList();
        var made = items.FindAll(item => item.Text("key")?.StartsWith(key, StringComparison.Ordinal) == true);
        if (made.Count == 0)
        {
            return intent.Lines.IsEmpty
                ? new OrderStep.Refused(CaseCodes.DocumentRefused, "A refund without lines has no place in the order; the payment shows it.")
                : new OrderStep.Send(json => WriteReturn(json, intent, key), _ => null) { IsFirstOfTwo = true };
        }

        // States can only be given to items that exist, by their keys, and only those still as they began.
        var open = made.FindAll(item => item.Text("paymentState") == "Initial");
        return open.Count == 0
            ? new OrderStep.Done(made[0].Text("id"))
            : new OrderStep.Send(json => WriteStates(json, intent, open), _ => made[0].Text("id"));
    }

    private static void WriteReturn(Utf8JsonWriter json, DocumentIntent.RefundInStorefront intent, string key)
    {
        json.WriteStartObject();
        json.WriteString("action", "addReturnInfo");
        json.WriteStartArray("items");
        for (var i = 0; i < intent.Lines.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("key", $"{key}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            json.WriteString("lineItemId", intent.Lines[i].Line);
            json.WriteNumber("quantity", (long)intent.Lines[i].Quantity.Value);
            json.WriteString("shipmentState", "Returned");
            if (intent.Detail.Rma is { } rma)
            {
                json.WriteString("comment", rma);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStates(
        Utf8JsonWriter json, DocumentIntent.RefundInStorefront intent, List<JsonElement> items)
    {
        foreach (var item in items)
        {
            var restocked = intent.Detail.Restocked.Any(line => line.Line == item.Text("lineItemId"));
            if (item.Text("shipmentState") == "Returned")
            {
                WriteState(json, "setReturnShipmentState", item.Text("id")!, "shipmentState", restocked ? "BackInStock" : "Unusable");
            }

            WriteState(json, "setReturnPaymentState", item.Text("id")!, "paymentState", "Refunded");
        }
    }

    private static void WriteState(Utf8JsonWriter json, string action, string item, string field, string state)
    {
        json.WriteStartObject();
        json.WriteString("action", action);
        json.WriteString("returnItemId", item);
        json.WriteString(field, state);
        json.WriteEndObject();
    }
}
