using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>Writes a warehouse's answers.</summary>
internal static class WarehouseReply
{
    private static readonly WireHeader Json = new("Content-Type", "application/json");

    /// <summary>An answer in JSON.</summary>
    public static WireReply Of(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return new WireReply(status, buffer.WrittenMemory, [Json]);
    }

    /// <summary>A refusal with its reason.</summary>
    public static WireReply Refusal(int status, string message) =>
        Of(status, writer => writer.WriteString("message"u8, message));

    /// <summary>"Not now."</summary>
    public static WireReply Later(int status, string message, TimeSpan wait)
    {
        var reply = Refusal(status, message);
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return reply with { Headers = reply.Headers.Add(new WireHeader("Retry-After", seconds)) };
    }

    /// <summary>An order.</summary>
    public static WireReply Order(int status, WarehouseOrder order) => Of(status, writer => WriteOrder(writer, order));

    /// <summary>The members of an order.</summary>
    public static void WriteOrder(Utf8JsonWriter writer, WarehouseOrder order)
    {
        writer.WriteString("id"u8, order.Id);
        writer.WriteString("external_id"u8, order.ExternalId);
        writer.WriteString("status"u8, order.Status);
        writer.WriteStartArray("lines"u8);
        foreach (var line in order.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("line"u8, line.Line);
            writer.WriteString("sku"u8, line.Sku);
            writer.WriteString("warehouse"u8, line.Warehouse);
            writer.WriteNumber("qty"u8, line.Ordered);
            writer.WriteNumber("dispatched"u8, line.Dispatched);
            writer.WriteNumber("cancelled"u8, line.Cancelled);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
