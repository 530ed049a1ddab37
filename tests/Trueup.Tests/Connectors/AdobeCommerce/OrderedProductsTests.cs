using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>Which lines of an order have no product in the shop, as the poll of orders finds out.</summary>
public sealed class OrderedProductsTests
{
    [Fact]
    public async Task Lines_without_a_product_are_told_by_its_id_and_where_there_is_none_by_the_sku()
    {
        var shop = Shop(
            Order("processing", Item(1, "TEE", 51), Item(2, "GONE", 52), Item(3, "mug", id: null), Item(4, "NEVER", id: null)),
            request => ScriptedShop.Readable(request).Contains("[value]=51,52", StringComparison.Ordinal)
                ? List("""{"id":51,"sku":"TEE"}""")
                : List("""{"id":60,"sku":"MUG"}"""));

        var seen = await SeenAsync(shop);

        Assert.Equal(["2", "4"], seen.Unlisted!.Value);
        Assert.Contains(shop.Requests, request => ScriptedShop.Readable(request).Contains("[value]=51,52", StringComparison.Ordinal));
        Assert.Contains(shop.Requests, request => ScriptedShop.Readable(request).Contains("[value]=mug,NEVER", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("canceled")]
    public async Task Of_an_order_that_is_over_nothing_is_asked(string state)
    {
        var shop = Shop(Order(state, Item(1, "GONE", 52)), _ => List());

        Assert.Null((await SeenAsync(shop)).Unlisted);
        Assert.DoesNotContain(shop.Requests, request => request.Target.Contains("/products", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_catalogue_that_may_not_be_read_lets_orders_pass_and_one_that_fails_lets_them_wait()
    {
        var order = Order("processing", Item(1, "GONE", 52));
        var denied = Shop(order, _ => ScriptedShop.Status(401, """{"message":"The consumer isn't authorized to access %resources."}"""));
        var broken = Shop(order, _ => ScriptedShop.Status(500, ""));

        Assert.Null((await SeenAsync(denied)).Unlisted);
        Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(await PollAsync(broken)).Receipt);
    }

    [Fact]
    public async Task Of_a_configurable_the_goods_are_looked_for_and_not_the_parent()
    {
        var shop = Shop(
            Order("new", Item(1, "TEE-M", 50), """{"item_id":2,"parent_item_id":1,"sku":"TEE-M","product_id":51,"qty_ordered":1}"""),
            _ => List("""{"id":51,"sku":"TEE-M"}"""));

        Assert.Null((await SeenAsync(shop)).Unlisted);
    }

    [Fact]
    public async Task The_polls_look_into_an_order_once_whichever_list_leads_to_it()
    {
        var shop = Shop(Order("processing", Item(1, "TEE", 51)), _ => List("""{"id":51,"sku":"TEE"}"""));
        var poller = ScriptedShop.Connect<IPoller>();

        var first = await PollAsync(poller, shop, "orders", "");
        var again = await PollAsync(poller, shop, "orders", first.Cursor);
        var begun = await PollAsync(poller, shop, "order-items", "");
        var line = await PollAsync(poller, shop, "order-items", begun.Cursor);

        Assert.All([again, line], page => Assert.Equal(first.Messages, page.Messages));
        Assert.Single(shop.Requests, request => request.Target.Contains("/products?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_of_which_a_product_has_gone_since_is_another_message_and_not_one_message_with_two_contents()
    {
        var order = Order("processing", Item(1, "TEE", 51));

        var before = await PollAsync(ScriptedShop.Connect<IPoller>(), Shop(order, _ => List("""{"id":51,"sku":"TEE"}""")), "orders", "");
        var after = await PollAsync(ScriptedShop.Connect<IPoller>(), Shop(order, _ => List()), "orders", "");

        Assert.NotEqual(Assert.Single(before.Messages).Key, Assert.Single(after.Messages).Key);
    }

    private static ScriptedShop Shop(string order, Func<WireRequest, WireOutcome> products) => new(request =>
        request.Target.EndsWith("/store/websites", StringComparison.Ordinal) ? ScriptedShop.Ok("""[{"id":1,"code":"base"}]""")
        : request.Target.EndsWith("/store/storeViews", StringComparison.Ordinal) ? ScriptedShop.Ok("""[{"id":1,"website_id":1}]""")
        : request.Target.Contains("/products?", StringComparison.Ordinal) ? products(request)
        : request.Target.Contains("/orders/items?", StringComparison.Ordinal) ? List("""{"item_id":1,"order_id":7,"store_id":1}""")
        : List(order));

    private static async Task<Fact.OrderObserved> SeenAsync(ScriptedShop shop)
    {
        var message = Assert.Single(Assert.IsType<PollOutcome.Page>(await PollAsync(shop)).Messages);
        return Assert.IsType<Fact.OrderObserved>(Assert.Single(ScriptedShop.Connect<IMessageReader>().Read(new Entry(
            EntryKind.Seen, "adobe-uk", message.Key, message.Form, ScriptedShop.FixedClock.Now, message.Body))));
    }

    private static async Task<PollOutcome> PollAsync(ScriptedShop shop) => await ScriptedShop.Connect<IPoller>().PollAsync(
        shop, "orders", "", ScriptedShop.FixedClock.Now, CancellationToken.None);

    private static async Task<PollOutcome.Page> PollAsync(IPoller poller, ScriptedShop shop, string poll, string cursor) =>
        Assert.IsType<PollOutcome.Page>(await poller.PollAsync(shop, poll, cursor, ScriptedShop.FixedClock.Now, CancellationToken.None));

    private static WireOutcome List(params string[] records) => ScriptedShop.Ok(
        $"{{\"items\":[{string.Join(',', records)}],\"search_criteria\":{{\"page_size\":100}},\"total_count\":{records.Length}}}");

    private static string Order(string state, params string[] items) =>
        $$"""
          {"entity_id":7,"increment_id":"7","state":"{{state}}","created_at":"2026-11-21 11:00:00","updated_at":"2026-11-21 11:00:00",
           "order_currency_code":"GBP","items":[{{string.Join(',', items)}}] }
          """;

    private static string Item(int line, string sku, int? id) =>
        $"{{\"item_id\":{line},\"sku\":\"{sku}\",\"qty_ordered\":1,\"product_type\":\"simple\"{(id is null ? "" : $",\"product_id\":{id}")}}}";
}
