using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>
/// Orders whose figures, currency or address no back office could use are held with a case that names the field; what
/// storefronts rightly say in their own ways goes through.
/// </summary>
public sealed class OrderCheckTests
{
    private const string Home = """{"name":"A","street":["1 Street"],"city":"Leeds","postcode":"LS6 1AA","country":"GB"}""";

    [Theory]
    [InlineData("10.00", "2.00", "12.00", "5.00", "7.00", "12.00", "ORDER.TOTALS_MISMATCH", "totals.tax is 7.00")]
    [InlineData("10.00", "2.00", "12.00", "500.00", "2.00", "12.00", "ORDER.TOTALS_MISMATCH", "totals.net of 500.00")]
    [InlineData("10.00", "2.00", "777.00", "10.00", "2.00", "12.00", "ORDER.TOTALS_MISMATCH", "lines[1].total of TENT is 777.00")]
    [InlineData("-10.00", "-2.00", "-12.00", "-10.00", "-2.00", "-12.00", "ORDER.LINE_INVALID", "lines[1].unitPrice of TENT is -10.00")]
    [InlineData("10.005", "2.001", "12.006", "10.005", "2.001", "12.006", "ORDER.TOTALS_MISMATCH", "totals.gross of 12.006 has more decimals")]
    public void Amounts_that_contradict_each_other_hold_the_order(
        string price, string tax, string total, string net, string taxes, string gross, string code, string field)
    {
        var house = Said(new House(), Line(price: price, tax: tax, total: total), net, taxes, gross);

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(code, open.Code.Code);
        Assert.Contains(field, open.Detail, StringComparison.Ordinal);
        Assert.Empty(house.Books.Orders);
        Assert.Empty(house.Floor.Orders);
    }

