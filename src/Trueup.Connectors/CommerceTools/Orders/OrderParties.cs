using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>Reads who bought, and where it goes.</summary>
internal static class OrderParties
{
    /// <summary>The customer; null when the order names no address to reach one.</summary>
    public static OrderCustomer? Customer(JsonElement order) => order.Text("customerEmail") is { Length: > 0 } email
        ? new OrderCustomer(
            order.Text("customerId"),
            email,
            NameOf(order.At("billingAddress").Exists() ? order.At("billingAddress") : order.At("shippingAddress")),
            order.At("billingAddress").Text("company"))
        : null;

    /// <summary>An address; null for none.</summary>
    public static PostalAddress? Address(JsonElement address)
    {
        if (!address.Exists())
        {
            return null;
        }

        var street = $"{address.Text("streetName")} {address.Text("streetNumber")}".Trim();
        string?[] lines = [street, address.Text("additionalStreetInfo"), address.Text("building"), address.Text("apartment")];
        return new PostalAddress(
            NameOf(address),
            lines.Where(line => !string.IsNullOrEmpty(line)).OfType<string>().ToItems(),
            address.Text("city") ?? "",
            address.Text("postalCode") ?? "",
            address.Text("country") ?? "")
        {
            Region = address.Text("state") ?? address.Text("region"),
            Company = address.Text("company"),
            Telephone = address.Text("phone") ?? address.Text("mobile"),
        };
    }

    /// <summary>Where and how, and what that cost; null for an order that goes nowhere.</summary>
    public static OrderShipping? Shipping(JsonElement order)
    {
        var (info, address) = order.At("shippingInfo").Exists()
            ? (order.At("shippingInfo"), order.At("shippingAddress"))
            : order.List("shipping").Select(shipping => (shipping.At("shippingInfo"), shipping.At("shippingAddress")))
                .FirstOrDefault();
        if (Address(address.Exists() ? address : order.At("shippingAddress")) is not { } postal)
        {
            return null;
        }

        var cost = ShippingCost.Of(order);
        return new OrderShipping(postal, info.Text("shippingMethodName"), cost.Net, cost.Gross - cost.Net, cost.Gross);
    }

    private static string NameOf(JsonElement address) => $"{address.Text("firstName")} {address.Text("lastName")}".Trim();
}

/// <summary>What shipping cost.</summary>
/// <param name="Net">Without tax.</param>
/// <param name="Gross">With tax.</param>
internal readonly record struct ShippingCost(decimal Net, decimal Gross)
{
    /// <summary>Reads it, over all ways of shipping, with discounts on it taken off.</summary>
    public static ShippingCost Of(JsonElement order)
    {
        var infos = order.At("shippingInfo").Exists()
            ? [order.At("shippingInfo")]
            : order.List("shipping").Select(shipping => shipping.At("shippingInfo")).ToArray();
        var cost = new ShippingCost(0m, 0m);
        foreach (var info in infos)
        {
            // Of the only way of shipping the order says itself what was charged with it, where the way does not.
            var price = CentMoney.Read(info.At("discountedPrice").At("value")) ?? CentMoney.OrZero(info, "price");
            var taxed = info.At("taxedPrice").Exists() || infos.Length > 1 ? info.At("taxedPrice") : order.At("taxedShippingPrice");
            cost = new ShippingCost(
                cost.Net + (CentMoney.Read(taxed.At("totalNet")) ?? price),
                cost.Gross + (CentMoney.Read(taxed.At("totalGross")) ?? price));
        }

        return cost;
    }
}
