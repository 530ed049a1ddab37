using System.Globalization;
using System.Text.Json;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square.Twin;

/// <summary>An order as the tills rang it up.</summary>
internal sealed record TwinOrder(
    string Id, string Location, Items<TillSaleLine> Lines, DateTimeOffset At, DateTimeOffset UploadedAt)
{
    /// <summary>When it was begun.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How it ended: <c>COMPLETED</c> or <c>CANCELED</c>.</summary>
    public string State { get; init; } = "COMPLETED";
}

/// <summary>An account's tills and their orders. A completed order moves the stock of its variations by
/// itself.</summary>
internal sealed class TwinTills(TwinInventory inventory, string currency)
{
    private readonly List<TwinOrder> _orders = [];

    /// <summary>All orders, as they were uploaded.</summary>
    public IReadOnlyList<TwinOrder> All => _orders;

    public string GiveUp(string location, Items<TillSaleLine> lines, DateTimeOffset at)
    {
        var id = NextId();
        _orders.Add(new TwinOrder(id, location, lines, at, at) { OpenedAt = at, State = "CANCELED" });
        return id;
    }

    public string Ring(
        string location, Items<TillSaleLine> lines, DateTimeOffset at, DateTimeOffset now, DateTimeOffset openedAt)
    {
        var id = NextId();
        _orders.Add(new TwinOrder(id, location, lines, at, now) { OpenedAt = openedAt });
        foreach (var line in lines)
        {
            if (line.Variation is { } variation)
            {
                // What comes back with its receipt goes back on the shelf; without one it is an unlinked return.
                inventory.Adjust(variation, location, "IN_STOCK", -line.Quantity, at, now);
            }
        }

        return id;
    }

    /// <summary>Writes an order as Square shows it.</summary>
    public void Write(Utf8JsonWriter writer, TwinOrder order)
    {
        var sold = order.Lines.Select(static (line, place) => (Line: line, Place: place)).ToList();
        var tax = order.Lines.Sum(static line => line.Quantity * line.Tax);
        var total = order.Lines.Sum(static line => line.Quantity * line.Price);
        writer.WriteStartObject();
        writer.WriteString("id", order.Id);
        writer.WriteString("location_id", order.Location);
        writer.WriteString("state", order.State);
        writer.WriteString("created_at", SquareReply.Text(order.OpenedAt));
        writer.WriteString("updated_at", SquareReply.Text(order.UploadedAt));
        writer.WriteString("closed_at", SquareReply.Text(order.At));
        WriteLines(writer, "line_items", sold.Where(static one => one.Line.Quantity > 0), sign: 1);
        WriteReturns(writer, sold.Where(static one => one.Line.Quantity < 0).ToList());
        writer.WriteStartArray("taxes");
        writer.WriteStartObject();
        writer.WriteString("uid", "vat");
        writer.WriteString("catalog_object_id", "TAX20");
        writer.WriteString("type", "INCLUSIVE");
        writer.WriteString("percentage", "20");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("net_amounts");
        WriteMoney(writer, "total_money", total);
        WriteMoney(writer, "tax_money", tax);
        writer.WriteEndObject();
        WriteMoney(
            writer,
            "total_money",
            order.Lines.Where(static line => line.Quantity > 0).Sum(static line => line.Quantity * line.Price));
        WritePayments(writer, order, order.State == "COMPLETED" ? total : 0);
        writer.WriteEndObject();
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"ORDER{_orders.Count + 1:D8}");

    private void WritePayments(Utf8JsonWriter writer, TwinOrder order, long total)
    {
        writer.WriteStartArray("tenders");
        if (total > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("id", order.Id + "-T");
            writer.WriteString("type", "CARD");
            WriteMoney(writer, "amount_money", total);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("refunds");
        if (total < 0)
        {
            writer.WriteStartObject();
            writer.WriteString("id", order.Id + "-R");
            writer.WriteString("location_id", order.Location);
            writer.WriteString("reason", "return");
            writer.WriteString("status", "APPROVED");
            WriteMoney(writer, "amount_money", -total);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteReturns(Utf8JsonWriter writer, List<(TillSaleLine Line, int Place)> returned)
    {
        writer.WriteStartArray("returns");
        foreach (var group in returned.GroupBy(static one => one.Line.SoldIn ?? "", StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            if (group.Key.Length > 0)
            {
                writer.WriteString("source_order_id", group.Key);
            }

            WriteLines(writer, "return_line_items", group, sign: -1);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteLines(
        Utf8JsonWriter writer, string name, IEnumerable<(TillSaleLine Line, int Place)> lines, int sign)
    {
        writer.WriteStartArray(name);
        foreach (var (line, place) in lines)
        {
            var pieces = sign * line.Quantity;
            writer.WriteStartObject();
            writer.WriteString("uid", string.Create(CultureInfo.InvariantCulture, $"L{place + 1}"));
            writer.WriteString("quantity", pieces.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("item_type", line.Variation is null ? "CUSTOM_AMOUNT" : "ITEM");
            if (line.Variation is { } variation)
            {
                writer.WriteString("catalog_object_id", variation);
            }

            if (line.SoldAs is { } source)
            {
                writer.WriteString("source_line_item_uid", source);
            }

            writer.WriteStartArray("applied_taxes");
            if (line.Tax != 0)
            {
                writer.WriteStartObject();
                writer.WriteString("tax_uid", "vat");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteMoney(writer, "base_price_money", line.Price);
            WriteMoney(writer, "total_tax_money", pieces * line.Tax);
            WriteMoney(writer, "total_discount_money", 0);
            WriteMoney(writer, "total_money", pieces * line.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteMoney(Utf8JsonWriter writer, string name, long minor)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("amount", minor);
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }
}
