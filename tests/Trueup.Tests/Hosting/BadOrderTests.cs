using System.Globalization;
using System.Text.Json;

namespace Trueup.Tests.Hosting;

/// <summary>
/// Orders, and what is said of them, that make no sense, over HTTP against a hub that serves and between a storefront that
/// nobody can write to and a warehouse: taken, shown with the field and the way out, and the next order goes its way.
/// </summary>
public sealed class BadOrderTests
{
    private const string Order = "trueup.order.placed.v1";

    public static TheoryData<string, string, string> BadOrders => new()
    {
        { Placed("9", lines: """[{"line":"1","sku":"NOWHERE","quantity":1,"unitPrice":10.00,"tax":2.00,"taxRate":20,"total":12.00}]"""), "DOCUMENT.REFUSED", "lines[0].sku" },
        { Placed("9", lines: Line(quantity: "0"), net: "0.00", tax: "0.00", gross: "0.00"), "STOCK.QUANTITY_INVALID|ORDER.LINE_INVALID|MESSAGE.UNREADABLE", "quantity" },
        { Placed("9", lines: Line(quantity: "-2"), net: "-20.00", tax: "-4.00", gross: "-24.00"), "STOCK.QUANTITY_INVALID|ORDER.LINE_INVALID|MESSAGE.UNREADABLE", "quantity" },
        { Placed("9", gross: "99.00"), "ORDER.TOTALS_MISMATCH", "totals" },
        { Placed("9", currency: "QQQ"), "ORDER.CURRENCY_UNSUPPORTED", "QQQ" },
        { Placed("9", address: "\"somewhere\""), "MESSAGE.UNREADABLE", "address" },
        { Placed("9", address: """{"name":"Ann","street":["1 High St"],"city":"Leeds","country":"GB"}"""), "MESSAGE.UNREADABLE", "shipping.address.postcode" },
        { Placed("9", address: """{"name":"Ann","street":["1 High St"],"city":"Leeds","postcode":"","country":"GB"}"""), "ORDER.FIELD_REFUSED", "shipping.address.postcode" },
        {
            Placed("9", address: $$"""{"name":"Ann","street":["1 High St"],"city":"{{new string('x', 100_000)}}","postcode":"LS1 1AA","country":"GB"}"""),
            "ORDER.FIELD_REFUSED", "shipping.address.city has 100000 characters, at most 1000 are taken"
        },
        { Placed("9", lines: Lines(5_000), net: "5000.00", tax: "0.00", gross: "5000.00"), "ORDER.LINE_INVALID", "5000 lines" },
    };

    [Theory]
    [MemberData(nameof(BadOrders))]
    public async Task An_order_that_makes_no_sense_is_shown_by_its_field_and_the_next_one_goes_its_way(
        string data, string codes, string field)
    {
        await using var shop = await Shop.OpenAsync();

        await shop.SayAsync("bad", Order, data);
        await shop.SayAsync("good", Order, Placed("10"));
        await shop.UntilTakenAsync("10");

        await shop.UntilShownAsync(codes, field);
    }

    [Fact]
    public async Task A_repeated_id_with_other_content_is_shown_and_the_first_order_stands()
    {
        await using var shop = await Shop.OpenAsync();

        await shop.SayAsync("same", Order, Placed("9"));
        await shop.SayAsync("same", Order, Placed("9", lines: Line(quantity: "3"), net: "30.00", tax: "6.00", gross: "36.00"));
        await shop.SayAsync("good", Order, Placed("10"));
        await shop.UntilTakenAsync("9");
        await shop.UntilTakenAsync("10");

        await shop.UntilShownAsync("MESSAGE.ID_REUSED", "same");
        Assert.Equal(1, (await shop.OrderAsync("9")).GetProperty("fulfilment")[0].GetProperty("ordered").GetDecimal());
    }

