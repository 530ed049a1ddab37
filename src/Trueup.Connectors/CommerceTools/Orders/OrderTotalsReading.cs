using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Reads what was charged. Nothing is calculated anew: the platform's figures are put together so that
/// <c>gross = net − discount + shipping + tax</c> holds to the cent (commercetools.md §4.2).
/// </summary>
internal static class OrderTotalsReading
{
    /// <summary>The totals.</summary>
    /// <param name="order">The order.</param>
    /// <param name="discount">All discounts without tax, which are off the platform's totals already.</param>
    public static OrderTotals Totals(JsonElement order, decimal discount)
    {
        var taxed = order.At("taxedPrice");
        var gross = CentMoney.Read(taxed.At("totalGross")) ?? CentMoney.OrZero(order, "totalPrice");
        var untaxed = CentMoney.Read(taxed.At("totalNet")) ?? gross;
        var shipping = ShippingCost.Of(order).Net;
        return new OrderTotals(
            Net: untaxed - shipping + discount, Discount: discount, Shipping: shipping, Tax: gross - untaxed, Gross: gross);
    }

    /// <summary>The discounts on the whole, with the codes that were entered.</summary>
    public static Items<OrderDiscount> Discounts(JsonElement order)
    {
        var amount = DiscountOf(order);
        var codes = order.List("discountCodes").Select(code => code.At("discountCode").At("obj").Text("code")).OfType<string>()
            .ToList();
        return amount == 0m ? [] : [new OrderDiscount(codes.FirstOrDefault(), "Discount on the whole order", amount)];
    }

    /// <summary>
    /// How the order is paid: charged is the sum of successful charges, whatever the label says (commercetools.md §4.8).
    /// </summary>
    public static OrderPayment? Payment(JsonElement order)
    {
        var payments = OrderPayments.Of(order);
        var gross = Totals(order, discount: 0m).Gross;
        if (payments.Count == 0)
        {
            return order.Text("paymentState") is { } label
                ? new OrderPayment("unknown", StateOf(label), Reference: null, gross)
                : null;
        }

        var charged = payments.Sum(payment => OrderPayments.Succeeded(payment, "Charge"));
        var authorised = payments.Sum(payment => OrderPayments.Succeeded(payment, "Authorization"));
        var failed = payments.SelectMany(payment => payment.List("transactions")).Any(step => step.Text("state") == "Failure");
        var state = gross > 0m && charged >= gross ? "captured"
            : gross > 0m && authorised >= gross ? "authorised"
            : failed && charged == 0m && authorised == 0m ? "failed"
            : order.Text("paymentState") is { } label2 && charged == 0m && authorised == 0m ? StateOf(label2)
            : "pending";
        var first = payments[0];
        var method = first.At("paymentMethodInfo").Text("method") ?? first.At("paymentMethodInfo").Text("paymentInterface");
        return new OrderPayment(method ?? "unknown", state, first.Text("interfaceId") ?? first.Text("key"), gross);
    }

    private static string StateOf(string label) => label switch
    {
        "Paid" or "CreditOwed" => "captured",
        "Failed" => "failed",
        _ => "pending",
    };

    private static decimal DiscountOf(JsonElement order)
    {
        var discount = order.At("discountOnTotalPrice");
        return CentMoney.Read(discount.At("discountedNetAmount")) ?? CentMoney.OrZero(discount, "discountedAmount");
    }
}
