using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Intake;

namespace Trueup.Tests.Intake;

public sealed class NeutralOrderTests
{
    [Fact]
    public void An_order_takes_its_id_from_the_connection_and_its_number()
    {
        var fact = Read(NeutralMessages.Order);

        Assert.Equal(OrderId.Parse("wms:100000012"), fact.Order.Id);
        Assert.Equal("77", fact.Progress.RemoteId);
        Assert.Equal((OrderPhase.Open, false), (fact.Progress.Phase, fact.Progress.Reserves));
        Assert.Equal("uk", fact.Order.Channel);
    }

    [Fact]
    public void Amounts_are_kept_exactly_as_charged()
    {
        var order = Read(NeutralMessages.Order).Order;

        Assert.Equal(new OrderTotals(50.00m, 0m, 4.80m, 10.80m, 64.80m), order.Totals);
        Assert.Equal("64.80", order.Totals.Gross.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("25.00", order.Lines[0].UnitPrice.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(60.00m, order.Lines[0].Total);
        Assert.Equal(new OrderPayment("card", "captured", "ch_1", 64.80m), order.Payment);
    }

    [Fact]
    public void Stock_moves_on_the_components_of_a_kit_and_not_on_the_kit()
    {
        var lines = Read(NeutralMessages.Order).Order.Lines;

        Assert.Equal(["CAMP-SET", "TENT-2P", "MAT-FOAM"], lines.Select(line => line.Sku.Text));
        Assert.Equal([false, true, true], lines.Select(line => line.MovesStock));
        Assert.Equal([2, 2, 4], lines.Select(line => line.Quantity.Value));
        Assert.Equal([null, "1", "1"], lines.Select(line => line.ShipLine));
        Assert.Equal([1, 1, 2], lines.Select(line => line.PerShipLine.Value));
    }

    [Fact]
    public void A_line_that_others_name_as_parent_moves_no_stock()
    {
        var fact = Read("""
            {"number":"1","placedAt":"2026-03-01T10:00:00Z","currency":"GBP","totals":{"net":1,"tax":0,"gross":1},
             "lines":[{"line":"1","sku":"P","quantity":1,"unitPrice":1,"total":1},
                      {"line":"2","sku":"C","quantity":1,"unitPrice":0,"total":0,"parentLine":"1"}]}
            """);

        Assert.Equal([false, true], fact.Order.Lines.Select(line => line.MovesStock));
        Assert.Equal(["1", "2"], fact.Progress.Lines.Select(line => line.Line));
    }

    [Fact]
    public void Promotions_and_whatever_else_the_storefront_says_are_kept()
    {
        var order = Read("""
            {"number":"1","placedAt":"2026-03-01T10:00:00Z","currency":"GBP","totals":{"net":1,"tax":0,"gross":1},
             "lines":[{"line":"1","sku":"P","quantity":1,"unitPrice":1,"total":1}],
             "promotions":[{"code":"SPRING","label":"Spring sale","amount":0.50},"Free card"],
             "attributes":{"gift_message":"Happy birthday","wrap":null,"card":3}}
            """).Order;

        Assert.Equal([new OrderDiscount("SPRING", "Spring sale", 0.50m), new OrderDiscount(null, "Free card", 0m)], order.Promotions);
        Assert.Equal([new OrderTrait("gift_message", "Happy birthday"), new OrderTrait("card", "3")], order.Attributes);
    }

    [Fact]
    public void Nothing_about_the_customer_is_quoted()
    {
        var facts = NeutralMessages.Read(NeutralTypes.OrderPlaced, NeutralMessages.Order
            .Replace("\"Jo Doe\"", "[\"Jo Doe\"]", StringComparison.Ordinal)
            .Replace("\"LS1\"", "12345678", StringComparison.Ordinal));

        Assert.True(facts.Count > 3);
        var told = string.Join('\n', facts.Select(fact => Assert.IsType<Fact.Unusable>(fact).Detail));
        Assert.DoesNotContain("Jo", told, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", told, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var facts = NeutralMessages.Read(NeutralTypes.OrderPlaced, NeutralMessages.Order
            .Replace("\"captured\"", "\"paid\"", StringComparison.Ordinal)
            .Replace("64.80", "\"a lot\"", StringComparison.Ordinal)
            .Replace("\"quantity\":2,\"type\"", "\"quantity\":-2,\"type\"", StringComparison.Ordinal));

        Assert.Equal(
            ["lines[0].quantity", "payment.state", "payment.amount", "totals.gross"],
            facts.Select(fact => ((Fact.Unusable)fact).Detail.Split(':')[0]));
    }

    private static Fact.OrderObserved Read(string data) =>
        Assert.IsType<Fact.OrderObserved>(Assert.Single(NeutralMessages.Read(NeutralTypes.OrderPlaced, data)));
}
