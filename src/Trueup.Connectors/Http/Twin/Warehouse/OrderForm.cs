using System.Text.Json;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// An order as callers send it: <c>{external_id, lines: [{line, sku, qty, warehouse}]}</c>, and whatever else they
/// like.
/// </summary>
/// <param name="ExternalId">The caller's id of the order; null where it is missing.</param>
/// <param name="DeliverTo">Where the goods go, in JSON; null when nobody said.</param>
/// <param name="Lines">The lines that make sense.</param>
/// <param name="Rejected">The lines that do not.</param>
/// <param name="Problems">What is wrong with the order as a whole.</param>
internal sealed record OrderForm(
    string? ExternalId,
    string? DeliverTo,
    List<WarehouseLine> Lines,
    List<RejectedLine> Rejected,
    List<string> Problems)
{
    /// <summary>Reads an order.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="books">Which SKUs and warehouses there are.</param>
    /// <param name="linesMax">The most lines.</param>
    /// <returns>External id and lines; or the problems (status 422); or neither when the body is not JSON (status
    /// 400).</returns>
    public static OrderForm? Read(ReadOnlyMemory<byte> body, StockBooks books, int linesMax)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var problems = new List<string>();
            var externalId = TextOf(document.RootElement, "external_id");
            if (externalId is null)
            {
                problems.Add("external_id is missing");
            }

            var (lines, rejected) = ReadLines(document.RootElement, books, linesMax, problems);
            return new OrderForm(
                externalId, Member(document.RootElement, "deliver_to")?.GetRawText(), lines, rejected, problems);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it that is not UTF-8.
            return null;
        }
    }

    private static (List<WarehouseLine> Lines, List<RejectedLine> Rejected) ReadLines(
        JsonElement order, StockBooks books, int linesMax, List<string> problems)
    {
        var lines = new List<WarehouseLine>();
        var rejected = new List<RejectedLine>();
        if (Member(order, "lines") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            problems.Add("lines must hold at least one line");
            return (lines, rejected);
        }

        if (list.GetArrayLength() > linesMax)
        {
            problems.Add($"lines may be {linesMax} at most");
            return (lines, rejected);
        }

        foreach (var (element, place) in list.EnumerateArray().Select(static (line, place) => (line, place)))
        {
            var wrong = new List<string>();
            var line = ReadLine(element, place, books, wrong);
            if (wrong.Count == 0)
            {
                lines.Add(line);
            }
            else
            {
                rejected.Add(new RejectedLine(line.Line, string.Join("; ", wrong)));
            }
        }

        // One line of an order may be picked in several places, or as several SKUs.
        if (lines.Select(static line => (line.Line, line.Sku, line.Warehouse)).Distinct().Count() < lines.Count)
        {
            problems.Add("two lines are the same");
        }

        return (lines, rejected);
    }

    private static WarehouseLine ReadLine(JsonElement line, int place, StockBooks books, List<string> problems)
    {
        var number = TextOf(line, "line");
        var sku = TextOf(line, "sku");
        var warehouse = TextOf(line, "warehouse");
        var quantity = DecimalOf(line, "qty") ?? 0m;
        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add($"lines[{place}].{problem}");
            }
        }

        Check(number is not null, "line is missing");
        Check(sku is not null && books.KnowsSku(sku), "sku is unknown");
        Check(warehouse is not null && books.KnowsWarehouse(warehouse), "warehouse is unknown");
        Check(quantity is > 0m and <= 1_000_000m, "qty must be a number above 0");
        return new WarehouseLine(number ?? "", sku ?? "", warehouse ?? "", quantity);
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static decimal? DecimalOf(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value)
            ? value
            : null;

    private static string? TextOf(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text &&
            text.GetString() is { Length: > 0 and <= 200 } value
            ? value
            : null;
}
