using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Access;

/// <summary>Takes out of texts and JSON whatever tells who somebody is.</summary>
public static partial class MaskedText
{
    /// <summary>What stands for something that is not shown.</summary>
    public const string Dots = "•••";

    /// <summary>Members whose value tells it, in the words of every system that the hub reads.</summary>
    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "email", "customer_email", "customerEmail", "name", "firstname", "lastname", "middlename", "first_name", "last_name",
        "firstName", "lastName", "fullName", "full_name", "given_name", "family_name", "customer_firstname",
        "customer_lastname", "customer_middlename", "customer_name", "customerName", "prefix", "suffix", "salutation",
        "title", "company", "street", "streetName", "streetNumber", "additionalStreetInfo", "additionalAddressInfo",
        "apartment", "building", "pOBox", "street1", "street2", "address1", "address2", "address_line_1", "address_line_2",
        "line1", "line2", "city", "postcode", "postalCode", "postal_code", "zip", "region", "state_or_province",
        "telephone", "phone", "phone_number", "mobile", "fax", "remote_ip", "x_forwarded_for", "customer_dob", "dob",
        "dateOfBirth", "birthday", "taxvat", "customer_taxvat", "vat_id", "vatId", "customer_note", "note", "notes",
        "comment", "gift_message", "giftMessage", "message", "sender", "recipient", "signed_by", "signedBy",
        "options", "custom_options", "personalisation", "personalization", "engraving",
        "receipt_email", "display_name", "cc_owner", "cc_last_4", "account_number",
    };

    /// <summary>Members that name what a <c>value</c> beside them is.</summary>
    private static readonly string[] Naming = ["attribute_code", "code", "name", "key", "label"];

    /// <summary>A text without the addresses and numbers in it by which somebody can be reached.</summary>
    public static string Of(string text) => Phone().Replace(Email().Replace(text, Dots), Dots);

    /// <summary>JSON without what tells whom it is about; any other text becomes dots altogether.</summary>
    public static string OfJson(string body)
    {
        try
        {
            using var document = JsonText.Parse(Encoding.UTF8.GetBytes(body));
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

    private static void Write(JsonElement element, Utf8JsonWriter writer, bool isTelling)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, writer, isTelling);
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
            case JsonValueKind.String:
                writer.WriteStringValue(Of(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(JsonElement element, Utf8JsonWriter writer, bool isTelling)
    {
        var namesTelling = Naming.Any(member =>
            element.TryGetProperty(member, out var named) && named.ValueKind == JsonValueKind.String &&
            Telling.Contains(named.GetString()!));
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            var isValue = member.Name.Equals("value", StringComparison.OrdinalIgnoreCase);
            Write(member.Value, writer, isTelling || Telling.Contains(member.Name) || (isValue && namesTelling));
        }

        writer.WriteEndObject();
    }

    [GeneratedRegex("[^\\s@<>\"',;:()]+@[^\\s@<>\"',;:()]+\\.[\\w-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    [GeneratedRegex("\\+\\d[\\d ().-]{6,}\\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Phone();
}
