namespace Trueup.Tests.Hosting;

/// <summary>A shop that saves rows and does not bring its index up to date, behind an answer that tells neither.</summary>
public sealed class HalfDoneSaveTests
{
    [Fact]
    public async Task Rows_that_were_saved_half_are_saved_again_though_they_look_right()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE", "MUG");
        await ReportAsync(estate, "a", tee: 10, mug: 10);
        await estate.Hub.UntilAsync(() => SalableOf(estate, "TEE") == 8 && SalableOf(estate, "MUG") == 8, "both are for sale");

        // As often as the connector repeats a batch on the spot: then it has to leave it, and comes back later.
        estate.Server.Use(() =>
        {
            estate.Shop.Switches.FailNextSaveAfterUpdates = 1;
            estate.Shop.Switches.FailSavesAfterNext = 2;
            return true;
        });
        await ReportAsync(estate, "b", tee: 30, mug: 30);

        await estate.Hub.UntilAsync(() => SalableOf(estate, "TEE") == 28 && SalableOf(estate, "MUG") == 28, "both are for sale again");
    }

    private static async Task ReportAsync(TradingEstate estate, string id, int tee, int mug)
    {
        var levels = $$"""{"location":"LDS","levels":[{"sku":"TEE","quantity":{{tee}}},{"sku":"MUG","quantity":{{mug}}}]}""";
        using var answer = await estate.Hub.DeliverAsync(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/wms","type":"trueup.stock.levels.v1","data":""" + levels + "}");
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static decimal SalableOf(TradingEstate estate, string sku) => estate.Server.Use(() => estate.Shop.Books.Salable(sku, 2));
}
