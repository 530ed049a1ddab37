using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class PollingTests
{
    private const string Websites = """[{"id":0,"code":"admin"},{"id":1,"code":"base"},{"id":2,"code":"wholesale"}]""";
    private const string Views =
        """[{"id":1,"website_id":1},{"id":0,"website_id":0},{"id":2,"website_id":2},{"id":5,"website_id":1}]""";

    [Fact]
    public async Task The_first_reading_takes_what_is_open_of_the_website()
    {
        var shop = Shop(_ => List(0));

        var page = await PollAsync(shop, "orders", "");

        Assert.False(page.More);
        var query = ScriptedShop.Readable(shop.Requests[^1]);
        Assert.Contains("[field]=state", query);
        Assert.Contains("new,pending_payment,payment_review,processing,holded", query);
        Assert.Contains("[field]=store_id&searchCriteria[filter_groups][1][filters][0][condition_type]=in", query);
        Assert.Contains("[value]=1,5", query);
        Assert.DoesNotContain("[field]=updated_at&searchCriteria[filter_groups]", query);
    }

    [Fact]
    public async Task A_later_round_reaches_back_by_the_overlap_and_sorts_by_time_and_id()
    {
        var shop = Shop(request => ScriptedShop.Readable(request).Contains("[field]=state", StringComparison.Ordinal)
            ? List(1, Order(7, "2026-11-21 11:58:00"))
            : List(0));
        var first = await PollAsync(shop, "orders", "");

        await PollAsync(shop, "orders", first.Cursor);

        var query = ScriptedShop.Readable(shop.Requests[^1]);
        Assert.Contains("[condition_type]=gteq", query);
        Assert.Contains("[value]=2026-11-21 11:53:00", query);
        Assert.Contains("sortOrders][0][field]=updated_at", query);
        Assert.Contains("sortOrders][1][field]=entity_id", query);
        Assert.DoesNotContain("[field]=state", query);
    }

    [Fact]
    public async Task Every_order_is_read_although_orders_change_between_the_pages()
    {
        // Forty orders, of which one already read changes after every page, in a shop that caps pages at five.
        var orders = Enumerable.Range(1, 40).ToDictionary(id => id, id => Stamp(id));
        var clock = 100;
        var shop = Shop(request =>
        {
            var reply = Answer(request, orders, size: 5);
            orders[(clock % 10) + 1] = Stamp(clock++);
            return reply;
        });
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cursor = "Round|2026-11-21 00:00:00|1|2026-11-21 00:00:00|";

        for (var pages = 0; pages < 60; pages++)
        {
            var page = await PollAsync(shop, "orders", cursor);
            seen.UnionWith(page.Messages.Select(message => message.Key.Split('/')[1]));
            cursor = page.Cursor;
            if (!page.More)
            {
                break;
            }
        }

        Assert.Equal(40, seen.Count);
    }

    [Fact]
    public async Task More_orders_than_a_page_within_one_second_are_read_by_page()
    {
        var orders = Enumerable.Range(1, 12).ToDictionary(id => id, _ => Stamp(1));
        var shop = Shop(request => Answer(request, orders, size: 5));
        var seen = new List<string>();
        var cursor = "Round|2026-11-21 00:00:00|1|2026-11-21 00:00:00|";
        var more = true;

        for (var pages = 0; pages < 10 && more; pages++)
        {
            var page = await PollAsync(shop, "orders", cursor);
            seen.AddRange(page.Messages.Select(message => message.Key));
            (cursor, more) = (page.Cursor, page.More);
        }

        Assert.False(more);
        Assert.Equal(12, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task An_unchanged_order_keeps_its_key_and_a_changed_one_gets_another()
    {
        var first = await PollAsync(Shop(_ => List(1, Order(7, "2026-11-21 11:00:00"))), "orders", "");
        var again = await PollAsync(Shop(_ => List(1, Order(7, "2026-11-21 11:00:00"))), "orders", "");
        var changed = await PollAsync(Shop(_ => List(1, Order(7, "2026-11-21 11:00:01"))), "orders", "");

        Assert.Equal(first.Messages[0].Key, again.Messages[0].Key);
        Assert.NotEqual(first.Messages[0].Key, changed.Messages[0].Key);
        Assert.StartsWith("orders/7/", first.Messages[0].Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_with_custom_options_travels_with_its_product()
    {
        const string Order =
            """
            {"entity_id":7,"increment_id":"7","created_at":"2026-11-21 11:00:00","updated_at":"2026-11-21 11:00:00",
             "order_currency_code":"GBP","items":[{"item_id":1,"sku":"MUG-OPT-ENGR","product_id":54,"qty_ordered":1,
             "product_type":"simple","product_option":{"extension_attributes":{"custom_options":[{}]}}}]}
            """;
        var shop = Shop(request => request.Target.Contains("/products?", StringComparison.Ordinal)
            ? List(1, """{"id":54,"sku":"MUG-OPT","type_id":"simple"}""")
            : List(1, Order));

        var page = await PollAsync(shop, "orders", "");

        Assert.Contains("[field]=entity_id", ScriptedShop.Readable(shop.Requests[^1]));
        var message = page.Messages[0];
        var facts = ScriptedShop.Connect<IMessageReader>().Read(new Entry(
            EntryKind.Seen, "adobe-uk", message.Key, message.Form, ScriptedShop.FixedClock.Now, message.Body));
        Assert.Equal("MUG-OPT", Assert.IsType<Fact.OrderObserved>(facts[0]).Order.Lines[0].Sku.Text);
    }

    [Fact]
    public async Task A_changed_line_brings_its_order()
    {
        var shop = Shop(request => request.Target.Contains("/orders/items?", StringComparison.Ordinal)
            ? List(2, Line(1, 7), Line(2, 7))
            : List(1, Order(7, "2026-11-21 10:00:00")));

        var page = await PollAsync(shop, "order-items", await BegunAsync(shop, "order-items"));

        var message = Assert.Single(page.Messages);
        Assert.Equal("adobe.order", message.Form);
        Assert.Contains("[field]=entity_id", ScriptedShop.Readable(shop.Requests[^1]));
    }

    [Fact]
    public async Task An_invoice_brings_its_order_once_however_many_it_has()
    {
        var shop = Shop(request => request.Target.Contains("/invoices?", StringComparison.Ordinal)
            ? List(3, Invoice(1, order: 7, store: 1), Invoice(2, order: 7, store: 5), Invoice(3, order: 8, store: 2))
            : List(1, Order(7, "2026-11-21 10:00:00")));

        var page = await PollAsync(shop, "invoices", await BegunAsync(shop, "invoices"));

        var message = Assert.Single(page.Messages);
        Assert.Equal("adobe.order", message.Form);
        Assert.StartsWith("orders/7/", message.Key, StringComparison.Ordinal);
        Assert.Contains("[field]=entity_id&searchCriteria[filter_groups][0][filters][0][condition_type]=in" +
            "&searchCriteria[filter_groups][0][filters][0][value]=7&", ScriptedShop.Readable(shop.Requests[^1]));
    }

    [Theory]
    [InlineData("shipments")]
    [InlineData("creditmemos")]
    [InlineData("invoices")]
    [InlineData("order-items")]
    public async Task What_belongs_to_orders_is_followed_from_the_start_less_what_the_clocks_may_differ(string poll)
    {
        var shop = Shop(_ => List(0));

        var first = await PollAsync(shop, poll, await BegunAsync(shop, poll));
        await PollAsync(shop, poll, first.Cursor);

        // What was done before is in the orders' own figures, so later rounds do not reach further back.
        Assert.All(shop.Requests.Where(request => request.Target.Contains("searchCriteria", StringComparison.Ordinal)), request =>
            Assert.Contains("[value]=2026-11-21 11:55:00", ScriptedShop.Readable(request)));
    }

    [Fact]
    public async Task The_start_is_noted_before_the_shop_is_called_so_that_nothing_made_while_calls_fail_is_missed()
    {
        var shop = Shop(_ => List(0));

        var begun = await PollAsync(shop, "creditmemos", "");

        Assert.Empty(shop.Requests);
        Assert.True(begun.More);
        Assert.Contains("2026-11-21 11:55:00", begun.Cursor);
    }

    [Fact]
    public async Task Documents_of_another_website_are_left_out()
    {
        static string Shipment(int id, string store) =>
            $"{{\"entity_id\":{id},\"created_at\":\"2026-11-21 12:00:0{id}\"{store}}}";
        var shop = Shop(_ => List(
            3,
            Shipment(1, ""","store_id":5"""),
            Shipment(2, ""","store_id":2"""),
            Shipment(3, ""","store_id":null""")));

        var page = await PollAsync(shop, "shipments", await BegunAsync(shop, "shipments"));

        Assert.Equal(["1", "3"], page.Messages.Select(message => message.Key.Split('/')[1]));
        Assert.Contains("2026-11-21 12:00:03", page.Cursor);
    }

    [Fact]
    public async Task A_shop_without_returns_is_asked_for_them_once_a_day_and_nothing_is_wrong_with_it()
    {
        var hasThem = false;
        var shop = Shop(_ => hasThem ? List(0) : ScriptedShop.Status(404, """{"message":"Request does not match any route."}"""));
        var begun = await BegunAsync(shop, "returns");

        var none = await PollAsync(shop, "returns", begun);
        var later = await PollAsync(shop, "returns", none.Cursor, hours: 23);
        Assert.Equal((1, none.Cursor, false), (Asked(), later.Cursor, later.More));

        hasThem = true;
        await PollAsync(shop, "returns", later.Cursor, hours: 25);
        Assert.Equal(2, Asked());
        Assert.Contains("[field]=date_requested", ScriptedShop.Readable(shop.Requests[^1]));
        Assert.Contains("[value]=2026-09-22 11:55:00", ScriptedShop.Readable(shop.Requests[^1]));

        int Asked() => shop.Requests.Count(request => request.Target.Contains("/returns?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Returns_are_read_again_for_two_months_and_a_new_one_brings_its_order_along()
    {
        const string Cursor = "Resting|2026-11-21 09:00:00|1|2026-11-21 09:00:00|2026-01-01 00:00:00";
        var shop = Shop(request => request.Target.Contains("/returns?", StringComparison.Ordinal)
            ? List(2, Return(1, order: 7, "2026-10-01 08:00:00"), Return(2, order: 8, "2026-11-21 10:00:00"))
            : List(1, Order(8, "2026-11-20 10:00:00")));

        var page = await PollAsync(shop, "returns", Cursor);

        Assert.Equal(["adobe.order", "adobe.return", "adobe.return"], page.Messages.Select(message => message.Form));
        Assert.StartsWith("orders/8/", page.Messages[0].Key, StringComparison.Ordinal);
        Assert.Contains("[value]=2026-09-22 09:00:00", ScriptedShop.Readable(shop.Requests[^2]));
        Assert.Contains("[value]=8&", ScriptedShop.Readable(shop.Requests[^1]));
        Assert.Contains("|2026-11-21 10:00:00|", page.Cursor);
    }

    [Fact]
    public async Task Returns_from_before_the_hub_are_read_and_bring_no_order_along()
    {
        var shop = Shop(_ => List(1, Return(1, order: 7, "2026-10-01 08:00:00")));

        var page = await PollAsync(shop, "returns", await BegunAsync(shop, "returns"));

        Assert.Equal("adobe.return.earlier", Assert.Single(page.Messages).Form);
        Assert.Contains("[value]=2026-09-22 11:55:00", ScriptedShop.Readable(shop.Requests[^1]));
    }

    [Fact]
    public async Task The_wiring_is_told_when_it_changes()
    {
        var enabled = "true";
        var shop = new ScriptedShop(request => ScriptedShop.Ok(
            request.Target.Contains("links", StringComparison.Ordinal)
            ? """{"items":[{"source_code":"leeds"},{"source_code":"paris"}],"total_count":2}"""
            : "{\"items\":[{\"source_code\":\"leeds\",\"enabled\":true},{\"source_code\":\"paris\"," +
              $"\"enabled\":{enabled}}}],\"total_count\":2}}"));

        var first = await PollAsync(shop, "wiring", "");
        var same = await PollAsync(shop, "wiring", first.Cursor);
        enabled = "false";
        var changed = await PollAsync(shop, "wiring", same.Cursor);

        Assert.Single(first.Messages);
        Assert.Empty(same.Messages);
        Assert.Contains("\"linked\":[\"leeds\"]", Encoding.UTF8.GetString(Assert.Single(changed.Messages).Body.Span));
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_leaves_the_cursor_and_says_why()
    {
        var denied = await OutcomeAsync(Shop(_ => ScriptedShop.Status(401, """{"message":"no"}""")), "orders", "");
        var down = await OutcomeAsync(Shop(_ => ScriptedShop.Status(503, "<html>")), "orders", "");

        var refused = Assert.IsType<Receipt.Refused>(Assert.IsType<PollOutcome.Failed>(denied).Receipt);
        Assert.Equal(CaseCodes.PermissionDenied, refused.Code);
        Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(down).Receipt);
    }

    [Fact]
    public async Task An_unknown_website_is_said_and_nothing_is_read()
    {
        var shop = new ScriptedShop(request => ScriptedShop.Ok(
            request.Target.EndsWith("websites", StringComparison.Ordinal)
            ? """[{"id":1,"code":"other"}]"""
            : Views));

        var failed = Assert.IsType<PollOutcome.Failed>(await OutcomeAsync(shop, "orders", ""));

        Assert.Contains("'base'", Assert.IsType<Receipt.Refused>(failed.Receipt).Detail);
    }

    private static ScriptedShop Shop(Func<WireRequest, WireOutcome> lists) => new(request =>
        request.Target.EndsWith("/store/websites", StringComparison.Ordinal) ? ScriptedShop.Ok(Websites)
        : request.Target.EndsWith("/store/storeViews", StringComparison.Ordinal) ? ScriptedShop.Ok(Views)
        : lists(request));

    private static async Task<string> BegunAsync(ScriptedShop shop, string poll) => (await PollAsync(shop, poll, "")).Cursor;

    private static async Task<PollOutcome.Page> PollAsync(ScriptedShop shop, string poll, string cursor, int hours = 0) =>
        Assert.IsType<PollOutcome.Page>(await OutcomeAsync(shop, poll, cursor, hours));

    private static ValueTask<PollOutcome> OutcomeAsync(ScriptedShop shop, string poll, string cursor, int hours = 0) =>
        ScriptedShop.Connect<IPoller>().PollAsync(
            shop, poll, cursor, ScriptedShop.FixedClock.Now.AddHours(hours), CancellationToken.None);

    private static WireOutcome List(int total, params string[] records) => ScriptedShop.Ok(
        $"{{\"items\":[{string.Join(',', records)}]," +
        $"\"search_criteria\":{{\"page_size\":100}},\"total_count\":{total}}}");

    private static string Order(int id, string updated) =>
        $"{{\"entity_id\":{id},\"items\":[],\"updated_at\":\"{updated}\"}}";

    private static string Line(int id, int order) =>
        $"{{\"item_id\":{id},\"order_id\":{order},\"updated_at\":\"2026-11-21 11:59:00\"}}";

    private static string Return(int id, int order, string requested) =>
        $"{{\"entity_id\":{id},\"order_id\":{order},\"items\":[],\"date_requested\":\"{requested}\"}}";

    private static string Invoice(int id, int order, int store) =>
        $"{{\"entity_id\":{id},\"order_id\":{order},\"store_id\":{store},\"updated_at\":\"2026-11-21 11:59:00\"}}";

    private static string Stamp(int second) => new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second)
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Answers as the shop does: filtered, sorted, paged with its own page size.</summary>
    private static WireOutcome Answer(WireRequest request, Dictionary<int, string> orders, int size)
    {
        var query = ScriptedShop.Readable(request).Split('&');
        var from = query.First(part => part.Contains("[value]=2026", StringComparison.Ordinal)).Split('=')[1];
        var number = query.First(part => part.Contains("currentPage", StringComparison.Ordinal)).Split('=')[1];
        var page = int.Parse(number, CultureInfo.InvariantCulture);
        var found = orders.Where(order => string.CompareOrdinal(order.Value, from) >= 0)
            .OrderBy(order => order.Value, StringComparer.Ordinal).ThenBy(order => order.Key).ToList();
        var records = found.Skip((page - 1) * size).Take(size).Select(order => Order(order.Key, order.Value));
        return ScriptedShop.Ok(
            $"{{\"items\":[{string.Join(',', records)}],\"search_criteria\":{{\"page_size\":{size}}}," +
            $"\"total_count\":{found.Count}}}");
    }
}
