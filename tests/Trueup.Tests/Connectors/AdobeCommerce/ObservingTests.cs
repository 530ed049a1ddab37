using System.Text;
using Trueup.Connectors.AdobeCommerce.Observing;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class ObservingTests
{
    [Fact]
    public void Rows_are_read_and_one_that_is_switched_off_counts_as_nothing()
    {
        var page = StockPage.Read(
            """
            {"items":[
              {"sku":"A","source_code":"leeds","quantity":7.5,"status":1,"more":{"x":[1]}},
              {"status":"0","quantity":"9","source_code":"leeds","sku":"B"},
              {"sku":" ","quantity":1}],
             "search_criteria":{"filter_groups":[],"page_size":3},"total_count":8}
            """u8);

        Assert.NotNull(page);
        Assert.Equal(
            [
                new ObservedRow(Sku.Parse("A"), "leeds", State: null, Quantity.Of(7.5m)),
                new ObservedRow(Sku.Parse("B"), "leeds", State: null, 0),
            ],
            page.Rows);
        Assert.Equal((3, 8L, 3), (page.Count, page.Total, page.PageSize));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"message":"x"}""")]
    [InlineData("""{"items":[{"sku":""")]
    public void What_is_no_list_is_none(string body) => Assert.Null(StockPage.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_list_without_items_is_empty() =>
        Assert.Empty(StockPage.Read("""{"items":null,"total_count":0}"""u8)!.Rows);

    [Fact]
    public async Task Source_rows_are_read_page_by_page_as_the_shop_cuts_them()
    {
        var all = Enumerable.Range(1, 25).Select(i => Row($"TEE-{i:000}", "leeds", i)).ToList();
        var shop = new ScriptedShop(request => Cut(request, all, size: 10));
        var rows = new List<ObservedRow>();
        var token = "";

        for (var pages = 0; pages < 10 && token is not null; pages++)
        {
            var page = await RowsAsync(shop, new ObserveAsk([], token));
            rows.AddRange(page.Rows);
            token = page.Next;
        }

        Assert.Equal(25, rows.Select(row => row.Sku).Distinct().Count());
        Assert.Equal(3, shop.Requests.Count);
        Assert.Contains("[condition_type]=neq", ScriptedShop.Readable(shop.Requests[0]));
    }

    [Fact]
    public async Task A_cap_on_page_sizes_is_kept_from_then_on()
    {
        var shop = new ScriptedShop(request => AsksForThousand(request)
            ? ScriptedShop.Status(
                400, """{"message":"Maximum SearchCriteria pageSize is %max","parameters":{"max":300}}""")
            : ScriptedShop.Ok("""{"items":[],"total_count":0}"""));
        var connection = ScriptedShop.Connect<IStockObserver>();

        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);
        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);

        Assert.Equal(
            [true, false, false],
            shop.Requests.Select(AsksForThousand));
    }

    [Fact]
    public async Task Many_skus_are_asked_for_in_addresses_of_bearable_length()
    {
        var skus = Enumerable.Range(1, 600).Select(i => Sku.Parse($"LONG-SKU-WITH-ÜMLAUT-{i:0000}"))
            .Append(Sku.Parse("A,B")).ToItems();
        var shop = new ScriptedShop(_ => ScriptedShop.Ok("""{"items":[],"total_count":0}"""));
        var token = "";

        for (var pages = 0; pages < 20 && token is not null; pages++)
        {
            token = (await RowsAsync(shop, new ObserveAsk(skus, token))).Next;
        }

        Assert.Null(token);
        Assert.All(shop.Requests, request => Assert.InRange(request.Target.Length, 1, 6_000));
        var asked = shop.Requests.SelectMany(request =>
            Value(request, "[value]=").Split("LONG", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(601, asked.Count());
        Assert.Equal("A,B", Value(shop.Requests[^1], "[value]="));
        Assert.Equal("eq", Value(shop.Requests[^1], "[condition_type]="));
    }

    [Fact]
    public async Task A_single_zero_is_read_again_before_it_is_believed()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok("0"), ScriptedShop.Ok("12"));

        var page = await SalableAsync(shop, "TEE-001");

        Assert.Equal(12, Assert.Single(page.Rows).Quantity);
        Assert.EndsWith("/get-product-salable-quantity/TEE-001/2", shop.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_composite_shows_no_salable_quantity()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Status(
            400, """{"message":"Can't check requested quantity for products without Source Items support."}"""));

        Assert.Empty((await SalableAsync(shop, "HOOD")).Rows);
    }

    [Fact]
    public async Task An_unknown_sku_is_told_from_a_shop_in_trouble_by_the_export()
    {
        const string Trouble = "An error has happened during application run.";
        var unknown = ScriptedShop.Of(
            ScriptedShop.Status(500, Trouble),
            ScriptedShop.Ok("""{"items":[],"search_criteria":{"page_size":250},"total_count":0}"""));
        var down = new ScriptedShop(_ => ScriptedShop.Status(500, Trouble));

        Assert.Empty((await SalableAsync(unknown, "NOPE")).Rows);
        var failed = Assert.IsType<ObserveOutcome.Failed>(await ScriptedShop.Connect<IStockObserver>()
            .ObserveSalableAsync(down, new ObserveAsk([Sku.Parse("TEE-001")]), CancellationToken.None));
        Assert.IsType<Receipt.Deferred>(failed.Receipt);
    }

    [Fact]
    public async Task Everything_salable_is_read_to_the_last_product_although_pages_come_short()
    {
        // 600 products, of which some are not assigned to the stock: pages of 250 come back with 200, none and 90.
        var pages = new Queue<int>([200, 0, 90]);
        var shop = new ScriptedShop(request => request.Target.Contains("/products?", StringComparison.Ordinal)
            ? ScriptedShop.Ok("""{"items":[{"sku":"A"}],"total_count":600}""")
            : Export(pages.Dequeue()));
        var rows = 0;
        var token = "";

        for (var i = 0; i < 10 && token is not null; i++)
        {
            var page = Assert.IsType<ObserveOutcome.Page>(await ScriptedShop.Connect<IStockObserver>()
                .ObserveSalableAsync(shop, new ObserveAsk([], token), CancellationToken.None));
            rows += page.Rows.Count;
            token = page.Next;
        }

        Assert.Equal(290, rows);
        Assert.Empty(pages);
    }

    private static WireOutcome Export(int count) => ScriptedShop.Ok(
        "{\"items\":[" +
        string.Join(',', Enumerable.Range(1, count).Select(i => $"{{\"sku\":\"S{i}\",\"qty\":{i}}}")) +
        $"],\"search_criteria\":{{\"page_size\":250}},\"total_count\":{count}}}");

    private static bool AsksForThousand(WireRequest request) => Value(request, "[pageSize]=") == "1000";

    private static string Value(WireRequest request, string name) => ScriptedShop.Readable(request).Split('&')
        .First(part => part.Contains(name, StringComparison.Ordinal)).Split('=')[1];

    private static async Task<ObserveOutcome.Page> RowsAsync(ScriptedShop shop, ObserveAsk ask) =>
        Assert.IsType<ObserveOutcome.Page>(
            await ScriptedShop.Connect<IStockObserver>().ObserveAsync(shop, ask, CancellationToken.None));

    private static async Task<ObserveOutcome.Page> SalableAsync(ScriptedShop shop, string sku) =>
        Assert.IsType<ObserveOutcome.Page>(await ScriptedShop.Connect<IStockObserver>()
            .ObserveSalableAsync(shop, new ObserveAsk([Sku.Parse(sku)]), CancellationToken.None));

    private static string Row(string sku, string source, int quantity) =>
        $"{{\"sku\":\"{sku}\",\"source_code\":\"{source}\",\"quantity\":{quantity},\"status\":1}}";

    private static WireOutcome Cut(WireRequest request, List<string> rows, int size)
    {
        var page = int.Parse(
            Value(request, "[currentPage]="), System.Globalization.CultureInfo.InvariantCulture);
        return ScriptedShop.Ok(
            $"{{\"items\":[{string.Join(',', rows.Skip((page - 1) * size).Take(size))}]," +
            $"\"search_criteria\":{{\"page_size\":{size}}},\"total_count\":{rows.Count}}}");
    }
}
