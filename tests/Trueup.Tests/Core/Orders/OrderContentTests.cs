using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class OrderContentTests
{
    private static readonly ConnectionName Erp = ConnectionName.Parse("erp");
    private static readonly PostalAddress Home = new("Jo", ["1 High Street"], "Leeds", "LS1 1AA", "UK") { Telephone = "0113" };

    [Fact]
    public void What_no_receiver_could_use_is_not_handed_over_and_names_its_field()
    {
        var hub = Start().See(Priced(gross: 99m));

        Assert.False(hub.Order("A").IsReleased);
        var finding = Assert.Single(hub.Findings);
        Assert.Equal(OrderCases.TotalsMismatch, finding.Code);
        Assert.Contains("totals.gross is 99", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_currency_that_is_none_is_named()
    {
        var seen = Priced(gross: 10m);
        var hub = Start().See(seen with { Order = seen.Order with { Currency = "QQQ" } });

        Assert.Equal(OrderCases.CurrencyUnsupported, Assert.Single(hub.Findings).Code);
    }

    [Fact]
    public void A_line_without_units_holds_the_order()
    {
        var hub = Start().See(Order("A", Line(Cap, 0)));

        Assert.Equal(OrderCases.LineInvalid, Assert.Single(hub.Findings).Code);
        Assert.False(hub.Order("A").IsReleased);
    }

    [Fact]
    public void A_receivers_rule_is_checked_before_anything_is_sent_to_it_and_the_other_gets_the_order()
    {
        var hub = Start(
            wms: rule => rule with { Requires = [new ReceiverRule("shipping.address.telephone") { LengthMax = 3 }] })
            .See(Priced(gross: 10m));

        var finding = Assert.Single(hub.Findings);
        Assert.Equal(OrderCases.FieldRefused, finding.Code);
        Assert.Contains("shipping.address.telephone has 4 characters", finding.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("0113", finding.Detail, StringComparison.Ordinal);
        Assert.Equal([true, false], hub.Order("A").Documents.Select(document => document.Refusal is not null));
    }

    [Fact]
    public void A_corrected_field_sends_only_what_was_held()
    {
        var contract = Contract(wms: rule => rule with
        {
            Requires = [new ReceiverRule("shipping.address.telephone") { LengthMax = 3 }],
        });
        var order = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Priced(gross: 10m)).Order("A");

        var decision = OrderEdits.Edit(order, "shipping.address.telephone", "999", "ann", At(5), contract);
        order = Evolve(order, decision);

        Assert.Equal("999", order.Canonical.Shipping!.Address.Telephone);
        Assert.Equal(new OrderEdit("shipping.address.telephone", "0113", "999"), Assert.Single(order.Edits));
        Assert.All(order.Documents, document => Assert.Null(document.Refusal));
        Assert.Single(decision.Events.OfType<OrderEvent.DocumentReopened>());
    }

    [Fact]
    public void A_correction_survives_the_storefront_showing_the_old_value_again()
    {
        var contract = Contract();
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Priced(gross: 10m));
        var order = Evolve(hub.Order("A"), OrderEdits.Edit(
            hub.Order("A"), "shipping.address.city", "York", "ann", At(5), contract));

        order = Evolve(order, OrderDecider.Decide(
            order, Priced(gross: 10m).Later(10), new OrderSurroundings(contract, _ => null)));

        Assert.Equal("York", order.Canonical.Shipping!.Address.City);
    }

    [Fact]
    public void A_new_address_in_the_storefront_goes_to_every_system_that_has_the_order()
    {
        var contract = Contract(TargetSequence.Together);
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Priced(gross: 10m))
            .Settle(IdOf("A"), "adobe-uk:A/create/erp", new Receipt.Applied("S-1"))
            .Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));
        var moved = Priced(gross: 10m).Later(10);
        moved = moved with { Order = moved.Order with { Shipping = moved.Order.Shipping! with { Address = Home with { City = "Hull" } } } };

        hub = hub.See(moved).See(moved);

        Assert.Equal(
            [DocumentKind.AmendOrder, DocumentKind.AmendSale],
            hub.Order("A").Documents.Skip(2).Select(document => document.Kind));
        var intent = (DocumentIntent.AmendOrder)OrderDocuments.Build(
            hub.Order("A"), hub.Order("A").Documents[2], contract)!;
        Assert.Equal(("W-1", "Hull"), (intent.RemoteId, intent.Canonical.Shipping!.Address.City));
    }

    [Fact]
    public void Other_lines_under_the_same_number_are_a_case_and_change_nothing()
    {
        var hub = Start().See(Priced(gross: 10m));
        var before = hub.Order("A").Canonical;

        hub = hub.See(Order("A", Line(Cap, 9)).Later(10));

        Assert.Equal(OrderCases.Changed, Assert.Single(hub.Findings).Code);
        Assert.Equal(before, hub.Order("A").Canonical);
    }

    [Fact]
    public void A_line_that_a_storefront_adds_by_an_edit_is_wanted_and_told_to_who_has_the_order()
    {
        var contract = Contract(TargetSequence.Together);
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).Report(Mat, Leeds, 8, At(0)).See(Priced(gross: 10m))
            .Settle(IdOf("A"), "adobe-uk:A/create/erp", new Receipt.Applied("S-1"))
            .Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));
        var edited = Priced(gross: 30m).Later(10) with { TakesAdditions = true };
        edited = edited with
        {
            Order = edited.Order with
            {
                Lines = edited.Order.Lines.Add(Line(Mat, 2, line: "2") with { UnitPrice = 10m }),
                Totals = new OrderTotals(30m, 0m, 0m, 0m, 30m),
            },
        };

        hub = hub.See(edited).See(edited);

        Assert.Empty(hub.Findings);
        Assert.Equal<Quantity>(6, hub.Available(Mat, Leeds));
        Assert.Equal(30m, hub.Order("A").Canonical.Totals.Gross);
        Assert.Equal(
            [DocumentKind.AmendOrder, DocumentKind.AmendSale],
            hub.Order("A").Documents.Skip(2).Select(document => document.Kind));
        var intent = (DocumentIntent.AmendOrder)OrderDocuments.Build(hub.Order("A"), hub.Order("A").Documents[2], contract)!;
        Assert.Equal(["CAP", "MAT"], intent.Picks.Select(pick => pick.Sku.Text));
    }

    [Fact]
    public void A_line_that_an_edit_raised_is_wanted_by_as_much_more_once_and_told_to_who_has_the_order()
    {
        var contract = Contract(TargetSequence.Together);
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Priced(gross: 10m))
            .Settle(IdOf("A"), "adobe-uk:A/create/erp", new Receipt.Applied("S-1"))
            .Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));
        var raised = Raised(4).Later(10);

        hub = hub.See(raised).See(raised).See(Priced(gross: 10m));

        Assert.Empty(hub.Findings);
        Assert.Equal<Quantity>(6, hub.Available(Cap, Leeds));
        Assert.Equal((4, 40m), ((int)hub.Order("A").Lines[0].Ordered.Value, hub.Order("A").Canonical.Totals.Gross));
        Assert.Equal<Quantity>(4, Assert.Single(hub.Order("A").Lines[0].Picks).Quantity);
        Assert.Equal(
            [DocumentKind.AmendOrder, DocumentKind.AmendSale],
            hub.Order("A").Documents.Skip(2).Select(document => document.Kind));
        Assert.Equal<Quantity>(10, hub.See(raised.Later(20, cancelled: 4)).Available(Cap, Leeds));
    }

    [Fact]
    public void A_line_that_is_raised_again_after_it_was_lowered_is_a_case_for_what_was_done_about_it_stands()
    {
        var hub = Start().Report(Cap, Leeds, 10, At(0)).See(Raised(3)).See(Raised(2).Later(10));
        Assert.Equal<Quantity>(8, hub.Available(Cap, Leeds));

        hub = hub.See(Raised(3).Later(20));

        Assert.Equal(OrderCases.Changed, Assert.Single(hub.Findings).Code);
        Assert.Equal<Quantity>(8, hub.Available(Cap, Leeds));
    }

    /// <summary>The order with so many caps at ten each, as a storefront shows it that takes edits.</summary>
    private static Fact.OrderObserved Raised(int units)
    {
        var seen = Priced(gross: 10m * units) with { TakesAdditions = true };
        return seen with
        {
            Order = seen.Order with
            {
                Lines = [seen.Order.Lines[0] with { Quantity = units, UnitPrice = 10m, Total = 10m * units }],
                Totals = new OrderTotals(10m * units, 0m, 0m, 0m, 10m * units),
            },
        };
    }

    [Fact]
    public void A_line_that_an_edit_took_out_while_it_added_another_is_given_up()
    {
        var hub = Start().Report(Mat, Leeds, 8, At(0)).See(Priced(gross: 10m));
        var edited = Priced(gross: 20m).Later(10) with { TakesAdditions = true };
        edited = edited with
        {
            Order = edited.Order with
            {
                Lines = [Line(Mat, 2, line: "2") with { UnitPrice = 10m }],
                Totals = new OrderTotals(20m, 0m, 0m, 0m, 20m),
            },
        };

        hub = hub.See(edited);

        Assert.Empty(hub.Findings);
        Assert.Equal<Quantity>(10, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(6, hub.Available(Mat, Leeds));
    }

    [Fact]
    public void Countries_and_currencies_are_brought_to_one_form()
    {
        var seen = Priced(gross: 10m);
        var order = Start().See(seen with { Order = seen.Order with { Currency = "gbp" } }).Order("A").Canonical;

        Assert.Equal(("GBP", "GB"), (order.Currency, order.Shipping!.Address.Country));
    }

    [Fact]
    public void An_option_without_a_place_is_flagged_and_one_with_a_place_reaches_the_picker()
    {
        var line = Line(Cap, 1) with { UnitPrice = 10m, Options = [new OrderOption("Engraving", "JB")] };
        var seen = Order("A", line);
        seen = seen with { Order = seen.Order with { Totals = new OrderTotals(10m, 0m, 0m, 0m, 10m) } };

        Assert.Equal(OrderCases.OptionUnmapped, Assert.Single(Start().See(seen).Findings).Code);

        var contract = Contract(TargetSequence.Together, rule => rule with { Options = [new OptionRule("Engraving", "note")] });
        var order = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(seen).Order("A");
        var created = (DocumentIntent.CreateOrder)OrderDocuments.Build(
            order, order.Documents.First(document => document.Kind == DocumentKind.CreateOrder), contract)!;
        Assert.Equal(new PickNote("Engraving", "JB"), Assert.Single(created.Picks[0].Notes));
    }

    [Fact]
    public void Amounts_that_the_books_hold_otherwise_are_a_case()
    {
        var hub = Start().See(Priced(gross: 10m))
            .Settle(IdOf("A"), "adobe-uk:A/create/erp", new Receipt.Applied("S-1") { BookedGross = 10.01m, BookedTax = 0m });

        Assert.Equal(OrderCases.PostedDifferently, Assert.Single(hub.Findings).Code);
    }

    [Theory]
    [InlineData("pending", false)]
    [InlineData("authorised", true)]
    [InlineData("captured", true)]
    public void The_release_point_of_the_payment_decides(string state, bool released)
    {
        var contract = Contract(adobe: rule => rule with
        {
            Release = [new ReleaseRule(ReleasePoint.Approved), new ReleaseRule(ReleasePoint.Authorised, Payment: "card")],
        });
        var seen = Priced(gross: 10m);
        seen = seen with { Order = seen.Order with { Payment = new OrderPayment("card", state, Reference: null, 10m) } };

        Assert.Equal(released, new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(seen).Order("A").IsReleased);
    }

    [Fact]
    public void An_order_that_waits_for_approval_goes_when_somebody_lets_it()
    {
        var contract = Contract(adobe: rule => rule with { Release = [new ReleaseRule(ReleasePoint.Approved)] });
        var order = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Priced(gross: 10m)).Order("A");
        Assert.False(order.IsReleased);

        order = OrderEvolution.Evolve(order, new OrderEvent.Approved("ann"), default)!;

        Assert.True(Evolve(order, OrderDocuments.Reopen(order, contract)).IsReleased);
    }

    private static Fact.OrderObserved Priced(decimal gross)
    {
        var seen = Order("A", Line(Cap, 1) with { UnitPrice = 10m });
        return seen with
        {
            Order = seen.Order with
            {
                Shipping = new OrderShipping(Home, "flat", 0m, 0m, 0m),
                Totals = new OrderTotals(10m, 0m, 0m, 0m, gross),
            },
        };
    }

    private static OrderRecord Evolve(OrderRecord order, OrderDecision decision) => decision.Events.Aggregate(
        order, (known, change) => OrderEvolution.Evolve(known, change, default)!);

    private static Hub Start(Func<ConnectionRule, ConnectionRule>? wms = null) =>
        new Hub(Contract(TargetSequence.Together, wms)).Report(Cap, Leeds, 10, At(0));

    private static OwnershipContract Contract(
        TargetSequence sequence = TargetSequence.Together,
        Func<ConnectionRule, ConnectionRule>? wms = null,
        Func<ConnectionRule, ConnectionRule>? adobe = null)
    {
        var terms = Terms();
        return new OwnershipContract(terms with
        {
            Connections = terms.Connections.Select(rule =>
                rule.Name == Wms && wms is not null ? wms(rule) : rule.Name == Adobe && adobe is not null ? adobe(rule) : rule)
                .Append(new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, [])).ToItems(),
            Order = new OwnershipRule([Wms, Erp]) { Sequence = sequence },
        });
    }
}