    [Theory]
    [InlineData("10.00", "2.00", "12.00", "10.00", "2.01", "12.01", "")] // a cent between the lines' tax and the whole's
    [InlineData("10.00", "2.00", "10.00", "10.00", "2.00", "12.00", "")] // a line's total without tax
    [InlineData("10.00", "2.00", "0", "10.00", "2.00", "12.00", "")] // a line's total that is not told
    [InlineData("10.00", "2.00", "12.00", "14.00", "2.80", "16.80", "\"shipping\":4.00,")] // carriage in the net
    [InlineData("10.00", "2.00", "12.00", "10.00", "2.80", "16.80", "\"shipping\":4.00,")] // carriage beside it
    [InlineData("10.00", "2.00", "12.00", "10.00", "1.80", "10.80", "\"discount\":1.00,")] // a discount that lowers the tax
    [InlineData("10.00", "2.00", "12.00", "9.00", "1.80", "10.80", "\"discount\":1.20,")] // a discount given with its tax
    public void Ways_of_adding_up_that_storefronts_have_hold_nothing(
        string price, string tax, string total, string net, string taxes, string gross, string more)
    {
        var shipping = more.Contains("shipping", StringComparison.Ordinal)
            ? $$""","shipping":{"address":{{Home}},"method":"post","amount":{"net":4.00,"tax":0.80,"gross":4.80} }"""
            : "";
        var house = new House(amended: terms => With(terms, House.Erp, erp => erp with { Books = new BooksRule { RoundingMax = 0.2m } }));
        Said(house, Line(price: price, tax: tax, total: total), net, taxes, gross, more: more, extra: shipping);

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Books.Orders);
    }

    [Fact]
    public void A_currency_that_the_storefront_does_not_charge_in_holds_the_order()
    {
        var house = new House(amended: terms => With(terms, House.Shop, shop => shop with { Currencies = ["GBP"] }));
        Said(house, Line(price: "1000", tax: "200", total: "1200"), "1000", "200", "1200", currency: "JPY").Place("10").Run(TimeSpan.FromMinutes(1));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.CurrencyUnsupported, open.Code);
        Assert.Contains("currency is JPY; shop charges in GBP", open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:10"], house.Books.Orders);
    }

    [Fact]
    public void A_channel_has_its_own_currency_and_others_the_storefronts()
    {
        var house = new House(amended: terms => With(terms, House.Shop, shop => shop with
        {
            Currencies = ["GBP"],
            ChannelCurrencies = [new ChannelCurrency("eu", "EUR")],
        }));
        Said(house, Line(), "10.00", "2.00", "12.00", currency: "EUR", extra: ""","channel":"eu" """);
        Assert.Empty(house.OpenCases);

        Said(house, Line(), "10.00", "2.00", "12.00", number: "10", extra: ""","channel":"eu" """);

        Assert.Equal(OrderCases.CurrencyUnsupported, Assert.Single(house.OpenCases).Code);
        Assert.Equal(["shop:9"], house.Books.Orders);
    }

    [Fact]
    public void An_option_without_a_place_is_shown_although_the_books_refuse_the_sale()
    {
        var house = new House();
        house.Books.Refuses = intent => intent is DocumentIntent.PostSale;
        Said(house, Line(more: ""","options":[{"label":"Engraving","value":"x"}]"""), "10.00", "2.00", "12.00");

        Assert.Contains(house.OpenCases, open => open.Code == OrderCases.OptionUnmapped);
        Assert.Contains(house.OpenCases, open => open.Code == CaseCodes.DocumentRefused);
        Assert.Empty(house.Floor.Orders);

        house.Say(House.Shop, "trueup.order.cancelled.v1", """{"order":"9","restock":true,"reason":"late","at":"2026-03-01T08:05:00Z"}""");

        Assert.DoesNotContain(house.OpenCases, open => open.Code == OrderCases.OptionUnmapped);
    }

    [Theory]
    [InlineData("MUG", "10.00", "2.00", "MUG in line 1 instead of TENT")]
    [InlineData("TENT", "11.00", "1.00", "11.00 net in line 1 instead of 10.00")]
    public void A_number_that_comes_again_with_another_article_or_price_is_a_case(string sku, string price, string tax, string difference)
    {
        var house = Said(new House(), Line(), "10.00", "2.00", "12.00");
        Said(house, Line(), "10.00", "2.00", "12.00");
        Assert.Empty(house.OpenCases);

        Said(house, Line(sku: sku, price: price, tax: tax), price, tax, "12.00");

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.Changed, open.Code);
        Assert.Contains(difference, open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    [Theory]
    [InlineData("""{"name":"A","street":["x"],"city":"L","postcode":"","country":"Narnia"}""", "shipping.address.country is 'NARNIA'")]
    [InlineData("""{"name":"A","street":["x"],"city":"L","postcode":"1","country":""}""", "shipping.address.country is empty")]
    [InlineData("""{"name":"A","street":[""],"city":" ","postcode":"1","country":"GB"}""", "shipping.address.street")]
    public void An_address_that_no_parcel_can_go_to_is_not_sent_to_the_warehouse(string address, string field)
    {
        var house = Said(new House(), Line(), "10.00", "2.00", "12.00", extra: To(address));

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(OrderCases.FieldRefused, open.Code);
        Assert.Contains(field, open.Detail, StringComparison.Ordinal);
        Assert.Equal(["shop:9"], house.Books.Orders);
        Assert.Empty(house.Floor.Orders);
    }

    [Theory]
    [InlineData("Narnia", "store-pickup", "simple")]
    [InlineData("Narnia", "post", "virtual")]
    [InlineData("Arcadia", "post", "simple")]
    [InlineData("usa", "post", "simple")]
    [InlineData("BRA", "post", "simple")]
    public void Countries_that_are_known_or_mapped_and_orders_that_go_nowhere_are_sent(string country, string method, string type)
    {
        var house = new House(amended: terms => With(terms, House.Wms, wms => wms with
        {
            Codes = new CodeLists { Countries = [new WordPair("ARCADIA", "AC1")] },
        }));
        Said(house, Line(type: type), "10.00", "2.00", "12.00",
            extra: To(Home.Replace("\"GB\"", $"\"{country}\"", StringComparison.Ordinal), method));

        Assert.Empty(house.OpenCases);
        Assert.Equal(["shop:9"], house.Floor.Orders);
    }

    private static string To(string address, string method = "post") =>
        $$""","shipping":{"address":{{address}},"method":"{{method}}","amount":{"net":0,"tax":0,"gross":0} }""";

    private static ContractTerms With(ContractTerms terms, ConnectionName name, Func<ConnectionRule, ConnectionRule> change) =>
        terms with { Connections = terms.Connections.Select(rule => rule.Name == name ? change(rule) : rule).ToItems() };

    private static string Line(
        string sku = "TENT", string price = "10.00", string tax = "2.00", string total = "12.00", string type = "simple", string more = "") =>
        $$"""{"line":"1","sku":"{{sku}}","quantity":1,"type":"{{type}}","unitPrice":{{price}},"tax":{{tax}},"taxRate":20,"total":{{total}}{{more}} }""";

    private static House Said(
        House house, string line, string net, string tax, string gross, string number = "9", string currency = "GBP",
        string more = "", string extra = "") => house.Say(House.Shop, "trueup.order.placed.v1", $$"""
            {"number":"{{number}}","placedAt":"{{House.Begin.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}}",
             "currency":"{{currency}}","lines":[{{line}}],"totals":{"net":{{net}},{{more}}"tax":{{tax}},"gross":{{gross}} }{{extra}} }
            """).Run(TimeSpan.FromMinutes(1));
}
