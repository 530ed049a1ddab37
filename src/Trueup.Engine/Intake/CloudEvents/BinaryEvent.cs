using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>
/// Opens an event whose attributes are <c>ce-</c> headers and whose body is its data, and writes it down as a
/// structured one.
/// </summary>
internal static class BinaryEvent
{
    private const string Prefix = "ce-";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Opens the delivery.</summary>
    /// <param name="media">The media type of the data.</param>
    /// <param name="headers">All headers; those that do not begin with <c>ce-</c> mean nothing here.</param>
    /// <param name="body">The data.</param>
    public static EnvelopeOpening Open(MediaType media, Items<WireHeader> headers, ReadOnlyMemory<byte> body)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in headers)
        {
            if (Collect(header, attributes) is { } why)
            {
                return new EnvelopeOpening.Malformed(0, why);
            }
        }

        return Fault(attributes) is { } fault
            ? new EnvelopeOpening.Malformed(0, fault)
            : Write(attributes, media, body);
    }

    private static string? Collect(WireHeader header, SortedDictionary<string, string> attributes)
    {
        if (!header.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = header.Name[Prefix.Length..].ToLowerInvariant();
        if (name is "datacontenttype")
        {
            // The Content-Type header says it; the specification wants no second voice.
            return null;
        }

        if (name.Length == 0 || name is "data" || !name.All(char.IsAsciiLetterOrDigit))
        {
            return $"The header {header.Name} does not name an attribute: lower-case letters and digits are allowed.";
        }

        if (HeaderText.Decode(header.Value) is not { } value)
        {
            return $"The header {header.Name} is not percent-encoded UTF-8.";
        }

        return attributes.TryAdd(name, value) ? null : $"The header {header.Name} comes twice.";
    }

    private static string? Fault(SortedDictionary<string, string> attributes)
    {
        foreach (var required in (ReadOnlySpan<string>)["id", "source", "specversion", "type"])
        {
            if (attributes.GetValueOrDefault(required, "").Length == 0)
            {
                return $"The event has no {required}.";
            }
        }

        if (attributes["id"].Length > EventAttributes.IdLengthMax)
        {
            return $"The event's id is longer than {EventAttributes.IdLengthMax} characters.";
        }

        return attributes["specversion"] is "1.0" ? null : "The event's specversion is not 1.0.";
    }

    private static EnvelopeOpening Write(
        SortedDictionary<string, string> attributes, MediaType media, ReadOnlyMemory<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        foreach (var (name, value) in attributes)
        {
            writer.WriteString(name, value);
        }

        if (media.Text.Length > 0)
        {
            writer.WriteString("datacontenttype", media.Text);
        }

        if (!WriteData(writer, media, body.Span))
        {
            return new EnvelopeOpening.Malformed(0, "The body is not JSON.");
        }

        writer.WriteEndObject();
        writer.Flush();
        return new EnvelopeOpening.Opened([new RawMessage(attributes["id"], Envelope.Form, buffer.WrittenMemory)]);
    }

    private static bool WriteData(Utf8JsonWriter writer, MediaType media, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return true;
        }

        if (media.IsJson)
        {
            return Utf8.IsValid(body) && WriteJson(writer, body);
        }

        if (media.IsText && Utf8.IsValid(body))
        {
            writer.WriteString("data", body);
        }
        else
        {
            writer.WriteBase64String("data_base64", body);
        }

        return true;
    }

    private static bool WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> body)
    {
        try
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
