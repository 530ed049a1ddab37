using System.Text.Json;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>What a warehouse tells its subscriber, in the neutral dialect of CONTRACT §3.</summary>
internal sealed class WarehouseEvents(PushQueue queue, WarehouseRules rules)
{
    /// <summary>The quantity of a record is now this.</summary>
    public void Level(StockRecord record, DateTimeOffset now) => queue.Add("trueup.stock.level.v1", now, data =>
    {
        data.WriteString("sku"u8, record.Sku);
        data.WriteString("location"u8, record.Warehouse);
        data.WriteNumber("quantity"u8, record.Reported(rules.Basis));
        data.WriteString("state"u8, rules.WordOf(record.Status));
        data.WriteNumber("version"u8, record.Version);
        data.WriteString("as_of"u8, now);
    });

    /// <summary>An order came so far.</summary>
    public void Status(WarehouseOrder order, DateTimeOffset now) => queue.Add("trueup.order.status.v1", now, data =>
    {
        data.WriteString("order"u8, order.ExternalId);
        data.WriteString("status"u8, order.Status);
        data.WriteStartArray("lines"u8);
        foreach (var line in order.Lines.Where(line => order.Stage is OrderStage.Accepted or OrderStage.OnHold ||
            line.Allocated > 0m))
        {
            data.WriteStartObject();
            WriteLine(data, line.Line, line.Sku, order.Stage is OrderStage.Accepted or OrderStage.OnHold
                ? line.Remaining
                : line.Allocated);
            data.WriteString("location"u8, line.Warehouse);
            data.WriteEndObject();
        }

        data.WriteEndArray();
        data.WriteString("at"u8, now);
    });

    /// <summary>Goods left.</summary>
    public void Dispatched(DispatchNote note) => queue.Add("trueup.shipment.dispatched.v1", note.At, data =>
    {
        data.WriteString("order"u8, note.ExternalId);
        data.WriteString("shipment"u8, note.Shipment);
        data.WriteString("at"u8, note.At);
        data.WriteString("location"u8, note.Warehouse);
        data.WriteString("carrier"u8, "DPD"u8);
        data.WriteStartArray("tracking"u8);
        foreach (var number in note.Tracking)
        {
            data.WriteStartObject();
            data.WriteString("number"u8, number);
            data.WriteString("url"u8, $"https://track.example/{number}");
            data.WriteEndObject();
        }

        data.WriteEndArray();
        WriteLines(data, note.Lines);
    });

    /// <summary>The warehouse cancelled what was open of an order.</summary>
    public void Cancelled(
        string order, Items<CancelledLine> lines, bool restock, string reason, DateTimeOffset now) =>
        queue.Add("trueup.order.cancelled.v1", now, data =>
        {
            data.WriteString("order"u8, order);
            data.WriteStartArray("lines"u8);
            foreach (var line in lines)
            {
                data.WriteStartObject();
                WriteLine(data, line.Line, line.Sku, line.Quantity);
                if (rules.NamesPlaces)
                {
                    data.WriteString("location"u8, line.Warehouse);
                }

                data.WriteEndObject();
            }

            data.WriteEndArray();
            data.WriteBoolean("restock"u8, restock);
            data.WriteString("reason"u8, reason);
            data.WriteString("at"u8, now);
        });

    /// <summary>Returned goods came in.</summary>
    public void Returned(WarehouseReturn arrival, DateTimeOffset now) =>
        queue.Add("trueup.return.received.v1", now, data =>
    {
        WriteReturn(data, arrival, now);
        WriteLines(data, arrival.Lines);
    });

    /// <summary>Returned goods were inspected.</summary>
    public void Inspected(WarehouseReturn arrival, bool passed, DateTimeOffset now) =>
        queue.Add("trueup.return.inspected.v1", now, data =>
        {
            WriteReturn(data, arrival, now);
            data.WriteStartArray("lines"u8);
            foreach (var line in arrival.Lines)
            {
                data.WriteStartObject();
                WriteLine(data, line.Line, line.Sku, line.Quantity);
                data.WriteString("disposition"u8, passed ? "restock"u8 : "damaged"u8);
                data.WriteEndObject();
            }

            data.WriteEndArray();
        });

    private static void WriteReturn(Utf8JsonWriter data, WarehouseReturn arrival, DateTimeOffset now)
    {
        data.WriteString("order"u8, arrival.ExternalId);
        data.WriteString("rma"u8, arrival.Rma);
        data.WriteString("at"u8, now);
        data.WriteString("location"u8, arrival.Warehouse);
    }

    private static void WriteLines(Utf8JsonWriter data, Items<DispatchedLine> lines)
    {
        data.WriteStartArray("lines"u8);
        foreach (var line in lines)
        {
            data.WriteStartObject();
            WriteLine(data, line.Line, line.Sku, line.Quantity);
            data.WriteEndObject();
        }

        data.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter data, string line, string sku, decimal quantity)
    {
        data.WriteString("line"u8, line);
        data.WriteString("sku"u8, sku);
        data.WriteNumber("quantity"u8, quantity);
    }
}

/// <summary>A return, at one warehouse.</summary>
internal sealed record WarehouseReturn(string Rma, string ExternalId, string Warehouse, Items<DispatchedLine> Lines);

/// <summary>What one warehouse gives up of a line.</summary>
internal sealed record CancelledLine(string Line, string Sku, decimal Quantity, string Warehouse);
