using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Observing;

/// <summary>
/// A page of source rows or of salable quantities, read straight from the bytes: a full read of a large shop is a
/// million rows.
/// </summary>
public sealed class StockPage
{
    private const int PiecesMax = 1_000_000;

    private readonly List<ObservedRow> _rows = [];
    private string _lastLocation = "";

    private StockPage()
    {
    }

    /// <summary>The usable rows, in the shop's order.</summary>
    public IReadOnlyList<ObservedRow> Rows => _rows;

    /// <summary>Rows on the page, usable or not.</summary>
    public int Count { get; private set; }

    /// <summary>Rows on all pages, as the shop says; 0 when it does not.</summary>
    public long Total { get; private set; }

    /// <summary>
    /// The page size that the shop applied, which is not always the one asked for; null when it does not say.
    /// </summary>
    public int? PageSize { get; private set; }

    /// <summary>
    /// Reads a page of <c>{items: [{sku, source_code, quantity, status}]}</c> or <c>{items: [{sku, qty,
    /// is_salable}]}</c>; null when it is none. A row whose status is 0 counts as nothing (adobe-commerce.md §2.3). A
    /// row whose SKU or quantity breaks the hub's rules is left out: nothing of the hub can be meant by it.
    /// </summary>
    public static StockPage? Read(ReadOnlySpan<byte> body)
    {
        var page = new StockPage();
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && page.ReadRoot(ref reader) ? page : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool ReadRoot(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                found = true;
                reader.Read();
                ReadItems(ref reader);
            }
            else if (reader.ValueTextEquals("total_count"u8))
            {
                reader.Read();
                Total = NumberOf(ref reader) is { } total and > 0m and <= int.MaxValue ? (long)total : 0;
            }
            else if (reader.ValueTextEquals("search_criteria"u8))
            {
                reader.Read();
                PageSize = ReadPageSize(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private void ReadItems(ref Utf8JsonReader reader)
    {
        // "items": null where a list with chosen fields is empty (observed §4).
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            Count++;
            ReadRow(ref reader);
        }
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        string? sku = null;
        var location = "";
        Quantity? quantity = Quantity.Zero;
        var counts = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sku"u8))
            {
                reader.Read();
                sku = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("source_code"u8))
            {
                reader.Read();
                location = LocationOf(ref reader);
            }
            else if (reader.ValueTextEquals("quantity"u8) || reader.ValueTextEquals("qty"u8))
            {
                reader.Read();
                quantity = QuantityOf(ref reader);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                counts = NumberOf(ref reader) != 0m;
            }
            else
            {
                reader.Skip();
            }
        }

        if (Sku.TryParse(sku, out var known) && (counts ? quantity : Quantity.Zero) is { } units)
        {
            _rows.Add(new ObservedRow(known, location, State: null, units));
        }
    }

    /// <summary>A quantity; nothing where the shop shows none, null where it shows more than any shop holds.</summary>
    private static Quantity? QuantityOf(ref Utf8JsonReader reader)
    {
        // Whole pieces, as nearly every row has them, without a decimal in between.
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var pieces) && pieces is > -PiecesMax and < PiecesMax)
        {
            return pieces;
        }

        return Quantity.TryOf(NumberOf(ref reader) ?? 0m, out var units) ? units : null;
    }

    private static string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    /// <summary>The source, without a new text for every row: rows come sorted or in few kinds.</summary>
    private string LocationOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return "";
        }

        if (_lastLocation.Length == 0 || !reader.ValueTextEquals(_lastLocation))
        {
            _lastLocation = reader.GetString()!;
        }

        return _lastLocation;
    }

    private static int? ReadPageSize(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        int? size = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSize = reader.ValueTextEquals("page_size"u8);
            reader.Read();
            if (isSize && NumberOf(ref reader) is { } number and > 0m and <= int.MaxValue)
            {
                size = (int)number;
            }
            else if (!isSize)
            {
                reader.Skip();
            }
        }

        return size;
    }

    /// <summary>A number, also one written as text; null for anything else.</summary>
    private static decimal? NumberOf(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? number : null;
            case JsonTokenType.String:
                var text = reader.HasValueSequence ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
                return Utf8Parser.TryParse(text, out decimal written, out var used) && used == text.Length
                    ? written
                    : null;
            default:
                reader.Skip();
                return null;
        }
    }
}
