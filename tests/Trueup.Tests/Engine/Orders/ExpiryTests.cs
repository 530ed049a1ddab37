using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>An order that nobody pays is cancelled in its storefront by itself, once.</summary>
public sealed class ExpiryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(48);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public async Task An_order_that_is_not_paid_in_time_is_cancelled_once_and_what_it_wanted_is_free(int crashes)
    {
        var house = Unpaid(new House(amended: Expiring));
        house.Desk.LosesAnswers = crashes > 0;
        Assert.Equal(7, Available(house));

        house.Run(Limit - TimeSpan.FromMinutes(1));
        Assert.Empty(house.Desk.Made);
        for (var i = 0; i < crashes; i++)
        {
            house.Run(TimeSpan.FromSeconds(7)).Crash();
        }

        house.Run(TimeSpan.FromHours(1));

        Assert.True(Assert.IsType<DocumentIntent.CancelInStorefront>(Assert.Single(house.Desk.Made)).OnlyUnpaid);
        Assert.Equal(OrderStage.Cancelled, house.Order("100").Stage);
        Assert.Equal(10, Available(house));
        Assert.Empty(house.Books.Made);
        Assert.Empty(house.Floor.Made);
        Assert.Contains("was not paid within 2.00:00:00 since 2026-03-01 08:00:01Z: it expires", await house.TimelineAsync("100"));
        Assert.DoesNotContain(house.OpenCases, open => open.Code != OrderCases.Stuck);
    }

    [Fact]
    public void Without_a_rule_the_order_waits_on_and_is_told_of()
    {
        var house = Unpaid(new House(amended: terms => Expiring(terms, []))).Run(TimeSpan.FromDays(30));

        Assert.Empty(house.Desk.Made);
        Assert.Equal(OrderCases.Stuck, Assert.Single(house.OpenCases).Code);
    }

    [Fact]
    public void A_payment_in_time_lets_the_order_go_and_it_never_expires()
    {
        var house = Pay(Unpaid(new House(amended: Expiring)).Run(Limit - TimeSpan.FromMinutes(1))).Run(TimeSpan.FromDays(30));

        Assert.Empty(house.Desk.Made);
        Assert.Single(house.Floor.Orders);
    }

    [Fact]
    public async Task A_storefront_that_refuses_because_it_was_paid_is_right_and_the_case_ends_with_the_payment()
    {
        var house = Unpaid(new House(amended: Expiring));
        house.Desk.Refuses = _ => true;
        house.Run(Limit + TimeSpan.FromMinutes(5));
        Assert.Contains(house.OpenCases, open => open.Code == CaseCodes.DocumentRefused);

        Pay(house).Run(TimeSpan.FromMinutes(5));

        Assert.Single(house.Floor.Orders);
        Assert.Empty(house.OpenCases);
        Assert.Contains("was paid before it was cancelled for want of payment: it goes on", await house.TimelineAsync("100"));
    }

    [Fact]
    public void A_cancellation_that_is_on_its_way_when_the_payment_comes_is_a_case_for_a_person()
    {
        var house = Unpaid(new House(amended: Expiring));
        house.Desk.Takes = TimeSpan.FromMinutes(10);
        house.Run(Limit + TimeSpan.FromMinutes(2));

        Pay(house).Run(TimeSpan.FromHours(1));

        Assert.Single(house.Desk.Made);
        Assert.Equal(OrderCases.PaidAfterExpiry, Assert.Single(house.OpenCases).Code);
    }

    /// <summary>Nothing else is asked for with the payment: what was taken back alone must not be owed any more.</summary>
    [Fact]
    public void A_payment_that_takes_the_cancellation_back_leaves_nothing_owed_though_the_order_is_held_for_its_content()
    {
        var house = new House(amended: Expiring);
        house.Desk.Takes = TimeSpan.FromMinutes(10);
        house.Say(House.Shop, "trueup.order.placed.v1", Wrong("pending")).Run(Limit + TimeSpan.FromMinutes(2));
        Assert.Equal(1, house.Hub.State.OrderIndex.CountOwedTo(House.Shop));

        house.Say(House.Shop, "trueup.order.placed.v1", Wrong("captured")).Run(TimeSpan.FromHours(1));

        Assert.Equal(0, house.Hub.State.OrderIndex.CountOwedTo(House.Shop));
        Assert.Contains(house.OpenCases, open => open.Code == OrderCases.TotalsMismatch);

        string Wrong(string state) => house.Placed("100", quantity: 3, extra: Payment(state))
            .Replace("\"gross\":36.00", "\"gross\":35.00", StringComparison.Ordinal);
    }

    [Fact]
    public void Money_that_comes_after_the_cancellation_is_a_case_and_nothing_is_handed_over()
    {
        var house = Pay(Unpaid(new House(amended: Expiring)).Run(Limit + TimeSpan.FromHours(1))).Run(TimeSpan.FromHours(1));

        Assert.Empty(house.Floor.Made);
        Assert.Equal(OrderCases.PaidAfterExpiry, Assert.Single(house.OpenCases).Code);
    }

    private static House Unpaid(House house) => house
        .Say(House.Wms, "trueup.stock.level.v1", """{"sku":"TENT","location":"LDS","quantity":10}""")
        .Place("100", quantity: 3, extra: Payment("pending"));

    private static House Pay(House house) => house.Place("100", quantity: 3, extra: Payment("captured"));

    private static string Payment(string state) => $$""","payment":{"method":"bank","state":"{{state}}","amount":36.00}""";

    private static decimal Available(House house) => StockTruth.Available(
        house.Hub.State.Find(Sku.Parse("TENT"))!, LocationCode.Parse("leeds"), house.Hub.Contract, house.Hub.State.Find)!.Value.Value;

    private static ContractTerms Expiring(ContractTerms terms) => Expiring(terms, [new ExpiryRule(Limit)]);

    private static ContractTerms Expiring(ContractTerms terms, Items<ExpiryRule> rules) => terms with
    {
        Connections = terms.Connections.Select(connection => connection.Name == House.Shop
            ? connection with { Release = [new ReleaseRule(ReleasePoint.Captured)], Expiry = rules }
            : connection).ToItems(),
    };
}
