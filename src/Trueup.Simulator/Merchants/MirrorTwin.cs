using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>
/// A system behind an HTTP connection as the merchant's own configuration implies it: it understands exactly the requests
/// that the configuration makes, and answers where the configuration reads.
/// </summary>
/// <param name="settings">The connection's settings.</param>
/// <param name="desk">Whoever works with what it is told.</param>
internal sealed class MirrorTwin(ConnectionSettings settings, OwnerDesk desk) : ITwin
{
    private readonly IReadOnlyList<MirrorOperation> _operations = MirrorOperation.Of(settings);
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byOrder = new(StringComparer.Ordinal);
    private int _ids;

    /// <summary>Operations whose answers the world cannot give.</summary>
    public IReadOnlyList<string> Unplayed => _operations.Where(operation => !operation.IsPlayed).Select(operation => operation.Name).ToList();

    /// <summary>Requests that no configured operation makes.</summary>
    public int Strange { get; private set; }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => [];

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var operation in _operations)
        {
            if (operation.IsPlayed && operation.Match(request) is { } values)
            {
                return Answer(operation, values, request, now);
            }
        }

        Strange++;
        return Reply(404, new JsonObject { ["message"] = "Nobody plays this." });
    }

    private WireReply Answer(
        MirrorOperation operation, IReadOnlyDictionary<string, string> values, WireRequest request, DateTimeOffset now)
    {
        switch (operation.Name)
        {
            case "stock.levels":
                return Levels(operation, values);
            case "order.find":
                return Found(operation, values.Values.Select(value => _byOrder.GetValueOrDefault(value)).FirstOrDefault(id => id is not null));
            case "order.create":
                return Create(operation, values, request, now);
            case "order.cancel":
                desk.Cancel(values.Values, now);
                return Found(operation, values.GetValueOrDefault("remote.id"));
            default:
                return operation.Name.EndsWith(".find", StringComparison.Ordinal)
                    ? Found(operation, Known(operation, request))
                    : Found(operation, Enter(operation, request));
        }
    }

    private WireReply Create(
        MirrorOperation operation, IReadOnlyDictionary<string, string> values, WireRequest request, DateTimeOffset now)
    {
        if (KeyOf(operation, request) is { } key && _byKey.TryGetValue(key, out var known))
        {
            return Found(operation, known);
        }

        var id = Enter(operation, request);
        if (desk.Take(id, values.Values, request.Body, now) is { } order)
        {
            _byOrder[order] = id;
        }

        return Found(operation, id);
    }

    private string Enter(MirrorOperation operation, WireRequest request)
    {
        if (KeyOf(operation, request) is { } key && _byKey.TryGetValue(key, out var known))
        {
            return known;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{settings.Name}-{++_ids}");
        if (KeyOf(operation, request) is { } first)
        {
            _byKey[first] = id;
        }

        return id;
    }

    private string? Known(MirrorOperation operation, WireRequest request) =>
        KeyOf(operation, request) is { } key ? _byKey.GetValueOrDefault(key) : null;

    private static string? KeyOf(MirrorOperation operation, WireRequest request) =>
        operation.IdempotencyHeader is { } header ? request.Header(header) : null;

    private WireReply Levels(MirrorOperation operation, IReadOnlyDictionary<string, string> values)
    {
        var answer = new JsonObject();
        var rows = new JsonArray();
        if (operation.Items is { } items)
        {
            ReplyForm.Write(answer, items, rows);
        }

        // Everything on the first page; whoever counts pages sees an empty one and stops.
        var isFirst = values.GetValueOrDefault("page") is null or "" or "0" or "1";
        foreach (var level in isFirst ? desk.Levels() : [])
        {
            var row = new JsonObject();
            Put(row, operation, "sku", level.Sku);
            Put(row, operation, "location", level.Place);
            Put(row, operation, "state", desk.SellableWord ?? "available");
            Put(row, operation, "quantity", level.Quantity);
            Put(row, operation, "version", level.Version);
            rows.Add((JsonNode)row);
        }

        return Reply(200, answer);
    }

    private static void Put(JsonObject row, MirrorOperation operation, string field, JsonNode value)
    {
        if (operation.Fields.TryGetValue(field, out var path) && path.StartsWith('$'))
        {
            ReplyForm.Write(row, path, value);
        }
    }

    private WireReply Found(MirrorOperation operation, string? id)
    {
        var answer = new JsonObject();
        if (id is null)
        {
            return Reply(200, answer);
        }

        foreach (var (name, path) in operation.Results)
        {
            ReplyForm.Write(answer, path, name == "status" ? desk.StatusOf(id) : id);
        }

        return Reply(200, answer);
    }

    private static WireReply Reply(int status, JsonObject body) => new(
        status, Encoding.UTF8.GetBytes(body.ToJsonString()), [new WireHeader("Content-Type", "application/json")]);
}
