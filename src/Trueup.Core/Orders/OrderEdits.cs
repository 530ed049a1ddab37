using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>A field of an order that a person corrected in the hub.</summary>
/// <param name="Field">Dotted path in the canonical order.</param>
/// <param name="Before">What stood there; null for nothing.</param>
/// <param name="After">What stands there now; null for nothing.</param>
public sealed record OrderEdit(string Field, string? Before, string? After);

/// <summary>Applies what people corrected. A correction holds until the storefront itself shows something new
/// there.</summary>
public static class OrderEdits
{
    /// <summary>Fields that can be corrected in the hub: nothing that was charged is among them.</summary>
    public static Items<string> Fields { get; } =
    [
        "customer.email", "customer.name", "customer.company", "shipping.method",
        .. AddressFields("shipping.address"), .. AddressFields("billing"),
    ];

    /// <summary>Corrects an order by a person's hand.</summary>
    /// <returns>What follows; nothing where the field cannot be corrected or holds the value already.</returns>
    public static OrderDecision Edit(
        OrderRecord order, string field, string? value, string by, DateTimeOffset at, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Fields.FindIndex(known => known == field) < 0)
        {
            return OrderDecision.Nothing;
        }

        var before = OrderFields.At(order.Canonical, field).First().Value;
        var edit = new OrderEdit(field, before, value);
        var next = Apply(order.Canonical, [edit]);
        if (next == order.Canonical)
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.Edited(edit, by));
        OrderAmending.Amend(order, next, at, contract, consequences);
        return consequences.Conclude();
    }

    /// <summary>The order with corrections, as far as the storefront still shows what was corrected.</summary>
    internal static CanonicalOrder Apply(CanonicalOrder order, Items<OrderEdit> edits)
    {
        foreach (var edit in edits)
        {
            if (OrderFields.At(order, edit.Field).First().Value == edit.Before)
            {
                order = With(order, edit.Field, edit.After);
            }
        }

        return order;
    }

    private static CanonicalOrder With(CanonicalOrder order, string field, string? value) => field switch
    {
        "customer.email" when order.Customer is { } customer =>
            order with { Customer = customer with { Email = value ?? "" } },
        "customer.name" when order.Customer is { } customer =>
            order with { Customer = customer with { Name = value ?? "" } },
        "customer.company" when order.Customer is { } customer => order with { Customer = customer with { Company = value } },
        "shipping.method" when order.Shipping is { } shipping => order with { Shipping = shipping with { Method = value } },
        _ when field.StartsWith("billing.", StringComparison.Ordinal) && order.Billing is { } billing =>
            order with { Billing = With(billing, field["billing.".Length..], value) },
        _ when field.StartsWith("shipping.address.", StringComparison.Ordinal) && order.Shipping is { } shipping =>
            order with
            {
                Shipping = shipping with { Address = With(shipping.Address, field["shipping.address.".Length..], value) },
            },
        _ => order,
    };

    private static PostalAddress With(PostalAddress address, string field, string? value) => field switch
    {
        "name" => address with { Name = value ?? "" },
        "company" => address with { Company = value },
        "street" => address with
        {
            Street = (value ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).ToItems(),
        },
        "city" => address with { City = value ?? "" },
        "postcode" => address with { Postcode = value ?? "" },
        "region" => address with { Region = value },
        "country" => address with { Country = (value ?? "").Trim().ToUpperInvariant() },
        "telephone" => address with { Telephone = value },
        _ => address,
    };

    private static string[] AddressFields(string at) =>
    [
        $"{at}.name", $"{at}.company", $"{at}.street", $"{at}.city", $"{at}.postcode", $"{at}.region", $"{at}.country",
        $"{at}.telephone",
    ];
}
