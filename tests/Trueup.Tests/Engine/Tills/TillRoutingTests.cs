using Trueup.Connectors.Square;
using Trueup.Core.Connecting;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Tills;

public sealed class TillRoutingTests
{
    [Fact]
    public async Task A_sale_lowers_the_storefront_at_once_and_the_owners_report_takes_it_over()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");

        Assert.Equal<Quantity?>(4, shop.Available);
        Assert.Equal<Quantity?>(4, shop.Stock.SlotOf(Shop.Web, RemoteCode.Parse("soho_src"))!.Value.Desired);

        await shop.Level(4, "10:01");
        Assert.Equal<Quantity>(0, shop.Unseen);
        Assert.Equal<Quantity?>(4, shop.Available);
    }

    [Fact]
    public async Task The_last_one_on_the_shelf_is_sold_once()
    {
        var shop = await (await new Shop().Level(1, "09:00")).Tents("T1");

        Assert.Equal<Quantity?>(0, shop.Available);
        var urgency = shop.Stock.Slots.Single().Desired;
        Assert.Equal<Quantity?>(0, urgency);
    }

    // Square, "Inventory API Process Flow": the count decides about what happened before it, in whatever order it
    // comes.
    [Theory]
    [InlineData("13:22", 95)]
    [InlineData("13:35", 93)]
    public async Task A_late_offline_sale_counts_only_if_no_later_count_holds_it(string soldAt, int available)
    {
        var shop = await (await new Shop().Level(95, "13:30")).Tents("T1", soldAt, quantity: 2);

        Assert.Equal<Quantity?>(available, shop.Available);
    }

    [Fact]
    public async Task Counts_and_late_sales_come_to_the_same_in_every_order()
    {
        Func<Shop, Task<Shop>>[] told =
        [
            shop => shop.Level(100, "12:00"),
            shop => shop.Tents("T1", "13:10", quantity: 3),
            shop => shop.Level(95, "13:30"),
            shop => shop.Tents("T2", "13:20", quantity: 2),
        ];
        foreach (var order in Permutations([0, 1, 2, 3]))
        {
            var shop = new Shop();
            foreach (var place in order)
            {
                await told[place](shop);
            }

            Assert.Equal<Quantity?>(95, shop.Available);
        }
    }

    [Fact]
    public async Task A_transaction_that_is_dated_ahead_counts_once_though_it_is_told_again()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1", at: "23:00", id: "a");
        Assert.Equal("A sale of pos is 300 minutes ahead.", Assert.Single(shop.OpenCases).Detail);
        shop.Wait(10);

        await shop.Tents("T1", at: "23:00", id: "b");

        Assert.Equal(["STOCK.CLOCK_SKEW"], shop.OpenCases.Select(open => open.Code.Code));
        Assert.Equal((1, 60.00m), (shop.Day().Transactions, shop.Day().Gross));

        await shop.Tents("T2", at: "18:05");
        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task The_same_transaction_counts_once_whatever_its_message_is_called()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1", id: "a");
        await shop.Level(4, "10:01");

        await shop.Tents("T1", id: "a");
        await shop.Tents("T1", id: "b");

        Assert.Equal<Quantity?>(4, shop.Available);
        Assert.Equal((1, 60.00m), (shop.Day().Transactions, shop.Day().Gross));
        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task The_same_transaction_with_other_content_is_a_case_and_the_first_one_stands()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Tents("T1", quantity: 2);

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(60.00m, shop.Day().Gross);
        Assert.Equal<Quantity?>(4, shop.Available);
    }

    [Fact]
    public async Task Two_tills_may_use_the_same_number()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");
        await shop.Sale(
            """
            {"store":"07","register":"2","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":60,"discount":0,"tax":10,"tax_code":"S20"}],
             "tenders":[{"type":"cash","amount":60}],"totals":{"net":50,"tax":10,"gross":60}}
            """);

        Assert.Equal<Quantity?>(3, shop.Available);
        Assert.Equal(120.00m, shop.Day().Gross);
        Assert.Equal([new TenderAmount("card", 60m), new TenderAmount("cash", 60m)], shop.Day().Tenders);
    }

    [Theory]
    [InlineData("\"gross\":60.00", "\"gross\":61.00", "totals.gross of 61.00 is not net and tax of 60.00")]
    [InlineData(
        "\"tax\":10.00,\"tax_code\"", "\"tax\":9.00,\"tax_code\"", "totals.tax of 10.00 is not the lines' tax of 9.00")]
    [InlineData("\"unit_price\":60.00", "\"unit_price\":70.00", "lines come to 70.00")]
    [InlineData("\"amount\":60.00", "\"amount\":59.00", "tenders come to 59.00, not the 60.00 to pay")]
    [InlineData("\"discount\":0", "\"discount\":0.001", "has more decimals than GBP")]
    public async Task A_receipt_that_does_not_add_up_is_a_case_while_its_goods_have_left(
        string good, string bad, string told)
    {
        var shop = await new Shop().Level(5, "09:00");
        const string sale =
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP","lines":[
            {"line":"1","sku":"TENT-2P","quantity":1,"unit_price":60.00,"discount":0,"tax":10.00,"tax_code":"S20"}],
            "tenders":[{"type":"card","amount":60.00}],"totals":{"net":50.00,"tax":10.00,"gross":60.00}}
            """;

        await shop.Sale(sale.Replace(good, bad, StringComparison.Ordinal));

        var open = Assert.Single(shop.OpenCases);
        Assert.Equal("POS.TOTALS_MISMATCH", open.Code.Code);
        Assert.Contains(told, open.Detail, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0m), (shop.Day().Transactions, shop.Day().Suspended, shop.Day().Gross));
        Assert.Equal<Quantity?>(4, shop.Available);

        await shop.Sale(sale);
        Assert.Empty(shop.OpenCases);
        Assert.Equal((1, 0, 60.00m), (shop.Day().Transactions, shop.Day().Suspended, shop.Day().Gross));
        Assert.Equal<Quantity?>(4, shop.Available);
    }

    [Fact]
    public async Task A_currency_that_does_not_exist_is_a_case_until_the_transaction_comes_in_one_that_does()
    {
        var shop = await new Shop().Level(5, "09:00");
        const string sale =
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"XXQ","lines":[
            {"line":"1","sku":"TENT-2P","quantity":1,"unit_price":60.00,"discount":0,"tax":10.00,"tax_code":"S20"}],
            "tenders":[{"type":"card","amount":60.00}],"totals":{"net":50.00,"tax":10.00,"gross":60.00}}
            """;

        await shop.Sale(sale);

        var open = Assert.Single(shop.OpenCases);
        Assert.Equal("POS.CURRENCY_UNSUPPORTED", open.Code.Code);
        Assert.Contains("'XXQ'", open.Detail, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0m), (shop.Day(currency: "XXQ").Transactions, shop.Day(currency: "XXQ").Suspended, shop.Day(currency: "XXQ").Gross));

        await shop.Sale(sale.Replace("XXQ", "GBP", StringComparison.Ordinal));
        Assert.Empty(shop.OpenCases);
        Assert.Equal((1, 60.00m), (shop.Day().Transactions, shop.Day().Gross));
        Assert.Equal<Quantity?>(4, shop.Available);
    }

    [Fact]
    public async Task Money_that_adds_up_only_after_its_day_is_closed_goes_to_the_next_one()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");
        await shop.Tents("T2", extra: ",\"rounding\":1.00");
        await shop.Close("50.00", "10.00", 1);

        await shop.Tents("T2");

        Assert.Equal((60m, 60m), (shop.Day().Gross, shop.Day("2026-03-02").Gross));
        Assert.Equal("POS.SALE_AFTER_CLOSE", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
    }

    [Fact]
    public async Task Cash_rounding_is_a_difference_with_a_name()
    {
        var shop = await new Shop().Level(5, "09:00");

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP","rounding":0.02,
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":9.98,"discount":0,"tax":1.66,"tax_code":"S20"}],
             "tenders":[{"type":"cash","amount":10.00}],"totals":{"net":8.32,"tax":1.66,"gross":9.98}}
            """);

        Assert.Empty(shop.OpenCases);
        Assert.Equal((9.98m, 0.02m), (shop.Day().Gross, shop.Day().Rounding));
    }

    [Fact]
    public async Task Prices_may_be_without_tax_and_an_exchange_may_come_to_nothing()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T0", "09:30");

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP","tenders":[],
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":50.00,"discount":0,"tax":10.00,"tax_code":"S20"},
                      {"line":"2","sku":"TENT-2P","quantity":-1,"unit_price":50.00,"discount":0,"tax":-10.00,
                       "tax_code":"S20","return_of":{"transaction":"T0","line":"1"}}],
             "totals":{"net":0.00,"tax":0.00,"gross":0.00}}
            """);

        Assert.Empty(shop.OpenCases);
        Assert.Equal([new TaxAmount("S20", 50.00m, 10.00m)], shop.Day().Taxes);
        Assert.Equal<Quantity?>(3, shop.Available);
    }

    [Fact]
    public async Task More_than_was_sold_does_not_come_back_unnoticed()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T0", "09:30", quantity: 2);
        const string back =
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":-1,"unit_price":60,"discount":0,"tax":-10,"tax_code":"S20",
                       "return_of":{"transaction":"T0","line":"1"}}],
             "tenders":[{"type":"card","amount":-60}],"totals":{"net":-50,"tax":-10,"gross":-60}}
            """;

        await shop.Sale(back);
        await shop.Sale(back.Replace("\"T1\"", "\"T2\"", StringComparison.Ordinal));
        Assert.Empty(shop.OpenCases);
        await shop.Sale(back.Replace("\"T1\"", "\"T3\"", StringComparison.Ordinal));

        Assert.Equal("POS.OVER_RETURNED", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(-60m, shop.Day().Gross);
    }

    [Fact]
    public async Task A_transaction_is_undone_once()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");
        const string undo = ",\"void_of\":\"T1\"";

        await shop.Tents("V1", quantity: -1, extra: undo);
        Assert.Equal(0m, shop.Day().Gross);
        await shop.Tents("V1", quantity: -1, extra: undo);
        Assert.Empty(shop.OpenCases);
        await shop.Tents("V2", quantity: -1, extra: undo);

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
    }

    [Fact]
    public async Task A_handed_over_order_that_was_paid_online_is_no_money_of_the_store()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Sale(
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP","order":"W1",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":60,"discount":0,"tax":10,"tax_code":"S20"}],
             "tenders":[{"type":"online","amount":60}],"totals":{"net":50,"tax":10,"gross":60}}
            """);

        Assert.Equal("ORDER.UNKNOWN", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(0m, shop.Day().Gross);
        Assert.Equal<Quantity?>(5, shop.Available);
    }

    [Fact]
    public async Task A_sale_of_what_nobody_knows_counts_as_money_and_is_a_case()
    {
        var shop = await new Shop().Tents("T1");

        Assert.Equal("POS.SKU_UNKNOWN", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(60m, shop.Day().Gross);
    }

    [Fact]
    public async Task A_store_that_nobody_mapped_waits_with_all_it_says()
    {
        var shop = await new Shop().Sale(
            """{"store":"99","transaction":"T1","at":"2026-03-01T10:00:00Z","lines":[{"sku":"TENT-2P","quantity":1}]}""");

        Assert.Equal("STOCK.LOCATION_UNMAPPED", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Empty(shop.Hub.State.Tills.Sales);
        Assert.Contains("location/pos/99", shop.Hub.State.ParkedMessages.Keys);
    }

    [Fact]
    public async Task Codes_of_any_length_are_told_apart()
    {
        var longest = new string('x', 250);
        var shop = await (await new Shop().Level(5, "09:00")).Tents(longest);

        await shop.Tents(longest + "y");

        Assert.Equal<Quantity?>(3, shop.Available);
        Assert.Equal(2, shop.Day().Transactions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart_everything_is_as_it_was(bool withLedger)
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("50.00", "10.00", 1);
        var (days, sales) = (shop.Hub.State.Tills.Days.Values.ToList(), shop.Hub.State.Tills.Sales.Values.ToList());

        await shop.Restart(withLedger);

        Assert.Equal(days, shop.Hub.State.Tills.Days.Values);
        Assert.Equal(sales, shop.Hub.State.Tills.Sales.Values);
        await shop.Tents("T1", id: "again");
        Assert.Equal<Quantity?>(4, shop.Available);
    }

    [Fact]
    public async Task A_product_that_gets_its_sku_later_moves_its_stock_then_and_its_money_once()
    {
        var square = (ConnectionOpening.Ready)new SquareConnector().Open(new ConnectionSettings(
            Shop.Pos,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["auth.bearer"] = "t" },
            new Dictionary<string, string>(StringComparer.Ordinal)));
        var shop = await new Shop(square.Connection).Level(5, "09:00");
        const string order = """
            "order":{"id":"O1","location_id":"07","state":"COMPLETED","created_at":"2026-03-01T10:00:00Z","line_items":[
            {"uid":"L1","quantity":"2","catalog_object_id":"V1","base_price_money":{"amount":6000,"currency":"GBP"},
             "total_money":{"amount":12000,"currency":"GBP"}}],"tenders":[{"id":"T","type":"CASH",
             "amount_money":{"amount":12000,"currency":"GBP"}}],"total_money":{"amount":12000,"currency":"GBP"}}
            """;

        await shop.Deliver("a", "square.order", "{\"skus\":{}," + order + "}");
        Assert.Equal("POS.SKU_MISSING", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal((120.00m, (Quantity?)5), (shop.Day().Gross, shop.Available));

        await shop.Deliver("b", "square.order", "{\"skus\":{\"V1\":\"TENT-2P\"}," + order + "}");
        await shop.Deliver("c", "square.order", "{\"skus\":{\"V1\":\"TENT-2P\",\"V2\":\"X\"}," + order + "}");
        Assert.Equal((120.00m, (Quantity?)3), (shop.Day().Gross, shop.Available));
    }

    [Fact]
    public async Task A_number_used_again_for_another_product_is_a_conflict()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");
        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP",
             "lines":[{"line":"1","sku":"MAT-FOAM","quantity":1,"unit_price":60.00,"discount":0,"tax":10.00,"tax_code":"S20"}],
             "tenders":[{"type":"card","amount":60.00}],"totals":{"net":50.00,"tax":10.00,"gross":60.00}}
            """);

        Assert.Equal("POS.TRANSACTION_CONFLICT", Assert.Single(shop.OpenCases).Code.Code);
    }

    private static IEnumerable<int[]> Permutations(int[] rest) => rest.Length == 0
        ? [[]]
        : rest.SelectMany(first => Permutations([.. rest.Where(other => other != first)])
            .Select(others => (int[])[first, .. others]));
}
