namespace Trueup.Tests.Hosting;

/// <summary>Switches in the shop's administration that change what it sells while every row stays right: a comparison names them.</summary>
public sealed class ToggleTests
{
    [Theory]
    [InlineData("source switched off", "source-not-assigned", "STOCK.SOURCE_NOT_ASSIGNED")]
    [InlineData("stock not managed", "not-managed", "STOCK.NOT_MANAGED")]
    public async Task A_switch_that_changes_what_is_sold_is_named_by_the_comparison_and_its_return_proves_it_over(
        string toggle, string drift, string code)
    {
        await using var estate = await TradingEstate.OpenAsync("TEE", "MUG");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        (await estate.ReportAsync("r2", "MUG", 9)).Dispose();
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved >= 2, "what was written is proved");
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Runs.Count > 0, "the first comparison is over");

        Switch(estate, toggle, isOn: false);
        var run = await CompareAsync(estate);

        await estate.Hub.SettleAsync();
        Assert.Equal(drift, Assert.Single(run.GetProperty("discrepancies").EnumerateObject()).Name);
        var found = (await estate.Hub.GetAsync($"/api/exceptions?code={code}")).GetProperty("items").EnumerateArray().ToArray();
        Assert.All(found, each => Assert.Equal("shop", each.GetProperty("about").GetProperty("storefront").GetString()));
        Assert.NotEmpty(found);
        var autopsy = await estate.Hub.GetAsync($"/api/parity/runs/{run.GetProperty("id").GetString()}/autopsy");
        Assert.Equal("toggle", autopsy.GetProperty("causes")[0].GetProperty("cause").GetString());

        Switch(estate, toggle, isOn: true);
        await UntilAgreedAsync(estate);
        Assert.Equal(0, (await estate.Hub.GetAsync($"/api/exceptions?code={code}")).GetProperty("items").GetArrayLength());
    }

    private static void Switch(TradingEstate estate, string toggle, bool isOn) => estate.Server.Use(() =>
    {
        var now = TimeProvider.System.GetUtcNow();
        if (toggle == "source switched off")
        {
            estate.Shop.Staff.SetSourceEnabled("leeds_src", isOn, now);
            estate.Shop.Staff.Reindex();
        }
        else
        {
            estate.Shop.Staff.SetManageStock("TEE", isOn, now);
            estate.Shop.Staff.SetQuantity("TEE", "leeds_src", isOn ? 38 : 90, now);
        }

        return true;
    });

    private static async Task UntilAgreedAsync(TradingEstate estate)
    {
        for (var run = 0; run < 20; run++)
        {
            if ((await CompareAsync(estate)).GetProperty("parity").GetDecimal() == 1m)
            {
                return;
            }
        }

        Assert.Fail("both ends never agreed again");
    }

    private static async Task<System.Text.Json.JsonElement> CompareAsync(TradingEstate estate) => (await ServedHub.ReadAsync(
        await estate.Hub.AskAsync(HttpMethod.Post, "/api/parity/runs", json: """{"connection":"shop","heal":false}""")))[0];
}
