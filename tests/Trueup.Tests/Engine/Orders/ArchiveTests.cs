using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Engine.Views;

namespace Trueup.Tests.Engine.Orders;

/// <summary>Orders with nothing open leave memory, and are found like any other.</summary>
public sealed class ArchiveTests
{
    private static readonly OrderTerms Soon = new() { ArchiveAfter = TimeSpan.FromMinutes(5) };

    [Fact]
    public void An_order_with_nothing_open_leaves_memory_and_is_found_by_every_name()
    {
        var house = Shipped("100");

        Assert.Empty(house.Hub.State.Orders);
        Assert.Equal(OrderStage.Shipped, house.Order("100").Stage);
        Assert.Equal(House.Id("100"), house.Hub.State.OrderIndex.Named("100"));
        Assert.Equal(House.Id("100"), house.Hub.State.OrderIndex.Resolve(House.Shop, "r100"));
        Assert.Equal(House.Id("100"), house.Hub.State.OrderIndex.Resolve(House.Wms, "wms-1"));
        Assert.Equal(1, house.Hub.State.OrdersByStage["shipped"]);
        Assert.Equal(["shop:100"], Listed(house, new OrderQuery(null, null, null, null, 10)));
    }

    [Fact]
    public void An_open_order_stays_in_memory_however_old_it_is()
    {
        var house = new House(Soon).Place("100", quantity: 2).Dispatch("100", quantity: 1).Run(TimeSpan.FromHours(30));

        Assert.Single(house.Hub.State.Orders);
    }

    [Fact]
    public void A_refused_document_keeps_an_order_in_memory()
    {
        var house = new House(Soon);
        house.Books.Refuses = _ => true;
        house.Place("100").Run(TimeSpan.FromHours(2));

        Assert.Single(house.Hub.State.Orders);
    }

