using System.Net;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Hosting;

/// <summary>Corrections by policy against a real shop over HTTP: unasked up to a cap, with approval beyond it, and back again.</summary>
public sealed class HealingTests
{
    private static readonly string[] Skus = ["CAP", "MUG", "TEE"];

    [Fact]
    public async Task What_goes_beyond_the_cap_waits_for_approval_is_priced_and_can_be_taken_back()
    {
        await using var estate = await OpenAsync(new HealCap(Skus: 2, Worth: null));
        await SellAsync(estate, "TEE", 2);
        Break(estate, 99, Skus);

        var held = await CompareAsync(estate, """{"heal":true}""");
        var id = held.GetProperty("id").GetString()!;

        Assert.True(held.GetProperty("held").GetBoolean());
        Assert.False(held.GetProperty("healed").GetBoolean());
        Assert.Equal(3, held.GetProperty("repairs").GetInt32());
        var gap = Assert.Single(held.GetProperty("gaps").EnumerateArray());
        Assert.Equal("oversell", gap.GetProperty("kind").GetString());
        Assert.Equal(2, gap.GetProperty("unpriced").GetInt32());

        // The shop holds 2 back for the order, and may sell 36: it offers 97.
        Assert.Equal(610m, gap.GetProperty("atStake")[0].GetProperty("amount").GetDecimal());
        var first = (await estate.Hub.GetAsync($"/api/parity/runs/{id}/discrepancies")).GetProperty("items")[0];
        Assert.Equal("TEE", first.GetProperty("sku").GetString());
        Assert.Equal(61m, first.GetProperty("gap").GetProperty("units").GetDecimal());
        Assert.Equal("PARITY.HEAL_HELD", await CaseOfAsync(estate, "PARITY.HEAL_HELD"));
        Assert.All(Skus, sku => Assert.Equal(99, estate.SourceOf(sku)));

        using var changed = await estate.Hub.AskAsync(HttpMethod.Post, $"/api/parity/runs/{id}/approve", json: """{"expected":4}""");
        using var denied = await estate.Hub.AskAsync(HttpMethod.Post, $"/api/parity/runs/{id}/approve", ServedHub.ReaderToken, "{}");
        var approved = (await AskAsync(estate, $"/api/parity/runs/{id}/approve", """{"expected":3}"""))[0];

        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.True(approved.GetProperty("healed").GetBoolean());
        Assert.Equal("tester", approved.GetProperty("by").GetString());
        await estate.Hub.UntilAsync(() => Skus.All(sku => estate.SourceOf(sku) == 38), "what was approved is written");
        Assert.Null(await CaseOfAsync(estate, "PARITY.HEAL_HELD"));

        var undone = await AskAsync(estate, $"/api/parity/runs/{approved.GetProperty("id").GetString()}/undo", """{"reason":"a count is on"}""");

        Assert.Equal(3, undone.GetProperty("count").GetInt32());
        await estate.Hub.UntilAsync(() => Skus.All(sku => estate.SourceOf(sku) == 99), "what was corrected is back");
        Assert.Equal(1m, (await CompareAsync(estate, """{"heal":true}""")).GetProperty("parity").GetDecimal());
        var explained = await estate.Hub.GetAsync("/api/stock/TEE/explain?storefront=shop&location=leeds");
        Assert.Equal(99m, explained.GetProperty("value").GetDecimal());
        Assert.Equal(99m, explained.GetProperty("terms").EnumerateArray().Sum(term => term.GetProperty("quantity").GetDecimal()));
        var did = (await estate.Hub.GetAsync("/api/audit")).GetProperty("items").EnumerateArray()
            .Select(each => each.GetProperty("did").GetString()).ToArray();
        Assert.Equal(["parity.heal", "parity.approve", "parity.undo"], did.Where(each => each!.StartsWith("parity.", StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public async Task Up_to_the_cap_it_is_corrected_unasked_and_money_caps_as_well_as_numbers()
    {
        await using var estate = await OpenAsync(new HealCap(Skus: 2, new Money(300m, "GBP")));
        await SellAsync(estate, "TEE", 1);
        Break(estate, 99, "CAP", "MUG");
        var few = await CompareAsync(estate, """{"heal":true}""");
        await estate.Hub.UntilAsync(() => estate.SourceOf("CAP") == 38 && estate.SourceOf("MUG") == 38, "two may be corrected unasked");
        await estate.Hub.UntilAsync(() => Skus.All(sku => !estate.Hub.Host.Hub.Outlets[0].Levels!.IsUnderWay(Sku.Parse(sku))), "nothing is on its way");
        Break(estate, 99, "TEE");

        var dear = await CompareAsync(estate, """{"heal":true}""");
        var seen = await CompareAsync(estate, """{"heal":true,"approve":true}""");

        Assert.True(few.GetProperty("healed").GetBoolean());
        Assert.True(dear.GetProperty("held").GetBoolean());
        Assert.True(seen.GetProperty("healed").GetBoolean());
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "who has seen it may have it corrected");
        using var idle = await estate.Hub.AskAsync(
            HttpMethod.Post, $"/api/parity/runs/{dear.GetProperty("id").GetString()}/undo", json: "{}");
        Assert.Equal(HttpStatusCode.Conflict, idle.StatusCode);
    }

    [Fact]
    public async Task A_figure_kept_by_hand_stands_whatever_the_owner_reports_until_it_is_let_go()
    {
        await using var estate = await OpenAsync(HealCap.None);
        using var nameless = await estate.Hub.AskAsync(
            HttpMethod.Post, "/api/stock/TEE/overrides", json: """{"storefront":"shop","source":"leeds_src","quantity":5}""");

        var kept = await AskAsync(
            estate, "/api/stock/TEE/overrides", """{"storefront":"shop","source":"leeds_src","quantity":5,"reason":"photo shoot"}""");

        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        Assert.Equal("tester", kept.GetProperty("overrides")[0].GetProperty("by").GetString());
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 5, "the figure is written");
        (await estate.ReportAsync("r9", "TEE", 60)).Dispose();
        await estate.Hub.SettleAsync();
        Assert.Equal(5m, (await estate.Hub.GetAsync("/api/stock/TEE")).GetProperty("storefronts")[0].GetProperty("desired").GetDecimal());
        Assert.Equal("STOCK.OVERRIDDEN", await CaseOfAsync(estate, "STOCK.OVERRIDDEN"));
        Assert.Equal(1, (await estate.Hub.GetAsync("/api/parity")).GetProperty("overrides").GetArrayLength());

        await AskAsync(estate, "/api/stock/TEE/overrides/end", """{"storefront":"shop","source":"leeds_src"}""");

        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 58, "the truth is written again");
        Assert.Null(await CaseOfAsync(estate, "STOCK.OVERRIDDEN"));
    }

    private static async Task<TradingEstate> OpenAsync(HealCap cap)
    {
        var estate = await TradingEstate.OpenAsync(
            "",
            plan => plan with
            {
                Contract = new OwnershipContract(plan.Contract.Terms with { Reconcile = plan.Contract.Terms.Reconcile with { Cap = cap } }),
            },
            Skus);
        foreach (var sku in Skus)
        {
            (await estate.ReportAsync($"r-{sku}", sku, 40)).Dispose();
        }

        await estate.Hub.UntilAsync(() => Skus.All(sku => estate.SourceOf(sku) == 38), "the reports are written");
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved >= Skus.Length, "what was written is proved");
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Runs.Count > 0, "the first comparison is over");
        return estate;
    }

    private static async Task SellAsync(TradingEstate estate, string sku, decimal quantity)
    {
        var placed = estate.Server.Use(() => estate.Shop.Shoppers.PlaceOrder(
            "base", [new ShopperLine(sku, quantity)], TimeProvider.System.GetUtcNow()));
        Assert.True(placed.IsDone, placed.ToString());
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Count == 1, "the order is polled");
    }

    private static void Break(TradingEstate estate, decimal quantity, params string[] skus) => estate.Server.Use(() =>
    {
        Array.ForEach(skus, sku => estate.Shop.Setup.SourceItem(sku, "leeds_src", quantity));
        return true;
    });

    private static async Task<JsonElement> CompareAsync(TradingEstate estate, string asked) =>
        (await AskAsync(estate, "/api/parity/runs", asked))[0];

    private static async Task<JsonElement> AskAsync(TradingEstate estate, string path, string asked) =>
        await ServedHub.ReadAsync(await estate.Hub.AskAsync(HttpMethod.Post, path, json: asked));

    private static async Task<string?> CaseOfAsync(TradingEstate estate, string code) =>
        (await estate.Hub.GetAsync($"/api/exceptions?code={code}")).GetProperty("items").EnumerateArray()
            .Select(each => each.GetProperty("code").GetString()).FirstOrDefault();
}
