using System.Globalization;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Storage;

/// <summary>
/// Data folders of a hub that traded open under this program: orders with their documents, shipments and returns, cases with what
/// people did about them. Kept like those of <see cref="UpgradeTests"/>: <c>TRUEUP_NEW_GOLDEN=name dotnet test --filter TradingUpgradeTests</c>.
/// </summary>
public sealed class TradingUpgradeTests
{
    private static readonly GoldenFolder Golden = new("Golden", "Trading");

    public static TheoryData<string> Names => new(Golden.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_folder_of_an_earlier_program_that_traded_opens_with_its_orders_and_goes_on(string name)
    {
        using var folder = new TemporaryFolder();
        var expected = await Golden.UnpackAsync(name, folder);

        await using var floor = await SmallMerchant.OpenAsync();
        await using var hub = await ServedHub.StartAsync(floor.YamlOfHub(followsShipments: false), folder.Path);
        await hub.SettleAsync();

        Assert.Equal(expected, await FiguresAsync(hub));
        await SmallMerchant.SayAsync(hub, "again", "shop", "trueup.order.placed.v1", Placed("4", quantity: 2));
        await floor.UntilTakenAsync(hub, "4");
        await SmallMerchant.SayAsync(hub, "late", "wms", "trueup.shipment.dispatched.v1", Dispatched("2", "S9"));
        await hub.SettleAsync();
        Assert.Contains("shop:2 shipped", await FiguresAsync(hub), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void There_is_a_folder_to_open() => Assert.NotEmpty(Golden.Names);

    [Fact]
    public async Task A_folder_of_this_program_is_kept_when_somebody_asks_for_it()
    {
        using var folder = new TemporaryFolder();
        string figures;
        await using var floor = await SmallMerchant.OpenAsync();
        await using (var hub = await ServedHub.StartAsync(floor.YamlOfHub(followsShipments: false), folder.Path))
        {
            await TradeAsync(hub, floor);
            figures = await FiguresAsync(hub);
        }

        Assert.Contains("ORDER.TOTALS_MISMATCH", figures, StringComparison.Ordinal);
        await Golden.KeepAsync(folder, figures);
    }

    /// <summary>One order shipped and brought back in part, one at the warehouse, one held for its totals and assigned to a person.</summary>
    private static async Task TradeAsync(ServedHub hub, SmallMerchant floor)
    {
        (await hub.DeliverAsync(ServedHub.Level("level", "TENT", 100))).Dispose();
        foreach (var (number, quantity) in new[] { ("1", 3), ("2", 1) })
        {
            await SmallMerchant.SayAsync(hub, $"placed-{number}", "shop", "trueup.order.placed.v1", Placed(number, quantity));
            await floor.UntilTakenAsync(hub, number);
        }

        await SmallMerchant.SayAsync(hub, "placed-3", "shop", "trueup.order.placed.v1", Placed("3", quantity: 1, gross: "99.00"));
        await SmallMerchant.SayAsync(hub, "sent-1", "wms", "trueup.shipment.dispatched.v1", Dispatched("1", "S1", units: 3));
        await SmallMerchant.SayAsync(hub, "back-1", "wms", "trueup.return.received.v1", Returned("1", ""));
        await SmallMerchant.SayAsync(hub, "good-1", "wms", "trueup.return.inspected.v1", Returned("1", ",\"disposition\":\"restock\""));
        await hub.SettleAsync();
        var held = (await hub.GetAsync("/api/exceptions?state=open")).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("code").GetString() == "ORDER.TOTALS_MISMATCH");
        using var assigned = await hub.AskAsync(
            HttpMethod.Post, $"/api/exceptions/{held.GetProperty("id").GetString()}/assign", json: """{"text":"ada"}""");
        Assert.True(assigned.IsSuccessStatusCode, await assigned.Content.ReadAsStringAsync(CancellationToken.None));
        await hub.SettleAsync();
    }

    private static string Placed(string number, int quantity, string? gross = null) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"number":"{{number}}","placedAt":"NOW","currency":"GBP",
         "lines":[{"line":"1","sku":"TENT","quantity":{{quantity}},"unitPrice":10.00,"tax":{{2.00m * quantity}},"taxRate":20,"total":{{12.00m * quantity}} }],
         "totals":{"net":{{10.00m * quantity}},"tax":{{2.00m * quantity}},"gross":{{gross ?? (12.00m * quantity).ToString(CultureInfo.InvariantCulture)}} },
         "shipping":{"address":{"name":"Ann","street":["1 High St"],"city":"Leeds","postcode":"LS1 1AA","country":"GB"},"method":"dhl",
         "amount":{"net":0,"tax":0,"gross":0} } }
        """);

    private static string Dispatched(string number, string shipment, int units = 1) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"order":"shop:{{number}}","shipment":"{{shipment}}","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":{{units}} }] }""");

    private static string Returned(string number, string more) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"order":"shop:{{number}}","rma":"R1","at":"NOW","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":1{{more}} }] }""");

    /// <summary>What the hub says is true: every position, order and open case, and who looks after it.</summary>
    private static async Task<string> FiguresAsync(ServedHub hub)
    {
        var stock = (await hub.GetAsync("/api/stock?limit=1000")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("sku")} {item.GetProperty("location")} {item.GetProperty("sellable")}");
        var orders = new List<string>();
        foreach (var item in (await hub.GetAsync("/api/orders?limit=100")).GetProperty("items").EnumerateArray())
        {
            var order = await hub.GetAsync($"/api/orders/{item.GetProperty("id").GetString()}");
            var documents = order.GetProperty("documents").EnumerateArray()
                .Select(document => document.GetProperty("kind").ToString()).Order(StringComparer.Ordinal);
            orders.Add($"{item.GetProperty("id")} {item.GetProperty("stage")} owing {item.GetProperty("documentsPending")}: {string.Join(' ', documents)}");
        }

        var cases = (await hub.GetAsync("/api/exceptions?limit=100&state=open")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("code")} {(item.TryGetProperty("assignee", out var who) ? who.ToString() : "")} {item.GetProperty("detail")}");
        return JsonSerializer.Serialize(stock.Concat(orders).Concat(cases).Order(StringComparer.Ordinal)).Replace(",\"", ",\n\"", StringComparison.Ordinal);
    }
}
