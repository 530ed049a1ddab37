using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Orders;

/// <summary>Every way out that the case of a held order names ends with an order that is released, or given up for good.</summary>
public sealed class HeldOrderTests
{
    private const string Sound = """{"line":"1","sku":"TENT","quantity":1,"unitPrice":10.00,"tax":2.00,"taxRate":20,"total":12.00}""";
    private const string Empty = """{"line":"7","sku":"MUG","quantity":0,"unitPrice":10.00,"tax":0,"taxRate":20,"total":0}""";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string> Corrected => new()
    {
        { OrderOf(Sound, gross: "99.00"), "ORDER.TOTALS_MISMATCH" },
        { OrderOf(Sound.Replace("\"quantity\":1", "\"quantity\":0", StringComparison.Ordinal)), "ORDER.LINE_INVALID" },
        { OrderOf($"{Sound},{Empty}"), "ORDER.LINE_INVALID" },
        { OrderOf(Sound.Replace("\"quantity\":1", "\"quantity\":3", StringComparison.Ordinal)), "ORDER.TOTALS_MISMATCH" },
        { OrderOf(Sound, currency: "QQQ"), "ORDER.CURRENCY_UNSUPPORTED" },
    };

    [Theory]
    [MemberData(nameof(Corrected))]
    public void What_the_storefront_corrects_is_released_as_it_is_then(string wrong, string code)
    {
        var house = new House();
        Say(house, wrong);
        Assert.Contains(house.OpenCases, open => open.Code.Code == code);
        Assert.Equal(OrderStage.Held, house.Order("9").Stage);
        house.Crash();

        Say(house, OrderOf(Sound));

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Floor.Orders);
        Assert.Equal(["shop:9"], house.Books.Orders);
        Assert.Equal(12.00m, house.Order("9").Canonical.Totals.Gross);
        var line = Assert.Single(house.Order("9").Lines);
        Assert.Equal(1, line.Ordered);
        Assert.Equal(0, line.Withdrawn);
        Assert.Equal(1, Assert.Single(line.Picks).Quantity);
        Assert.Equal(1, Wanted(house));
        house.Crash().Run(Minute);
        Assert.Single(house.Order("9").Lines);
    }

    [Theory]
    [MemberData(nameof(Corrected))]
    public void What_the_storefront_cancels_while_it_is_held_leaves_no_case(string wrong, string code)
    {
        var house = new House();
        Say(house, wrong);
        Assert.Contains(house.OpenCases, open => open.Code.Code == code);

        Cancel(house);

        Assert.Empty(house.OpenCases);
        Assert.Equal(OrderStage.Cancelled, house.Order("9").Stage);
        house.Ask(new Request(Request.RetryOrder, "ada", "shop:9")).Run(Minute);
        Assert.Empty(house.OpenCases);
        Assert.Empty(house.Floor.Made);
        Assert.Equal(0, Wanted(house));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("case")]
    [InlineData("shown")]
    public void A_currency_that_is_mapped_afterwards_is_released(string how)
    {
        var isMapped = false;
        var house = new House(amended: terms => isMapped
            ? With(terms, House.Shop, rule => rule with { Codes = new CodeLists { Currencies = [new WordPair("Quid", "GBP")] } })
            : terms);
        Say(house, OrderOf(Sound, currency: "Quid"));
        var open = Assert.Single(house.OpenCases);
        isMapped = true;
        house.Crash().Run(Minute);

        _ = how switch
        {
            "retry" => house.Ask(new Request(Request.RetryOrder, "ada", "shop:9")),
            "case" => house.Ask(new Request(Request.RetryCase, "ada", open.Key)),
            _ => Say(house, OrderOf(Sound, currency: "Quid")),
        };
        house.Run(Minute);

        Assert.Empty(house.OpenCases);
        Assert.Equal("GBP", house.Order("9").Canonical.Currency);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Fact]
    public void A_difference_that_is_meant_is_released_once_the_rounding_allows_it()
    {
        var most = 0m;
        var house = new House(amended: terms => With(terms, House.Erp, rule =>
            most > 0m ? rule with { Books = new BooksRule { RoundingMax = most } } : rule));
        Say(house, OrderOf(Sound, gross: "13.00"));
        var open = Assert.Single(house.OpenCases);
        most = 1m;
        house.Crash().Ask(new Request(Request.RetryCase, "ada", open.Key)).Run(Minute);

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Fact]
    public void An_option_or_a_tax_that_is_mapped_afterwards_is_sent_with_a_retry()
    {
        var isMapped = false;
        var house = new House(amended: terms => With(
            With(terms, House.Erp, rule => rule with { Books = new BooksRule { TaxCodes = [new WordPair(isMapped ? "20" : "5", "T")] } }),
            House.Wms,
            rule => isMapped ? rule with { Options = [new OptionRule("*", "note")] } : rule));
        Say(house, OrderOf(Sound.Replace("\"sku\"", """
            "options":[{"label":"Engraving","value":"x"}],"sku"
            """, StringComparison.Ordinal)));
        Assert.Equal(["ORDER.OPTION_UNMAPPED", "ORDER.TAX_UNMAPPED"], house.OpenCases.Select(open => open.Code.Code).Order());
        isMapped = true;

        house.Crash().Ask(new Request(Request.RetryOrder, "ada", "shop:9")).Run(Minute);

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Fact]
    public void A_correction_that_breaks_a_rule_of_the_receiver_is_not_sent_and_goes_once_it_is_mended()
    {
        var house = Requiring("customer.name").Place("9").Run(Minute);
        house.Ask(new Request(Request.EditOrder, "ada", "shop:9", "customer.name=")).Run(Minute);

        Assert.Equal(OrderCases.FieldRefused, Assert.Single(house.OpenCases).Code);
        Assert.DoesNotContain(house.Floor.Made, intent => intent is DocumentIntent.AmendOrder);
        Assert.Contains(house.Books.Made, intent => intent is DocumentIntent.AmendSale);

        house.Ask(new Request(Request.EditOrder, "ada", "shop:9", "customer.name=Ada")).Run(Minute);

        Assert.Empty(house.OpenCases);
        Assert.Equal("Ada", Assert.Single(house.Floor.Made.OfType<DocumentIntent.AmendOrder>()).Canonical.Customer?.Name);
    }

    [Fact]
    public void A_correction_that_is_held_back_is_dropped_with_the_order()
    {
        var house = Requiring("customer.name").Place("9").Run(Minute);
        house.Ask(new Request(Request.EditOrder, "ada", "shop:9", "customer.name=")).Run(Minute);

        Cancel(house);

        Assert.Empty(house.OpenCases);
        Assert.Contains(house.Floor.Made, intent => intent is DocumentIntent.CancelOrder);
        Assert.DoesNotContain(house.Order("9").Documents, document => !document.IsMade);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_warehouse_refused_or_was_never_sent_is_dropped_when_it_is_cancelled(bool isRefused)
    {
        var house = isRefused ? new House(new OrderTerms { ArchiveAfter = TimeSpan.FromHours(1) }) : Requiring("channel");
        house.Floor.Refuses = intent => isRefused && intent is DocumentIntent.CreateOrder;
        house.Place("9").Run(Minute);
        Assert.Equal(isRefused ? CaseCodes.DocumentRefused : OrderCases.FieldRefused, Assert.Single(house.OpenCases).Code);

        Cancel(house);

        AssertNothingIsLeft(house);
        house.Floor.Refuses = null;
        house.Crash().Ask(new Request(Request.RetryOrder, "ada", "shop:9")).Run(TimeSpan.FromHours(3));
        Assert.Empty(house.Floor.Made);
        AssertNothingIsLeft(house);
        Assert.Equal(["PostSale", "CancelSale"], house.Books.Made.Select(intent => intent.GetType().Name));
        Assert.Empty(house.Hub.State.Orders);
    }

    [Fact]
    public void What_the_books_refused_is_dropped_when_it_is_cancelled()
    {
        var house = new House();
        house.Books.Refuses = intent => intent is DocumentIntent.PostSale;
        house.Place("9").Run(Minute);

        Cancel(house);

        AssertNothingIsLeft(house);
        Assert.Empty(house.Books.Made);
        Assert.Empty(house.Floor.Made);
    }

    [Fact]
    public void What_is_refused_only_after_it_was_cancelled_is_dropped_as_well()
    {
        var house = new House();
        house.Floor.Refuses = intent => intent is DocumentIntent.CreateOrder;
        house.Floor.Takes = TimeSpan.FromMinutes(2);
        house.Place("9").Run(Minute);

        Cancel(house);
        Assert.Empty(house.OpenCases);
        house.Run(TimeSpan.FromMinutes(5));

        AssertNothingIsLeft(house);
    }

    [Fact]
    public void What_may_have_been_made_is_looked_up_and_cancelled()
    {
        var house = new House();
        house.Floor.LosesAnswers = true;
        house.Floor.Looks = new Trueup.Core.Entries.Receipt.Unknown("Nobody knows.");
        house.Place("9").Run(Minute);

        Cancel(house);
        house.Floor.LosesAnswers = false;
        house.Floor.Looks = null;
        house.Run(TimeSpan.FromHours(1));

        Assert.Equal(["CreateOrder", "CancelOrder"], house.Floor.Made.Select(intent => intent.GetType().Name));
        Assert.Empty(house.OpenCases);
    }

    private static void AssertNothingIsLeft(House house)
    {
        Assert.Empty(house.OpenCases);
        Assert.All(house.Hub.Outlets, outlet => Assert.Equal(0, outlet.Documents?.Pending ?? 0));
        Assert.DoesNotContain(house.Order("9").Documents, document => !document.IsMade);
        Assert.Equal(OrderStage.Cancelled, house.Order("9").Stage);
    }

    private static Quantity Wanted(House house) => house.Hub.State.Find(Sku.Parse("TENT"))?.Demands
        .Aggregate(Quantity.Zero, (sum, demand) => sum + demand.Waiting) ?? Quantity.Zero;

    private static House Requiring(string field) => new(
        new OrderTerms { ArchiveAfter = TimeSpan.FromHours(1) },
        amended: terms => With(terms, House.Wms, rule => rule with { Requires = [new ReceiverRule(field) { Required = true }] }));

    private static ContractTerms With(ContractTerms terms, ConnectionName name, Func<ConnectionRule, ConnectionRule> change) =>
        terms with { Connections = terms.Connections.Select(rule => rule.Name == name ? change(rule) : rule).ToItems() };

    private static string OrderOf(string lines, string gross = "12.00", string currency = "GBP") =>
        $$"""
        {"number":"9","placedAt":"2026-03-01T08:00:00Z","currency":"{{currency}}","lines":[{{lines}}],
         "totals":{"net":10.00,"tax":2.00,"gross":{{gross}} } }
        """;

    private static House Say(House house, string order) => house.Say(House.Shop, "trueup.order.placed.v1", order).Run(Minute);

    private static void Cancel(House house) => house.Say(House.Shop, "trueup.order.cancelled.v1", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"order":"9","restock":true,"reason":"r","at":"{{house.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}"}""")).Run(Minute);
}
