using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Hosting;

/// <summary>Switches in the shop's administration that change what it sells while every row stays right: a comparison names them.</summary>
public sealed class ToggleTests
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

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

    /// <summary>What was bought while the shop did not count is reserved nowhere: until somebody compensates, the shop offers it once more.</summary>
    [Fact]
    public async Task What_was_bought_while_stock_was_not_managed_is_shown_with_its_repair_until_somebody_compensates()
    {
        await using var estate = await TradingEstate.PollingAsync("1s", "TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.Outlets[0].ReadBack!.Proved >= 1, "what was written is proved");
        Turn(estate, isOn: false);
        Assert.True(estate.Server.Use(() => estate.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 3)], Now)).IsDone);
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.OrdersCaptured == 1, "the order is taken up");
        await estate.Hub.SettleAsync();
        Assert.Equal("not-managed", Assert.Single((await CompareAsync(estate)).GetProperty("discrepancies").EnumerateObject()).Name);

        Turn(estate, isOn: true);
        Assert.Equal("reservation-mismatch", Assert.Single((await CompareAsync(estate)).GetProperty("discrepancies").EnumerateObject()).Name);
        await estate.Hub.SettleAsync();

        Assert.Equal(0, (await estate.Hub.GetAsync("/api/exceptions?code=STOCK.NOT_MANAGED")).GetProperty("items").GetArrayLength());
        var found = (await estate.Hub.GetAsync("/api/exceptions?code=STOCK.RESERVATION_MISMATCH")).GetProperty("items")[0].GetProperty("detail").GetString();
        Assert.Contains("3 too few are held back", found, StringComparison.Ordinal);
        Assert.Contains("create-compensations", found, StringComparison.Ordinal);

        estate.Server.Use(() =>
        {
            estate.Shop.Staff.CompensateReservations("TEE", Now);
            return true;
        });
        await UntilAgreedAsync(estate);
        Assert.Equal(0, (await estate.Hub.GetAsync("/api/exceptions?code=STOCK.RESERVATION_MISMATCH")).GetProperty("items").GetArrayLength());
        Assert.Equal(35, estate.Server.Use(() => estate.Shop.Books.Salable("TEE", 2)));
    }

    private static void Turn(TradingEstate estate, bool isOn) => estate.Server.Use(() =>
    {
        estate.Shop.Staff.SetManageStock("TEE", isOn, Now);
        return true;
    });

    private static void Switch(TradingEstate estate, string toggle, bool isOn) => estate.Server.Use(() =>
    {
        if (toggle == "source switched off")
        {
            estate.Shop.Staff.SetSourceEnabled("leeds_src", isOn, Now);
            estate.Shop.Staff.Reindex();
        }
        else
        {
            estate.Shop.Staff.SetManageStock("TEE", isOn, Now);
            estate.Shop.Staff.SetQuantity("TEE", "leeds_src", isOn ? 38 : 90, Now);
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
