using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Orders;

/// <summary>An order that no location served goes its way once one does, and somebody asks for it.</summary>
public sealed class LateServingTests
{
    private bool _isServed;

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(40, true)]
    [InlineData(40, false)]
    public void The_retry_of_the_case_or_of_the_order_has_the_warehouse_asked_and_ends_the_case(int lines, bool ofCase)
    {
        var house = new House(amended: Served);
        house.Say(House.Shop, "trueup.order.placed.v1", BadInputWordsTests.Order("9", lines)).Run(TimeSpan.FromMinutes(1));
        var open = Assert.Single(house.OpenCases);
        var retry = ofCase ? new Request(Request.RetryCase, "anna", open.Key) : new Request(Request.RetryOrder, "anna", House.Id("9").Text);

        house.Ask(retry).Run(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseCodes.OrderUnsourced, Assert.Single(house.OpenCases).Code);
        Assert.Empty(house.Floor.Orders);

        _isServed = true;
        house.Crash().Run(TimeSpan.FromMinutes(1));
        house.Ask(retry).Run(TimeSpan.FromMinutes(1));

        Assert.Equal(["shop:9"], house.Floor.Orders);
        Assert.Equal(["shop:9"], house.Books.Orders);
        Assert.Empty(house.OpenCases);
        Assert.All(house.Order("9").Lines, line => Assert.Equal<Quantity>(line.Ordered, Assert.Single(line.Picks).Quantity));
    }

    [Fact]
    public void A_case_about_an_order_that_is_cancelled_in_its_storefront_ends()
    {
        var house = new House(amended: Served).Place("9").Run(TimeSpan.FromMinutes(1));
        Assert.Single(house.OpenCases);

        house.Say(
            House.Shop, "trueup.order.cancelled.v1", """{"order":"9","restock":true,"reason":"changed my mind","at":"2026-03-01T08:05:00Z"}""")
            .Run(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain(house.OpenCases, known => known.Code == CaseCodes.OrderUnsourced);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(0, true)]
    public void A_case_about_goods_whose_owner_is_told_of_no_orders_ends_once_they_left_or_are_not_wanted(int sent, bool isRestGivenUp)
    {
        var house = new House(amended: terms => terms with { Order = terms.Order with { Subscribers = [House.Erp] } })
            .Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        Assert.Equal(("ORDER.UNSOURCED", "leeds"), (Assert.Single(house.OpenCases).Code.Code, house.OpenCases[0].About.Location));

        if (sent > 0)
        {
            house.Dispatch("9", sent).Run(TimeSpan.FromMinutes(1));
        }

        if (isRestGivenUp)
        {
            Assert.Contains(house.OpenCases, known => known.Code == CaseCodes.OrderUnsourced);
            house.Say(
                House.Wms, "trueup.order.cancelled.v1",
                """{"order":"9","restock":true,"reason":"never collected","at":"2026-03-01T08:05:00Z"}""").Run(TimeSpan.FromMinutes(1));
        }

        Assert.DoesNotContain(house.OpenCases, known => known.Code == CaseCodes.OrderUnsourced);
    }

    private ContractTerms Served(ContractTerms terms) => _isServed ? terms : terms with { Stock = new OwnershipRule([]) };
}