    public static TheoryData<string, string, string> BadEvents => new()
    {
        { "trueup.order.status.v1", """{"order":"4711","status":"picked","at":"NOW"}""", "ORDER.UNKNOWN" },
        { "trueup.shipment.dispatched.v1", Dispatched("S1", units: 5), "ORDER.OVER_DISPATCHED" },
        { "trueup.shipment.dispatched.v1", Dispatched("S1") + Dispatched("S2"), "ORDER.OVER_DISPATCHED" },
        {
            "trueup.shipment.dispatched.v1 trueup.order.cancelled.v1",
            Dispatched("S1") + """{"order":"9","lines":[{"line":"1","sku":"TENT","quantity":1}],"restock":true,"reason":"late","at":"NOW"}""",
            "ORDER.CANCELLED_TOO_LATE"
        },
        {
            "trueup.shipment.dispatched.v1 trueup.return.received.v1",
            Dispatched("S1") + """{"order":"9","rma":"R1","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":4}]}""",
            "RETURN.MORE_THAN_SHIPPED"
        },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task A_report_that_contradicts_its_order_is_shown_and_the_next_order_goes_its_way(string types, string data, string code)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SayAsync("good", Order, Placed("9"));
        await shop.UntilTakenAsync("9");

        var events = data.Replace("}{", "}\n{", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i < events.Length; i++)
        {
            var named = types.Split(' ');
            await shop.SayAsync($"bad-{i}", named[Math.Min(i, named.Length - 1)], events[i], from: "wms");
        }

        await shop.SayAsync("next", Order, Placed("10"));
        await shop.UntilTakenAsync("10");
        await shop.UntilShownAsync(code, code == "ORDER.UNKNOWN" ? "4711" : "TENT");
    }

    [Fact]
    public async Task A_storefront_that_takes_no_figures_keeps_no_comparison_and_no_count_waiting()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SayAsync("good", Order, Placed("9"));
        await shop.UntilTakenAsync("9");

        await shop.CompareAsync();
        await shop.CountAsync();
    }

    private static string Line(string quantity = "1") =>
        $$"""[{"line":"1","sku":"TENT","quantity":{{quantity}},"unitPrice":10.00,"tax":TAX,"taxRate":20,"total":GROSS}]""";

    private static string Lines(int count) => '[' + string.Join(',', Enumerable.Range(1, count).Select(line => string.Create(
        CultureInfo.InvariantCulture, $$"""{"line":"{{line}}","sku":"S{{line}}","quantity":1,"unitPrice":1.00,"total":1.00}"""))) + ']';

    private static string Placed(
        string number, string? lines = null, string currency = "GBP", string net = "10.00", string tax = "2.00",
        string gross = "12.00", string address = """{"name":"Ann","street":["1 High St"],"city":"Leeds","postcode":"LS1 1AA","country":"GB"}""") => $$"""
            {"number":"{{number}}","placedAt":"NOW","currency":"{{currency}}",
             "lines":{{(lines ?? Line()).Replace("TAX", tax, StringComparison.Ordinal).Replace("GROSS", gross == "99.00" ? "12.00" : gross, StringComparison.Ordinal)}},
             "totals":{"net":{{net}},"tax":{{tax}},"gross":{{gross}} },
             "shipping":{"address":{{address}},"method":"dhl","amount":{"net":0,"tax":0,"gross":0} } }
            """.ReplaceLineEndings("");

    private static string Dispatched(string shipment, int units = 1) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"order":"9","shipment":"{{shipment}}","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":{{units}} }] }""");

    /// <summary>The small merchant with a hub that knows its stock.</summary>
    private sealed class Shop(ServedHub hub, SmallMerchant merchant) : IAsyncDisposable
    {
        public static async Task<Shop> OpenAsync()
        {
            var merchant = await SmallMerchant.OpenAsync();
            var hub = await ServedHub.StartAsync(merchant.YamlOfHub());
            (await hub.DeliverAsync(ServedHub.Level("level", SmallMerchant.Article, 100))).Dispose();
            return new Shop(hub, merchant);
        }

        public Task SayAsync(string id, string type, string data, string from = "shop") => SmallMerchant.SayAsync(hub, id, from, type, data);

        public Task UntilTakenAsync(string number) => merchant.UntilTakenAsync(hub, number);

        public async Task UntilShownAsync(string codes, string field)
        {
            await hub.SettleAsync();
            await hub.UntilAsync(() => hub.Host.Hub.State.Cases.Values.Any(), $"there is a case {codes}");
            var shown = Assert.Single(
                (await hub.GetAsync("/api/exceptions?state=open")).GetProperty("items").EnumerateArray(),
                item => codes.Split('|').Contains(item.GetProperty("code").GetString()));
            Assert.True(shown.GetRawText().Contains(field, StringComparison.OrdinalIgnoreCase), $"{field} is named in {shown.GetRawText()}");
            Assert.NotEqual("", shown.GetProperty("nextAction").GetString());
        }

        public async Task CompareAsync() => await ServedHub.ReadAsync(
            await hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"heal":true}"""));

        public async Task CountAsync() => await ServedHub.ReadAsync(await hub.AskAsync(HttpMethod.Post, "/api/orders/sweeps"));

        public Task<JsonElement> OrderAsync(string number) => hub.GetAsync($"/api/orders/shop:{number}");

        public async ValueTask DisposeAsync()
        {
            await hub.DisposeAsync();
            await merchant.DisposeAsync();
        }
    }
}
