using Trueup.Core.Tills;

namespace Trueup.Tests.Engine.Tills;

public sealed class StoreDayTests
{
    [Fact]
    public async Task A_day_that_agrees_with_its_tills_is_closed()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Tents("T2");

        await shop.Close("100.00", "20.00", 2, tenders: """[{"type":"card","amount":120.00}]""");

        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
        Assert.Empty(shop.OpenCases);
    }

    [Theory]
    [InlineData("100.00", "20.01", 2, "[]", "tax under S20: the tills say 20.01, the hub counted 20.00")]
    [InlineData("100.01", "20.00", 2, "[]", "net under S20: the tills say 100.01, the hub counted 100.00")]
    [InlineData("100.00", "20.00", 3, "[]", "transactions: the tills say 3, the hub counted 2")]
    [InlineData(
        "100.00",
        "20.00",
        2,
        """[{"type":"cash","amount":120.00}]""",
        "taken by card: the tills say 0, the hub counted 120.00")]
    public async Task A_day_that_differs_is_a_case_with_both_figures(
        string net, string tax, int count, string tenders, string told)
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Tents("T2");

        await shop.Close(net, tax, count, tenders: tenders);

        Assert.Equal(StoreDayState.Differs, shop.Day().State);
        var open = Assert.Single(shop.OpenCases);
        Assert.Equal("POS.DAY_DIFFERS", open.Code.Code);
        Assert.Contains(told, open.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_missing_closes_the_day_when_it_comes()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("100.00", "20.00", 2);

        await shop.Tents("T2", "11:00");

        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task A_corrected_report_closes_the_day()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("50.00", "10.50", 1);

        await shop.Close("50.00", "10.00", 1);

        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task A_sale_after_the_close_goes_to_the_next_day_and_says_so()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("50.00", "10.00", 1);

        await shop.Tents("T2", "11:00");

        Assert.Equal((60m, 60m), (shop.Day().Gross, shop.Day("2026-03-02").Gross));
        Assert.Equal("POS.SALE_AFTER_CLOSE", Assert.Single(shop.OpenCases).Code.Code);
    }

    [Theory]
    [InlineData("50.00", "10.00", 1, false)]
    [InlineData("100.00", "20.00", 2, false)]
    [InlineData("50.00", "10.00", 1, true)]
    public async Task Tills_count_a_late_sale_in_its_own_day_or_where_the_hub_does(string net, string tax, int count, bool restarts)
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("50.00", "10.00", 1);
        shop.Wait(24 * 60);
        await shop.Tents("T2", "11:00");
        await shop.Tents("T3", day: "2026-03-02");
        if (restarts)
        {
            await shop.Restart(withLedger: true);
        }

        await shop.Close(net, tax, count, day: "2026-03-02");
        await shop.Close("100.00", "20.00", 2);

        Assert.Equal((60m, 120m), (shop.Day().Gross, shop.Day("2026-03-02").Gross));
        Assert.Equal(StoreDayState.Agreed, shop.Day("2026-03-02").State);
        Assert.Equal("POS.SALE_AFTER_CLOSE", Assert.Single(shop.OpenCases).Code.Code);
    }

    [Fact]
    public async Task A_closed_day_that_is_reported_anew_with_other_figures_is_a_case()
    {
        var shop = await (await (await new Shop().Level(5, "09:00")).Tents("T1")).Close("50.00", "10.00", 1);

        await shop.Close("50.00", "10.00", 1);
        Assert.Empty(shop.OpenCases);
        await shop.Close("60.00", "10.00", 1);

        Assert.Equal("POS.DAY_DIFFERS", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
    }

    [Fact]
    public async Task A_gap_in_the_running_numbers_is_named_and_closes_when_it_is_filled()
    {
        var shop = await new Shop().Level(9, "09:00");
        await shop.Tents("T101", extra: ",\"sequence\":101");
        await shop.Tents("T102", extra: ",\"sequence\":102");
        await shop.Tents("T104", extra: ",\"sequence\":104");
        await shop.Close("200.00", "40.00", 4);

        Assert.Equal(
            ["POS.DAY_DIFFERS", "POS.TRANSACTIONS_MISSING"], shop.OpenCases.Select(open => open.Code.Code));
        Assert.Contains("missing register 1: 103", shop.OpenCases[1].Detail, StringComparison.Ordinal);
        await shop.Tents("T103", extra: ",\"sequence\":103");

        Assert.Empty(shop.OpenCases);
        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
    }

    [Theory]
    [InlineData("2026-03-01", "", null)]
    [InlineData("2026-03-01", "", false)]
    [InlineData("2026-03-01", "", true)]
    [InlineData("2026-03-02", ",\"business_date\":\"2026-03-01\"", false)]
    [InlineData("2026-03-02", ",\"business_date\":\"2026-03-01\"", true)]
    public async Task Running_numbers_are_counted_in_a_sales_own_day_wherever_its_money_is(string day, string extra, bool? restarts)
    {
        var shop = await new Shop().Level(9, "09:00");
        await shop.Tents("T101", extra: ",\"sequence\":101");
        await shop.Tents("T103", extra: ",\"sequence\":103");
        await shop.Close("100.00", "20.00", 2);
        Assert.Equal("POS.TRANSACTIONS_MISSING", Assert.Single(shop.OpenCases).Code.Code);
        shop.Wait(24 * 60);

        await shop.Tents("T102", "00:10", day: day, extra: $",\"sequence\":102{extra}");
        if (restarts is { } withLedger)
        {
            await shop.Restart(withLedger);
        }

        await shop.Tents("T104", day: "2026-03-02", extra: ",\"sequence\":104");
        await shop.Tents("T105", day: "2026-03-02", extra: ",\"sequence\":105");
        await shop.Close("150.00", "30.00", 3, day: "2026-03-02");

        Assert.Equal("POS.SALE_AFTER_CLOSE", Assert.Single(shop.OpenCases).Code.Code);
        Assert.Equal(StoreDayState.Agreed, shop.Day("2026-03-02").State);
    }

    [Fact]
    public async Task A_till_counts_through_whatever_it_is_paid_in()
    {
        var shop = await new Shop().Level(9, "09:00");
        await shop.Tents("T101", extra: ",\"sequence\":101");
        await shop.Tents("T103", extra: ",\"sequence\":103");
        await shop.Close("100.00", "20.00", 2);

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T102","at":"2026-03-01T10:00:00Z","currency":"JPY","sequence":102,
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":9000,"discount":0,"tax":818,"tax_code":"J10"}],
             "tenders":[{"type":"cash","amount":9000}],"totals":{"net":8182,"tax":818,"gross":9000}}
            """);

        Assert.Empty(shop.OpenCases);
    }

    [Fact]
    public async Task Days_of_different_currencies_do_not_mix()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1");

        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T2","at":"2026-03-01T10:00:00Z","currency":"JPY",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":9000,"discount":0,"tax":818,"tax_code":"J10"}],
             "tenders":[{"type":"cash","amount":9000}],"totals":{"net":8182,"tax":818,"gross":9000}}
            """);

        Assert.Equal((60m, 9000m), (shop.Day().Gross, shop.Day(currency: "JPY").Gross));
    }

    [Fact]
    public async Task Transactions_are_forgotten_long_after_their_day_has_agreed()
    {
        var shop = await (await new Shop().Level(5, "09:00")).Tents("T1", day: "2025-11-01");
        await shop.Tents("T2");

        await shop.Close("50.00", "10.00", 1);

        Assert.Equal(["pos/07/1/T2"], shop.Hub.State.Tills.Sales.Keys);
        Assert.Equal(2, shop.Hub.State.Tills.Days.Count);
    }
}
