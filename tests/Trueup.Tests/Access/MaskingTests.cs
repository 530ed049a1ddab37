using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trueup.Access;
using Trueup.Core.Values;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Access;

/// <summary>Whom an order is for stays with those who must know: not in logs, not on a viewer's screen.</summary>
public sealed class MaskingTests
{
    /// <summary>What a customer typed, each of which tells who they are.</summary>
    private static readonly string[] Telling =
    [
        "zoe.quill@example.com", "Zoë Quill", "<b>Quill & Sons</b>", "17 Rookery Lane", "Hebden\u2019s Bridge", "HX7 8ZZ",
        "+44 7700 900123", "For Zoë, with love", "ZOE-ENGRAVED", "Yorkshire-Q",
    ];

    [Fact]
    public async Task A_viewer_sees_nobody_at_any_address_and_whoever_may_sees_them()
    {
        await using var hub = await TradeAsync();
        using var description = JsonDocument.Parse(await (await hub.AskAsync(HttpMethod.Get, "/openapi/v1.json")).Content.ReadAsStringAsync());

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var visited = 0;
        foreach (var path in Addresses(description.RootElement, hub))
        {
            using var masked = await hub.AskAsync(HttpMethod.Get, path, ServedHub.ReaderToken);
            var text = Plain(await masked.Content.ReadAsStringAsync());
            Assert.True((int)masked.StatusCode < 500, $"{path} answers {masked.StatusCode}");
            Assert.All(Telling, word => Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{path} tells a viewer '{word}'"));
            using var whole = await hub.AskAsync(HttpMethod.Get, path);
            seen.UnionWith(Telling.Where(Plain(await whole.Content.ReadAsStringAsync()).Contains));
            visited++;
        }

        Assert.True(visited > 30, $"{visited} addresses");
        Assert.Equal(Telling.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_viewer_cannot_find_out_by_searching_what_may_not_be_seen()
    {
        await using var hub = await TradeAsync();
        const string Search = "/api/journal?query=zoe.quill";

        using var viewer = await hub.AskAsync(HttpMethod.Get, Search, ServedHub.ReaderToken);
        var found = await ServedHub.ReadAsync(viewer);

        Assert.Equal(0, found.GetProperty("items").GetArrayLength());
        Assert.NotEqual(0, (await hub.GetAsync(Search)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_corrected_field_is_audited_with_what_stood_there_and_hidden_from_a_viewer()
    {
        await using var hub = await TradeAsync();
        const string Corrections = "/api/audit?did=order.edit";

        var edits = (await hub.GetAsync(Corrections)).GetProperty("items").EnumerateArray()
            .Select(edit => (Before: TextOf(edit, "before"), After: TextOf(edit, "after"))).ToArray();
        using var viewer = await hub.AskAsync(HttpMethod.Get, Corrections, ServedHub.ReaderToken);

        Assert.Contains(("zoe.quill@example.com", "zoe.quill@example.com"), edits);
        Assert.Contains((null, "+44 7700 900123"), edits);
        Assert.DoesNotContain("7700", await viewer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        static string? TextOf(JsonElement edit, string name) =>
            edit.TryGetProperty(name, out var text) ? text.GetString() : null;
    }

    [Fact]
    public async Task Nothing_of_a_customer_reaches_the_log_whatever_goes_wrong()
    {
        await using var hub = await TradeAsync();

        var lines = hub.Log.At(LogLevel.Trace);

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.All(Telling, word =>
            Assert.False(line.Contains(word, StringComparison.OrdinalIgnoreCase), $"The log tells '{word}': {line}")));
    }

    [Theory]
    [InlineData("""{"custom_attributes":[{"attribute_code":"telephone","value":"0113 496 0000"}]}""", "0113")]
    [InlineData("""{"billing":{"street":["17 Rookery Lane",{"x":"Flat 2"}]}}""", "Rookery")]
    [InlineData("""{"history":[{"status":"wrote to zoe@example.com at +44 7700 900123"}]}""", "zoe@")]
    [InlineData("""{"history":[{"status":"wrote to zoe@example.com at +44 7700 900123"}]}""", "900123")]
    [InlineData("""{"Customer":{"Email":"zoe@example.com"}}""", "zoe")]
    [InlineData("<order><name>Zoe</name></order>", "Zoe")]
    public void A_payload_of_any_system_is_masked_by_what_its_members_are_called_and_look_like(string body, string word) =>
        Assert.DoesNotContain(word, MaskedText.OfJson(body), StringComparison.Ordinal);

    [Fact]
    public void What_tells_nobody_is_left_alone() =>
        Assert.Contains("\"TENT-2P\"", MaskedText.OfJson("""{"sku":"TENT-2P","quantity":2}"""), StringComparison.Ordinal);

    /// <summary>Every address that can be read, with something behind each of its parameters.</summary>
    private static IEnumerable<string> Addresses(JsonElement description, ServedHub hub)
    {
        var entries = hub.Host.Hub.Tail.End.Value;
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("get", out _))
            {
                continue;
            }

            if (path.Name == "/api/journal/{message}")
            {
                for (var position = 1L; position <= entries; position++)
                {
                    yield return $"/api/journal/{position}";
                }
            }
            else if (path.Name.Contains("{id}", StringComparison.Ordinal) && path.Name.StartsWith("/api/orders", StringComparison.Ordinal))
            {
                yield return path.Name.Replace("{id}", Uri.EscapeDataString("shop:100000012"), StringComparison.Ordinal);
            }
            else if (path.Name == "/api/exceptions/{id}")
            {
                foreach (var known in hub.Host.Hub.State.Cases.Keys.ToArray())
                {
                    yield return $"/api/exceptions/{Trueup.Engine.Views.CaseView.IdOf(known)}";
                }
            }
            else if (path.Name == "/api/exceptions")
            {
                yield return "/api/exceptions?state=all";
            }
            else
            {
                yield return path.Name.Replace("{sku}", "CAMP-SET", StringComparison.Ordinal)
                    .Replace("{code}", "MESSAGE.UNREADABLE", StringComparison.Ordinal)
                    .Replace("{id}", "none", StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The text as a person would read it, whatever JSON made of its letters.</summary>
    private static string Plain(string json) => System.Text.RegularExpressions.Regex.Unescape(
        json.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\u", "\\u", StringComparison.Ordinal));

    /// <summary>A day on which everything that names a customer goes through the hub, and much of it goes wrong.</summary>
    private static async Task<ServedHub> TradeAsync()
    {
        var hub = await ServedHub.StartAsync(Yaml);
        await TakeAsync(hub, "o1", "trueup.order.placed.v1", Order, "shop");
        await TakeAsync(hub, "o2", "trueup.order.placed.v1", Order.Replace("\"quantity\":2", "\"quantity\":\"two\"", StringComparison.Ordinal), "shop");
        await TakeAsync(hub, "c1", "trueup.order.status.v1", """
            {"order":"100000012","status":"dreamt of","at":"2026-03-01T10:00:00Z","note":"For Zoë, with love"}
            """, "wms");
        var edit = JsonSerializer.Serialize(new
        {
            edit = new Dictionary<string, string>
            {
                ["customer.email"] = "zoe.quill@example.com",
                ["shipping.address.telephone"] = "+44 7700 900123",
            },
        });
        using var retried = await hub.AskAsync(HttpMethod.Post, "/api/orders/shop:100000012/retry", json: edit);
        Assert.Equal(HttpStatusCode.OK, retried.StatusCode);
        var body = hub.Host.Hub.State.Cases.Keys.Count();
        Assert.NotEqual(0, body);
        var message = await hub.Host.Thread.PostAsync(loop => loop.State.Find(OrderId.Parse("shop:100000012"))!.Trail[0].Message);
        var raw = await hub.GetAsync($"/api/journal/{message}");
        using var corrected = await hub.AskAsync(HttpMethod.Post, $"/api/journal/{message}/correct", json: JsonSerializer.Serialize(new
        {
            body = raw.GetProperty("body").GetString()!.Replace("\"std\"", "\"next-day\"", StringComparison.Ordinal),
            reason = "Zoë Quill asked at zoe.quill@example.com".Split(' ')[^1],
        }));
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
        var known = (await hub.GetAsync("/api/exceptions")).GetProperty("items")[0].GetProperty("id").GetString();
        using var commented = await hub.AskAsync(HttpMethod.Post, $"/api/exceptions/{known}/comment", json: """
            {"text":"called +44 7700 900123, wrote to zoe.quill@example.com"}
            """);
        Assert.Equal(HttpStatusCode.OK, commented.StatusCode);
        await hub.SettleAsync();
        return hub;
    }

    private static async Task TakeAsync(ServedHub hub, string id, string type, string data, string from)
    {
        using var answer = await hub.DeliverAsync(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/{{from}}","type":"{{type}}","data":{{data}} }""", to: from);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await hub.SettleAsync();
    }

    private const string Order = """
        {"id":"77","number":"100000012","placedAt":"2026-03-01T10:00:00Z","currency":"GBP",
         "customer":{"id":5,"email":"zoe.quill@example.com","name":"Zoë Quill","company":"<b>Quill & Sons</b>"},
         "billing":{"name":"Zoë Quill","street":["17 Rookery Lane"],"city":"Hebden’s Bridge","postcode":"HX7 8ZZ",
           "country":"GB","telephone":"+44 7700 900123","region":"Yorkshire-Q","company":"<b>Quill & Sons</b>"},
         "shipping":{"address":{"name":"Zoë Quill","street":["17 Rookery Lane"],"city":"Hebden’s Bridge",
           "postcode":"HX7 8ZZ","country":"GB"},"method":"std","amount":{"net":0,"tax":0,"gross":0}},
         "payment":{"method":"card","state":"captured","reference":"ch_1","amount":60},
         "lines":[{"line":"1","sku":"CAMP-SET","name":"Set","quantity":2,"unitPrice":25,"discount":0,"tax":10,"taxRate":20,
           "total":60,"options":[{"label":"Engraving","value":"ZOE-ENGRAVED"}]}],
         "totals":{"net":50,"discount":0,"shipping":0,"tax":10,"gross":60},
         "attributes":{"gift_message":"For Zoë, with love"}}
        """;

    private const string Yaml = ServedHub.Head + """
        connections:
          shop: { kind: http, roles: [storefront], inbound: { auth: { bearer: test-wms } } }
          wms: { kind: http, roles: [warehouse], inbound: { auth: { bearer: test-wms } } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS } }
        ownership:
          stock: { owner: by-location, subscribers: [], write: set }
          order: { owner: by-storefront, subscribers: [] }
        """;
}
