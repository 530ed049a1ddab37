using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Core.Orders;
using Trueup.Engine.Views;

namespace Trueup.Access;

/// <summary>
/// Keeps whom an order is for from those who need not know: names, addresses and what else tells who it is become dots,
/// in orders and in messages as they came.
/// </summary>
internal static class PersonalData
{
    /// <summary>What stands for something that is not shown.</summary>
    public const string Dots = "•••";

    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "email", "customer_email", "customerEmail", "name", "firstname", "lastname", "middlename", "first_name", "last_name",
        "firstName", "lastName", "fullName", "customer_firstname", "customer_lastname", "customer_middlename", "prefix",
        "suffix", "company", "street", "streetName", "streetNumber", "street1", "street2", "address1", "address2", "line1",
        "line2", "city", "postcode", "postalCode", "postal_code", "zip", "region", "state_or_province", "telephone", "phone",
        "mobile", "fax", "remote_ip", "x_forwarded_for", "customer_dob", "dob", "dateOfBirth", "taxvat", "customer_taxvat",
        "vat_id", "vatId", "customer_note", "giftMessage", "cc_owner",
    };

    /// <summary>Masks what an address answers, for those who see masked.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext asked, EndpointFilterDelegate next)
    {
        var answer = await next(asked);
        if (!Caller.Of(asked.HttpContext).SeesMasked)
        {
            return answer;
        }

        return (answer is INestedHttpResult nested ? nested.Result : answer) switch
        {
            Ok<OrderView> { Value: { } order } => TypedResults.Ok(Mask(order)),
            Ok<MessageView> { Value: { } message } => TypedResults.Ok(message with
            {
                Body = message.IsBase64 ? Dots : Mask(message.Body),
                IsBase64 = false,
            }),
            _ => answer,
        };
    }

    /// <summary>An order without whom it is for.</summary>
    public static OrderView Mask(OrderView order) => order with
    {
        Customer = order.Customer is { } customer
            ? customer with { Email = Dots, Name = Dots, Company = customer.Company is null ? null : Dots }
            : null,
        Billing = Mask(order.Billing),
        Shipping = order.Shipping is { } shipping ? shipping with { Address = Mask(shipping.Address)! } : null,
    };

    /// <summary>A message in JSON without what tells whom it is about; any other becomes dots altogether.</summary>
    public static string Mask(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                Write(document.RootElement, writer, isTelling: false);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (JsonException)
        {
            return Dots;
        }
    }

    private static PostalAddress? Mask(PostalAddress? address) => address is null ? null
        : new PostalAddress(Dots, [Dots], Dots, Dots, address.Country);

    private static void Write(JsonElement element, Utf8JsonWriter writer, bool isTelling)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer, isTelling || Telling.Contains(member.Name));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var member in element.EnumerateArray())
                {
                    Write(member, writer, isTelling);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when isTelling:
                writer.WriteStringValue(Dots);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
