using System.Text.Json;
using System.Text.Unicode;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>
/// Cuts structured, batch and newline-delimited deliveries into events: each message is a slice of the delivery's
/// bytes.
/// </summary>
internal static class StructuredEvents
{
    /// <summary>Opens a delivery of exactly one event.</summary>
    public static EnvelopeOpening OpenSingle(ReadOnlyMemory<byte> body) => Open(body, static (body, messages) =>
    {
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        var why = Take(ref reader, body, messages);
        if (why is null)
        {
            // Throws where anything but white space follows.
            reader.Read();
        }

        return why;
    });

    /// <summary>Opens a JSON array of events; an empty array is a delivery of nothing.</summary>
    public static EnvelopeOpening OpenBatch(ReadOnlyMemory<byte> body) => Open(body, static (body, messages) =>
    {
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return "A batch is a JSON array of events.";
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Take(ref reader, body, messages) is { } why)
            {
                return why;
            }
        }

        reader.Read();
        return null;
    });

    /// <summary>Opens one event a line; blank lines mean nothing.</summary>
    public static EnvelopeOpening OpenLines(ReadOnlyMemory<byte> body) => Open(body, static (body, messages) =>
    {
        var rest = body;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }

            var reader = new Utf8JsonReader(line.Span);
            reader.Read();
            if (Take(ref reader, line, messages) is { } why)
            {
                return why;
            }

            reader.Read();
        }

        return null;
    });

    private static EnvelopeOpening Open(
        ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, List<RawMessage>, string?> cut)
    {
        if (!Utf8.IsValid(body.Span))
        {
            // Kept under its id it would pass for the whole one that comes after it.
            return new EnvelopeOpening.Malformed(0, "The body is not UTF-8.");
        }

        var messages = new List<RawMessage>();
        try
        {
            var why = cut(body, messages);
            return why is null
                ? new EnvelopeOpening.Opened(messages.ToItems())
                : new EnvelopeOpening.Malformed(messages.Count, why);
        }
        catch (JsonException fault)
        {
            return new EnvelopeOpening.Malformed(
                messages.Count, $"Not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
    }

    /// <summary>Takes the event that the reader stands on; what is wrong with it, or null.</summary>
    private static string? Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<RawMessage> messages)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "An event is a JSON object.";
        }

        var start = checked((int)reader.TokenStartIndex);
        var attributes = default(EventAttributes);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (attributes.Read(ref reader) is { } why)
            {
                return why;
            }
        }

        var missing = attributes.Missing();
        if (missing is null)
        {
            var slice = body[start..checked((int)reader.BytesConsumed)];
            messages.Add(new RawMessage(attributes.Id!, Envelope.Form, slice));
        }

        return missing;
    }
}
