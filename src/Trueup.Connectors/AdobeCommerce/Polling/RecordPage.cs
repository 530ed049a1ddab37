using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>One record of a list: its own bytes, and what paging needs to know of it.</summary>
/// <param name="Raw">The record as the shop sent it.</param>
/// <param name="Id">Its id; empty when it has none.</param>
/// <param name="Stamp">Its time, in the shop's form; empty when it has none.</param>
/// <param name="Store">Id of the store view it belongs to; empty when it has none.</param>
internal readonly record struct PolledRecord(ReadOnlyMemory<byte> Raw, string Id, string Stamp, string Store);

/// <summary>A page of records, cut apart without understanding them.</summary>
/// <param name="Records">The records in the shop's order.</param>
/// <param name="Total">Records on all pages, as the shop says.</param>
/// <param name="PageSize">The page size that the shop applied; null when it does not say.</param>
internal sealed record RecordPage(List<PolledRecord> Records, long Total, int? PageSize)
{
    /// <summary>Cuts a list apart; null when the body is none.</summary>
    /// <param name="body">The body of the answer.</param>
    /// <param name="idField">Field of a record that holds its id.</param>
    /// <param name="stampField">Field of a record that holds the time it is polled by.</param>
    public static RecordPage? Read(ReadOnlyMemory<byte> body, string idField, string stampField)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                ? ReadRoot(ref reader, body, Encoding.UTF8.GetBytes(idField), Encoding.UTF8.GetBytes(stampField))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RecordPage? ReadRoot(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ReadOnlySpan<byte> idField, ReadOnlySpan<byte> stampField)
    {
        List<PolledRecord>? records = null;
        var total = -1L;
        int? size = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                records = ReadItems(ref reader, body, idField, stampField);
            }
            else if (reader.ValueTextEquals("total_count"u8))
            {
                reader.Read();
                total = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) ? count : -1;
            }
            else if (reader.ValueTextEquals("search_criteria"u8))
            {
                reader.Read();
                size = ReadPageSize(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Without its records, or their number, it is no list: an empty one would be taken at its word.
        return records is null || total < 0 ? null : new RecordPage(records, total, size);
    }

    private static List<PolledRecord>? ReadItems(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ReadOnlySpan<byte> idField, ReadOnlySpan<byte> stampField)
    {
        var records = new List<PolledRecord>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return reader.TokenType == JsonTokenType.Null ? records : null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            var id = "";
            var stamp = "";
            var store = "";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals(idField);
                var isStamp = reader.ValueTextEquals(stampField);
                var isStore = reader.ValueTextEquals("store_id"u8);
                reader.Read();
                if (isId)
                {
                    id = TextOf(ref reader);
                }
                else if (isStamp)
                {
                    stamp = TextOf(ref reader);
                }
                else if (isStore)
                {
                    store = TextOf(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            records.Add(new PolledRecord(body[start..(int)reader.BytesConsumed], id, stamp, store));
        }

        return records;
    }

    private static int? ReadPageSize(ref Utf8JsonReader reader)
    {
        using var criteria = JsonDocument.ParseValue(ref reader);
        return criteria.RootElement.ValueKind == JsonValueKind.Object &&
               criteria.RootElement.TryGetProperty("page_size", out var size) &&
               int.TryParse(size.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
               count > 0
            ? count
            : null;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return "";
        }
    }
}
