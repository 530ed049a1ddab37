using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>A number that two storefronts use names no order: none is guessed, and the case says what to name instead.</summary>
public sealed class SharedNumberTests
{
    private static readonly ConnectionName _store = ConnectionName.Parse("store");

    [Fact]
    public void An_event_with_such_a_number_is_told_with_the_orders_that_it_may_mean()
    {
        var house = Twice();
        Sent(house, "9", "S1");

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.OrderUnknown, open.Code);
        Assert.Equal(
            "wms speaks of order '9', a number that 2 storefronts use: shop:9, store:9. It has to name one of these, or the id that it gave the " +
            "order itself.",
            open.Detail);

        Sent(house, "store:9", "S2");
        Assert.Equal(1, house.Hub.State.Find(OrderId.Parse("store:9"))!.Lines[0].Dispatched);
        Assert.Equal(0, house.Order("9").Lines[0].Dispatched);
    }

    [Fact]
    public void A_number_that_nobody_has_is_told_as_before()
    {
        var house = Twice();
        Sent(house, "8", "S1");

        Assert.Equal("wms speaks of order '8', which no storefront has shown yet.", Assert.Single(house.OpenCases).Detail);
    }

    [Fact]
    public void A_storefront_means_its_own_order()
    {
        var house = Twice();
        house.Say(_store, "trueup.order.cancelled.v1", """{"order":"9","restock":true,"reason":"changed mind","at":"2026-03-01T08:02:00Z"}""");

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Hub.State.Find(OrderId.Parse("store:9"))!.Lines[0].Withdrawn);
        Assert.Equal(0, house.Order("9").Lines[0].Withdrawn);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("shop:9")]
    public void A_storefront_never_means_the_order_of_another(string named)
    {
        var house = Two().Place("9").Run(TimeSpan.FromMinutes(1));
        house.Say(_store, "trueup.order.cancelled.v1", Cancelled(named)).Run(TimeSpan.FromMinutes(1));

        Assert.Equal($"store speaks of order '{named}', which it has not shown yet.", Assert.Single(house.OpenCases).Detail);
        Assert.Equal(0, house.Order("9").Lines[0].Withdrawn);
    }

    [Fact]
    public void What_a_storefront_says_of_an_order_waits_for_its_own()
    {
        var house = Two().Place("9").Say(_store, "trueup.order.cancelled.v1", Cancelled("9")).Run(TimeSpan.FromMinutes(1));

        house.Say(_store, "trueup.order.placed.v1", house.Placed("9")).Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Hub.State.Find(OrderId.Parse("store:9"))!.Lines[0].Withdrawn);
        Assert.Equal(0, house.Order("9").Lines[0].Withdrawn);
    }

    private static string Cancelled(string order) =>
        $$"""{"order":"{{order}}","restock":true,"reason":"changed mind","at":"2026-03-01T08:02:00Z"}""";

    private static House Twice()
    {
        var house = Two();
        return house.Place("9").Say(_store, "trueup.order.placed.v1", house.Placed("9")).Run(TimeSpan.FromMinutes(1));
    }

    private static House Two()
    {
        return new House(amended: terms => terms with
        {
            Connections = terms.Connections.Add(new ConnectionRule(_store, "http", ["storefront"], Basis.OnHand, [])),
            Locations = terms.Locations.Select(known =>
                known with { Codes = known.Codes.Add(new LocationAlias(_store, "leeds")) }).ToItems(),
            Stock = new OwnershipRule([House.Shop, _store]),
        });
    }

    private static void Sent(House house, string order, string shipment) => house.Say(
        House.Wms, "trueup.shipment.dispatched.v1",
        $$"""
        {"order":"{{order}}","shipment":"{{shipment}}","at":"2026-03-01T08:01:00Z","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":1}]}
        """);
}
