using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Orders;

/// <summary>What is said of a place that nobody mapped waits, whatever befalls the hub, and is applied once the place is mapped.</summary>
public sealed class WakeUpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Goods_that_left_an_unmapped_place_count_once_it_is_mapped(bool dies)
    {
        var house = new House().Place("9").Place("10");
        Dispatch(house, "9");
        Dispatch(house, "10");
        house.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseCodes.LocationUnmapped, Assert.Single(house.OpenCases).Code);
        Assert.Equal(0, house.Order("9").Lines[0].Dispatched);
        house = dies ? house.Crash() : house;

        house.Ask(ContractRequests.Map(MappingKind.Location, House.Wms, "MOON", "leeds", ("ada", null))).Run(TimeSpan.FromMinutes(1));

        Assert.Empty(house.OpenCases);
        Assert.Equal(1, house.Order("9").Lines[0].Dispatched);
        Assert.Equal(1, house.Order("10").Lines[0].Dispatched);
        Assert.Empty(house.Hub.State.ParkedMessages);
    }

    private static void Dispatch(House house, string order) => house.Say(
        House.Wms, "trueup.shipment.dispatched.v1", string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"order":"shop:{{order}}","shipment":"S{{order}}","at":"{{house.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","location":"MOON",
             "lines":[{"line":"1","sku":"TENT","quantity":1}]}
            """));
}
