using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Fulfilment;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>What a system with a wrong clock says of an order counts from when it came, once, and is told (G2, G3, G8).</summary>
public sealed class DatedAheadTests
{
    private static readonly LocationCode _leeds = LocationCode.Parse("leeds");

    [Theory]
    [InlineData(4, 6)]
    [InlineData(63, 8)]
    public void A_dispatch_that_is_dated_ahead_is_in_the_next_figure(int ahead, int available)
    {
        var house = Stocked(Basis.OnHand).Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        Sent(house, "S1", ahead);
        Level(house.Run(TimeSpan.FromMinutes(1)), 8);

        Assert.Equal(available, Available(house));
    }

    [Fact]
    public void A_dispatch_that_is_dated_ahead_is_told_and_closes_with_a_credible_one_and_with_no_report_of_stock()
    {
        var house = Stocked(Basis.OnHand).Place("9", quantity: 2).Place("10").Run(TimeSpan.FromMinutes(1));
        Sent(house, "S1", ahead: 63);
        Level(house, 8);

        var open = Assert.Single(house.OpenCases);
        Assert.Equal(CaseCodes.ClockSkew, open.Code);
        Assert.Equal(House.Wms, open.About.Connection);
        Assert.Equal("A dispatch of wms on order shop:9 is 63 minutes ahead.", open.Detail);

        house.Dispatch("10", shipment: "S2").Run(TimeSpan.FromMinutes(1));
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void An_allocation_that_is_dated_ahead_is_in_the_next_figure_and_counts_once()
    {
        var house = Stocked(Basis.Available).Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        var at = At(house, ahead: 63);
        Allocate();
        Level(house.Run(TimeSpan.FromMinutes(1)), 8);
        Assert.Equal(8, Available(house));

        Allocate();
        house.Run(TimeSpan.FromMinutes(70));
        Allocate();

        Assert.Equal(8, Available(house));
        Assert.Single(house.Order("9").Milestones, milestone => milestone.Status == "allocated");

        void Allocate() => house.Say(House.Wms, "trueup.order.status.v1", $$"""{"order":"shop:9","status":"allocated","at":"{{at}}"}""");
    }

    [Fact]
    public void A_loss_that_is_dated_ahead_is_in_the_next_figure_and_counts_once()
    {
        var house = Stocked(Basis.OnHand).Place("9", quantity: 3).Run(TimeSpan.FromMinutes(1));
        var at = At(house, ahead: 63);
        Miss();
        Level(house.Run(TimeSpan.FromMinutes(1)), 9);
        Assert.Equal(7, Available(house));

        Miss();
        house.Run(TimeSpan.FromMinutes(70));
        Miss();

        Assert.Equal(1, house.Order("9").Lines[0].Withdrawn);
        Assert.Equal(7, Available(house));

        void Miss() => house.Say(
            House.Wms, "trueup.order.cancelled.v1",
            $$"""{"order":"shop:9","restock":false,"reason":"short","at":"{{at}}","lines":[{"line":"1","sku":"TENT","quantity":1}]}""");
    }

    [Fact]
    public void A_return_that_is_promised_ahead_of_its_time_yields_to_what_is_promised_later_and_is_not_promised_again()
    {
        var house = Stocked(Basis.OnHand).Place("9", quantity: 3).Dispatch("9", quantity: 3).Run(TimeSpan.FromMinutes(1));
        var ahead = At(house, ahead: 63);
        Promise(ahead, 1);
        house.Run(TimeSpan.FromMinutes(1));
        Promise(At(house, ahead: 0), 2);
        Assert.Equal<Quantity>(2, house.Order("9").Returns!.Authorisations[^1].Lines[0].Quantity);

        Promise(ahead, 1);
        house.Run(TimeSpan.FromMinutes(70));
        Promise(ahead, 1);

        Assert.Equal([1, 2], house.Order("9").Returns!.Authorisations.Select(promise => (int)promise.Lines[0].Quantity.Value));

        void Promise(string at, int units) => house.Say(
            House.Wms, "trueup.return.authorised.v1",
            $$"""{"order":"shop:9","rma":"R1","at":"{{at}}","lines":[{"line":"1","sku":"TENT","quantity":{{units}}}]}""");
    }

    [Fact]
    public void A_carriers_report_that_is_dated_ahead_yields_to_a_later_one_and_counts_once()
    {
        var house = Stocked(Basis.OnHand).Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));
        house.Say(
            House.Wms, "trueup.shipment.dispatched.v1",
            $$"""
            {"order":"shop:9","shipment":"S1","at":"{{At(house, ahead: 0)}}","location":"LDS","tracking":[{"number":"P1"}],
             "lines":[{"line":"1","sku":"TENT","quantity":2}]}
            """).Run(TimeSpan.FromMinutes(1));
        var ahead = At(house, ahead: 63);
        Report("delivered", ahead);
        Assert.Equal("A carrier's report of wms on order shop:9 is 63 minutes ahead.", Assert.Single(house.OpenCases).Detail);

        house.Run(TimeSpan.FromMinutes(2));
        Report("exception", At(house, ahead: 0));
        Report("delivered", ahead);

        var parcel = Assert.Single(house.Order("9").Parcels);
        Assert.Equal((ParcelStatus.Exception, 2), (parcel.Status, parcel.Reports.Count));
        Assert.DoesNotContain(house.OpenCases, known => known.Code == CaseCodes.Unreadable);

        void Report(string status, string at) =>
            house.Say(House.Wms, "trueup.tracking.updated.v1", $$"""{"tracking":"P1","status":"{{status}}","at":"{{at}}"}""");
    }

    [Fact]
    public void What_waits_for_its_order_counts_from_when_it_came_and_not_from_when_the_order_does()
    {
        var house = Stocked(Basis.OnHand);
        Sent(house, "S1", ahead: 63);
        var came = house.Clock.GetUtcNow();
        house.Run(TimeSpan.FromMinutes(10)).Place("9", quantity: 2).Run(TimeSpan.FromMinutes(1));

        Level(house, 8, came.AddMinutes(5));

        Assert.Equal(8, Available(house));
    }

    private static House Stocked(Basis basis)
    {
        var house = new House(amended: terms => terms with
        {
            Connections = terms.Connections.Select(rule => rule.Name == House.Wms ? rule with { Basis = basis } : rule).ToItems(),
        });
        Level(house, 10);
        return house;
    }

    private static void Level(House house, int quantity, DateTimeOffset? at = null) => house.Say(
        House.Wms, "trueup.stock.level.v1",
        $$"""{"sku":"TENT","location":"LDS","quantity":{{quantity}},"as_of":"{{Text(at ?? house.Clock.GetUtcNow())}}"}""");

    private static void Sent(House house, string shipment, int ahead) => house.Say(
        House.Wms, "trueup.shipment.dispatched.v1",
        $$"""
        {"order":"shop:9","shipment":"{{shipment}}","at":"{{At(house, ahead)}}","location":"LDS","lines":[{"line":"1","sku":"TENT","quantity":2}]}
        """);

    private static string At(House house, int ahead) => Text(house.Clock.GetUtcNow().AddMinutes(ahead));

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static decimal Available(House house) => StockTruth.Available(
        house.Hub.State.Find(Sku.Parse("TENT"))!, _leeds, house.Hub.Contract, house.Hub.State.Find)!.Value.Value;
}
