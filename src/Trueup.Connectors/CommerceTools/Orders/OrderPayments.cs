using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// The payments of an order as its money truth: what was charged, and what was given back (commercetools.md §4.8).
/// </summary>
internal static class OrderPayments
{
    /// <summary>Payments that are shown in full and are in the order's own currency.</summary>
    public static List<JsonElement> Of(JsonElement order)
    {
        var currency = order.At("totalPrice").Text("currencyCode");
        return order.At("paymentInfo").List("payments").Select(payment => payment.At("obj"))
            .Where(payment => payment.Exists() &&
                (payment.At("amountPlanned").Text("currencyCode") ?? currency) == currency).ToList();
    }

    /// <summary>The sum of a payment's transactions of a type that something holds for.</summary>
    public static decimal Sum(JsonElement payment, string type, Predicate<JsonElement> match) => payment.List("transactions")
        .Where(step => step.Text("type") == type && match(step)).Sum(step => CentMoney.OrZero(step, "amount"));

    /// <summary>The sum of a payment's transactions of a type that succeeded.</summary>
    public static decimal Succeeded(JsonElement payment, string type) =>
        Sum(payment, type, step => step.Text("state") == "Success");

    /// <summary>What was charged and is neither given back nor on its way back.</summary>
    public static decimal Refundable(JsonElement payment) => Succeeded(payment, "Charge") -
        Sum(payment, "Refund", step => step.Text("state") != "Failure") - Succeeded(payment, "Chargeback");
}
