using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;

namespace Trueup.Connectors.CommerceTools.Writing;

/// <summary>
/// Gives money back in an order's payments: a <c>Refund</c> transaction, which is where the platform keeps the truth of
/// money (commercetools.md §4.8). Its interaction id is the document's key, so it is found again and made once.
/// </summary>
internal sealed class PaymentRefunding(CommerceToolsOptions options)
{
    /// <summary>The next transaction that is due; null when all is given back, or the order has no payments, or the hub
    /// does not write payments.</summary>
    /// <param name="order">The order with its payments in full.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="amount">What is due in all; null for whatever was charged and not given back.</param>
    /// <param name="isOnline">Whether the payment integration is to give it back; else it is booked as given.</param>
    public OrderStep? Next(JsonElement order, string key, decimal? amount, bool isOnline)
    {
        var payments = OrderPayments.Of(order);
        if (!options.RefundsPayments || payments.Count == 0)
        {
            return null;
        }

        var made = payments.Sum(payment => OrderPayments.Sum(payment, "Refund", step =>
            step.Text("interactionId") == key && step.Text("state") != "Failure"));
        var left = amount is { } due
            ? due - made
            : made > 0m ? 0m : payments.Sum(OrderPayments.Refundable);
        if (left <= 0m)
        {
            return null;
        }

        var payment = payments.Find(known => OrderPayments.Refundable(known) > 0m);
        if (!payment.Exists())
        {
            return new OrderStep.Refused(
                CaseCodes.DocumentRefused, $"{left} are to be given back, and the order's payments hold nothing more that was charged.");
        }

        var part = Math.Min(left, OrderPayments.Refundable(payment));
        return new OrderStep.Send(json => Write(json, payment, key, part, isOnline), _ => null)
        {
            Payment = payment,
            Part = payment.Text("id"),
        };
    }

    private static void Write(Utf8JsonWriter json, JsonElement payment, string key, decimal amount, bool isOnline)
    {
        var planned = payment.At("amountPlanned");
        json.WriteStartObject();
        json.WriteString("action", "addTransaction");
        json.WriteStartObject("transaction");
        json.WriteString("type", "Refund");
        json.WriteString("state", isOnline ? "Initial" : "Success");
        json.WriteString("interactionId", key);
        json.WriteStartObject("amount");
        json.WriteString("currencyCode", planned.Text("currencyCode"));
        json.WriteNumber("centAmount", CentMoney.Cents(amount, planned));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
