using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin;

/// <summary>
/// Events on their way out: CloudEvents 1.0 in JSON, alone, in batches or in lines, depending on how many there are.
/// </summary>
/// <param name="source">The system's name, at the beginning of every id.</param>
/// <param name="target">Where events are pushed to, relative to the subscriber.</param>
/// <param name="proof">How they prove where they come from.</param>
internal sealed class PushQueue(string source, string target, PushProof proof)
{
    /// <summary>The most events of one batch; more go in lines.</summary>
    private const int BatchMax = 100;

    /// <summary>The most bytes of one delivery, well below the 8 MiB that subscribers take (CONTRACT §3).</summary>
    private const int DeliveryBytesMax = 4 * 1024 * 1024;

    private readonly List<byte[]> _events = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _eventSequence;
    private long _deliverySequence;

    /// <summary>Queues an event.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="now">When it happened.</param>
    /// <param name="writeData">Writes the members of its data.</param>
    public void Add(string type, DateTimeOffset now, Action<Utf8JsonWriter> writeData)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"{source}-{++_eventSequence}"));
        writer.WriteString("source"u8, $"/{source}");
        writer.WriteString("type"u8, type);
        writer.WriteString("time"u8, now);
        writer.WriteString("datacontenttype"u8, "application/json"u8);
        writer.WriteStartObject("data"u8);
        writeData(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        _events.Add(_buffer.WrittenSpan.ToArray());
    }

    /// <summary>Takes everything queued, oldest first.</summary>
    public Items<WireRequest> Take(DateTimeOffset now)
    {
        var deliveries = new List<WireRequest>();
        if (_events.Count == 1)
        {
            deliveries.Add(Deliver("application/cloudevents+json", _events[0], now));
        }
        else if (_events.Count is > 1 and <= BatchMax)
        {
            deliveries.Add(Deliver("application/cloudevents-batch+json", Join(_events, "["u8, ","u8, "]"u8), now));
        }
        else
        {
            deliveries.AddRange(
                Chunks().Select(chunk => Deliver("application/x-ndjson", Join(chunk, [], "\n"u8, "\n"u8), now)));
        }

        _events.Clear();
        return deliveries.ToItems();
    }

    /// <summary>A delivery again, under its old id but proved afresh: signatures grow old.</summary>
    public WireRequest Again(WireRequest delivery, DateTimeOffset now) =>
        delivery with { Headers = Prove(delivery.Header("webhook-id") ?? "", delivery.Body.Span, now) };

    private List<List<byte[]>> Chunks()
    {
        var chunks = new List<List<byte[]>>();
        var bytes = DeliveryBytesMax;
        foreach (var one in _events)
        {
            if (bytes + one.Length >= DeliveryBytesMax)
            {
                chunks.Add([]);
                bytes = 0;
            }

            chunks[^1].Add(one);
            bytes += one.Length + 1;
        }

        return chunks;
    }

    private WireRequest Deliver(string contentType, byte[] body, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{source}-delivery-{++_deliverySequence}");
        return new WireRequest("POST", target, Prove(id, body, now), body, contentType);
    }

    private Items<WireHeader> Prove(string id, ReadOnlySpan<byte> body, DateTimeOffset now) => proof switch
    {
        PushProof.Bearer bearer => [new WireHeader("Authorization", $"Bearer {bearer.Token}")],
        PushProof.Signature signature => Sign(signature.Secret, id, body, now),
        _ => [],
    };

    // Standard Webhooks: message-ingress.md §6.
    private static Items<WireHeader> Sign(string secret, string id, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = secret.StartsWith("whsec_", StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[6..])
            : Encoding.UTF8.GetBytes(secret);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return
        [
            new("webhook-id", id),
            new("webhook-timestamp", timestamp),
            new("webhook-signature", $"v1,{signature}"),
        ];
    }

    private static byte[] Join(
        List<byte[]> events, ReadOnlySpan<byte> before, ReadOnlySpan<byte> between, ReadOnlySpan<byte> after)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write(before);
        for (var place = 0; place < events.Count; place++)
        {
            body.Write(place == 0 ? [] : between);
            body.Write(events[place]);
        }

        body.Write(after);
        return body.WrittenSpan.ToArray();
    }
}
