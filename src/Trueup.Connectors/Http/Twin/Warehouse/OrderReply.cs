using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>Writes a warehouse's orders into its answers.</summary>
internal static class OrderReply
{
    /// <summary>An order.</summary>
    public static WireReply Order(int status, WarehouseOrder order) =>
        WireReply.Json(status, writer => WriteOrder(writer, order));

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
        if (order.Rejected.Count > 0)
        {
            writer.WriteStartArray("rejected"u8);
            foreach (var line in order.Rejected)
            {
                writer.WriteStartObject();
                writer.WriteString("line"u8, line.Line);
                writer.WriteString("reason"u8, line.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
