using System.Text.Json;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// An order as callers send it: <c>{external_id, lines: [{line, sku, qty, warehouse}]}</c>, and whatever else they
/// like.
/// </summary>
internal static class OrderForm
{
    /// <summary>Reads an order.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="books">Which SKUs and warehouses there are.</param>
    /// <returns>External id and lines; or the problems (status 422); or neither when the body is not JSON (status
    /// 400).</returns>
    public static (string? ExternalId, List<WarehouseLine> Lines, List<string> Problems)? Read(
        ReadOnlyMemory<byte> body, StockBooks books)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var lines = new List<WarehouseLine>();
            var problems = new List<string>();
            var externalId = TextOf(document.RootElement, "external_id");
            if (externalId is null)
            {
                problems.Add("external_id is missing");
            }

            if (Member(document.RootElement, "lines") is not { ValueKind: JsonValueKind.Array } list ||
                list.GetArrayLength() == 0)
            {
                problems.Add("lines must hold at least one line");
            }
            else
            {
                lines.AddRange(list.EnumerateArray().Select((line, place) => ReadLine(line, place, books, problems)));
            }

            // One line of an order may be picked in several places, or as several SKUs.
            if (lines.Select(static line => (line.Line, line.Sku, line.Warehouse)).Distinct().Count() < lines.Count)
            {
                problems.Add("two lines are the same");
            }

            return (externalId, lines, problems);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it that is not UTF-8.
            return null;
        }
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
