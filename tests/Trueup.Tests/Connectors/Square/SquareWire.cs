using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.Square;

/// <summary>A wire to the twin on which everything is held against Square's description, and which cuts, delays and refuses on demand.</summary>
internal sealed class SquareWire(SquareTwin twin) : IWire
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What broke the description.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Keys of messages that came before.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Beginnings of the ranges that orders were asked for.</summary>
    public List<string> Ranges { get; } = [];

    /// <summary>From this page on lists of orders come without their rows; null: never.</summary>
    public int? Cut { get; set; }

    /// <summary>Searches are answered with 429 and this wait; null: they are not.</summary>
    public TimeSpan? Busy { get; set; }

    /// <summary>Searches in this location are refused; null: none.</summary>
    public string? Refused { get; set; }

    /// <summary>The list of locations; null for the twin's own.</summary>
    public string? Locations { get; set; }

    /// <summary>Whether lists without a member are left out of answers.</summary>
    public bool LeavesEmptyListsOut { get; set; }

    /// <inheritdoc/>
    public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var reply = twin.Answer(request, Now);
        Problems.AddRange(SquareSpec.Problems(request, reply));
        if (Locations is { } locations && request.Target == "/v2/locations")
        {
            reply = reply with { Body = Encoding.UTF8.GetBytes(locations) };
        }

        return new(new WireOutcome.Answered(request.Target == "/v2/orders/search" ? Search(request, reply) : reply));
    }

    private WireReply Search(WireRequest request, WireReply reply)
    {
        using var asked = JsonDocument.Parse(request.Body);
        Ranges.Add(asked.RootElement.GetProperty("query").GetProperty("filter").GetProperty("date_time_filter")
            .EnumerateObject().Single().Value.GetProperty("start_at").GetString()!);
        if (Busy is { } wait)
        {
            var seconds = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return new WireReply(429, "{}"u8.ToArray()) { Headers = [new WireHeader("Retry-After", seconds)] };
        }

        if (asked.RootElement.GetProperty("location_ids").EnumerateArray().Any(location => location.GetString() == Refused))
        {
            return new WireReply(400, """{"errors":[{"category":"INVALID_REQUEST_ERROR","code":"BAD_REQUEST"}]}"""u8.ToArray());
        }

        var page = asked.RootElement.TryGetProperty("cursor", out _) ? 1 : 0;
        var answer = JsonNode.Parse(reply.Body.Span)!.AsObject();
        if (page >= Cut)
        {
            answer.Remove("orders");
            answer.Remove("cursor");
        }

        if (LeavesEmptyListsOut && answer["orders"] is JsonArray { Count: 0 })
        {
            answer.Remove("orders");
        }

        if (LeavesEmptyListsOut && answer["order_entries"] is JsonArray { Count: 0 })
        {
            answer.Remove("order_entries");
        }

        return reply with { Body = JsonSerializer.SerializeToUtf8Bytes(answer) };
    }
}
