using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square.Twin;

/// <summary>Answers <c>SearchOrders</c>: up to ten locations, one range of time, sorted by the time that is asked for.</summary>
internal static class TwinOrderSearch
{
    private static readonly string[] States = ["OPEN", "COMPLETED", "CANCELED", "DRAFT"];

    public static WireReply Answer(JsonElement body, TwinTills tills)
    {
        var wanted = SquareFront.Texts(body, "location_ids").ToList();
        if (wanted.Count is 0 or > 10)
        {
            return SquareReply.Wrong("location_ids must hold 1 to 10.", "location_ids");
        }

        var limit = body.TryGetProperty("limit", out var asked) ? asked.GetInt32() : 500;
        if (limit is < 1 or > 1_000)
        {
            return SquareReply.Wrong("limit must be 1 to 1000.", "limit");
        }

        var query = body.GetProperty("query");
        var states = query.GetProperty("filter").TryGetProperty("state_filter", out var filtered)
            ? SquareFront.Texts(filtered, "states").ToList()
            : [];
        if (states.Except(States, StringComparer.Ordinal).Any())
        {
            return SquareReply.Wrong("No such state.", "query.filter.state_filter.states");
        }

        var filter = query.GetProperty("filter").GetProperty("date_time_filter").EnumerateObject().Single();
        if (!string.Equals(
            SquareFront.Text(query.GetProperty("sort"), "sort_field"), filter.Name.ToUpperInvariant(), StringComparison.Ordinal))
        {
            return SquareReply.Wrong("The sort field must be the field filtered by.", "query.sort.sort_field");
        }

        // Both ends of a range are included.
        var since = SquareFront.TimeOf(filter.Value, "start_at") ?? DateTimeOffset.MinValue;
        var until = SquareFront.TimeOf(filter.Value, "end_at") ?? DateTimeOffset.MaxValue;
        var found = tills.All
            .Where(order => wanted.Contains(order.Location, StringComparer.Ordinal) &&
                (states.Count == 0 || states.Contains(order.State, StringComparer.Ordinal)) &&
                TimeOf(order, filter.Name) >= since && TimeOf(order, filter.Name) <= until)
            .OrderBy(order => TimeOf(order, filter.Name)).ToList();
        var isBrief = body.TryGetProperty("return_entries", out var brief) && brief.GetBoolean();
        return SquareFront.Page(
            found, SquareFront.CursorOf(body), limit, (some, cursor) => Reply(tills, some, isBrief, cursor));
    }

    private static DateTimeOffset TimeOf(TwinOrder order, string field) => field switch
    {
        "updated_at" => order.UploadedAt,
        "created_at" => order.OpenedAt,
        _ => order.At,
    };

    private static WireReply Reply(TwinTills tills, IEnumerable<TwinOrder> orders, bool isBrief, string? cursor) =>
        WireReply.Json(200, writer =>
        {
            writer.WriteStartArray(isBrief ? "order_entries" : "orders");
            foreach (var order in orders)
            {
                if (!isBrief)
                {
                    tills.Write(writer, order);
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("order_id", order.Id);
                writer.WriteString("location_id", order.Location);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (cursor is not null)
            {
                writer.WriteString("cursor", cursor);
            }
        });
}
