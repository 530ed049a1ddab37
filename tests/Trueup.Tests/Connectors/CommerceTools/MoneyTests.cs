using System.Globalization;
using Trueup.Core.Books;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Real numbers: what the platform charges comes to the books to the minor unit, and every total adds up.</summary>
public sealed class MoneyTests
{
    private const string Included = """{"name":"19","amount":0.19,"includedInPrice":true}""";
    private const string OnTop = """{"name":"19","amount":0.19,"includedInPrice":false}""";
    private const string Reduced = """{"name":"7","amount":0.07,"includedInPrice":true}""";

    private readonly Project _project = new();

    public static TheoryData<string, string, string, string, string> Discounted() => new()
    {
        // 10 % off 119.00 with the tax in it: 107.10 gross, 90.00 net, 17.10 tax.
        {
            "a discount on the whole, tax included", "EUR",
            Line("a", 1, 11_900, 11_900, Included, 10_000, 11_900),
            Order(10_710, 9_000, 10_710, discount: (1_190, 1_000)), "107.10"
        },

        // The same on prices without tax: 100.00 net less 10.00, and the tax of 90.00.
        {
            "a discount on the whole, tax on top", "EUR",
            Line("a", 1, 10_000, 10_000, OnTop, 10_000, 11_900),
            Order(9_000, 9_000, 10_710, discount: (1_000, 1_000)), "107.10"
        },

        // Two rates: 119.00 at 19 % and 107.00 at 7 %, 22.60 off the whole.
        {
            "a discount over two rates", "EUR",
            Line("a", 1, 11_900, 11_900, Included, 10_000, 11_900) + "," + Line("b", 1, 10_700, 10_700, Reduced, 10_000, 10_700),
            Order(20_340, 18_000, 20_340, discount: (2_260, 2_000)), "203.40"
        },

        // A third of a cent does not get lost: 10.00 off three lines of 33.33.
        {
            "a discount that does not divide", "EUR",
            Line("a", 1, 3_333, 3_333, OnTop, 3_333, 3_966) + "," + Line("b", 1, 3_333, 3_333, OnTop, 3_333, 3_966) + "," +
            Line("c", 1, 3_333, 3_333, OnTop, 3_333, 3_966),
            Order(8_999, 8_999, 10_709, discount: (1_000, 1_000)), "107.09"
        },

        // A discount on a line and one on the whole, and shipping that is taxed with a discount of its own.
        {
            "line, whole and shipping discounts", "EUR",
            Line("a", 3, 1_999, 5_000, Included, 4_202, 5_000),
            Order(4_990, 4_193, 4_990, discount: (500, 420), shipping: (690, 490, 411, 490)), "49.90"
        },

        // Shipping at a rate of its own, stated only with the order.
        {
            "shipping stated with the order", "EUR",
            Line("a", 2, 1_190, 2_380, Included, 2_000, 2_380),
            Order(2_915, 2_500, 2_915, taxedShipping: (500, 535), shipping: (535, null, null, null)), "29.15"
        },
    };

    public static TheoryData<string, string, string, string, string> Others() => new()
    {
        // Prices of a hundred-thousandth: 1,000 at 0.01234 make 12.34.
        {
            "high precision", "EUR",
            Line("a", 1_000, 1_234, 1_234, OnTop, 1_234, 1_468, digits: 5),
            Order(1_234, 1_234, 1_468), "14.68"
        },

        // 7 at 0.03335 are 0.23345, charged as 0.23.
        {
            "high precision, rounded down", "EUR",
            Line("a", 7, 3_335, 23, OnTop, 23, 27, digits: 5),
            Order(23, 23, 27), "0.27"
        },

        // 3 at 0.00335 are 0.01005 and charged as 0.02: more than the price makes.
        {
            "high precision, rounded up", "EUR",
            Line("a", 3, 335, 2, OnTop, 2, 2, digits: 5),
            Order(2, 2, 2), "0.02"
        },

        // The platform's own example: 3 at 1.08 and 19 % make 3.86 a line, and 3.87 by the unit.
        { "tax by the unit", "EUR", Line("a", 3, 108, 324, OnTop, 324, 387), Order(324, 324, 387), "3.87" },
        { "tax by the line", "EUR", Line("a", 3, 108, 324, OnTop, 324, 386), Order(324, 324, 386), "3.86" },

        // A total given from outside stands, whatever the price says.
        { "an external total", "EUR", Line("a", 2, 1_000, 2_500, OnTop, 2_500, 2_975), Order(2_500, 2_500, 2_975), "29.75" },

        // Money without minor units, and with three.
        {
            "yen", "JPY", Line("a", 3, 1_100, 3_300, OnTop, 3_300, 3_630, currency: "JPY"),
            Order(3_000, 3_000, 3_300, discount: (300, 300), currency: "JPY"), "3300"
        },
        {
            "dinar", "BHD", Line("a", 1, 10_000, 10_000, OnTop, 10_000, 11_000, currency: "BHD"),
            Order(9_999, 9_999, 10_999, discount: (1, 1), currency: "BHD"), "10.999"
        },

        // No tax at all (taxMode Disabled): the platform states none.
        {
            "no tax", "EUR", Line("a", 2, 1_000, 2_000, rate: null, net: null, gross: null),
            Order(1_800, net: null, gross: null, discount: (200, null)), "18.00"
        },

        // A gift costs nothing, whatever its price says.
        {
            "a gift", "EUR",
            Line("a", 1, 1_190, 1_190, Included, 1_000, 1_190) + "," + Line("g", 1, 999, 0, Included, 0, 0),
            Order(1_190, 1_000, 1_190), "11.90"
        },
    };

