using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

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
        var (rma, key) = (intent.Detail.Rma, DeliveryWriting.KeyOf(intent.Key));
        if (known is { } order && order.List("returnInfo").Any(info => IsOf(info, rma) || info.List("items").Any(item => ReturnItems.Has(item, key))))
        {
            return new OrderStep.Done(rma);
        }

        return Add(known, intent.RemoteId, key, intent.Detail, order => LinesOf(order, intent.Picks));
    }

    /// <summary>What it takes that a return is of more: an entry under the same number, of what those that are there lack.</summary>
    public static OrderStep Decide(JsonElement? known, DocumentIntent.AmendReturn intent)
    {
        var rma = intent.Detail.Rma;
        return known is { } now && LinesOf(now, intent.Picks) is { Count: > 0 } whole && Beyond(now, rma, whole).Count == 0
            ? new OrderStep.Done(rma)
            : Add(known, intent.RemoteId, DeliveryWriting.KeyOf(intent.Key), intent.Detail, order => Beyond(order, rma, LinesOf(order, intent.Picks)));
    }

    private static OrderStep Add(
        JsonElement? known, string? orderId, string key, DocumentDetail detail, Func<JsonElement, List<LineQuantity>> linesOf)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {orderId} does not exist any more.");
        }

        var lines = linesOf(order);
        if (lines.Count == 0)
        {
            return new OrderStep.Refused(CaseCodes.DocumentRefused, "The order has none of the lines that are to come back.");
        }

        return new OrderStep.Send(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("action", "addReturnInfo");
                if (detail.Rma is { } rma)
                {
                    json.WriteString("returnTrackingId", rma);
                }

                WriteItems(json, lines, key, "Advised", detail.Reason);
                json.WriteEndObject();
            },
            _ => detail.Rma);
    }

    private static bool IsOf(JsonElement info, string? rma) => rma is not null && info.Text("returnTrackingId") == rma;

    /// <summary>Parts of a bundle come back in pieces, and the order has lines only for those that it sold.</summary>
    private static List<LineQuantity> LinesOf(JsonElement order, Items<PickLine> picks) => picks
        .Where(pick => order.List("lineItems").Any(line => line.Text("id") == pick.Line))
        .GroupBy(pick => pick.Line, StringComparer.Ordinal)
        .Select(parts => new LineQuantity(parts.Key, parts.First().Sku, parts.Max(part => part.Quantity))).ToList();

    /// <summary>What of the lines no entry under the number holds.</summary>
    private static List<LineQuantity> Beyond(JsonElement order, string? rma, List<LineQuantity> lines)
    {
        var there = order.List("returnInfo").Where(info => IsOf(info, rma)).SelectMany(info => info.List("items"))
            .ToLookup(item => item.Text("lineItemId") ?? "", item => item.Whole("quantity") ?? 0, StringComparer.Ordinal);
        return lines.Select(line => line with { Quantity = (line.Quantity - Quantity.Of(there[line.Line ?? ""].Sum())).OrZero() })
            .Where(line => line.Quantity > Quantity.Zero).ToList();
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
