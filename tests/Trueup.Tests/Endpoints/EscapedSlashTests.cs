using System.Net;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Endpoints;

public sealed class EscapedSlashTests
{
    [Theory]
    [InlineData("CABLE-1/2M", "/api/stock/CABLE-1%2F2M")]
    [InlineData("CABLE-1/2M", "/api/stock/CABLE-1%2f2M")]
    [InlineData("A/B/C 50%", "/api/stock/A%2FB%2FC%2050%25")]
    public async Task A_sku_with_a_slash_is_found_under_its_own_name(string sku, string path)
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using (await hub.DeliverAsync(ServedHub.Level("1", sku, 5)))
        {
            await hub.SettleAsync();
        }

        using var answer = await hub.AskAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(sku, await answer.Content.ReadAsStringAsync(CancellationToken.None), StringComparison.Ordinal);
    }
}
