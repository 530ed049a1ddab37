using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Records a return and gives its money back: an item for each line with the units that came back, a transaction on the
/// payment where the hub writes those, and whether the goods go back on sale. The items are labels (commercetools.md
/// §4.7); the stock is written by the hub as any.
/// </summary>
internal sealed class RefundWriting(PaymentRefunding payments)
{
    /// <summary>What refunding takes, given the order as it is.</summary>
    public OrderStep Decide(JsonElement? known, DocumentIntent.RefundInStorefront intent)
    {
        if (known is not { } order)
        {
            return new OrderStep.Refused(CaseCodes.OrderUnknown, $"Order {intent.RemoteOrder} does not exist any more.");
        }

        var key = DeliveryWriting.KeyOf(intent.Key);
        var items = ReturnItems.Of(order).ToList();
        var made = items.FindAll(item => ReturnItems.Has(item, key));
        var due = made.Count > 0 ? [] : Due(items, intent);
        if (due.Count > 0)
        {
            return new OrderStep.Send(json => WriteReturn(json, intent, key, due), _ => null) { Part = "return" };
        }

        // Somebody else refunded the units meanwhile: the customer gets the money once.
        if (made.Count == 0 && !intent.Lines.IsEmpty)
        {
            return new OrderStep.Done(RemoteId: null);
        }

        if (payments.Next(order, intent.Key, AmountOf(order, made, intent), intent.IsOnline) is { } payment)
        {
            return payment;
        }

        if (made.Count == 0)
        {
            return OrderPayments.Of(order).Exists(paid => OrderPayments.Sum(
                paid, "Refund", step => step.Text("interactionId") == intent.Key) > 0m)
                ? new OrderStep.Done(RemoteId: null)
                : new OrderStep.Refused(
                    CaseCodes.DocumentRefused, "A refund without lines has no place in the order; set payments.refund to have it in the payment.");
        }

        // States can only be given to items that exist, and only those still as they began.
        var open = made.FindAll(item => item.Text("paymentState") == "Initial");
        return open.Count == 0
            ? new OrderStep.Done(made[0].Text("id"))
            : new OrderStep.Send(json => WriteStates(json, intent, open), _ => made[0].Text("id"));
    }

    /// <summary>The money of the units that are recorded: all of the document's, unless others refunded some.</summary>
    private static decimal? AmountOf(JsonElement order, List<JsonElement> made, DocumentIntent.RefundInStorefront intent)
    {
        if (intent.Detail.Amounts is not { } amounts)
        {
            return 0m;
        }

        var units = made.GroupBy(item => item.Text("lineItemId") ?? "", StringComparer.Ordinal)
            .ToDictionary(item => item.Key, item => item.Sum(part => part.Whole("quantity") ?? 0), StringComparer.Ordinal);
        var less = amounts.Lines.Where(line => line.Quantity > Quantity.Zero).Sum(line =>
            (line.Net + line.Tax) * (1m - Math.Min(1m, units.GetValueOrDefault(line.Line) / line.Quantity.Value)));
        var places = (int)(order.At("totalPrice").Whole("fractionDigits") ?? 2);
        return Math.Round(amounts.Gross - less, places, MidpointRounding.AwayFromZero);
    }

    /// <summary>Units that are still to be recorded, so that no more are refunded in all than are to be.</summary>
    private static List<LineQuantity> Due(List<JsonElement> items, DocumentIntent.RefundInStorefront intent)
    {
        var due = new List<LineQuantity>();
        foreach (var line in intent.Lines)
        {
            var refunded = items.Where(item => item.Text("lineItemId") == line.Line && item.Text("paymentState") == "Refunded")
                .Sum(item => item.Whole("quantity") ?? 0);
            var upTo = intent.UpTo.FirstOrDefault(known => known.Line == line.Line)?.Quantity ?? line.Quantity + Quantity.Of(refunded);
            var units = Quantity.Min(line.Quantity, upTo - Quantity.Of(refunded));
            if (units > Quantity.Zero)
            {
                due.Add(line with { Quantity = units });
            }
        }

        return due;
    }

    private static void WriteReturn(
        Utf8JsonWriter json, DocumentIntent.RefundInStorefront intent, string key, List<LineQuantity> lines)
    {
        json.WriteStartObject();
        json.WriteString("action", "addReturnInfo");
        if (intent.Detail.Rma is { Length: > 0 } rma)
        {
            json.WriteString("returnTrackingId", rma);
        }

        ReturnWriting.WriteItems(json, lines, key, "Returned", intent.Detail.Reason);
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
