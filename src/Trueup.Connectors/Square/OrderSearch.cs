using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Asks Square for orders, and turns each into a message that can be read by itself.</summary>
internal sealed class OrderSearch(SquareApi api, SkuBook skus)
{
    private static readonly Receipt NoLocations = new Receipt.Deferred("Square answered without a list of its locations.");

    /// <summary>The account's locations, in the order of their ids. There is always one, so a list without is none.</summary>
    public async ValueTask<(List<SquareLocation>? Locations, Receipt? Failure)> LocationsAsync(
        IWire wire, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, "/v2/locations", cancellationToken);
        if (answer.Failure is { } failure)
        {
            return (null, failure);
        }

        var rows = answer.Json.List("locations").ToList();
        return rows.Count == 0 || rows.Any(static row => row.Text("id") is null)
            ? (null, NoLocations)
            : (rows.Select(static row => new SquareLocation(
                    row.Text("id")!, row.Text("status") != "INACTIVE", row.Text("timezone"), row.Text("currency")))
                .OrderBy(static location => location.Id, StringComparer.Ordinal).ToList(), null);
    }

    /// <summary>Reads one page.</summary>
    public ValueTask<SquareAnswer> PageAsync(IWire wire, OrderQuery query, string? page, CancellationToken cancellationToken) =>
        api.PostAsync(wire, "/v2/orders/search", SquareJson.Write(writer => Write(writer, query, page)), cancellationToken);

    /// <summary>One message for each order, with the SKUs of its variations and the time zone of its store.</summary>
    public async ValueTask<(Items<RawMessage> Messages, Receipt? Failure)> MessagesAsync(
        IWire wire,
        IReadOnlyCollection<JsonElement> orders,
        IReadOnlyCollection<SquareLocation> locations,
        CancellationToken cancellationToken)
    {
        var (found, lost) = await skus.OfVariationsAsync(
            wire, orders.SelectMany(VariationsOf).ToList(), cancellationToken);
        var zones = locations.ToDictionary(
            static location => location.Id, static location => location.TimeZone, StringComparer.Ordinal);
        return lost is not null
            ? ([], lost)
            : (orders.Select(order =>
                MessageOf(order, found!, zones.GetValueOrDefault(order.Text("location_id") ?? ""))).ToItems(), null);
    }

    private static void Write(Utf8JsonWriter writer, OrderQuery query, string? page)
    {
        writer.WriteTexts("location_ids", query.Locations);
        writer.WriteNumber("limit", query.Limit);
        if (query.IsBrief)
        {
            writer.WriteBoolean("return_entries", value: true);
        }

        writer.WriteStartObject("query");
        writer.WriteStartObject("filter");
        writer.WriteStartObject("state_filter");
        writer.WriteTexts("states", query.States);
        writer.WriteEndObject();
        writer.WriteStartObject("date_time_filter");
        writer.WriteStartObject(query.Field);
        writer.WriteString("start_at", SquareJson.Text(query.Since));
        if (query.Until is { } until)
        {
            writer.WriteString("end_at", SquareJson.Text(until));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();

        // The field sorted by must be the one filtered by (pos.md §3).
        writer.WriteStartObject("sort");
        writer.WriteString("sort_field", query.Field.ToUpperInvariant());
        writer.WriteString("sort_order", "ASC");
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (page is not null)
        {
            writer.WriteString("cursor", page);
        }
    }

    private static IEnumerable<string> VariationsOf(JsonElement order) => order.List("line_items")
        .Concat(order.List("returns").SelectMany(static one => one.List("return_line_items")))
        .Select(static line => line.Text("catalog_object_id")).OfType<string>();

    private static RawMessage MessageOf(JsonElement order, SkuPage found, string? timeZone)
    {
        var own = VariationsOf(order).ToHashSet(StringComparer.Ordinal);
        var page = new SkuPage(
            found.Skus.Where(pair => own.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
            found.Ambiguous.Where(own.Contains).ToHashSet(StringComparer.Ordinal));
        var body = SquareJson.Write(writer =>
        {
            page.Write(writer);
            if (timeZone is not null)
            {
                writer.WriteString("time_zone", timeZone);
            }

            writer.WritePropertyName("order");
            order.WriteTo(writer);
        });
        return new RawMessage($"order/{order.Text("id")}/{StableHash.Of64(body.Span):x16}", MessageForms.Order, body);
    }
}

/// <summary>Which orders are asked for, oldest first.</summary>
/// <param name="Locations">Ids of at most 10 locations (pos.md §1).</param>
/// <param name="Field">The time that is asked for: <c>updated_at</c> or <c>closed_at</c>.</param>
/// <param name="Since">From then on.</param>
/// <param name="Limit">Orders on a page.</param>
internal sealed record OrderQuery(Items<string> Locations, string Field, DateTimeOffset Since, int Limit)
{
    /// <summary>Up to then, which is included; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>In one of these states.</summary>
    public Items<string> States { get; init; } = ["COMPLETED"];

    /// <summary>Whether only the orders' ids are wanted.</summary>
    public bool IsBrief { get; init; }
}