    [Fact]
    public void What_comes_again_for_an_archived_order_changes_nothing()
    {
        var house = Shipped("100");
        var before = house.Order("100");

        house.Say(House.Shop, "trueup.order.placed.v1", house.Placed("100"))
            .Dispatch("100").Run(TimeSpan.FromMinutes(1));

        Assert.Equal(before.Lines, house.Order("100").Lines);
        Assert.Single(house.Floor.Orders);
        Assert.Single(house.Books.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_late_return_brings_an_archived_order_back_and_it_goes_again(bool crashes)
    {
        var house = Shipped("100");

        house.Say(
            House.Wms,
            "trueup.return.received.v1",
            """{"order":"100","rma":"R1","at":"2026-03-01T18:00:00Z","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":1}]}""");
        Assert.Single(house.Hub.State.Orders);
        if (crashes)
        {
            house.Crash();
            Assert.Single(house.Hub.State.Orders);
        }

        Assert.Equal(["R1"], house.Order("100").Returns!.Numbers);
        house.Run(TimeSpan.FromHours(1));

        Assert.Empty(house.Hub.State.Orders);
        Assert.Equal(["R1"], house.Order("100").Returns!.Numbers);
        Assert.Equal(House.Id("100"), house.Hub.State.OrderIndex.FollowUps.OfReturn("R1"));
        Assert.Equal(1, house.Hub.State.OrdersByStage.Values.Sum());
    }

    /// <summary>Found by a simulated world: what a shop called a shipment was the name of another order, and a credit memo waited for an
    /// order that was there.</summary>
    [Fact]
    public void A_document_that_is_called_like_another_order_does_not_take_its_name_along()
    {
        var house = new House(Soon);
        house.Floor.CountsEachKind = true;
        house.Place("100").Place("101")
            .Say(House.Shop, "trueup.order.placed.v1", house.Placed("101").Replace("\"name\":\"A\"", "\"name\":\"B\"", StringComparison.Ordinal))
            .Dispatch("101").Run(TimeSpan.FromMinutes(10));
        Assert.Equal(["shop:100"], house.Hub.State.Orders.Keys.Select(id => id.Text));
        Assert.Equal("wms-1", house.Order("101").Documents.First(document => document.Kind == DocumentKind.AmendOrder).RemoteId);

        Assert.Equal(House.Id("100"), house.Hub.State.OrderIndex.Resolve(House.Wms, "wms-1"));
    }

    [Fact]
    public void A_crash_loses_no_archived_order_and_makes_none_twice()
    {
        var house = new House(Soon);
        for (var i = 0; i < 30; i++)
        {
            house.Place($"{100 + i}").Dispatch($"{100 + i}", shipment: $"S{i}");
            if (i % 7 == 3)
            {
                house.Crash();
            }

            house.Run(TimeSpan.FromMinutes(1));
        }

        house.Run(TimeSpan.FromHours(1)).Crash();

        Assert.Empty(house.Hub.State.Orders);
        Assert.Equal(30, house.Hub.State.AllOrders().Count());
        Assert.Equal(30, house.Hub.State.OrdersByStage.Values.Sum());
        Assert.Equal(30, house.Floor.Orders.Distinct().Count());
        Assert.Equal(30, house.Floor.Orders.Count());
    }

    /// <summary>A storefront that tells of a cancellation need not be told, and what it would never do would be owed for ever.</summary>
    [Fact]
    public void An_order_that_its_storefront_says_is_cancelled_leaves_memory()
    {
        var house = new House(Soon).Place("100").Say(
            House.Shop, "trueup.order.cancelled.v1", """{"order":"shop:100","restock":true,"reason":"","at":"2026-03-01T08:01:00Z"}""");

        house.Run(TimeSpan.FromMinutes(10));

        Assert.Empty(house.Hub.State.Orders);
        Assert.DoesNotContain(house.Order("100").Documents, document => document.Target == House.Shop);
    }

    [Fact]
    public void A_ledger_that_cannot_be_written_archives_later()
    {
        var house = new House(Soon).Place("100").Dispatch("100");
        house.Ledger.Fail();
        house.Run(TimeSpan.FromHours(1));
        Assert.Single(house.Hub.State.Orders);

        house.Ledger.Heal();
        house.Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.Hub.State.Orders);
        Assert.NotNull(house.Order("100"));
    }

    [Fact]
    public void A_list_shows_open_and_archived_orders_in_one_order_page_by_page()
    {
        var house = new House(Soon);
        for (var i = 0; i < 9; i++)
        {
            house.Place($"{100 + i}");
            if (i % 2 == 0)
            {
                house.Dispatch($"{100 + i}", shipment: $"S{i}");
            }

            house.Run(TimeSpan.FromMinutes(1));
        }

        house.Run(TimeSpan.FromHours(1));
        Assert.Equal(4, house.Hub.State.Orders.Count);

        var query = new OrderQuery(null, null, null, null, 4);
        var first = OrderSearch.Find(house.Hub.State, query);
        var second = OrderSearch.Find(house.Hub.State, query with { After = first.Next });
        var third = OrderSearch.Find(house.Hub.State, query with { After = second.Next });

        Assert.Equal(
            Enumerable.Range(0, 9).Select(i => $"shop:{108 - i}"),
            first.Items.Concat(second.Items).Concat(third.Items).Select(order => order.Id.Text));
        Assert.Null(third.Next);
        Assert.Equal(5, Listed(house, query with { Limit = 50, Stage = "shipped" }).Count);
        Assert.Equal(["shop:104"], Listed(house, query with { Text = "104" }));
    }

    private static House Shipped(string number)
    {
        var house = new House(Soon).Place(number).Dispatch(number).Run(TimeSpan.FromMinutes(10));
        Assert.Empty(house.OpenCases);
        return house;
    }

    private static IReadOnlyList<string> Listed(House house, OrderQuery query) =>
        [.. OrderSearch.Find(house.Hub.State, query).Items.Select(order => order.Id.Text)];
}
