using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>
/// Posts shipments with <c>POST /V1/order/{id}/ship</c>. The endpoint that saves a shipment directly bypasses the
/// workflow and may count twice (adobe-commerce-observed.md §1.11), so it is never used.
/// </summary>
internal sealed class ShipmentWriting(AdobeApi api, Wiring wiring)
{
    private const int PerPage = 100;
    private const int PagesMax = 20;

    /// <summary>Carriers that the shop knows by a code of their own; any other is <c>custom</c>.</summary>
    private static readonly string[] Carriers = ["ups", "usps", "fedex", "dhl"];

    /// <summary>Posts a shipment; the intent's key travels in a comment that the customer does not see.</summary>
    public async ValueTask<Receipt> PostAsync(
        IWire wire, DocumentIntent.PostShipment intent, CancellationToken cancellationToken)
    {
        // A request without items ships everything that is open (observed §1.10).
        var lines = LinesOf(intent);
        if (lines.Count == 0)
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, "The shipment names no lines of the order.");
        }

        var answer = await api.PostAsync(
            wire, $"/order/{Uri.EscapeDataString(intent.RemoteOrder)}/ship", Body(intent, lines), cancellationToken);
        return answer.Kind switch
        {
            AnswerKind.Done when IdOf(answer.Body) is { } shipment => new Receipt.Applied(shipment),

            // Counted without its id, the shipment would be counted a second time when the shop shows it.
            AnswerKind.Done => new Receipt.Unknown("The shop took the shipment, and did not say by which id."),
            AnswerKind.ShipmentNotSaved => await ExplainAsync(wire, intent, answer, cancellationToken),
            // A document is never repeated on a guess: whatever may have got through is looked for first.
            AnswerKind.Unavailable => new Receipt.Unknown(answer.Detail),
            AnswerKind.NotFound => OrderStanding.Gone($"order {intent.RemoteOrder}"),
            _ => answer.AsWriteReceipt(CaseCodes.DocumentRefused),
        };
    }

    /// <summary>
    /// Looks for the shipment by the key in its comment; lists carry comments in full (recording docs.01.shipments).
    /// </summary>
    public async ValueTask<Receipt> FindAsync(
        IWire wire, DocumentIntent.PostShipment intent, CancellationToken cancellationToken)
    {
        var read = 0;
        for (var number = 1; number <= PagesMax; number++)
        {
            var page = number;
            var (answer, _) = await api.GetPageAsync(
                wire,
                size => new AdobeSearch("/shipments").Where("order_id", "eq", intent.RemoteOrder).OrderBy("entity_id")
                    .Page(size, page),
                PerPage,
                cancellationToken);
            if (answer.Kind != AnswerKind.Done ||
                RecordPage.Read(answer.Body, "entity_id", "created_at") is not { } list)
            {
                return answer.Kind == AnswerKind.AccessDenied
                    ? answer.AsReadReceipt(CaseCodes.DocumentRefused)
                    : new Receipt.Unknown($"The order's shipments could not be read: {answer.Detail}");
            }

            foreach (var record in list.Records)
            {
                if (Carries(record.Raw.Span, intent.Key))
                {
                    return record.Id.Length > 0
                        ? new Receipt.Applied(record.Id)
                        : new Receipt.Unknown("The shop shows the shipment, and does not say by which id.");
                }
            }

            read += list.Records.Count;
            if (list.Records.Count == 0 || read >= list.Total)
            {
                return new Receipt.Deferred("The order has no shipment with this key.");
            }
        }

        return new Receipt.Unknown("The order has more shipments than can be looked through.");
    }

    /// <summary>
    /// The shop tells only its log why a shipment was not saved: the source is unknown, does not hold the SKU, or holds
    /// too little (observed §2). Too little passes as soon as the true quantity is written there, so that waits; the
    /// others do not.
    /// </summary>
    private async ValueTask<Receipt> ExplainAsync(
        IWire wire, DocumentIntent.PostShipment intent, AdobeAnswer answer, CancellationToken cancellationToken)
    {
        var sources = await wiring.SourcesAsync(wire, cancellationToken);
        if (sources.Failure is not null)
        {
            return new Receipt.Deferred(answer.Detail);
        }

        return sources.Sources.Any(source =>
            string.Equals(source.Code, intent.Source.Text, StringComparison.OrdinalIgnoreCase))
            ? new Receipt.Deferred($"Source {intent.Source} holds too little of what is to be shipped: {answer.Detail}")
            {
                Code = ParcelCases.SourceShort,
            }
            : new Receipt.Refused(CaseCodes.SourceUnknown, $"The shop has no source {intent.Source}.");
    }

    /// <summary>One entry per line: of an item named twice the shop takes the last only (observed §1.10).</summary>
    private static Dictionary<string, Quantity> LinesOf(DocumentIntent.PostShipment intent)
    {
        var lines = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var line in intent.Lines)
        {
            if (line.Line is { } id && line.Quantity > Quantity.Zero)
            {
                lines[id] = lines.GetValueOrDefault(id) + line.Quantity;
            }
        }

        return lines;
    }

    private static ReadOnlyMemory<byte> Body(DocumentIntent.PostShipment intent, Dictionary<string, Quantity> lines)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var (line, quantity) in lines)
            {
                json.WriteStartObject();
                WriteId(json, line);
                json.WriteNumber("qty", quantity.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("notify", false);
            json.WriteStartObject("comment");
            json.WriteString("comment", DocumentMark.Of(intent.Key));
            json.WriteNumber("is_visible_on_front", 0);
            json.WriteEndObject();
            json.WriteStartArray("tracks");
            foreach (var parcel in intent.Tracking)
            {
                var carrier = parcel.Carrier ?? "Carrier";
                json.WriteStartObject();
                json.WriteString("track_number", parcel.Number);
                json.WriteString("title", carrier);
                json.WriteString("carrier_code", CarrierCode(carrier));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("arguments");
            json.WriteStartObject("extension_attributes");
            json.WriteString("source_code", intent.Source.Text);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteId(Utf8JsonWriter json, string line)
    {
        if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            json.WriteNumber("order_item_id", id);
        }
        else
        {
            json.WriteString("order_item_id", line);
        }
    }

    /// <summary>The code that the shop knows a carrier by.</summary>
    public static string CarrierCode(string carrier) =>
        Carriers.FirstOrDefault(code => string.Equals(code, carrier, StringComparison.OrdinalIgnoreCase)) ?? "custom";

    private static bool Carries(ReadOnlySpan<byte> shipment, string key)
    {
        try
        {
            var comments = JsonSerializer.Deserialize(shipment, AdobeJson.Default.ShipmentJson)?.Comments ?? [];
            return comments.Any(comment => comment?.Comment?.Trim() == DocumentMark.Of(key));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The new id, a bare text (<c>"24"</c>; observed §4), in quotes or without; null when the body is anything else.</summary>
    internal static string? IdOf(ReadOnlyMemory<byte> body)
    {
        // An answer that lost its closing quote has lost digits, too.
        var text = Encoding.UTF8.GetString(body.Span).Trim();
        var isQuoted = text is ['"', _, .., '"'];
        var id = isQuoted ? text[1..^1] : text;
        return id.Length is > 0 and <= 20 && id.All(char.IsAsciiDigit) ? id : null;
    }
}
