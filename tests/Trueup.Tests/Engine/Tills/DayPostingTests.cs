using Trueup.Core.Contract;
using Trueup.Core.Tills;

namespace Trueup.Tests.Engine.Tills;

public sealed class DayPostingTests
{
    private static readonly BooksRule Books = new()
    {
        SalesAccount = "4000",
        TaxCodes = [new WordPair("S20", "V20"), new WordPair("0", "NONE")],
        Payments = [new WordPair("card", "1200")],
        CostCentres = [new WordPair("*", "RETAIL")],
    };

    [Fact]
    public async Task A_day_that_agrees_is_to_be_posted_once_with_what_the_tills_charged()
    {
        var shop = await (await (await new Shop(books: Books).Level(5, "09:00")).Tents("T1")).Tents("T2");
        Assert.Empty(shop.Hub.State.Tills.Postings);

        await (await shop.Close("100.00", "20.00", 2)).Close("100.00", "20.00", 2);

        var posting = Assert.Single(shop.Hub.State.Tills.OwedTo(Shop.Erp));
        var document = DayPostings.Build(shop.Day(), posting, shop.Hub.Contract);
        Assert.Equal((100m, 20m, 120m), (document.Form.Totals.Net, document.Form.Totals.Tax, document.Form.Totals.Gross));
        Assert.Equal(("V20", "4000", "RETAIL"), (
            document.Form.Lines[0].TaxCode, document.Form.Lines[0].Account, document.Form.CostCentre));
        Assert.Equal(("card", 120m, "1200"), (
            document.Tenders[0].Type, document.Tenders[0].Amount, document.Tenders[0].Account));
        Assert.Equal("07", document.StoreCode);
    }

    [Fact]
    public async Task A_day_that_differs_is_not_posted_until_it_agrees()
    {
        var shop = await (await (await new Shop(books: Books).Level(5, "09:00")).Tents("T1")).Close("100.00", "20.00", 2);
        Assert.Empty(shop.Hub.State.Tills.Postings);

        await shop.Tents("T2");

        Assert.Single(shop.Hub.State.Tills.OwedTo(Shop.Erp));
    }

    [Fact]
    public async Task What_was_rounded_has_a_line_of_its_own_and_the_lines_come_to_what_was_taken()
    {
        var shop = await new Shop(books: Books).Level(5, "09:00");
        await shop.Sale(
            """
            {"store":"07","register":"1","transaction":"T1","at":"2026-03-01T10:00:00Z","currency":"GBP","rounding":0.02,
             "lines":[{"line":"1","sku":"TENT-2P","quantity":1,"unit_price":59.98,"discount":0,"tax":10.00,"tax_code":"S20"}],
             "tenders":[{"type":"cash","amount":60.00}],"totals":{"net":49.98,"tax":10.00,"gross":59.98}}
            """);
        await shop.Close("49.98", "10.00", 1);

        var posting = Assert.Single(shop.Hub.State.Tills.OwedTo(Shop.Erp));
        var document = DayPostings.Build(shop.Day(), posting, shop.Hub.Contract);

        Assert.Equal(60.00m, document.Form.Totals.Gross);
        Assert.Equal(document.Form.Totals.Gross, document.Form.Lines.Sum(line => line.Gross));
        Assert.Equal(document.Form.Totals.Gross, document.Tenders.Sum(tender => tender.Amount));
        Assert.Equal(("NONE", 0.02m), (document.Form.Lines[1].TaxCode, document.Form.Lines[1].Net));
    }

    [Fact]
    public async Task A_tax_code_that_means_nothing_to_the_books_is_a_case_and_nothing_is_sent()
    {
        var shop = await (await new Shop(books: Books with { TaxCodes = [new WordPair("R5", "V5")] }).Level(5, "09:00"))
            .Tents("T1");

        await shop.Close("50.00", "10.00", 1);

        Assert.Empty(shop.Hub.State.Tills.OwedTo(Shop.Erp));
        var open = Assert.Single(shop.OpenCases);
        Assert.Equal("POS.DAY_TAX_UNMAPPED", open.Code.Code);
        Assert.Contains("'S20'", open.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_to_be_posted_outlives_the_hub(bool withLedger)
    {
        var shop = await (await new Shop(books: Books).Level(5, "09:00")).Tents("T1");
        await shop.Close("50.00", "10.00", 1);

        await shop.Restart(withLedger);

        Assert.Single(shop.Hub.State.Tills.OwedTo(Shop.Erp));
        Assert.Single(shop.Hub.State.Tills.PostingsOf(shop.Day().Key));
    }

    [Fact]
    public async Task A_day_that_its_tills_never_reported_shows_when_a_later_one_is()
    {
        var shop = await (await new Shop(books: Books).Level(5, "09:00")).Tents("T1", day: "2026-02-28");
        await shop.Tents("T2");

        await shop.Close("50.00", "10.00", 1);
        var open = Assert.Single(shop.OpenCases);
        Assert.Equal(("POS.DAY_NOT_REPORTED", "day 2026-02-28 GBP"), (open.Code.Code, open.About.Order));
        await shop.Close("50.00", "10.00", 1, day: "2026-02-28");

        Assert.Empty(shop.OpenCases);
        Assert.Equal(2, shop.Hub.State.Tills.CountOwedTo(Shop.Erp));
    }

    [Fact]
    public async Task A_day_without_money_is_nothing_to_post()
    {
        var shop = await new Shop(books: Books).Level(5, "09:00");

        await shop.Say(
            "trueup.day.closed.v1",
            """{"store":"07","business_date":"2026-03-01","currency":"GBP","transactions":0,"at":"2026-03-01T18:00:00Z","taxes":[]}""");

        Assert.Equal(StoreDayState.Agreed, shop.Day().State);
        Assert.Empty(shop.Hub.State.Tills.Postings);
    }
}
