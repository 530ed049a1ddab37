using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>The project's HTTP interface.</summary>
internal sealed class Front(
    string project, Archive archive, Door door, Inventory inventory, Orders orders, Importing importing, TwinSwitches switches)
{
    private readonly Queue<DateTimeOffset> _recent = new();
    private readonly Listing _listing = new(archive, inventory);
    private readonly Payments _payments = new(archive);
    private int _correlation;

    /// <summary>Calls answered so far, refused ones included, by method and resource.</summary>
    public Dictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls refused for their number.</summary>
    public int TooMany { get; private set; }

    public WireReply Answer(WireRequest request)
    {
        var (status, body, wait) = (200, (JsonNode?)null, (int?)null);
        try
        {
            var address = new Uri(new Uri("http://twin"), request.Target);
            Count(request.Method, address.AbsolutePath);
            Limit();
            (status, body) = Route(request, address);
            if (request.Method == "POST" && switches.FailAfterCommitNext > 0 && address.AbsolutePath != "/oauth/token")
            {
                switches.FailAfterCommitNext--;
                (status, body) = (500, new Refusal(500, "General", "Write operations are disabled because a server error occurred.").Body());
            }
        }
        catch (Refusal refusal)
        {
            (status, body, wait) = (refusal.Status, refusal.Body(), refusal.Status is 429 or 503 ? 1 : null);
        }

        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        var headers = new List<WireHeader>
        {
            new("Content-Type", "application/json"),
            new("X-Correlation-ID", request.Header("X-Correlation-ID") ??
                string.Create(CultureInfo.InvariantCulture, $"{project}/{_correlation++:x8}")),
        };
        if (wait is { } seconds)
        {
            headers.Add(new WireHeader("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        return new WireReply(status, bytes, [.. headers]);
    }

    private void Count(string method, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var resource = parts.Length > 1 ? parts[1] : parts.LastOrDefault() ?? "";
        Calls[$"{method} {resource}"] = Calls.GetValueOrDefault($"{method} {resource}") + 1;
    }

    private void Limit()
    {
        if (switches.OverCapacityNext > 0)
        {
            switches.OverCapacityNext--;
            throw new Refusal(503, "OverCapacity", "Service is having trouble handling the load.");
        }

        if (switches.CallsPerSecondMax is not { } max)
        {
            return;
        }

        while (_recent.TryPeek(out var oldest) && archive.Now - oldest >= TimeSpan.FromSeconds(1))
        {
            _recent.Dequeue();
        }

        if (_recent.Count >= max)
        {
            TooMany++;
            throw new Refusal(429, "TooManyRequests", "Too many requests.");
        }

        _recent.Enqueue(archive.Now);
    }

    private (int Status, JsonNode? Body) Route(WireRequest request, Uri address)
    {
        var path = address.AbsolutePath;
        if (path == "/oauth/token")
        {
            return (200, door.Token(request));
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        if (parts.Length == 0 || parts[0] != project)
        {
            throw Refusal.NotFound(parts.FirstOrDefault() ?? "");
        }

        var query = QueryOf(address);
        string? store = null;
        if (parts is [_, "in-store", var named, ..] && named.StartsWith("key=", StringComparison.Ordinal))
        {
            store = named[4..];
            parts = [parts[0], .. parts[3..]];
        }

        return parts.Length == 1 ? Project(request)
            : parts[1] is "import-containers" or "inventories" ? importing.Answer(request, parts, door, Body)
            : parts.Length == 2 ? Collection(request, parts[1], query, store)
            : parts is [_, "orders", "import"] ? ImportOrder(request)
            : parts.Length == 3 ? Single(request, parts[1], parts[2], query)
            : throw Refusal.NotFound(path);
    }

    private (int Status, JsonNode? Body) Project(WireRequest request)
    {
        door.Check(request, "view_project_settings", "manage_project");
        return (200, new JsonObject
        {
            ["version"] = 1,
            ["key"] = project,
            ["name"] = project,
            ["countries"] = new JsonArray("DE", "FR"),
            ["currencies"] = new JsonArray("EUR"),
            ["languages"] = new JsonArray("en"),
            ["createdAt"] = "2026-01-01T00:00:00.000Z",
            ["messages"] = new JsonObject { ["enabled"] = switches.KeepsMessages, ["deleteDaysAfterCreation"] = 15 },
            ["carts"] = new JsonObject { ["deleteDaysAfterLastModification"] = 90, ["countryTaxRateFallbackEnabled"] = false },
            ["inventory"] = new JsonObject { ["releaseExpiredReservations"] = true },
            ["discounts"] = new JsonObject { ["discountCombinationMode"] = "Stacking" },
            ["productCatalogModel"] = "Classic",
        });
    }

    private (int Status, JsonNode? Body) Collection(
        WireRequest request, string resource, List<(string Name, string Value)> query, string? store)
    {
        var (view, manage) = ScopesOf(resource);
        if (request.Method == "GET")
        {
            door.Check(request, [.. view, .. manage]);
            return (200, _listing.Page(resource, query, store));
        }

        if (request.Method == "HEAD")
        {
            door.Check(request, [.. view, .. manage]);
            return (_listing.Page(resource, query, store).Whole("count") > 0 ? 200 : 404, null);
        }

        door.Check(request, manage);
        return resource switch
        {
            "inventory" => (201, inventory.Create(Body(request)).DeepClone()),
            "channels" => (201, CreateChannel(Body(request)).DeepClone()),
            _ => throw Refusal.NotFound(resource),
        };
    }

    private JsonObject CreateChannel(JsonObject draft)
    {
        if (archive.ByKey("channels", draft.Text("key") ?? "") is not null)
        {
            throw new Refusal(400, "DuplicateField", "A duplicate value exists for field 'key'.",
                new JsonObject { ["field"] = "key", ["duplicateValue"] = draft.Text("key") });
        }

        var roles = draft["roles"]?.DeepClone() ?? new JsonArray("InventorySupply");
        return archive.Add("channels", new JsonObject { ["key"] = draft.Text("key"), ["roles"] = roles });
    }

    private (int Status, JsonNode? Body) ImportOrder(WireRequest request)
    {
        door.Check(request, "manage_orders");
        return (201, orders.Place(OrderDraft.Import(archive, inventory, Body(request)), "OrderImported").DeepClone());
    }

    private (int Status, JsonNode? Body) Single(
        WireRequest request, string resource, string named, List<(string Name, string Value)> query)
    {
        var (view, manage) = ScopesOf(resource);
        door.Check(request, request.Method is "GET" or "HEAD" ? [.. view, .. manage] : manage);
        var found = named.StartsWith("key=", StringComparison.Ordinal) ? archive.ByKey(resource, named[4..])
            : named.StartsWith("order-number=", StringComparison.Ordinal)
                ? archive.All(resource).FirstOrDefault(order => order.Text("orderNumber") == named[13..])
                : archive.Find(resource, named);
        if (found is null || (resource == Products.Kind && !Products.IsShown(found, query)))
        {
            throw Refusal.NotFound(named);
        }

        switch (request.Method)
        {
            case "GET" or "HEAD":
                return (200, _listing.Shown(found, query));
            case "DELETE":
                CheckVersion(found, long.TryParse(
                    query.Find(pair => pair.Name == "version").Value, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : null);
                return (200, (resource == "inventory" ? inventory.Delete(found) : orders.Delete(found)).DeepClone());
        }

        var body = Body(request);
        CheckVersion(found, body["version"] is null ? null : body.Whole("version"));
        var actions = body.List("actions").ToList();
        return (200, resource switch
        {
            "inventory" => inventory.Update(found, actions).DeepClone(),
            "orders" => orders.Update(found, actions).DeepClone(),
            Payments.Kind => _payments.Update(found, actions).DeepClone(),
            _ => throw Refusal.NotFound(resource),
        });
    }

    /// <summary>The version is looked at before the actions, so also when nothing would change.</summary>
    private static void CheckVersion(JsonObject document, long? expected)
    {
        if (expected is not { } version)
        {
            throw Refusal.Json("version: Missing required value");
        }

        if (version != document.Whole("version"))
        {
            throw Refusal.Conflict(document.Text("id")!, version, document.Whole("version"));
        }
    }

    private static JsonObject Body(WireRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Body.Span) as JsonObject ?? throw Refusal.Json("An object is expected.");
        }
        catch (JsonException fault)
        {
            throw Refusal.Json(fault.Message);
        }
    }

    private static (string[] View, string[] Manage) ScopesOf(string resource) => resource switch
    {
        "inventory" or "product-projections" => (["view_products"], ["manage_products"]),
        "channels" => (["view_channels", "view_products"], ["manage_channels", "manage_products"]),
        "orders" => (["view_orders"], ["manage_orders"]),
        "payments" => (["view_payments"], ["manage_payments"]),
        "messages" => (["view_messages", "view_orders"], []),
        "stores" => (["view_stores"], ["manage_stores"]),
        "customers" => (["view_customers"], ["manage_customers"]),
        "states" => (["view_states"], ["manage_states"]),
        _ => throw Refusal.NotFound(resource),
    };

    private static List<(string Name, string Value)> QueryOf(Uri address) => address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
        .Select(pair => (pair[0], pair.Length == 2 ? Uri.UnescapeDataString(pair[1].Replace('+', ' ')) : "")).ToList();
}
