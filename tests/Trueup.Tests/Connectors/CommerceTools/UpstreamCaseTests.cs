using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Tests.Connectors.AdobeCommerce;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Behaviour recorded or read of the real API, played on the twin: a case is right, and the twin has to follow.</summary>
public sealed class UpstreamCaseTests
{
    private const string Carts = "the connector uses no carts, so the twin's are bought from past the interface";
    private const string Unused = "the connector does not use the resource or action";
    private const string ByOurTests = "played in the connector's own tests, with more around it";

    /// <summary>Cases that are not played here, and why. It may only shrink.</summary>
    private static readonly Dictionary<string, string> NotPlayed = new(StringComparer.Ordinal)
    {
        ["INV-19"] = Unused,
        ["VER-02"] = Unused,
        ["ORD-19"] = Unused,
        ["ORD-20"] = Unused,
        ["ORD-23"] = Unused,
        ["MODE-08"] = Carts,
        ["MODE-10"] = Carts,
        ["MODE-12"] = Carts,
        ["MODE-13"] = Carts,
        ["MODE-15"] = Carts,
        ["MODE-21"] = Carts,
        ["MODE-22"] = Carts,
        ["MODE-23"] = Unused,
        ["MODE-16"] = ByOurTests,
        ["MODE-17"] = ByOurTests,
        ["MODE-18"] = ByOurTests,
        ["ORD-09"] = ByOurTests,
        ["ORD-11"] = ByOurTests,
        ["ORD-12"] = ByOurTests,
        ["ORD-16"] = ByOurTests,
        ["ORD-21"] = ByOurTests,
        ["ORD-22"] = ByOurTests,
        ["ORD-25"] = "arithmetic of the platform's own",
        ["QRY-03"] = ByOurTests,
        ["QRY-11"] = ByOurTests,
        ["MSG-01"] = Unused,
        ["MSG-02"] = Unused,
        ["MSG-07"] = ByOurTests,
        ["MSG-08"] = Unused,
        ["MSG-10"] = Unused,
    };

    private readonly DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly CommerceToolsTwin _twin = new("demo");

    /// <summary>Every case that a simulator has to follow.</summary>
    public static TheoryData<string> Cases()
    {
        var data = new TheoryData<string>();
        foreach (var known in All().Where(known => !NotPlayed.ContainsKey(IdOf(known))))
        {
            data.Add(IdOf(known));
        }

        return data;
    }