    [Theory]
    [MemberData(nameof(Discounted))]
    [MemberData(nameof(Others))]
    public void What_was_charged_comes_to_the_books_to_the_minor_unit(
        string what, string currency, string lines, string order, string gross)
    {
        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(
            _project.Read("ct.order", order.Replace("\"LINES\"", lines, StringComparison.Ordinal))));

        var totals = seen.Order.Totals;
        var form = SalesForms.OfOrder(seen.Order);
        Assert.Equal(currency, seen.Order.Currency);
        Assert.Equal(decimal.Parse(gross, CultureInfo.InvariantCulture), totals.Gross);
        Assert.Equal(totals.Gross, totals.Net - totals.Discount + totals.Shipping + totals.Tax);
        Assert.DoesNotContain(form.Lines, line => line.Kind is SalesLineKind.Rounding or SalesLineKind.Discount);
        Assert.True(totals.Gross == form.Lines.Sum(line => line.Net + line.Tax), what);
        Assert.All(seen.Order.Lines, line => Assert.True(line.Discount >= 0m && line.Tax >= 0m, what));
    }

    [Fact]
    public void Rounding_that_the_platform_did_stays_in_plain_sight()
    {
        // Two lines of 0.005 tax each, rounded up; the order rounds the sum.
        var body = Order(200, 200, 239).Replace(
            "\"LINES\"", Line("a", 1, 100, 100, OnTop, 100, 120) + "," + Line("b", 1, 100, 100, OnTop, 100, 120), StringComparison.Ordinal);

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(_project.Read("ct.order", body)));

        Assert.Equal(-0.01m, SalesForms.RoundingOf(SalesForms.OfOrder(seen.Order)));
    }

    [Fact]
    public void A_payment_in_another_currency_pays_nothing_of_the_order()
    {
        var payment = """{"typeId":"payment","id":"p","obj":{"id":"p","amountPlanned":{"currencyCode":"USD"},"transactions":[{"id":"t","type":"Charge","state":"Success","amount":{"centAmount":9900,"currencyCode":"USD","fractionDigits":2}}]}}""";
        var body = Order(100, 100, 119).Replace("\"LINES\"", Line("a", 1, 100, 100, OnTop, 100, 119), StringComparison.Ordinal)
            .Replace("\"id\":\"o\",", $$"""
                "id":"o","paymentState":"Pending","paymentInfo":{"payments":[{{payment}}]},
                """, StringComparison.Ordinal);

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(_project.Read("ct.order", body)));

        Assert.Equal("pending", seen.Order.Payment!.State);
    }

    private static string Money(long cents, string currency = "EUR") =>
        $$"""{"type":"centPrecision","currencyCode":"{{currency}}","centAmount":{{Text(cents)}},"fractionDigits":{{Text(Digits(currency))}}}""";

    private static int Digits(string currency) => currency switch { "JPY" => 0, "BHD" => 3, _ => 2 };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Taxed(long net, long gross, string currency) =>
        $$"""{"totalNet":{{Money(net, currency)}},"totalGross":{{Money(gross, currency)}},"totalTax":{{Money(gross - net, currency)}},"taxPortions":[{"rate":0.19,"amount":{{Money(gross - net, currency)}}}]}""";

    private static string Line(
        string id, int quantity, long price, long total, string? rate, long? net, long? gross, int digits = 0, string currency = "EUR")
    {
        var unit = digits == 0
            ? Money(price, currency)
            : $$"""{"type":"highPrecision","currencyCode":"{{currency}}","preciseAmount":{{Text(price)}},"fractionDigits":{{Text(digits)}},"centAmount":{{Text(price / 1_000)}}}""";
        var tax = net is { } without && gross is { } with
            ? $",\"taxRate\":{rate},\"taxedPrice\":{Taxed(without, with, currency)}"
            : "";
        return $$"""{"id":"{{id}}","quantity":{{Text(quantity)}},"variant":{"sku":"SKU-{{id}}"},"price":{"value":{{unit}}},"totalPrice":{{Money(total, currency)}}{{tax}}}""";
    }

    /// <summary>An order of lines that are put in the place of <c>LINES</c>.</summary>
    private static string Order(
        long total,
        long? net,
        long? gross,
        (long Price, long? Net)? discount = null,
        (long Price, long? Discounted, long? Net, long? Gross)? shipping = null,
        (long Net, long Gross)? taxedShipping = null,
        string currency = "EUR")
    {
        var more = "";
        if (net is { } without && gross is { } with)
        {
            more += $",\"taxedPrice\":{Taxed(without, with, currency)}";
        }

        if (discount is { } off)
        {
            more += $",\"discountOnTotalPrice\":{{\"discountedAmount\":{Money(off.Price, currency)},\"includedDiscounts\":[]" +
                    (off.Net is { } offNet ? $",\"discountedNetAmount\":{Money(offNet, currency)}" : "") + "}";
        }

        if (shipping is { } way)
        {
            more += $",\"shippingInfo\":{{\"shippingMethodName\":\"std\",\"price\":{Money(way.Price, currency)}" +
                    (way.Discounted is { } lower ? $",\"discountedPrice\":{{\"value\":{Money(lower, currency)}}}" : "") +
                    (way.Net is { } wayNet && way.Gross is { } wayGross ? $",\"taxedPrice\":{Taxed(wayNet, wayGross, currency)}" : "") + "}" +
                    ",\"shippingAddress\":{\"country\":\"DE\",\"city\":\"Berlin\"}";
        }

        if (taxedShipping is { } taxed)
        {
            more += $",\"taxedShippingPrice\":{Taxed(taxed.Net, taxed.Gross, currency)}";
        }

        return "{\"id\":\"o\",\"createdAt\":\"2026-11-21T12:00:00.000Z\",\"lineItems\":[\"LINES\"]," +
               $"\"totalPrice\":{Money(total, currency)}{more}}}";
    }
}
