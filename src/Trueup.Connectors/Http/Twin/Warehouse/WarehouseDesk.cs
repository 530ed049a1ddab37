using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// A warehouse's order desk: takes orders in, in whole or in part, takes them back, corrects them, and deals with
/// what the floor cannot do as it was told.
/// </summary>
internal sealed class WarehouseDesk(
    WarehouseRules rules, StockBooks books, WarehouseOrders orders, WarehouseFloor floor, WarehouseEvents events)
{
    /// <summary>Takes an order in.</summary>
    public WireReply Create(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (OrderForm.Read(body, books, rules.LinesMax) is not { } form)
        {
            return TwinReply.Refusal(400, "The body is not JSON.");
        }

        var isPart = rules.TakesPartly && form.Lines.Count > 0;
        var problems = isPart ? form.Problems : [.. form.Problems, .. form.Rejected.Select(static line => line.Reason)];
        if (problems.Count > 0)
        {
            return TwinReply.Refusal(422, string.Join("; ", problems));
        }

        if (!rules.TakesDuplicates && orders.Of(form.ExternalId!) is [var existing, ..])
        {
            return OrderReply.Order(409, existing);
        }

        var order = orders.Add(form.ExternalId!, form.Lines, form.Rejected, form.DeliverTo);
        floor.Accept(order, now);
        return OrderReply.Order(201, order);
    }

    /// <summary>Takes an order back: what is open of it, or the parts that the body names.</summary>
    public WireReply Cancel(string id, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (orders.Find(id) is not { } order)
        {
            return TwinReply.Refusal(404, "There is no such order.");
        }

        if (order.Stage == OrderStage.Dispatched)
        {
            return TwinReply.Refusal(409, "Everything has left already.");
        }

        if (rules.LocksPacked && order.Stage == OrderStage.Packed)
        {
            return TwinReply.Refusal(409, "The order is packed already.");
        }

        if (LinesOf(body, out var isJson) is { Count: > 0 } parts)
        {
            return CancelParts(order, parts, now);
        }

        if (!isJson)
        {
            return TwinReply.Refusal(400, "The body is not JSON.");
        }

        if (order.Stage != OrderStage.Cancelled)
        {
            floor.Release(order, restock: true, now);
        }

        return OrderReply.Order(200, order);
    }

    /// <summary>Corrects where an order goes.</summary>
    public WireReply Amend(string id, ReadOnlyMemory<byte> body)
    {
        if (orders.Find(id) is not { } order)
        {
            return TwinReply.Refusal(404, "There is no such order.");
        }

        if (order.Stage is OrderStage.Dispatched or OrderStage.Cancelled ||
            (rules.LocksPacked && order.Stage == OrderStage.Packed))
        {
            return TwinReply.Refusal(409, $"The order is {order.Status} already.");
        }

        if (Read(body, static root =>
            root.TryGetProperty("deliver_to", out var to) ? to.GetRawText() : null) is not { } to)
        {
            return TwinReply.Refusal(422, "deliver_to is missing");
        }

        order.DeliverTo = to;
        return OrderReply.Order(200, order);
    }

    /// <summary>Notes that a return will come.</summary>
    public WireReply Announce(ReadOnlyMemory<byte> body)
    {
        var rma = Read(body, static root => Text(root, "rma"));
        var externalId = Read(body, static root => Text(root, "external_id"));
        var lines = LinesOf(body, out var isJson);
        if (!isJson || rma is null || externalId is null)
        {
            return TwinReply.Refusal(isJson ? 422 : 400, "rma and external_id must be there");
        }

        if (orders.FindReturn(rma) is { } known)
        {
            var isSame = known.Lines.Select(static line => (line.Line, line.Sku, line.Quantity)).SequenceEqual(lines);
            return isSame ? Return(200, known) : TwinReply.Refusal(422, $"rma {rma} is another return already");
        }

        if (orders.Of(externalId) is not [var order, ..])
        {
            return TwinReply.Refusal(422, $"external_id '{externalId}' is no order of ours");
        }

        return Wrong(order, lines) ?? Return(201, orders.Announce(rma, order, Lines(lines)));
    }

    /// <summary>Notes what a return is of now: all of it, so that saying it twice changes nothing.</summary>
    public WireReply Widen(string id, ReadOnlyMemory<byte> body)
    {
        if (orders.FindReturnById(id) is not { } known)
        {
            return TwinReply.Refusal(404, "There is no such return.");
        }

        var lines = LinesOf(body, out var isJson);
        return isJson ? Wrong(known.Order, lines) ?? Return(200, orders.Widen(known, Lines(lines))) : TwinReply.Refusal(400, "The body is not JSON.");
    }

    private static WireReply? Wrong(WarehouseOrder order, List<(string Line, string Sku, decimal Quantity)> lines)
    {
        var wrong = lines.Find(line => line.Quantity <= 0m ||
            line.Quantity > order.Lines.Where(one => Means(line, one)).Sum(static one => one.Dispatched));
        return lines.Count == 0 || wrong != default
            ? TwinReply.Refusal(422, $"lines: {wrong.Line} {wrong.Sku} was not dispatched that often")
            : null;
    }

    private static List<DispatchedLine> Lines(List<(string Line, string Sku, decimal Quantity)> lines) =>
        lines.ConvertAll(static line => new DispatchedLine(line.Line, line.Sku, line.Quantity));

    /// <summary>The return with a number, in a list.</summary>
    public WireReply Announced(string? rma) => rma is null
        ? TwinReply.Refusal(400, "rma is needed.")
        : WireReply.Json(200, writer =>
        {
            writer.WriteStartArray("items"u8);
            if (orders.FindReturn(rma) is { } known)
            {
                writer.WriteStartObject();
                WriteReturn(writer, known);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    /// <summary>Fewer are on the shelf than the book says.</summary>
    public int ShortPick(WarehouseStep.ShortPick step, DateTimeOffset now)
    {
        foreach (var order in orders.Of(step.ExternalId))
        {
            var line = order.Lines.FirstOrDefault(line => line.Allocated > 0m &&
                string.Equals(line.Line, step.Line, StringComparison.Ordinal));
            if (line is null || step.Missing <= 0m || step.Missing > line.Allocated)
            {
                continue;
            }

            floor.Lose(line, step.Missing, now);
            line.Cancelled += step.Cancels ? step.Missing : 0m;
            if (order.Lines.All(static one => one.Remaining == 0m))
            {
                order.Stage = Ended(order);
            }
            else if (order.Lines.All(static one => one.Allocated == 0m))
            {
                // What is on the trolley goes on; the rest joins the queue when that has left.
                floor.Requeue(order, now);
            }

            if (step.Cancels)
            {
                events.Cancelled(
                    order.ExternalId,
                    [new CancelledLine(line.Line, line.Sku, step.Missing, line.Warehouse)],
                    restock: false,
                    "not to be found",
                    now);
            }

            return 1;
        }

        return 0;
    }

    /// <summary>Another warehouse serves a part of a line.</summary>
    public int Reroute(WarehouseStep.Reroute step, DateTimeOffset now)
    {
        foreach (var order in orders.Of(step.ExternalId))
        {
            var line = order.Lines.FirstOrDefault(line => line.Remaining >= step.Quantity &&
                !string.Equals(line.Warehouse, step.ToWarehouse, StringComparison.Ordinal) &&
                string.Equals(line.Line, step.Line, StringComparison.Ordinal));
            if (line is null || step.Quantity <= 0m || order.Stage is not (OrderStage.Accepted or OrderStage.OnHold))
            {
                continue;
            }

            order.Split(line, step.ToWarehouse, step.Quantity);
            events.Status(order, now);
            return 1;
        }

        return 0;
    }

    private WireReply CancelParts(
        WarehouseOrder order, List<(string Line, string Sku, decimal Quantity)> parts, DateTimeOffset now)
    {
        foreach (var part in parts)
        {
            var open = order.Lines.Where(line => Means(part, line)).Sum(static line => line.Remaining);
            if (part.Quantity <= 0m || part.Quantity > open)
            {
                return TwinReply.Refusal(
                    409, string.Create(
                        CultureInfo.InvariantCulture, $"{part.Line} {part.Sku}: {open} are open, not {part.Quantity}"));
            }
        }

        foreach (var part in parts)
        {
            var left = part.Quantity;
            foreach (var line in order.Lines.Where(line => Means(part, line)))
            {
                var taken = Math.Min(left, line.Remaining);
                floor.Release(line, taken, restock: true, now);
                left -= taken;
            }
        }

        order.Stage = order.Lines.All(static line => line.Remaining == 0m) ? Ended(order) : order.Stage;
        return OrderReply.Order(200, order);
    }

    private static OrderStage Ended(WarehouseOrder order) =>
        order.Lines.Any(static line => line.Dispatched > 0m) ? OrderStage.Dispatched : OrderStage.Cancelled;

    private static bool Means((string Line, string Sku, decimal Quantity) part, WarehouseLine line) =>
        string.Equals(part.Line, line.Line, StringComparison.Ordinal) &&
        (part.Sku.Length == 0 || string.Equals(part.Sku, line.Sku, StringComparison.Ordinal));

    private static WireReply Return(int status, AnnouncedReturn known) =>
        WireReply.Json(status, writer => WriteReturn(writer, known));

    private static void WriteReturn(Utf8JsonWriter writer, AnnouncedReturn known)
    {
        writer.WriteString("id"u8, known.Id);
        writer.WriteString("rma"u8, known.Rma);
        writer.WriteString("order"u8, known.Order.Id);
    }

    private static List<(string Line, string Sku, decimal Quantity)> LinesOf(ReadOnlyMemory<byte> body, out bool isJson)
    {
        if (body.IsEmpty)
        {
            isJson = true;
            return [];
        }

        var lines = Read(body, static root =>
            root.TryGetProperty("lines", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(static line => (
                    Text(line, "line") ?? "",
                    Text(line, "sku") ?? "",
                    line.TryGetProperty("qty", out var quantity) && quantity.ValueKind == JsonValueKind.Number &&
                        quantity.TryGetDecimal(out var value) ? value : 0m)).ToList()
                : []);
        isJson = lines is not null;
        return lines ?? [];
    }

    private static T? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> take)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? take(document.RootElement) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a member that is no object.
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String &&
            value.GetString() is { Length: > 0 and <= 200 } text
            ? text
            : null;
}
