using System.Globalization;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>What the sweep of orders relies on: a list that leaves nothing out and says when it cannot be had.</summary>
public sealed class OrderListingTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_stretch_is_listed_whole_though_the_shop_caps_its_pages()
    {
        var shop = Shop(orders: 12, size: 5);

        var (listed, totals) = await ListAsync(shop);

        Assert.Equal(
            Enumerable.Range(1, 12).Select(id => new ListedOrder($"{id}", $"00000{id:0000}")), listed);
        Assert.All(totals, total => Assert.Equal(12, total));
    }

    [Fact]
    public async Task Only_the_stretch_and_the_website_are_asked_for_and_only_ids_and_numbers()
    {
        var shop = Shop(orders: 1, size: 300);

        await ListAsync(shop);

        var query = ScriptedShop.Readable(shop.Requests[^1]);
        Assert.Contains("[field]=created_at", query);
        Assert.Contains("[value]=2026-11-21 09:00:00", query);
        Assert.Contains("[condition_type]=gteq", query);
        Assert.Contains("[value]=2026-11-21 10:00:00", query);
        Assert.Contains("[condition_type]=lt", query);
        Assert.Contains("[value]=1,5", query);
        Assert.Contains("[field]=entity_id", query);
        Assert.Contains("items[entity_id,increment_id,created_at]", query);
    }

    [Theory]
    [InlineData(503, "{}")]
    [InlineData(200, "<html>maintenance</html>")]
    [InlineData(200, """{"items":7}""")]
    public async Task A_list_that_cannot_be_read_is_no_empty_list(int status, string body)
    {
        var shop = new ScriptedShop(request => Stores(request) ?? ScriptedShop.Status(status, body));

        var listing = await ScriptedShop.Connect<IOrderReader>().ListOrdersAsync(
            shop, new OrderListingAsk(From, From.AddHours(1)), CancellationToken.None);

        Assert.IsType<OrderListing.Failed>(listing);
    }

    [Fact]
    public async Task An_order_that_was_missed_is_read_as_the_poll_would_have_brought_it()
    {
        var shop = Shop(orders: 3, size: 300);
        var polled = Assert.IsType<PollOutcome.Page>(await ScriptedShop.Connect<IPoller>().PollAsync(
            shop, "orders", "", ScriptedShop.FixedClock.Now, CancellationToken.None));

        var read = Assert.IsType<PollOutcome.Page>(
            await ScriptedShop.Connect<IOrderReader>().ReadOrdersAsync(shop, ["1", "2", "3"], CancellationToken.None));

        // Read twice, it is one message: the journal drops the second.
        Assert.Equal(polled.Messages.Select(message => message.Key), read.Messages.Select(message => message.Key));
        Assert.Equal(polled.Messages[0].Body.ToArray(), read.Messages[0].Body.ToArray());
    }

    private static async Task<(List<ListedOrder> Listed, List<long?> Totals)> ListAsync(ScriptedShop shop)
    {
        var (listed, totals) = (new List<ListedOrder>(), new List<long?>());
        var page = "";
        for (var pages = 0; pages < 10; pages++)
        {
            var listing = Assert.IsType<OrderListing.Page>(await ScriptedShop.Connect<IOrderReader>().ListOrdersAsync(
                shop, new OrderListingAsk(From, From.AddHours(1), page), CancellationToken.None));
            listed.AddRange(listing.Orders);
            totals.Add(listing.Total);
            if (listing.Next is not { } next)
            {
                return (listed, totals);
            }

            page = next;
        }

        throw new InvalidOperationException("The list has no end.");
    }

    private static ScriptedShop Shop(int orders, int size) => new(request =>
    {
        if (Stores(request) is { } stores)
        {
            return stores;
        }

        var query = ScriptedShop.Readable(request);
        var number = Regex.Match(query, @"current_?[pP]age\]=(?<page>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["page"].Value;
        var page = number.Length == 0 ? 1 : int.Parse(number, CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(1, orders).Skip((page - 1) * size).Take(size).Select(id =>
            $$"""
            {"entity_id":{{id}},"increment_id":"00000{{id:0000}}","created_at":"2026-11-21 09:30:00","updated_at":"2026-11-21 09:30:00",
             "order_currency_code":"GBP","items":[{"item_id":1,"sku":"CAP","qty_ordered":1,"product_type":"simple"}]}
            """);
        return ScriptedShop.Ok(
            $"{{\"items\":[{string.Join(',', rows)}],\"search_criteria\":{{\"page_size\":{size}}},\"total_count\":{orders}}}");
    });

    private static WireOutcome? Stores(WireRequest request) =>
        request.Target.Contains("/websites", StringComparison.Ordinal) ? ScriptedShop.Ok("""[{"id":0,"code":"admin"},{"id":1,"code":"base"}]""")
        : request.Target.Contains("/storeViews", StringComparison.Ordinal)
            ? ScriptedShop.Ok("""[{"id":1,"website_id":1},{"id":0,"website_id":0},{"id":5,"website_id":1}]""")
        : null;
}
