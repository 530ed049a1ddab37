using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Announces a return on its order, under the number that people know it by. Announced goods are never moved on: what
/// arrives is recorded anew (commercetools.md §4.7).
/// </summary>
internal static class ReturnWriting
{
    /// <summary>What announcing takes, given the order as it is.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.AnnounceReturn intent)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteId} does not exist any more.");
        }

        var rma = intent.Detail.Rma;
        var key = DeliveryWriting.KeyOf(intent.Key);
        var isThere = order.List("returnInfo").Any(info => (rma is not null && info.Text("returnTrackingId") == rma) ||
            info.List("items").Any(item => ReturnItems.Has(item, key)));
        if (isThere)
        {
            return new OrderStep.Done(rma);
        }

        // Parts of a bundle come back in pieces, and the order has lines only for those that it sold.
        var lines = intent.Picks.Where(pick => order.List("lineItems").Any(line => line.Text("id") == pick.Line))
            .GroupBy(pick => pick.Line, StringComparer.Ordinal)
            .Select(parts => new LineQuantity(parts.Key, parts.First().Sku, parts.Max(part => part.Quantity))).ToList();
        if (lines.Count == 0)
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order has none of the lines that are to come back.");
        }

        return new OrderStep.Send(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("action", "addReturnInfo");
                if (rma is not null)
                {
                    json.WriteString("returnTrackingId", rma);
                }

                WriteItems(json, lines, key, "Advised", intent.Detail.Reason);
                json.WriteEndObject();
            },
            _ => rma);
    }

    /// <summary>Writes items of a return, each with a key of its own.</summary>
    public static void WriteItems(
        Utf8JsonWriter json, IReadOnlyList<LineQuantity> lines, string key, string shipmentState, string? comment)
    {
        json.WriteStartArray("items");
        for (var i = 0; i < lines.Count; i++)
        {
            var itemKey = $"{key}-{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            json.WriteStartObject();
            json.WriteString("key", itemKey);
            json.WriteString("lineItemId", lines[i].Line);
            json.WriteNumber("quantity", (long)lines[i].Quantity.Value);
            json.WriteString("shipmentState", shipmentState);
            json.WriteString("comment", comment is { Length: > 0 } ? comment : itemKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
