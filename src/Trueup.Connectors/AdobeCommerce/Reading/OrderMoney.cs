using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>
/// Reads what was charged, in the currency the customer paid in. Nothing is calculated anew: figures of the shop are
/// only put together so that <c>gross = net − discount + shipping + tax</c> holds to the cent.
/// </summary>
/// <remarks>
/// The shop's own identity is <c>grand = subtotal + discount + shipping + tax + discount_tax_compensation +
/// shipping_discount_tax_compensation</c>, with a residual of 0 on every recorded order (adobe-commerce-observed.md
/// §4). The compensations are the tax within a discount on tax-inclusive prices, so they belong to the discount.
/// </remarks>
internal static class OrderMoney
{
    /// <summary>
    /// The totals; the discount is positive when something was taken off, and holds what the shop does not itemise.
    /// </summary>
    public static OrderTotals Totals(OrderJson json) => new(
        Net: json.Subtotal ?? 0m,
        Discount: Discount(json) - Residual(json),
        Shipping: json.ShippingAmount ?? 0m,
        Tax: json.TaxAmount ?? 0m,
        Gross: json.GrandTotal ?? 0m);

    /// <summary>
    /// The coupon's or rules' discount, and apart from it what gift cards, store credit or fees of modules changed.
    /// </summary>
    public static Items<OrderDiscount> Discounts(OrderJson json)
    {
        var discounts = new List<OrderDiscount>();
        if (Discount(json) != 0m)
        {
            discounts.Add(new OrderDiscount(json.CouponCode, json.DiscountDescription ?? "Discount", Discount(json)));
        }

        if (Residual(json) != 0m)
        {
            discounts.Add(new OrderDiscount(Code: null, "Not itemised by the storefront", -Residual(json)));
        }

        return discounts.ToItems();
    }

    /// <summary>How the order is paid; null when the order says nothing of it.</summary>
    public static OrderPayment? Payment(OrderJson json)
    {
        if (json.Payment is not { Method: { Length: > 0 } method } payment)
        {
            return null;
        }

        var amount = payment.AmountOrdered ?? json.GrandTotal ?? 0m;
        var state = amount > 0m && json.TotalPaid >= amount
            ? "captured"
            : payment.AmountAuthorized >= amount && amount > 0m ? "authorised" : "pending";
        return new OrderPayment(method, state, payment.LastTransId, amount);
    }

    /// <summary>What was taken off, without tax. The order carries it as a negative amount.</summary>
    private static decimal Discount(OrderJson json) =>
        -((json.DiscountAmount ?? 0m) + (json.DiscountTaxCompensationAmount ?? 0m) +
          (json.ShippingDiscountTaxCompensationAmount ?? 0m));

    /// <summary>What was charged beyond the named amounts; negative for gift cards and store credit.</summary>
    private static decimal Residual(OrderJson json) =>
        (json.GrandTotal ?? 0m) -
        ((json.Subtotal ?? 0m) - Discount(json) + (json.ShippingAmount ?? 0m) + (json.TaxAmount ?? 0m));
}
