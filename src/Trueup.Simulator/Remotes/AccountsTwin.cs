using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>An order as the accounts hold it.</summary>
/// <param name="Id">The accounts' own id.</param>
/// <param name="ExternalId">The order's id in the hub.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Gross">What was charged in all.</param>
/// <param name="IsCancelled">Whether it was taken back.</param>
public sealed record SalesOrder(string Id, string ExternalId, string Currency, decimal Gross, bool IsCancelled);

/// <summary>
/// A book-keeping system that takes what it is told and recalculates nothing. It knows a request again by its
/// idempotency key, and nothing else: without one, the same order twice is two orders.
/// </summary>
/// <param name="token">The bearer token that callers must send.</param>
public sealed class AccountsTwin(string token) : ITwin
{
    private const string Path = "/sales-orders";

    private readonly List<SalesOrder> _orders = [];
    private readonly Dictionary<string, List<int>> _byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);

    /// <summary>Every order booked, oldest first.</summary>
    public IReadOnlyList<SalesOrder> Orders => _orders;

    /// <summary>Every booking of one order.</summary>
    public IReadOnlyList<SalesOrder> Of(string externalId) =>
        _byExternalId.TryGetValue(externalId, out var places) ? places.Select(place => _orders[place]).ToList() : [];

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => [];

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Header("Authorization") != $"Bearer {token}")
        {
            return Reply(401, new JsonObject { ["message"] = "Who are you?" });
        }

        var (path, query) = Split(request.Target);
        return (request.Method, path[Path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("POST", []) => Book(request),
            ("GET", []) => Find(query),
            ("GET", [var id]) => Show(id),
            ("POST", [var id, "cancel"]) => Cancel(id),
            _ => Reply(404, new JsonObject { ["message"] = "There is nothing here." }),
        };
    }

    private WireReply Book(WireRequest request)
    {
        if (request.Header("Idempotency-Key") is { } key && _byKey.TryGetValue(key, out var known))
        {
            return Reply(200, new JsonObject { ["id"] = known });
        }

        JsonNode? order;
        try
        {
            order = JsonNode.Parse(request.Body.Span);
        }
        catch (JsonException)
        {
            return Reply(400, new JsonObject { ["message"] = "That is not JSON." });
        }

        var booked = new SalesOrder(
            string.Create(CultureInfo.InvariantCulture, $"SO-{_orders.Count + 1}"),
            order!["external_id"]!.GetValue<string>(),
            order["currency"]!.GetValue<string>(),
            order["gross"]!.GetValue<decimal>(),
            IsCancelled: false);
        _orders.Add(booked);
        if (!_byExternalId.TryGetValue(booked.ExternalId, out var places))
        {
            _byExternalId[booked.ExternalId] = places = [];
        }

        places.Add(_orders.Count - 1);
        if (request.Header("Idempotency-Key") is { } first)
        {
            _byKey[first] = booked.Id;
        }

        return Reply(201, new JsonObject { ["id"] = booked.Id });
    }

    private WireReply Find(string externalId) => Reply(200, new JsonObject
    {
        ["items"] = new JsonArray(Of(externalId)
            .Select(JsonNode? (order) => new JsonObject { ["id"] = order.Id }).ToArray()),
    });

    private WireReply Show(string id) => _orders.Find(order => order.Id == id) is { } order
        ? Reply(200, new JsonObject { ["id"] = id, ["status"] = order.IsCancelled ? "cancelled" : "open" })
        : Reply(404, new JsonObject { ["message"] = "No such order." });

    private WireReply Cancel(string id)
    {
        var place = _orders.FindIndex(order => order.Id == id);
        if (place < 0)
        {
            return Reply(404, new JsonObject { ["message"] = "No such order." });
        }

        _orders[place] = _orders[place] with { IsCancelled = true };
        return Reply(200, new JsonObject { ["id"] = id, ["status"] = "cancelled" });
    }

    private static (string Path, string ExternalId) Split(string target)
    {
        var parts = target.Split("?external_id=");
        return (parts[0], parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    private static WireReply Reply(int status, JsonObject body) => new(
        status, Encoding.UTF8.GetBytes(body.ToJsonString()), [new WireHeader("Content-Type", "application/json")]);
}
