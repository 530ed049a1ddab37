using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Reads the counts that Square holds now.</summary>
internal sealed class Observing(SquareApi api, SkuBook skus)
{
    /// <summary>Reads a page of counts: of everything, or of some SKUs.</summary>
    public async ValueTask<ObserveOutcome> RowsAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        List<string> variations = [];
        var (place, cursor) = Parse(ask.Page);
        if (!ask.Skus.IsEmpty)
        {
            var some = ask.Skus.Skip(place).Take(SkuBook.SkusMax).Select(static sku => sku.Text).ToList();
            var (bySku, lost) = await skus.OfSkusAsync(wire, some, cancellationToken);
            if (lost is not null)
            {
                return new ObserveOutcome.Failed(lost);
            }

            variations = bySku!.Values.Where(static ids => ids.Count == 1).Select(static ids => ids[0]).ToList();
            if (variations.Count == 0)
            {
                return new ObserveOutcome.Page([], Next(ask, place, cursor: null));
            }
        }

        var answer = await api.PostAsync(wire, "/v2/inventory/counts/batch-retrieve", SquareJson.Write(writer =>
        {
            writer.WriteNumber("limit", SkuBook.SkusMax);
            if (variations.Count > 0)
            {
                writer.WriteTexts("catalog_object_ids", variations);
            }

            if (cursor is not null)
            {
                writer.WriteString("cursor", cursor);
            }
        }), cancellationToken);
        if (answer.Failure is { } failure)
        {
            return new ObserveOutcome.Failed(failure);
        }

        var counts = answer.Json.List("counts").ToList();
        var (found, unread) = await skus.OfVariationsAsync(
            wire,
            counts.Select(static count => count.Text("catalog_object_id")).OfType<string>().ToList(),
            cancellationToken);
        return unread is not null
            ? new ObserveOutcome.Failed(unread)
            : new ObserveOutcome.Page(RowsOf(counts, found!), Next(ask, place, answer.Json.Text("cursor")));
    }

    private static List<ObservedRow> RowsOf(List<JsonElement> counts, SkuPage found)
    {
        var rows = new List<ObservedRow>();
        foreach (var count in counts)
        {
            if (CountReading.IsStock(count.Text("state")) && count.Text("location_id") is { } location &&
                count.Text("catalog_object_id") is { } variation && found.Find(variation) is { } sku &&
                count.Units("quantity") is { } quantity)
            {
                rows.Add(
                    new ObservedRow(Sku.Parse(sku), location, CountReading.WordFor(count.Text("state")), quantity));
            }
        }

        return rows;
    }

    private static string? Next(ObserveAsk ask, int place, string? cursor)
    {
        if (cursor is not null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{place}|{cursor}");
        }

        var next = place + SkuBook.SkusMax;
        return next < ask.Skus.Count ? string.Create(CultureInfo.InvariantCulture, $"{next}|") : null;
    }

    private static (int Place, string? Cursor) Parse(string page)
    {
        var bar = page.IndexOf('|', StringComparison.Ordinal);
        return bar < 0
            ? (0, null)
            : (
                int.Parse(page.AsSpan(0, bar), CultureInfo.InvariantCulture),
                bar + 1 < page.Length ? page[(bar + 1)..] : null);
    }
}
