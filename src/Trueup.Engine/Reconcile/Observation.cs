using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Rows read from a remote that say something new, on their way into the journal. Rows that agree with what the hub
/// knows are not
/// journalled: they change nothing and prove nothing that the run's counts do not.
/// </summary>
public static class Observation
{
    private const string SourceForm = "observed.source";
    private const string OwnerForm = "observed.owner";

    /// <summary>Whether an entry carries observed rows.</summary>
    public static bool IsForm(string form) => form is SourceForm or OwnerForm;

    /// <summary>Whether the rows are an owner's levels (else a storefront's source rows).</summary>
    public static bool IsOwner(Entry entry) => entry.Form == OwnerForm;

    /// <summary>An entry of rows that a connection was seen to hold.</summary>
    /// <param name="connection">The connection read.</param>
    /// <param name="isOwner">Whether the rows are an owner's levels.</param>
    /// <param name="asOf">When the reading began: every row is at least as new.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="now">The present time.</param>
    public static Entry Write(
        ConnectionName connection, bool isOwner, DateTimeOffset asOf, IReadOnlyList<ObservedRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("asOf", asOf.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteStartArray("rows");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("sku", row.Sku.Text);
                json.WriteString("location", row.Location);
                json.WriteNumber("quantity", row.Quantity.Value);
                if (row.State is { } state)
                {
                    json.WriteString("state", state);
                }

                if (row.Version is { } version)
                {
                    json.WriteNumber("version", version);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new Entry(
            EntryKind.Seen, connection.Text, Key: "", isOwner ? OwnerForm : SourceForm, now, buffer.WrittenMemory);
    }

    /// <summary>The rows of an entry, and when they were read.</summary>
    public static (DateTimeOffset AsOf, IReadOnlyList<ObservedRow> Rows) Read(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var document = JsonDocument.Parse(entry.Body);
        var rows = new List<ObservedRow>();
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            rows.Add(new ObservedRow(
                Sku.Parse(row.GetProperty("sku").GetString()!),
                row.GetProperty("location").GetString()!,
                row.TryGetProperty("state", out var state) ? state.GetString() : null,
                Quantity.Of(row.GetProperty("quantity").GetDecimal()),
                row.TryGetProperty("version", out var version) ? version.GetInt64() : null));
        }

        return (document.RootElement.GetProperty("asOf").GetDateTimeOffset(), rows);
    }
}
