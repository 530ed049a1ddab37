namespace Trueup.Tests.Hosting;

public sealed class UnknownArticleTests
{
    [Fact]
    public async Task An_article_that_the_shop_does_not_sell_is_one_exception_however_often_it_is_compared()
    {
        await using var estate = await TradingEstate.OpenAsync("TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the source holds 40 less the buffer of 2");
        (await estate.ReportAsync("r2", "PROTOTYPE", 9)).Dispose();
        await estate.Hub.UntilAsync(
            () => estate.Hub.Host.Hub.State.Cases.Values.Any(known => known.Code.Code == "STOCK.SKU_UNKNOWN"),
            "the shop does not know the article");

        for (var run = 0; run < 2; run++)
        {
            using var compared = await estate.Hub.AskAsync(
                HttpMethod.Post, "/api/parity/runs", json: """{"heal":true}""");
            Assert.True(compared.IsSuccessStatusCode, compared.ToString());
        }

        var found = await estate.Hub.GetAsync("/api/exceptions?state=all&code=STOCK.SKU_UNKNOWN");
        Assert.Equal(1, found.GetProperty("items").GetArrayLength());
    }
}
