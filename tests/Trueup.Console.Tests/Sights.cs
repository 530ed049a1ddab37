using System.Text.Json;

namespace Trueup.Console.Tests;

/// <summary>Every page of the console with something on it.</summary>
internal static class Sights
{
    /// <summary>Name and path of every page.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> AllAsync(TradingShop shop)
    {
        await FurnishAsync(shop);
        var order = await AnOrderAsync(shop);
        var timeline = await shop.AskAsync($"/api/orders/{Uri.EscapeDataString(order)}/timeline");
        var known = (await shop.AskAsync("/api/exceptions?code=STOCK.LOCATION_UNMAPPED")).GetProperty("items")[0];
        var run = (await shop.AskAsync("/api/parity")).GetProperty("runs").EnumerateArray()
            .OrderByDescending(each => each.GetProperty("discrepancies").EnumerateObject().Count()).First();
        return
        [
            ("today", "/"),
            ("cases", "/cases"),
            ("case", $"/cases/{Text(known, "id")}"),
            ("parity", "/parity"),
            ("parity-run", $"/parity/{Text(run, "id")}"),
            ("stock", "/stock"),
            ("sku", $"/stock/{shop.Sandbox.Assortment.Hot[0].Sku}?storefront=adobe-uk"),
            ("orders", "/orders"),
            ("order", $"/orders/{Uri.EscapeDataString(order)}"),
            ("contract", "/contract"),
            ("journal", "/journal"),
            ("runbooks", "/runbooks"),
            ("runbook", "/runbooks/STOCK.LOCATION_UNMAPPED"),
            ("checks", "/checks"),
            ("connections", "/connections"),
            ("connection", "/connections/adobe-uk"),
            ("estate", "/estate"),
            ("message", $"/journal/{timeline[0].GetProperty("message").GetInt64()}"),
            ("audit", "/audit"),
            ("people", "/people"),
            ("password", "/account"),
            ("missing", "/nowhere"),
        ];
    }

    /// <summary>What only people make: an audit of the estate, and a routine that was signed off.</summary>
    private static async Task FurnishAsync(TradingShop shop)
    {
        async Task<bool> IsAuditedAsync() =>
            (await shop.AskAsync("/api/audits")).GetProperty("audits").GetArrayLength() > 0;

        if (!await IsAuditedAsync())
        {
            await shop.DoAsync("/api/checks/weekly/sign", """{"note":"Seen with finance; the edits were asked about."}""");
            await shop.DoAsync("/api/audits", "{}");
            await shop.UntilAsync(IsAuditedAsync, "the estate is audited");
        }
    }

    /// <summary>An order that has come far.</summary>
    public static async Task<string> AnOrderAsync(TradingShop shop)
    {
        var orders = (await shop.AskAsync("/api/orders?limit=200")).GetProperty("items").EnumerateArray().ToArray();
        string[] farFirst = ["finished", "shipped", "packed", "picked", "allocated", "accepted"];
        return farFirst.SelectMany(status => orders.Where(order => Text(order, "status") == status))
            .Concat(orders).Select(order => Text(order, "id")).First();
    }

    /// <summary>A member's text.</summary>
    public static string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;
}
