using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Sends the recorded requests to one twin, in order, with the twin's own numbers in place of the recorded
/// ones.</summary>
internal sealed partial class Replay
{
    private readonly ReplayWorld _world = new();
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Members whose values no replay can repeat: numbers, moments and secrets that a database gave
    /// out.</summary>
    public static bool IsFree(string name) =>
        name is "id" or "protect_code" or "data_hash" or "start_time" or "remote_ip"
            or "bulk_uuid" or "bulk_id" or "updated_at" or "created_at" or "store_name" or "quote_id" or "position"
            or "parent_item" or "value" or "low_stock_date" or "custom_attributes"
        || (name.EndsWith("_id", StringComparison.Ordinal)
            && name is not ("stock_id" or "type_id" or "customer_group_id" or "country_id" or "store_id"));

    /// <summary>What differs; null when nothing does.</summary>
    public string? Play(JsonElement recording)
    {
        var request = recording.GetProperty("request");
        var response = recording.GetProperty("response");
        _world.Before(recording.Text("id"), request.Text("path"));
        var reply = _world.Client.Send(Request(request));
        Learn(response.GetProperty("body"), reply.Json);
        _world.After(recording.Text("id"));
        if (reply.Status != response.Number("status"))
        {
            return $"status {reply.Status} instead of {response.Number("status")}: {reply.Text}";
        }

        var expected = response.GetProperty("body");
        if (reply.Json is null)
        {
            return reply.Status >= 500 || expected.ValueKind == JsonValueKind.Null
                || reply.Text.StartsWith("<?xml", StringComparison.Ordinal)
                ? null
                : $"text {reply.Text}";
        }

        if (recording.Is("id", "salable.dump"))
        {
            return Likeness.Unordered(expected, reply.Json);
        }

        var isGivenOut = reply.Status == 500 || (_world.IsNumberGivenOut && expected.ValueKind == JsonValueKind.Number)
            || (expected.ValueKind == JsonValueKind.String
                && expected.GetString() is { Length: 32 } or ['<', 'J', 'W', 'T', ..]);
        return isGivenOut || IsNumberText(expected) && IsNumberText(JsonDocument.Parse(reply.Text).RootElement)
            ? null
            : Likeness.Difference(expected, reply.Json, n => IsFree(n) || (n is "total_count" && !IsSmall(expected)));
    }

    private WireRequest Request(JsonElement request)
    {
        List<WireHeader> headers = [];
        if (Token(request.Text("auth")) is { } token)
        {
            headers.Add(new WireHeader("Authorization", "Bearer " + token));
        }

        var contentType = "application/json";
        foreach (var header in request.Members("headers"))
        {
            if (header.Name is "Content-Type")
            {
                contentType = header.Value.GetString();
            }
            else
            {
                headers.Add(new WireHeader(header.Name, header.Value.GetString()!));
            }
        }

        var path = Translated(request.Text("path"));
        var body = BodyOf(request.GetProperty("body"));
        return new WireRequest(
            request.Text("method"),
            path,
            headers.ToItems(),
            body is null ? default : Encoding.UTF8.GetBytes(body),
            body is null ? null : contentType);
    }

    private string? Token(string auth) => auth switch
    {
        "none" or "" or "-" => null,
        "Bearer <integration, all resources>" => TwinClient.Token,
        "Bearer <integration, orders only>" => ReplayWorld.OrdersToken,
        "Bearer <admin JWT>" => _texts["admin"],
        _ => "invalid",
    };

    private string? BodyOf(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => body.GetString(),
        _ => Rewritten(JsonNode.Parse(body.GetRawText())!).ToJsonString(),
    };

