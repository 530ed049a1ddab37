using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class SearchCriteriaTests
{
    private const string Filter = "searchCriteria[filter_groups][0][filters][0]";

    private readonly TwinClient _client;

    public SearchCriteriaTests()
    {
        var twin = new AdobeTwin();
        twin.Setup.Token(TwinClient.Token);
        twin.Setup.Product(new TwinProduct("TEE"));
        twin.Setup.SourceItem("TEE", "default", 100);
        var now = new DateTimeOffset(2026, 11, 21, 0, 1, 18, TimeSpan.Zero);
        twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 1)], now);
        _client = new TwinClient(twin, now);
    }

    [Theory]
    [InlineData("eq", "2026-11-21%2000:01:18", 1)]
    [InlineData("eq", "2026-11-21T00:01:18Z", 1)]
    [InlineData("eq", "2026-11-21T00:01:18%2B01:00", 1)]
    [InlineData("eq", "2026-11-21T00:01:18-05:00", 1)]
    [InlineData("eq", "2026-11-21T00:01:18.000Z", 1)]
    [InlineData("eq", "2026-11-21", 0)]
    [InlineData("gteq", "yesterdayish", 1)]
    [InlineData("gt", "2026-11-21%2000:01:18", 0)]
    [InlineData("moreq", "2026-11-21%2000:01:18", 1)]
    [InlineData("lt", "2026-11-21%2000:01:18", 0)]
    [InlineData("bogus", "2026-11-21%2000:01:18", 0)]
    [InlineData("notnull", "", 1)]
    public void A_moment_compares_as_if_it_had_no_zone(string condition, string value, int found)
    {
        var reply = Find("updated_at", condition, value);

        Assert.Equal(found, reply.Json!["total_count"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("eq", "pending", 1)]
    [InlineData("neq", "pending", 0)]
    [InlineData("in", "closed,pending", 1)]
    [InlineData("nin", "closed,pending", 0)]
    [InlineData("like", "PEND%25", 1)]
    [InlineData("nlike", "pend%25", 0)]
    [InlineData("finset", "closed,pending", 1)]
    [InlineData("null", "", 0)]
    public void Text_compares_without_regard_to_letter_case(string condition, string value, int found)
    {
        var reply = Find("status", condition, value);

        Assert.Equal(found, reply.Json!["total_count"]!.GetValue<int>());
    }

    private TwinReply Find(string field, string condition, string value) => _client.Get(
        $"V1/orders?fields=total_count&{Filter}[field]={field}&{Filter}[value]={value}&"
        + $"{Filter}[condition_type]={condition}");
}
