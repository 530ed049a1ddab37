using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class SearchCriteriaTests
{
    private const string Filter = "searchCriteria[filter_groups][0][filters][0]";

    private readonly AdobeTwin _twin = new();
    private readonly TwinClient _client;

    public SearchCriteriaTests()
    {
        _twin.Setup.Token(TwinClient.Token);
        _twin.Setup.Product(new TwinProduct("TEE"));
        _twin.Setup.SourceItem("TEE", "default", 100);
        var now = new DateTimeOffset(2026, 11, 21, 0, 1, 18, TimeSpan.Zero);
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 1)], now);
        _client = new TwinClient(_twin, now);
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

    [Theory]
    [InlineData("eq", "2", "BAG")]
    [InlineData("in", "3,2,2,x,99", "BAG CAP")]
    [InlineData("nin", "2", "CAP TEE")]
    [InlineData("gt", "1", "BAG CAP")]
    public void Products_are_found_by_their_ids(string condition, string value, string found)
    {
        _twin.Setup.Product(new TwinProduct("BAG"));
        _twin.Setup.Product(new TwinProduct("CAP"));

        var reply = _client.Get($"V1/products?{Filter}[field]=entity_id&{Filter}[value]={value}&{Filter}[condition_type]={condition}");

        Assert.Equal(found, string.Join(' ', reply.Json!["items"]!.AsArray().Select(product => product!["sku"]!.ToString()).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("2026-11-21%2000:01:18", "2026-11-21%2000:01:19", 1)]
    [InlineData("2026-11-21%2000:01:18", "2026-11-21%2000:01:18", 0)]
    [InlineData("2026-11-20", "2026-11-22", 2)]
    [InlineData("2026-11-21%2000:01:19", "2026-11-22", 1)]
    [InlineData("2026-11-22", "2026-11-23", 0)]
    public void Orders_are_found_by_the_stretch_that_they_were_placed_in(string from, string until, int found)
    {
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 1)], new DateTimeOffset(2026, 11, 21, 0, 5, 0, TimeSpan.Zero));
        const string End = "searchCriteria[filter_groups][1][filters][0]";

        var reply = _client.Get($"V1/orders?{Filter}[field]=created_at&{Filter}[value]={from}&{Filter}[condition_type]=gteq" +
                                $"&{End}[field]=created_at&{End}[value]={until}&{End}[condition_type]=lt");

        Assert.Equal(found, reply.Json!["total_count"]!.GetValue<int>());
    }

    [Fact]
    public void The_first_named_sort_decides_and_the_next_where_rows_are_alike()
    {
        _twin.Setup.Source("leeds");
        Put(("zip", "leeds", 7), ("ALE", "leeds", 7), ("zip", "default", 7), ("ale", "default", 3));

        Assert.Equal(["ALE default", "ALE leeds", "TEE default", "zip default", "zip leeds"], Rows("sku ASC", "source_code ASC"));
        Assert.Equal(["TEE default", "zip leeds", "ALE leeds", "zip default", "ALE default"], Rows("quantity DESC", "source_code DESC"));
    }

    [Fact]
    public void A_page_shows_what_became_of_the_rows_since_the_page_before()
    {
        Put(("ALE", "default", 5), ("ZIP", "default", 9));
        Assert.Equal("ALE 5", Page(1));

        Put(("TEE", "default", 41));
        Assert.Equal("TEE 41", Page(2));

        Put(("BAG", "default", 2));
        Assert.Equal("TEE 41", Page(3));

        string Page(int number)
        {
            var row = _client.Get($"V1/inventory/source-items?{Sorts("sku ASC")}&searchCriteria[pageSize]=1&searchCriteria[currentPage]={number}")
                .Json!["items"]![0]!;
            return $"{row["sku"]} {row["quantity"]}";
        }
    }

    private void Put(params ReadOnlySpan<(string Sku, string Source, int Quantity)> rows)
    {
        foreach (var (sku, source, quantity) in rows)
        {
            _twin.Setup.SourceItem(sku, source, quantity);
        }
    }

    private IEnumerable<string> Rows(params ReadOnlySpan<string> sorts) =>
        _client.Get($"V1/inventory/source-items?{Sorts(sorts)}").Json!["items"]!.AsArray().Select(row => $"{row!["sku"]} {row["source_code"]}");

    private static string Sorts(params ReadOnlySpan<string> sorts)
    {
        var terms = new List<string>();
        foreach (var sort in sorts)
        {
            var (sign, words) = ($"searchCriteria[sortOrders][{terms.Count}]", sort.Split(' '));
            terms.Add($"{sign}[field]={words[0]}&{sign}[direction]={words[1]}");
        }

        return string.Join('&', terms);
    }

    private TwinReply Find(string field, string condition, string value) => _client.Get(
        $"V1/orders?fields=total_count&{Filter}[field]={field}&{Filter}[value]={value}&"
        + $"{Filter}[condition_type]={condition}");
}
