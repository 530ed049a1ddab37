using System.Globalization;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square.Twin;

/// <summary>An account's HTTP interface, as far as a hub needs it.</summary>
internal sealed class SquareFront(
    SquareAccount account,
    IReadOnlyDictionary<string, string> locations,
    TwinCatalog catalog,
    TwinInventory inventory,
    TwinTills tills)
{
    private readonly Dictionary<string, (string Body, WireReply Reply)> _keys = new(StringComparer.Ordinal);

    /// <summary>Answers one request.</summary>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        if (!string.Equals(request.Header("Authorization"), $"Bearer {account.Token}", StringComparison.Ordinal))
        {
            return SquareReply.Error(
                401, "AUTHENTICATION_ERROR", "UNAUTHORIZED", "This request could not be authorized.");
        }

        var path = request.Target.Split('?')[0];
        return (request.Method, path) switch
        {
            ("GET", "/v2/locations") => Locations(),
            ("GET", "/v2/catalog/list") => ListCatalog(request.Target),
            ("POST", _) => Read(request, body => Post(path, body, request, now)),
            _ => SquareReply.Error(404, "INVALID_REQUEST_ERROR", "NOT_FOUND", "Resource not found."),
        };
    }

    private WireReply Post(string path, JsonElement body, WireRequest request, DateTimeOffset now) => path switch
    {
        "/v2/catalog/batch-retrieve" => Objects(Texts(body, "object_ids").Where(catalog.Knows), cursor: null),
        "/v2/catalog/search" => SearchCatalog(body),
        "/v2/inventory/counts/batch-retrieve" or "/v2/inventory/batch-retrieve-counts" => Counts(body),
        "/v2/inventory/changes/batch-retrieve" or "/v2/inventory/batch-retrieve-changes" => Changes(body),
        "/v2/inventory/changes/batch-create" or "/v2/inventory/batch-change" => BatchChange(body, request, now),
        "/v2/orders/search" => TwinOrderSearch.Answer(body, tills),
        _ => SquareReply.Error(404, "INVALID_REQUEST_ERROR", "NOT_FOUND", "Resource not found."),
    };

    private WireReply Locations() => WireReply.Json(200, writer =>
    {
        writer.WriteStartArray("locations");
        foreach (var (location, timeZone) in locations)
        {
            writer.WriteStartObject();
            writer.WriteString("id", location);
            writer.WriteString("name", location);
            writer.WriteString("status", "ACTIVE");
            writer.WriteString("timezone", timeZone);
            writer.WriteString("currency", account.Currency);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private WireReply ListCatalog(string target)
    {
        const int size = 100;
        var mark = target.IndexOf("cursor=", StringComparison.Ordinal);
        var skip = mark < 0 ? 0 : int.Parse(target.AsSpan(mark + "cursor=".Length), CultureInfo.InvariantCulture);
        return Page(catalog.All.Keys.ToList(), skip, size, Objects);
    }

    private WireReply SearchCatalog(JsonElement body)
    {
        var set = body.GetProperty("query").GetProperty("set_query");
        var wanted = Texts(set, "attribute_values").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return wanted.Count > 250
            ? SquareReply.Wrong("Too many values.", "query.set_query.attribute_values")
            : Page(
                catalog.All.Where(pair => pair.Value is { } sku && wanted.Contains(sku)).Select(static pair => pair.Key).ToList(),
                CursorOf(body),
                size: 100,
                Objects);
    }

    private WireReply Objects(IEnumerable<string> variations, string? cursor) => WireReply.Json(200, writer =>
    {
        writer.WriteStartArray("objects");
        foreach (var id in variations)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "ITEM_VARIATION");
            writer.WriteString("id", id);
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("item_variation_data");
            if (catalog.All[id] is { } sku)
            {
                writer.WriteString("sku", sku);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (cursor is not null)
        {
            writer.WriteString("cursor", cursor);
        }
    });

    private WireReply Counts(JsonElement body)
    {
        var limit = body.TryGetProperty("limit", out var asked) ? asked.GetInt32() : 100;
        if (limit is < 1 or > 1_000)
        {
            return SquareReply.Wrong("limit must be 1 to 1000.", "limit");
        }

        var only = Texts(body, "catalog_object_ids").ToHashSet(StringComparer.Ordinal);
        var since = TimeOf(body, "updated_after");
        var counts = inventory.Counts
            .Where(count =>
                (only.Count == 0 || only.Contains(count.Variation)) && (since is null || count.CalculatedAt > since))
            .ToList();
        return Page(counts, CursorOf(body), limit, (some, cursor) => WireReply.Json(200, writer =>
        {
            writer.WriteStartArray("counts");
            foreach (var count in some)
            {
                Write(writer, count.Variation, count.Location, count.State, count.Quantity, count.CalculatedAt);
            }

            writer.WriteEndArray();
            if (cursor is not null)
            {
                writer.WriteString("cursor", cursor);
            }
        }));
    }

    // Transfers are never returned, and there are none here (pos.md §2).
    private WireReply Changes(JsonElement body)
    {
        var since = TimeOf(body, "updated_after");
        var changes = inventory.Changes.Where(change => since is null || change.KnownAt > since).ToList();
        return Page(changes, CursorOf(body), size: 100, (some, cursor) => WireReply.Json(200, writer =>
        {
            writer.WriteStartArray("changes");
            foreach (var change in some)
            {
                writer.WriteStartObject();
                writer.WriteString("type", change.IsCount ? "PHYSICAL_COUNT" : "ADJUSTMENT");
                writer.WriteStartObject(change.IsCount ? "physical_count" : "adjustment");
                writer.WriteString("catalog_object_id", change.Variation);
                writer.WriteString("location_id", change.Location);
                writer.WriteString("quantity", Math.Abs(change.Quantity).ToString(CultureInfo.InvariantCulture));
                writer.WriteString("occurred_at", SquareReply.Text(change.At));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (cursor is not null)
            {
                writer.WriteString("cursor", cursor);
            }
        }));
    }

    private WireReply BatchChange(JsonElement body, WireRequest request, DateTimeOffset now)
    {
        if (Text(body, "idempotency_key") is not { Length: >= 1 and <= 128 } key)
        {
            return SquareReply.Wrong("Must be 1 to 128 characters.", "idempotency_key");
        }

        var text = Encoding.UTF8.GetString(request.Body.Span);
        if (_keys.TryGetValue(key, out var earlier))
        {
            return string.Equals(earlier.Body, text, StringComparison.Ordinal)
                ? earlier.Reply
                : SquareReply.Wrong(
                    "The key was used with another request.", "idempotency_key", "IDEMPOTENCY_KEY_REUSED");
        }

        var changes = body.GetProperty("changes").EnumerateArray().ToList();
        if (changes.Count > 100)
        {
            return SquareReply.Wrong("At most 100 changes.", "changes", "ARRAY_LENGTH_TOO_LONG");
        }

        if (changes.Select((change, place) =>
            Problem(change, place, now)).FirstOrDefault(static one => one is not null) is { } wrong)
        {
            return wrong;
        }

        var ignores = !body.TryGetProperty("ignore_unchanged_counts", out var flag) || flag.GetBoolean();
        var reply = WireReply.Json(200, writer =>
        {
            writer.WriteStartArray("counts");
            foreach (var change in changes)
            {
                Take(change, ignores, now, writer);
            }

            writer.WriteEndArray();
        });
        _keys[key] = (text, reply);
        return reply;
    }

    private WireReply? Problem(JsonElement change, int place, DateTimeOffset now)
    {
        var at = $"changes[{place}]";
        var kind = Text(change, "type") is "PHYSICAL_COUNT" ? "physical_count" : "adjustment";
        if (!change.TryGetProperty(kind, out var data))
        {
            return SquareReply.Wrong("The change is missing.", at, "MISSING_REQUIRED_PARAMETER");
        }

        if (TimeOf(data, "occurred_at") is not { } occurred || occurred > now || occurred < now.AddHours(-24))
        {
            return SquareReply.Wrong("occurred_at must lie in the last 24 hours.", $"{at}.{kind}.occurred_at");
        }

        var states = kind == "adjustment" ? new[] { Text(data, "from_state"), Text(data, "to_state") } : [Text(
            data, "state")];
        if (states.Any(static state => state is not ("IN_STOCK" or "SOLD" or "WASTE" or "NONE" or "UNLINKED_RETURN")))
        {
            return SquareReply.Wrong("The state cannot be written.", $"{at}.{kind}.state");
        }

        return catalog.Knows(Text(data, "catalog_object_id") ?? "") && locations.ContainsKey(
            Text(data, "location_id") ?? "")
            ? null
            : SquareReply.Error(404, "INVALID_REQUEST_ERROR", "NOT_FOUND", "Variation or location not found.", at);
    }

    private void Take(JsonElement change, bool ignoresUnchanged, DateTimeOffset now, Utf8JsonWriter writer)
    {
        var isCount = Text(change, "type") is "PHYSICAL_COUNT";
        var data = change.GetProperty(isCount ? "physical_count" : "adjustment");
        var (variation, location) = (Text(data, "catalog_object_id")!, Text(data, "location_id")!);
        var quantity = decimal.Parse(Text(data, "quantity")!, CultureInfo.InvariantCulture);
        var at = TimeOf(data, "occurred_at")!.Value;
        if (isCount && !(ignoresUnchanged && inventory.CountOf(variation, location, "IN_STOCK") == quantity))
        {
            inventory.Count(variation, location, quantity, at, now);
        }
        else if (!isCount)
        {
            foreach (var (state, delta) in new[] { (Text(data, "from_state")!, -quantity), (Text(data, "to_state")!, quantity) })
            {
                if (state is "IN_STOCK" or "WASTE")
                {
                    inventory.Adjust(variation, location, state, delta, at, now);
                }
            }
        }

        Write(writer, variation, location, "IN_STOCK", inventory.CountOf(variation, location, "IN_STOCK"), now);
    }

    internal static WireReply Page<T>(List<T> all, int skip, int size, Func<IEnumerable<T>, string?, WireReply> write) =>
        write(
        all.Skip(skip).Take(size),
        skip + size < all.Count ? (skip + size).ToString(CultureInfo.InvariantCulture) : null);

    private static void Write(
        Utf8JsonWriter writer, string variation, string location, string state, decimal quantity, DateTimeOffset at)
    {
        writer.WriteStartObject();
        writer.WriteString("catalog_object_id", variation);
        writer.WriteString("catalog_object_type", "ITEM_VARIATION");
        writer.WriteString("state", state);
        writer.WriteString("location_id", location);
        writer.WriteString("quantity", quantity.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("calculated_at", SquareReply.Text(at));
        writer.WriteEndObject();
    }

    private static WireReply Read(WireRequest request, Func<JsonElement, WireReply> take)
    {
        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return take(document.RootElement);
        }
        catch (Exception fault) when (
            fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return SquareReply.Wrong("The request cannot be read.", code: "BAD_REQUEST");
        }
    }

    internal static int CursorOf(JsonElement body) =>
        Text(body, "cursor") is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    internal static DateTimeOffset? TimeOf(JsonElement element, string name) => Text(element, name) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)
        : null;

    internal static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list)
        ? list.EnumerateArray().Select(static text => text.GetString()!)
        : [];
}
