using System.Text.Json;

namespace Trueup.Tests.Hosting;

/// <summary>What a storefront and its merchandisers are told when stock runs out, on a real server.</summary>
public sealed class ScarceStockTests
{
    private const string Estate = ServedHub.Head + """
        connections:
          shop:
            kind: http
            roles: [storefront]
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: test-wms } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds } }
        ownership:
          stock: { owner: by-location, subscribers: [shop], write: set }
        stock:
          low:
            at: 3
            rules: [{ sku: MUG, at: 10 }]
            tell: [low, out]
            sold_out: hide
            substitutes: { CAP: [HAT, MUG] }
          backorder:
            rules:
              - { sku: LAMP, quantity: 20, kind: pre-order, expected: 2026-12-01 }
        alerts:
          - { when: "soldout > 0", notify: [shopkeepers] }
        notify:
          shopkeepers: { webhook: "http://127.0.0.1:9/hook" }
        """;

    [Fact]
    public async Task What_runs_out_is_told_to_merchandisers_and_to_whoever_asks_before_payment()
    {
        await using var hub = await ServedHub.StartAsync(Estate);
        await ReportAsync(hub, ("CAP", 5), ("MUG", 9), ("LAMP", 0), ("HAT", 0));
        Assert.Equal(["STOCK.LOW"], await CodesAsync(hub));
        var (cap, mug, lamp) = await AskAsync(hub);
        Assert.Equal(("enough", "low"), (Of(cap, "left"), Of(mug, "left")));
        Assert.Equal(("later", "pre-order", "2026-12-01"), (Of(lamp, "left"), Of(lamp.GetProperty("later"), "kind"), Of(lamp.GetProperty("later"), "expected")));
        Assert.Equal((20m, 0m, 20m), (
            lamp.GetProperty("available").GetDecimal(), lamp.GetProperty("now").GetDecimal(),
            lamp.GetProperty("later").GetProperty("units").GetDecimal()));
        Assert.True(lamp.GetProperty("later").GetProperty("consent").GetBoolean());

        await ReportAsync(hub, ("CAP", 0), ("MUG", 11));
        Assert.Equal(["STOCK.SOLD_OUT"], await CodesAsync(hub));
        (cap, mug, _) = await AskAsync(hub);
        Assert.Equal(("sold-out", "hide"), (Of(cap, "left"), Of(cap, "display")));
        var instead = Assert.Single(cap.GetProperty("substitutes").EnumerateArray());
        Assert.Equal(("MUG", 11m), (Of(instead, "sku"), instead.GetProperty("available").GetDecimal()));
        Assert.Equal(("enough", "show"), (Of(mug, "left"), Of(mug, "display")));

        await ReportAsync(hub, ("CAP", 30));
        Assert.Empty(await CodesAsync(hub));
    }

    [Fact]
    public async Task Positions_say_how_much_is_left_and_are_found_by_it()
    {
        await using var hub = await ServedHub.StartAsync(Estate);
        await ReportAsync(hub, ("CAP", 5), ("MUG", 9), ("LAMP", 0), ("HAT", 0));

        Assert.Equal(["CAP"], await FoundAsync(hub, "left=enough"));
        Assert.Equal(["MUG"], await FoundAsync(hub, "left=low"));
        Assert.Equal(["LAMP"], await FoundAsync(hub, "left=later"));
        Assert.Equal(["HAT"], await FoundAsync(hub, "left=sold-out"));
        Assert.Empty(await FoundAsync(hub, "left=low&query=cap"));
        using var nonsense = await hub.AskAsync(HttpMethod.Get, "/api/stock?left=much");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, nonsense.StatusCode);
    }

    /// <summary>The SKUs that are found; what is said of each must be what was asked for.</summary>
    private static async Task<string[]> FoundAsync(ServedHub hub, string asked)
    {
        var items = (await hub.GetAsync($"/api/stock?{asked}")).GetProperty("items").EnumerateArray().ToArray();
        Assert.All(items, item => Assert.Equal(asked.Split('&')[0]["left=".Length..], Of(item, "left")));
        return [.. items.Select(item => Of(item, "sku")!)];
    }

    private static string? Of(JsonElement of, string member) => of.GetProperty(member).GetString();

    private static async Task ReportAsync(ServedHub hub, params (string Sku, int Units)[] levels)
    {
        foreach (var (sku, units) in levels)
        {
            (await hub.DeliverAsync(ServedHub.Level(Guid.NewGuid().ToString(), sku, units))).Dispose();
        }

        await hub.SettleAsync();
    }

    private static async Task<string[]> CodesAsync(ServedHub hub) =>
        [.. (await hub.GetAsync("/api/exceptions?state=open")).GetProperty("items").EnumerateArray().Select(each => Of(each, "code")!)];

    private static async Task<(JsonElement Cap, JsonElement Mug, JsonElement Lamp)> AskAsync(ServedHub hub)
    {
        var answer = await hub.GetAsync("/api/availability?storefront=shop&sku=CAP&sku=MUG&sku=LAMP");
        return (answer[0], answer[1], answer[2]);
    }
}