    [Fact]
    public void Most_cases_are_played_and_none_is_left_out_without_a_reason()
    {
        Assert.True(Cases().Count >= 27, $"{Cases().Count} cases are played");
        Assert.All(NotPlayed.Keys, id => Assert.Contains(id, All().Select(IdOf)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_twin_does_what_the_real_one_does(string id)
    {
        var known = All().Single(known => IdOf(known) == id);
        _twin.Setup.At(_now);
        _twin.Setup.Client("cid", "sec");
        _twin.Setup.Client("a", "b");
        _twin.Setup.Channel("wh-eu");
        var ids = Furnish(known["given"]!.AsObject());
        var then = known["then"]!.AsObject();
        if (known["given"]!["cart"] is JsonObject cart)
        {
            Assert.Equal((int)then["status"]! == 201, Buy(cart));
        }
        else
        {
            var steps = known["when"]!["steps"] is JsonArray list ? list.OfType<JsonObject>().ToList() : [known["when"]!.AsObject()];
            var replies = steps.ConvertAll(step => Send(step, ids, known["given"]!.AsObject()));
            Compare(then, replies);
        }

        CompareState(then, ids);
        CompareMessages(then, ids);
    }

    private static IEnumerable<JsonObject> All() => JsonNode.Parse(File.ReadAllText(Repository.PathOf(
            "tests/Trueup.Tests/Connectors/CommerceTools/Specs/commercetools-cases.json")))!.AsArray().OfType<JsonObject>()
        .Where(known => known["applies_to"]!.AsArray().Any(whom => (string)whom! == "simulator"));

    private static string IdOf(JsonObject known) => (string)known["id"]!;

    private Dictionary<string, string> Furnish(JsonObject given)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in given["inventory"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            var draft = new JsonObject { ["sku"] = (string)entry["sku"]!, ["quantityOnStock"] = (long)entry["quantityOnStock"]! };
            foreach (var name in new[] { "restockableInDays", "stockLevels" })
            {
                draft[name] = entry[name]?.DeepClone();
            }

            var channel = (string?)entry["supplyChannel"];
            if (channel is not null)
            {
                draft["supplyChannel"] = new JsonObject { ["typeId"] = "channel", ["key"] = channel };
            }

            ids[(string)entry["id"]!] = Made("inventory", draft);
            for (var version = 1L; version < (long)entry["version"]!; version++)
            {
                _twin.Staff.Annotate((string)entry["sku"]!, channel, (int)version, _now);
            }

            var reserved = (long)entry["quantityOnStock"]! - (long)entry["availableQuantity"]!;
            if (reserved != 0)
            {
                _twin.Shoppers.Reserve((string)entry["sku"]!, channel, reserved, _now);
            }
        }

        if (given["order"] is JsonObject order)
        {
            ids["o1"] = Made("orders/import", new JsonObject
            {
                ["orderNumber"] = (string?)order["orderNumber"] ?? "A-1",
                ["totalPrice"] = new JsonObject { ["currencyCode"] = "EUR", ["centAmount"] = 100 },
                ["lineItems"] = JsonNode.Parse("""[{"name":{"en":"x"},"variant":{"sku":"SKU1"},"quantity":3,"price":{"value":{"centAmount":10}}}]"""),
            });
        }

        return ids;
    }

    private bool Buy(JsonObject cart)
    {
        var lines = cart["lineItems"]!.AsArray().OfType<JsonObject>().Select(line => new TwinLine(
            (string)line["sku"]!, (long)line["quantity"]!, (string?)(line["supplyChannel"] ?? cart["supplyChannel"]))).ToItems();
        return _twin.Shoppers.PlaceOrder(new TwinPurchase(lines, (string)cart["inventoryMode"]!), _now) is not null;
    }

    private string Made(string resource, JsonObject draft)
    {
        var reply = Call("POST", $"/demo/{resource}", draft.ToJsonString(), Bearer("manage_project:demo"));
        Assert.True(reply.Status == 201, Encoding.UTF8.GetString(reply.Body.Span));
        return (string)JsonNode.Parse(reply.Body.Span)!["id"]!;
    }

    private WireReply Send(JsonObject step, Dictionary<string, string> ids, JsonObject given)
    {
        var path = ((string)step["path"]!).Replace("{auth}", "", StringComparison.Ordinal);
        foreach (var (name, id) in ids)
        {
            path = path.Replace($"/{name}", $"/{id}", StringComparison.Ordinal);
        }

        if ((string?)step["query"] is { } query)
        {
            path += "?" + string.Join('&', query.Split('&').Select(pair =>
                pair.Split('=', 2) is [var name, var value] ? $"{name}={Uri.EscapeDataString(value)}" : pair));
        }

        var authorization = (string?)step["auth"] is { } auth
            ? auth.StartsWith("Basic ", StringComparison.Ordinal) ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(auth[6..]))}" : auth
            : Bearer((string?)given["token_scope"] ?? "manage_project:demo");
        var body = step["body"]?.DeepClone();
        if (body?["version"] is not null && ids.TryGetValue("o1", out var order))
        {
            body["version"] = VersionOf(order);
        }

        if (ids.TryGetValue("o1", out var deleted) && (string?)step["method"] == "DELETE")
        {
            path = $"/demo/orders/{deleted}?version={VersionOf(deleted).ToString(CultureInfo.InvariantCulture)}&dataErasure=true";
        }

        return Call((string)step["method"]!, path, (string?)step["form"] ?? body?.ToJsonString(), authorization);
    }

