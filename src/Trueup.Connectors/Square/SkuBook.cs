using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Matches the variations of Square's catalogue with SKUs. A SKU there is neither needed nor unique (pos.md §3), so
/// every
/// SKU is looked up the other way round, too: one that several variations carry names none of them.
/// </summary>
internal sealed class SkuBook(SquareApi api)
{
    /// <summary>Texts in one query; a careful guess, Square gives no figure for <c>attribute_values</c>.</summary>
    public const int SkusMax = 250;

    private const int PagesMax = 50;

    private static readonly Receipt OtherForm = new Receipt.Deferred("Square's catalogue lists objects without their ids.");

    /// <summary>The SKUs of some variations.</summary>
    public async ValueTask<(SkuPage? Page, Receipt? Failure)> OfVariationsAsync(
        IWire wire, IReadOnlyCollection<string> variations, CancellationToken cancellationToken)
    {
        var skus = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in variations.Distinct(StringComparer.Ordinal).Chunk(1_000))
        {
            // Deleted ones, too: a late sale may be of one.
            var answer = await api.PostAsync(wire, "/v2/catalog/batch-retrieve", SquareJson.Write(writer =>
            {
                writer.WriteTexts("object_ids", some);
                writer.WriteBoolean("include_deleted_objects", value: true);
            }), cancellationToken);
            if (FailureOf(answer) is { } unread)
            {
                return (null, unread);
            }

            foreach (var found in answer.Json.List("objects"))
            {
                if (SkuOf(found) is { } sku)
                {
                    skus[found.Text("id")!] = sku;
                }
            }
        }

        var (bySku, failure) = await OfSkusAsync(
            wire, skus.Values.Distinct(StringComparer.Ordinal).ToList(), cancellationToken);
        if (failure is not null)
        {
            return (null, failure);
        }

        var ambiguous = skus.Where(pair => bySku!.GetValueOrDefault(pair.Value)?.Count > 1).Select(
            static pair => pair.Key);
        return (new SkuPage(skus, new SortedSet<string>(ambiguous, StringComparer.Ordinal)), null);
    }

    /// <summary>The variations that carry each of some SKUs.</summary>
    public async ValueTask<(Dictionary<string, List<string>>? BySku, Receipt? Failure)> OfSkusAsync(
        IWire wire, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var bySku = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var some in skus.Chunk(SkusMax))
        {
            string? cursor = null;
            for (var page = 0; page == 0 || (cursor is not null && page < PagesMax); page++)
            {
                var answer = await api.PostAsync(wire, "/v2/catalog/search", Query(some, cursor), cancellationToken);
                if (FailureOf(answer) is { } unread)
                {
                    return (null, unread);
                }

                foreach (var found in answer.Json.List("objects"))
                {
                    if (SkuOf(found) is { } sku)
                    {
                        (bySku.TryGetValue(sku, out var ids) ? ids : bySku[sku] = []).Add(found.Text("id")!);
                    }
                }

                cursor = answer.Json.Text("cursor");
            }
        }

        return (bySku, null);
    }

    /// <summary>An object without its id is no object that Square has forgotten: its counts would be dropped for good.</summary>
    private static Receipt? FailureOf(SquareAnswer answer) => answer.Failure ??
        (answer.Json.List("objects").Any(static found => found.Text("id") is null) ? OtherForm : null);

    private static ReadOnlyMemory<byte> Query(string[] skus, string? cursor) => SquareJson.Write(writer =>
    {
        writer.WriteTexts("object_types", ["ITEM_VARIATION"]);
        writer.WriteStartObject("query");
        writer.WriteStartObject("set_query");
        writer.WriteString("attribute_name", "sku");
        writer.WriteTexts("attribute_values", skus);
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (cursor is not null)
        {
            writer.WriteString("cursor", cursor);
        }
    });

    /// <summary>The SKU of a variation; null where it has none that the hub could use.</summary>
    public static string? SkuOf(JsonElement found) =>
        found.Member("item_variation_data")?.Text("sku") is { } sku && Sku.TryParse(sku, out _) ? sku : null;
}

/// <summary>The SKUs of some variations.</summary>
/// <param name="Skus">SKU by variation; those without one are absent.</param>
/// <param name="Ambiguous">Variations whose SKU others carry, too.</param>
internal sealed record SkuPage(IReadOnlyDictionary<string, string> Skus, IReadOnlySet<string> Ambiguous)
{
    /// <summary>The SKU of a variation; null where there is none, or it is not the only one with it.</summary>
    public string? Find(string variation) => Ambiguous.Contains(variation) ? null : Skus.GetValueOrDefault(variation);

    /// <summary>Writes them beside what they are for, so that a message can be read by itself, at any later
    /// time.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("skus");
        foreach (var (variation, sku) in Skus)
        {
            writer.WriteString(variation, sku);
        }

        writer.WriteEndObject();
        writer.WriteTexts("ambiguous", Ambiguous);
    }

    /// <summary>Reads them from a message.</summary>
    public static SkuPage Read(JsonElement message) => new(
        message.Member("skus") is { ValueKind: JsonValueKind.Object } skus
            ? skus.EnumerateObject().Where(static pair => pair.Value.ValueKind == JsonValueKind.String)
                .GroupBy(static pair => pair.Name, StringComparer.Ordinal)
                .ToDictionary(
                    static pair => pair.Key, static pair => pair.Last().Value.GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
        message.List("ambiguous").Where(static id => id.ValueKind == JsonValueKind.String)
            .Select(static id => id.GetString()!).ToHashSet(StringComparer.Ordinal));
}
