using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Sets quantities where Square follows: physical counts, which say what is there and not by how much it changed. A
/// count
/// may be neither in the future nor older than a day (pos.md §2), so each is stamped when it is sent.
/// </summary>
internal sealed class Writing(SquareApi api, SkuBook skus, TimeProvider? clock)
{
    /// <summary>Sets up to 100 quantities; one receipt for each, in order.</summary>
    public async ValueTask<Items<Receipt>> SetAsync(
        IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var (bySku, unread) = await skus.OfSkusAsync(
            wire,
            levels.Select(static level => level.Sku.Text).Distinct(StringComparer.Ordinal).ToList(),
            cancellationToken);
        if (unread is not null)
        {
            // Nothing was written yet.
            var receipt = unread is Receipt.Unknown unknown ? new Receipt.Deferred(unknown.Detail) : unread;
            return levels.Select(_ => receipt).ToItems();
        }

        var receipts = levels.Select(Receipt? (level) => Unwritable(level, bySku!)).ToArray();
        var counted = Enumerable.Range(0, levels.Count).Where(place => receipts[place] is null).ToList();
        if (counted.Count > 0)
        {
            var at = (clock ?? throw new InvalidOperationException("Writing needs a clock.")).GetUtcNow();
            var body = Body(counted.Select(place => (levels[place], bySku![levels[place].Sku.Text][0])).ToList(), at);
            var answer = await api.PostAsync(wire, "/v2/inventory/changes/batch-create", body, cancellationToken);
            foreach (var place in counted)
            {
                receipts[place] = answer.Failure ?? new Receipt.Applied();
            }
        }

        return receipts.Select(static receipt => receipt!).ToItems();
    }

    private static Receipt.Refused? Unwritable(SetLevel level, Dictionary<string, List<string>> bySku) =>
        bySku.GetValueOrDefault(level.Sku.Text)?.Count switch
        {
            1 => null,
            null => new Receipt.Refused(
                CaseCodes.SkuUnknown, $"Square's catalogue has no variation with SKU {level.Sku}."),
            var many => new Receipt.Refused(
                PosCases.SkuAmbiguous, $"{many} variations of Square's catalogue carry SKU {level.Sku}."),
        };

    private static ReadOnlyMemory<byte> Body(List<(SetLevel Level, string Variation)> counted, DateTimeOffset at)
    {
        void Changes(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("changes");
            foreach (var (level, variation) in counted)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "PHYSICAL_COUNT");
                writer.WriteStartObject("physical_count");
                writer.WriteString("catalog_object_id", variation);
                writer.WriteString("state", "IN_STOCK");
                writer.WriteString("location_id", level.Source.Text);
                writer.WriteString("quantity", level.Quantity.ToString());
                writer.WriteString("occurred_at", SquareJson.Text(at));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteBoolean("ignore_unchanged_counts", value: true);
        }

        // The same counts of the same moment are the same request; a later one is a new request, with the same end.
        var key = $"trueup-{StableHash.Of(SquareJson.Write(Changes).Span):x32}";
        return SquareJson.Write(writer =>
        {
            writer.WriteString("idempotency_key", key);
            Changes(writer);
        });
    }
}
