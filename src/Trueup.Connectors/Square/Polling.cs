using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Reads what changed: sales by <c>updated_at</c> with an overlap, the last 73 hours once more by <c>closed_at</c>
/// because
/// offline sales may come up to 72 hours late (pos.md §3), and counts by the time at which Square worked them out.
/// </summary>
internal sealed class Polling(SquareApi api, SkuBook skus, OrderSearch orders, SquareOptions options)
{
    /// <summary>Sales that changed.</summary>
    public const string Orders = "orders";

    /// <summary>Sales of the last days.</summary>
    public const string Recent = "recent";

    /// <summary>Counts that changed.</summary>
    public const string Counts = "counts";

    /// <summary>Counts in one message: one query finds all of their SKUs the other way round.</summary>
    private const int CountsMax = SkuBook.SkusMax;

    private const int OrdersMax = 100;

    /// <summary>Locations in one search (pos.md §1).</summary>
    private const int LocationsMax = 10;

    private static readonly TimeSpan RecentReach = TimeSpan.FromHours(73);

    private readonly DayPolling _days = new(orders, options);

    /// <summary>What is polled.</summary>
    public Items<PollPlan> Plans =>
    [
        new(Counts, options.CountsPoll), new(Orders, options.OrdersPoll) { Purpose = PollPurpose.Orders }, new(Recent, options.Recheck),
        new(DayPolling.Days, options.DaysPoll),
    ];

    /// <summary>Reads one page.</summary>
    public ValueTask<PollOutcome> PollAsync(
        IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken) => poll switch
        {
            Counts => CountsAsync(wire, PollCursor.Parse(cursor), cancellationToken),
            Orders => OrdersAsync(wire, PollCursor.Parse(cursor), now, isRecent: false, cancellationToken),
            Recent => OrdersAsync(wire, PollCursor.Parse(cursor), now, isRecent: true, cancellationToken),
            DayPolling.Days => _days.PollAsync(wire, cursor, now, cancellationToken),
            _ => throw new ArgumentException($"Square has no poll '{poll}'.", nameof(poll)),
        };

    private async ValueTask<PollOutcome> CountsAsync(IWire wire, PollCursor cursor, CancellationToken cancellationToken)
    {
        // Newest first: the first page of a round knows the latest time, the later ones only carry on.
        var since = cursor.Peak is { } peak && cursor.Page is null ? peak - options.Overlap : cursor.Since;
        var answer = await api.PostAsync(wire, "/v2/inventory/counts/batch-retrieve", SquareJson.Write(writer =>
        {
            writer.WriteNumber("limit", CountsMax);
            if (since is { } after)
            {
                writer.WriteString("updated_after", SquareJson.Text(after));
            }

            if (cursor.Page is { } page)
            {
                writer.WriteString("cursor", page);
            }
        }), cancellationToken);
        if (answer.Failure is { } failure)
        {
            return new PollOutcome.Failed(failure);
        }

        var counts = answer.Json.List("counts").ToList();
        var (found, unread) = await skus.OfVariationsAsync(
            wire,
            counts.Select(static count => count.Text("catalog_object_id")).OfType<string>().ToList(),
            cancellationToken);
        if (unread is not null)
        {
            return new PollOutcome.Failed(unread);
        }

        var latest = counts.Select(static count => count.Time("calculated_at")).Max();
        var next = new PollCursor(since, Later(cursor.Peak, latest), Chunk: 0, answer.Json.Text("cursor"));
        Items<RawMessage> messages = counts.Count == 0 ? [] : [CountsMessage(counts, found!)];
        return new PollOutcome.Page(messages, next.ToString(), More: next.Page is not null);
    }

    private async ValueTask<PollOutcome> OrdersAsync(
        IWire wire, PollCursor cursor, DateTimeOffset now, bool isRecent, CancellationToken cancellationToken)
    {
        var (locations, unread) = await orders.LocationsAsync(wire, cancellationToken);
        if (unread is not null)
        {
            return new PollOutcome.Failed(unread);
        }

        // Sales from before the hub are in the counts already.
        var begun = cursor is { Page: null, Chunk: 0 };
        var since = isRecent ? (begun ? now - RecentReach : cursor.Since ?? now - RecentReach)
            : begun ? (cursor.Peak ?? now) - options.Overlap
            : cursor.Since ?? now - options.Overlap;
        var active = locations!.Where(static location => location.IsActive).ToList();
        var some = active.Skip(cursor.Chunk * LocationsMax).Take(LocationsMax).Select(static location => location.Id).ToItems();
        if (some.IsEmpty)
        {
            return new PollOutcome.Page(
                [], new PollCursor(null, cursor.Peak ?? now, Chunk: 0, Page: null).ToString(), More: false);
        }

        var query = new OrderQuery(some, isRecent ? "closed_at" : "updated_at", since, OrdersMax);
        var answer = await orders.PageAsync(wire, query, cursor.Page, cancellationToken);
        if (answer.Failure is { } failure)
        {
            return new PollOutcome.Failed(failure);
        }

        var found = answer.Json.List("orders").ToList();
        var (messages, lost) = await orders.MessagesAsync(wire, found, active, cancellationToken);
        if (lost is not null)
        {
            return new PollOutcome.Failed(lost);
        }

        var page = answer.Json.Text("cursor");
        var chunk = page is null ? cursor.Chunk + 1 : cursor.Chunk;
        var isOver = page is null && chunk * LocationsMax >= active.Count;
        var latest = Later(cursor.Peak ?? now, found.Select(static order => order.Time("updated_at")).Max());
        var next = isOver ? new PollCursor(null, latest, Chunk: 0, Page: null) : new PollCursor(
            since, latest, chunk, page);
        return new PollOutcome.Page(messages, next.ToString(), More: !isOver);
    }

    private static RawMessage CountsMessage(List<JsonElement> counts, SkuPage found)
    {
        var body = SquareJson.Write(writer =>
        {
            found.Write(writer);
            writer.WriteStartArray("counts");
            foreach (var count in counts)
            {
                count.WriteTo(writer);
            }

            writer.WriteEndArray();
        });
        return new RawMessage($"counts/{StableHash.Of(body.Span):x32}", MessageForms.Counts, body);
    }

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        right > left || left is null ? right : left;
}

/// <summary>Where a poll stands.</summary>
/// <param name="Since">The round asks for changes from here on; null for all, and between rounds of sales.</param>
/// <param name="Peak">The latest change read.</param>
/// <param name="Chunk">Which of the groups of locations is being read.</param>
/// <param name="Page">Square's own cursor; null at the beginning of a group.</param>
internal sealed record PollCursor(DateTimeOffset? Since, DateTimeOffset? Peak, int Chunk, string? Page)
{
    /// <summary>Reads a cursor that this connection has handed out; the very first is empty.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static PollCursor Parse(string text)
    {
        if (text.Length == 0)
        {
            return new PollCursor(null, null, Chunk: 0, Page: null);
        }

        var parts = text.Split('|', 4);
        return parts.Length == 4 && int.TryParse(
            parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var chunk)
            ? new PollCursor(TimeOf(parts[0]), TimeOf(parts[1]), chunk, parts[3].Length == 0 ? null : parts[3])
            : throw new FormatException($"'{text}' is not a cursor of this connection.");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Write(Since)}|{Write(Peak)}|{Chunk}|{Page}");

    private static string Write(DateTimeOffset? at) => at is { } time ? SquareJson.Text(time) : "";

    private static DateTimeOffset? TimeOf(string text) => text.Length == 0
        ? null
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
