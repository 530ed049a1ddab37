using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>The fields of an order by the paths of CONTRACT §5, for rules that name them.</summary>
public static class OrderFields
{
    /// <summary>Every path that a rule may name.</summary>
    public static Items<string> Paths { get; } =
    [
        "number", "channel", "currency", "customer.id", "customer.email", "customer.name", "customer.company",
        .. AddressPaths("billing"), .. AddressPaths("shipping.address"), "shipping.method", "payment.method",
        "payment.reference", "lines[].sku", "lines[].name", "lines[].unit", "lines[].options[].label",
        "lines[].options[].value",
    ];

    /// <summary>The values at a path; a null is an absent field.</summary>
    public static IEnumerable<(string Path, string? Value)> At(CanonicalOrder order, string path)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("lines[].", StringComparison.Ordinal)
            ? OfLines(order, path["lines[].".Length..])
            : new[] { (path, OfOrder(order, path)) };
    }

    /// <summary>Whether what stands at a path may name a person, and must not be shown in a case.</summary>
    public static bool IsPersonal(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("customer", StringComparison.Ordinal) ||
            ((path.StartsWith("billing", StringComparison.Ordinal) ||
              path.StartsWith("shipping.address", StringComparison.Ordinal)) &&
             !path.EndsWith("country", StringComparison.Ordinal)) ||
            path.EndsWith("options[].value", StringComparison.Ordinal);
    }

    private static string? OfOrder(CanonicalOrder order, string path) => path switch
    {
        "number" => order.Number,
        "channel" => order.Channel,
        "currency" => order.Currency,
        "customer.id" => order.Customer?.Id,
        "customer.email" => order.Customer?.Email,
        "customer.name" => order.Customer?.Name,
        "customer.company" => order.Customer?.Company,
        "shipping.method" => order.Shipping?.Method,
        "payment.method" => order.Payment?.Method,
        "payment.reference" => order.Payment?.Reference,
        _ when path.StartsWith("billing.", StringComparison.Ordinal) => OfAddress(order.Billing, path["billing.".Length..]),
        _ => OfAddress(order.Shipping?.Address, path["shipping.address.".Length..]),
    };

    private static string? OfAddress(PostalAddress? address, string field) => field switch
    {
        _ when address is null => null,
        "name" => address.Name,
        "company" => address.Company,
        "street" => string.Join(", ", address.Street),
        "city" => address.City,
        "postcode" => address.Postcode,
        "region" => address.Region,
        "country" => address.Country,
        "telephone" => address.Telephone,
        _ => null,
    };

    private static IEnumerable<(string Path, string? Value)> OfLines(CanonicalOrder order, string field)
    {
        foreach (var line in order.Lines)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"lines[{line.Line}].{field}");
            if (field.StartsWith("options[].", StringComparison.Ordinal))
            {
                foreach (var option in line.Options)
                {
                    yield return (at, field.EndsWith("label", StringComparison.Ordinal) ? option.Label : option.Value);
                }

                continue;
            }

            yield return (at, field switch { "sku" => line.Sku.Text, "name" => line.Name, _ => line.Unit });
        }
    }

    private static string[] AddressPaths(string at) =>
    [
        $"{at}.name", $"{at}.company", $"{at}.street", $"{at}.city", $"{at}.postcode", $"{at}.region", $"{at}.country",
        $"{at}.telephone",
    ];
}
