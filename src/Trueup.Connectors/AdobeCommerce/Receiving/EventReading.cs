using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Receiving;

/// <summary>
/// Reads pushed events as hints. They come at least once and in no order, hold the fields that somebody chose, and
/// speak of a moment that has passed (adobe-commerce.md §8.1): so an event only says what to read again.
/// </summary>
internal static class EventReading
{
    /// <summary>Parts of event names and what they make due, the first match decides.</summary>
    private static readonly (string Part, string Poll)[] Topics =
    [
        ("shipment", PollNames.Shipments),
        ("creditmemo", PollNames.CreditMemos),
        ("invoice", PollNames.Invoices),
        ("rma_save", PollNames.Returns),
        ("sales_order", PollNames.Orders),
        ("sales.api.order", PollNames.Orders),
        ("catalog_product", PollNames.Products),
        ("catalog.api.product", PollNames.Products),
        ("cataloginventory_stock_item", PollNames.Products),
    ];

    /// <summary>What a journalled event asks for.</summary>
    public static Fact Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            var type = document.RootElement.ValueKind == JsonValueKind.Object &&
                       document.RootElement.TryGetProperty("type", out var text)
                ? text.ToString()
                : "";
            foreach (var (part, poll) in Topics)
            {
                if (type.Contains(part, StringComparison.OrdinalIgnoreCase))
                {
                    return new Fact.ReadAgain(poll);
                }
            }

            return new Fact.Unusable(CaseCodes.TypeUnknown, $"Events of type '{type}' are not read.");
        }
        catch (JsonException)
        {
            return new Fact.Unusable(CaseCodes.Unreadable, "The event is not JSON.");
        }
    }
}
