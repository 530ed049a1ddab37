using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>Reads who bought, and where it goes.</summary>
internal static class OrderParties
{
    /// <summary>The customer; null when the order names no address to reach one.</summary>
    public static OrderCustomer? Customer(OrderJson json) => json.CustomerEmail is { Length: > 0 } email
        ? new OrderCustomer(
            json.CustomerId is { Length: > 0 } id && id != "0" ? id : null,
            email,
            Name(
                json.CustomerFirstname ?? json.BillingAddress?.Firstname,
                json.CustomerLastname ?? json.BillingAddress?.Lastname),
            json.ExtensionAttributes?.CompanyOrderTraits?.CompanyName ?? json.BillingAddress?.Company)
        : null;

    /// <summary>An address; null for none.</summary>
    public static PostalAddress? Address(AddressJson? json) => json is null
        ? null
        : new PostalAddress(
            Name(json.Firstname, json.Lastname),
            (json.Street ?? []).Where(line => !string.IsNullOrEmpty(line)).ToItems(),
            json.City ?? "",
            json.Postcode ?? "",
            json.CountryId ?? "")
        {
            Region = json.Region,
            Company = json.Company,
            Telephone = json.Telephone,
        };

    /// <summary>
    /// Where and how, and what that cost before any discount on it; null for an order of virtual goods, whose
    /// assignment has no address (adobe-commerce-observed.md §4).
    /// </summary>
    public static OrderShipping? Shipping(OrderJson json)
    {
        var shipping = json.ExtensionAttributes?.ShippingAssignments is [var assignment, ..]
            ? assignment?.Shipping
            : null;
        return Address(shipping?.Address) is { } address
            ? new OrderShipping(
                address,
                shipping!.Method,
                json.ShippingAmount ?? 0m,
                json.ShippingTaxAmount ?? 0m,
                json.ShippingInclTax ?? 0m)
            : null;
    }

    private static string Name(string? first, string? last) => $"{first} {last}".Trim();
}
