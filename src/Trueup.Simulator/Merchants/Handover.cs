using System.Globalization;
using System.Text.Json;

namespace Trueup.Simulator.Merchants;

/// <summary>What an owner's system makes of an order that it is sent in whatever form the merchant's template gives
/// it.</summary>
/// <param name="Order">The hub's id or the number, as it stands in the request.</param>
/// <param name="Lines">What is to be picked; the place in the owner's code, null where the request names none.</param>
internal sealed record Handover(string Order, IReadOnlyList<(string Sku, decimal Quantity, string? Place)> Lines)
{
    private static readonly string[] QuantityWords =
        ["qty", "quant", "pieces", "units", "amount", "count", "menge", "anzahl", "pcs"];

    /// <summary>Reads an order; null where the request names no order that was placed.</summary>
    /// <param name="texts">Everything outside the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="isOrder">Whether a text names an order that was placed.</param>
    /// <param name="isSku">Whether a text is an article.</param>
    /// <param name="isPlace">Whether a text is a place of this owner's.</param>
    public static Handover? Read(
        IEnumerable<string> texts, ReadOnlyMemory<byte> body, Predicate<string> isOrder, Predicate<string> isSku, Predicate<string> isPlace)
    {
        JsonElement? root = null;
        try
        {
            root = body.IsEmpty ? null : JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            // Another form than JSON: only what stands beside the body can be understood.
        }

        var objects = root is { } read ? Objects(read).ToList() : [];
        var order = texts.Concat(objects.SelectMany(Texts)).FirstOrDefault(text => isOrder(text));
        if (order is null)
        {
            return null;
        }

        var place = objects.SelectMany(Texts).FirstOrDefault(text => isPlace(text));
        var lines = objects
            .Select(line => (
                Sku: Texts(line).FirstOrDefault(text => isSku(text)),
                Quantity: QuantityIn(line),
                Place: Texts(line).FirstOrDefault(text => isPlace(text))))
            .Where(line => line is { Sku: not null, Quantity: > 0 })
            .Select(line => (line.Sku!, line.Quantity!.Value, line.Place ?? place))
            .ToList();
        return new Handover(order, lines);
    }

    private static IEnumerable<JsonElement> Objects(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            yield return element;
        }

        var below = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(member => member.Value),
            JsonValueKind.Array => element.EnumerateArray(),
            _ => [],
        };
        foreach (var inner in below.SelectMany(Objects))
        {
            yield return inner;
        }
    }

    private static IEnumerable<string> Texts(JsonElement row) => row.EnumerateObject()
        .Where(member => member.Value.ValueKind == JsonValueKind.String)
        .Select(member => member.Value.GetString()!);

    private static decimal? QuantityIn(JsonElement row) => row.EnumerateObject()
        .Where(member => QuantityWords.Any(word => member.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .Select(member => NumberIn(member.Value))
        .FirstOrDefault(number => number is not null);

    private static decimal? NumberIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.String when decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