    private long VersionOf(string order) =>
        (long)JsonNode.Parse(Call("GET", $"/demo/orders/{order}", null, Bearer("manage_project:demo")).Body.Span)!["version"]!;

    private string Bearer(string scope)
    {
        var reply = Call(
            "POST", "/oauth/token", $"grant_type=client_credentials&scope={scope}", $"Basic {Convert.ToBase64String("cid:sec"u8)}");
        return $"Bearer {(string)JsonNode.Parse(reply.Body.Span)!["access_token"]!}";
    }

    private WireReply Call(string method, string path, string? body, string authorization) => _twin.Answer(
        new WireRequest(
            method, path, [new WireHeader("Authorization", authorization)],
            body is null ? default : Encoding.UTF8.GetBytes(body)),
        _now);

    private static void Compare(JsonObject then, List<WireReply> replies)
    {
        var expected = then["statuses"] is JsonArray statuses ? statuses.Select(status => (int)status!).ToList() : [(int)then["status"]!];
        Assert.Equal(expected, replies.ConvertAll(reply => reply.Status));
        if (replies[^1].Body.Length == 0)
        {
            return;
        }

        var body = JsonNode.Parse(replies[^1].Body.Span)!.AsObject();
        if (then["body"] is JsonObject members)
        {
            AssertHolds(members, body);
        }

        foreach (var name in then["body_has"]?.AsArray() ?? [])
        {
            Assert.NotNull(body[(string)name!]);
        }

        foreach (var name in then["body_lacks"]?.AsArray() ?? [])
        {
            Assert.Null(body[(string)name!]);
        }

        foreach (var (error, place) in (then["errors"]?.AsArray() ?? []).Select((error, place) => (error!.AsObject(), place)))
        {
            AssertHolds(error, body["errors"]!.AsArray()[place]!.AsObject());
        }
    }

    private static void AssertHolds(JsonObject expected, JsonObject actual)
    {
        foreach (var (name, value) in expected)
        {
            if (value is JsonArray list)
            {
                foreach (var (item, place) in list.Select((item, place) => (item!.AsObject(), place)))
                {
                    AssertHolds(item, actual[name]!.AsArray()[place]!.AsObject());
                }
            }
            else
            {
                Assert.Equal(value?.ToJsonString(), actual[name]?.ToJsonString());
            }
        }
    }

    private void CompareState(JsonObject then, Dictionary<string, string> ids)
    {
        if (then["state"] is not JsonObject state)
        {
            return;
        }

        var wanted = state.ContainsKey("quantityOnStock")
            ? [("inv1", state)]
            : state.Where(pair => pair.Value is JsonObject && (pair.Key == "inventory" || ids.ContainsKey(pair.Key)))
                .Select(pair => (pair.Key == "inventory" ? "inv1" : pair.Key, pair.Value!.AsObject())).ToArray();
        foreach (var (name, figures) in wanted)
        {
            var reply = Call("GET", $"/demo/inventory/{ids[name]}", null, Bearer("manage_project:demo"));
            AssertHolds(figures, JsonNode.Parse(reply.Body.Span)!.AsObject());
        }
    }

    private void CompareMessages(JsonObject then, Dictionary<string, string> ids)
    {
        var said = ids.Values.SelectMany(id => _twin.Books.MessagesAbout(id)).ToList();
        foreach (var wanted in then["messages_include"]?.AsArray() ?? [])
        {
            var type = wanted is JsonObject message ? (string)message["type"]! : (string)wanted!;

            // Of an order that the case itself makes nobody knows the id beforehand.
            Assert.True(ids.Count == 0 || said.Contains(type), $"{type} was not said; {string.Join(", ", said)} were");
        }

        foreach (var unwanted in then["messages_exclude"]?.AsArray() ?? [])
        {
            Assert.DoesNotContain((string)unwanted!, said.Skip(ids.Count));
        }
    }
}
