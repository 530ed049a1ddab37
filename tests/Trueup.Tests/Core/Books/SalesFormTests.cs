using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Books;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Books;

public class SalesFormTests
{
    private static readonly BooksRule Books = new()
    {
        SalesAccount = "4000",
        ShippingAccount = "4010",
        RoundingAccount = "4999",
        TaxCodes = [new WordPair("20", "S20"), new WordPair("0", "Z0"), new WordPair("books", "Z1")],
        CostCentres = [new WordPair("wholesale", "CC2"), new WordPair("*", "CC1")],
        Payments = [new WordPair("checkmo", "1200")],
    };

    private static KitRule? Kits(Sku sku) => sku == Set
        ? new KitRule(Set, [new KitComponent(Cap, 2), new KitComponent(Mat, 1)])
        : null;

    [Fact]
    public void Lines_of_any_order_sum_to_what_was_charged_to_the_cent() =>
        Prop.ForAll(Orders().ToArbitrary(), order =>
        {
            var form = SalesForms.OfOrder(order, Books, Kits);

            return form.Lines.Sum(line => line.Net) == form.Totals.Net &&
                form.Lines.Sum(line => line.Tax) == form.Totals.Tax &&
                form.Totals.Gross == order.Totals.Gross && form.Totals.Tax == order.Totals.Tax &&
                form.Lines.All(line => Scaled(line.Net, form.Scale) && Scaled(line.Tax, form.Scale));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Components_of_a_kit_carry_exactly_its_price() =>
        Prop.ForAll(Orders().ToArbitrary(), order =>
        {
            var plain = SalesForms.OfOrder(order, Books with { ByComponent = false });
            var parts = SalesForms.OfOrder(order, Books, Kits);

            return plain.Lines.Where(line => line.Kind == SalesLineKind.Goods).All(line =>
                parts.Lines.Where(part => part.Line == line.Line || part.PartOf == line.Line)
                    .Sum(part => part.Net) == line.Net);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_kit_is_booked_by_what_is_in_it()
    {
        var order = Order(new OrderLine("1", Set, "Set", 1, "simple") { UnitPrice = 10m, Tax = 2m, TaxRate = 20m, Total = 12m }, 12m, 2m);

        var goods = SalesForms.OfOrder(order, Books, Kits).Lines.Where(line => line.Kind == SalesLineKind.Goods).ToArray();

        Assert.Equal([("CAP", 6.67m, 1.33m), ("MAT", 3.33m, 0.67m)], goods.Select(line => (line.Sku!.Value.Text, line.Net, line.Tax)));
        Assert.All(goods, line => Assert.Equal("S20", line.TaxCode));
    }

    [Fact]
    public void A_tax_code_that_a_person_adds_while_the_hub_runs_counts_and_the_file_comes_first()
    {
        var contract = new OwnershipContract(Terms() with
        {
            Connections = [new ConnectionRule(Wms, "http", ["erp"], Basis.OnHand, []) { Books = Books }],
        });
        var line = new OrderLine("1", Cap, "Cap", 1, "simple") { UnitPrice = 10m, Tax = 0.5m, TaxRate = 5m, Total = 10.5m };
        string? CodeOf(OrderLine of) => SalesForms.OfOrder(Order(of, of.Total, of.Tax), contract.BooksOf(Wms), contract.KitOf).Lines[0].TaxCode;
        Assert.Null(CodeOf(line));

        contract.Amend([Map("5", "R5"), Map("20", "WRONG")]);

        Assert.Equal("R5", CodeOf(line));
        Assert.Equal("S20", CodeOf(line with { TaxRate = 20m, Tax = 2m, Total = 12m }));

        contract.Amend([Map("5", meaning: null)]);
        Assert.Null(CodeOf(line));

        static Amendment Map(string word, string? meaning) => new(MappingKind.TaxCode, Wms, word, meaning, "ada", At(0));
    }

    [Theory]
    [InlineData("3", "1", "CAP 8.57 1.71, MAT 1.43 0.29")]
    [InlineData("0", "1", "CAP 0.00 0.00, MAT 10.00 2.00")]
    [InlineData("0", "0", "CAP 6.67 1.33, MAT 3.33 0.67")]
    [InlineData("3", null, "CAP 6.67 1.33, MAT 3.33 0.67")]
    public void A_kit_is_spread_by_what_its_parts_are_worth_where_that_is_known_of_all(string cap, string? mat, string expected)
    {
        var order = Order(new OrderLine("1", Set, "Set", 1, "simple") { UnitPrice = 10m, Tax = 2m, TaxRate = 20m, Total = 12m }, 12m, 2m);
        var kit = new KitRule(Set, [new KitComponent(Cap, 2) { Price = Worth(cap) }, new KitComponent(Mat, 1) { Price = Worth(mat) }]);

        var goods = SalesForms.OfOrder(order, Books, sku => sku == Set ? kit : null).Lines
            .Where(line => line.Kind == SalesLineKind.Goods);

        Assert.Equal(expected, string.Join(", ", goods.Select(line => FormattableString.Invariant($"{line.Sku} {line.Net:0.00} {line.Tax:0.00}"))));

        static decimal? Worth(string? text) =>
            text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void However_a_kit_is_cancelled_its_parts_sum_to_what_was_booked() =>
        Prop.ForAll(Orders().ToArbitrary(), order =>
        {
            var booked = SalesForms.OfOrder(order, Books, Kits).Lines.Where(line => line.Kind == SalesLineKind.Goods).ToArray();
            var cancelled = new List<SalesLine>();
            foreach (var line in order.Lines)
            {
                for (var unit = Quantity.Zero; unit < line.Quantity; unit += 1)
                {
                    cancelled.AddRange(
                        CancelledSales.FormOf(order, [new CancelledUnits(line, unit, unit + 1)], Books, Kits).Lines);
                }
            }

            foreach (var line in booked)
            {
                var parts = cancelled.Where(part => part.Line == line.Line).ToArray();
                Assert.Equal(
                    (line.Quantity, line.Net, line.Tax),
                    (parts.Aggregate(Quantity.Zero, (sum, part) => sum + part.Quantity), parts.Sum(part => part.Net), parts.Sum(part => part.Tax)));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_kit_is_credited_by_what_is_in_it()
    {
        var order = Order(new OrderLine("1", Set, "Set", 2, "simple") { UnitPrice = 10m, Tax = 4m, TaxRate = 20m, Total = 24m }, 24m, 4m);

        var form = SalesForms.OfRefund(
            order,
            new RefundAmounts(Shipping: 0m, Adjustment: 0m, Tax: 2m, Gross: 12m) { Lines = [new RefundedLine("1", 1, 10m, 2m)] },
            Books,
            Kits);

        Assert.Equal([("1:CAP", 2m), ("1:MAT", 1m)], form.Lines.Select(line => (line.Line, line.Quantity.Value)));
        Assert.Equal((10m, 2m), (form.Lines.Sum(line => line.Net), form.Lines.Sum(line => line.Tax)));
    }

    [Fact]
    public void A_small_amount_has_the_rate_of_the_order_that_comes_to_its_tax()
    {
        var order = Order(new OrderLine("1", Cap, "Cap", 1, "simple") { UnitPrice = 10m, Tax = 1.90m, TaxRate = 19m, Total = 11.90m }, 16.80m, 2.68m) with
        {
            Shipping = new OrderShipping(new PostalAddress("Jo", ["1 High Street"], "Leeds", "LS1 1AA", "GB"), "standard", 4.12m, 0.78m, 4.90m),
        };
        order = order with { Totals = order.Totals with { Shipping = 4.12m } };

        var shipping = SalesForms.OfOrder(order, Books).Lines.Single(line => line.Kind == SalesLineKind.Shipping);

        Assert.Equal(19m, shipping.TaxRate);
    }

    [Fact]
    public void A_configurable_is_booked_under_the_variant_that_was_sold()
    {
        var order = Order(new OrderLine("1", Set, "Shirt", 2, "configurable") { UnitPrice = 5m, MovesStock = false, Total = 10m }, 10m, 0m);
        order = order with { Lines = order.Lines.Add(new OrderLine("2", Cap, "Shirt red", 2, "simple") { ParentLine = "1" }) };

        var line = Assert.Single(SalesForms.OfOrder(order, Books).Lines);

        Assert.Equal((Cap, 10m), (line.Sku!.Value, line.Net));
    }

    [Theory]
    [InlineData(true, "CAP 20, MAT 5")]
    [InlineData(false, "BUN-CAP-MAT 0, CAP 20, MAT 5")]
    public void A_bundle_whose_parts_carry_its_price_is_booked_by_them_alone(bool byComponent, string expected)
    {
        var order = Order(new OrderLine("1", Sku.Parse("BUN-CAP-MAT"), "Bundle", 1, "bundle") { MovesStock = false }, 25m, 0m);
        order = order with
        {
            Lines = order.Lines
                .Add(new OrderLine("2", Cap, "Cap", 2, "simple") { ParentLine = "1", UnitPrice = 10m, Total = 20m })
                .Add(new OrderLine("3", Mat, "Mat", 1, "simple") { ParentLine = "1", UnitPrice = 5m, Total = 5m }),
        };

        var form = SalesForms.OfOrder(order, Books with { ByComponent = byComponent }, Kits);

        Assert.Equal(expected, string.Join(", ", form.Lines.Select(line => $"{line.Sku} {line.Net}")));
    }

    [Fact]
    public void Lines_that_a_credit_shows_beside_those_with_the_money_are_no_lines_of_it()
    {
        var order = Order(new OrderLine("1", Set, "Shirt", 2, "configurable") { UnitPrice = 5m, MovesStock = false, Total = 10m }, 35m, 0m);
        order = order with
        {
            Lines = order.Lines
                .Add(new OrderLine("2", Cap, "Shirt red", 2, "simple") { ParentLine = "1" })
                .Add(new OrderLine("3", Sku.Parse("BUN-MAT"), "Bundle", 1, "bundle") { MovesStock = false })
                .Add(new OrderLine("4", Mat, "Mat", 1, "simple") { ParentLine = "3", UnitPrice = 25m, Total = 25m }),
        };
        var given = new RefundAmounts(0m, 0m, 0m, 30m)
        {
            Lines = [new("1", 1, 5m, 0m), new("2", 1, 0m, 0m), new("3", 1, 25m, 0m), new("4", 1, 25m, 0m)],
        };

        var form = SalesForms.OfRefund(order, given, Books, Kits);

        Assert.Equal([("2", Cap, 5m), ("4", Mat, 25m)], form.Lines.Select(line => (line.Line, line.Sku!.Value, line.Net)));
    }

    [Fact]
    public void What_the_storefronts_own_lines_are_short_of_stands_in_a_line_of_its_own()
    {
        var order = Order(new OrderLine("1", Cap, "Cap", 3, "simple") { UnitPrice = 3.33m, Total = 9.99m }, 10.00m, 0m);

        var rounding = SalesForms.OfOrder(order, Books).Lines.Single(line => line.Kind == SalesLineKind.Rounding);

        Assert.Equal((0.01m, "4999"), (rounding.Net, rounding.Account));
        Assert.Empty(OrderCheck.OfOrder(order, Agreed()));
    }

    [Fact]
    public void Channel_and_payment_find_their_accounts()
    {
        var order = Order(new OrderLine("1", Cap, "Cap", 1, "simple") { UnitPrice = 10m, Total = 10m }, 10m, 0m) with
        {
            Channel = "wholesale",
            Payment = new OrderPayment("checkmo", "captured", Reference: null, 10m),
        };

        var form = SalesForms.OfOrder(order, Books);

        Assert.Equal(("CC2", "1200"), (form.CostCentre, form.PaymentAccount));
    }

    [Theory]
    [InlineData("GBP", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_has_its_own_scale(string currency, int scale) => Assert.Equal(scale, Currencies.ScaleOf(currency));

    private static bool Scaled(decimal amount, int scale) => Math.Round(amount, scale) == amount;

    private static CanonicalOrder Order(OrderLine line, decimal gross, decimal tax) =>
        new(IdOf("A"), "A", Adobe, Morning, "GBP")
        {
            Lines = [line],
            Totals = new OrderTotals(gross - tax, 0m, 0m, tax, gross),
        };

    private static Gen<CanonicalOrder> Orders() =>
        from currency in Gen.Elements("GBP", "JPY", "KWD")
        let unit = new decimal(1, 0, 0, isNegative: false, (byte)Currencies.ScaleOf(currency))
        from lines in Gen.ListOf(Lines(unit), 4)
        from shipping in Gen.Choose(0, 1_500)
        from off in Gen.Choose(-3, 3)
        select Charged(currency, unit, [.. lines.Select((line, i) => line with { Line = $"{i}" })], shipping * unit, off * unit);

    private static Gen<OrderLine> Lines(decimal unit) =>
        from sku in Gen.Elements(Cap, Mat, Set)
        from units in Gen.Choose(1, 7)
        from price in Gen.Choose(0, 99_999)
        from discount in Gen.Choose(0, 300)
        from rate in Gen.Elements(0m, 5.5m, 20m)
        let net = (price * unit * units) - (discount * unit)
        select new OrderLine("0", sku, sku.Text, units, "simple")
        {
            UnitPrice = price * unit,
            Discount = discount * unit,
            Tax = Math.Round(net * rate / 100m, 2),
            TaxRate = rate,
        };

    private static CanonicalOrder Charged(string currency, decimal unit, Items<OrderLine> lines, decimal shipping, decimal off)
    {
        var tax = lines.Sum(line => Math.Round(line.Tax, Currencies.ScaleOf(currency)));
        var net = lines.Sum(line => line.UnitPrice * line.Quantity.Value);
        var discount = lines.Sum(line => line.Discount) + unit;
        return new CanonicalOrder(IdOf("A"), "A", Adobe, Morning, currency)
        {
            Lines = lines,
            Totals = new OrderTotals(net, discount, shipping, tax, net - discount + shipping + tax + off),
        };
    }
}