    /// <summary>Order, document and cart numbers in a path, as the twin has them.</summary>
    private string Translated(string path)
    {
        path = OrderInPath().Replace(path, m => m.Groups["kind"].Value
            + _world.Order(int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture)));
        path = DocumentInPath().Replace(path, m => m.Groups["kind"].Value
            + _texts.GetValueOrDefault($"{Kind(m.Groups["kind"].Value)} {m.Groups["number"].Value}",
                m.Groups["number"].Value));
        path = OrderInQuery().Replace(path, m => m.Groups["kind"].Value
            + _world.Order(int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture)));
        path = CartInPath().Replace(path, m => "/carts/"
            + _world.Cart(int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture)) + "/");
        foreach (var (recorded, own) in _texts.Where(t => t.Key.Length >= 32))
        {
            path = path.Replace(recorded, own, StringComparison.Ordinal);
        }

        return path;
    }

    private JsonNode Rewritten(JsonNode node)
    {
        switch (node)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue text && text.GetValueKind() == JsonValueKind.String
                        && text.GetValue<string>().StartsWith("... ", StringComparison.Ordinal))
                    {
                        list.RemoveAt(i--);
                    }
                    else if (list[i] is { } entry)
                    {
                        Rewritten(entry);
                    }
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is not null)
                    {
                        members[name] = Own(name, value);
                    }
                }

                break;
        }

        return node;
    }

    private JsonNode Own(string name, JsonNode value) => name switch
    {
        "order_item_id" => _world.Item(Number(value)),
        "return_to_stock_items" => new JsonArray([.. value.AsArray().Select(v => (JsonNode)_world.Item(Number(v!)))]),
        "order_id" or "entity_id" => _world.Order(Number(value)),
        "parent_id" => int.Parse(_texts.GetValueOrDefault($"ship {Number(value)}", $"{Number(value)}"),
            CultureInfo.InvariantCulture),
        _ => Rewritten(value.DeepClone()),
    };

    private static int Number(JsonNode value) => int.Parse(value.ToString(), CultureInfo.InvariantCulture);

    /// <summary>Remembers which of the twin's numbers stands for which recorded one.</summary>
    private void Learn(JsonElement recorded, JsonNode? own)
    {
        if (recorded.ValueKind == JsonValueKind.String && own?.GetValueKind() == JsonValueKind.String)
        {
            _texts[KeyOf(recorded)] = own.GetValue<string>();
        }
        else if (recorded.ValueKind == JsonValueKind.Object && recorded.Text("bulk_uuid") is { Length: > 0 } uuid
            && own?["bulk_uuid"] is { } ownUuid)
        {
            _texts[uuid] = ownUuid.GetValue<string>();
        }
        else if (recorded.ValueKind == JsonValueKind.Object && recorded.Is("increment_id", "EXT-1"))
        {
            _world.Learn(49, own!["entity_id"]!.GetValue<int>());
        }
        else if (recorded.ValueKind == JsonValueKind.Number && own?.GetValueKind() == JsonValueKind.Number)
        {
            _world.Learn(recorded.GetInt32(), own.GetValue<int>());
        }
    }

    private string KeyOf(JsonElement recorded) => recorded.GetString()! switch
    {
        ['<', 'J', 'W', 'T', ..] => "admin",
        var number when IsNumberText(recorded) => $"{_world.LastCommand} {number}",
        var text => text,
    };

    private static bool IsNumberText(JsonElement element) => element.ValueKind == JsonValueKind.String
        && element.GetString() is { Length: > 0 } text && text.All(char.IsAsciiDigit);

    /// <summary>Counts are compared only where the list was not cut off by a page.</summary>
    private static bool IsSmall(JsonElement body) =>
        body.List("items").Count() is var count && count > 0 && count == body.Number("total_count");

    private static string Kind(string path) => path switch
    {
        "shipment/" => "ship",
        "invoices/" or "invoice/" => "invoice",
        _ => "refund",
    };

    [GeneratedRegex("(?<kind>/orders?/)(?<number>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderInPath();

    [GeneratedRegex("(?<kind>=order_id&[^=]*\\[value\\]=)(?<number>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderInQuery();

    [GeneratedRegex("/carts/(?<number>[0-9]+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CartInPath();

    [GeneratedRegex(
        "(?<kind>shipment/|invoices/|invoice/|creditmemo/)(?<number>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DocumentInPath();
}
