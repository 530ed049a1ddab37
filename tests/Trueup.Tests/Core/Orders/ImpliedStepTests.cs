using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>A shipment implies the steps before it that its sender did not report, where the contract says so (DESIGN §6).</summary>
public class ImpliedStepTests
{
    /// <summary>What is implied, what was reported of the five ordered, units sent, and the step that is waited for.</summary>
    [Theory]
    [InlineData("allocated picked packed", "", 5, null)]
    [InlineData("", "", 5, "packed")]
    [InlineData("", "allocated", 5, "packed")]
    [InlineData("", "picked", 5, "packed")]
    [InlineData("", "packed", 5, null)]
    [InlineData("packed", "", 5, "picked")]
    [InlineData("packed", "allocated", 5, "picked")]
    [InlineData("packed", "picked", 5, null)]
    [InlineData("packed", "packed", 5, null)]
    [InlineData("picked packed", "", 5, "allocated")]
    [InlineData("picked packed", "allocated", 5, null)]
    [InlineData("", "packed:2", 2, null)]
    [InlineData("", "packed:2", 3, "packed")]
    [InlineData("", "packed:2 packed:3", 5, null)]
    [InlineData("", "packed:3 sent:3", 2, "packed")]
    [InlineData("", "packed:3 sent:3 packed:2", 2, null)]
    [InlineData("packed", "picked:5 sent:3", 2, null)]
    [InlineData("", "packed:5 sent:5", 1, null)]
    [InlineData("", "packed", 9, null)]
    public void What_is_not_implied_must_be_reported_before_goods_count_as_sent(string implied, string reported, int sent, string? missing)
    {
        var hub = Released(implied.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var minute = 1;
        foreach (var said in reported.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split(':')))
        {
            minute++;
            var units = said.Length == 1 ? 0 : int.Parse(said[1], System.Globalization.CultureInfo.InvariantCulture);
            hub = said[0] == "sent" ? hub.Hear(Wms, IdOf("A"), Dispatched(minute, [Units(Cap, units)], parcel: $"p{minute}"))
                : hub.Hear(Wms, IdOf("A"), units == 0 ? Status(said[0], minute) : Status(said[0], minute, Part(Cap, units)));
        }

        var decision = OrderDecider.Decide(
            hub.Order("A"), Wms, Dispatched(30, [Units(Cap, sent)], parcel: "last"), new OrderSurroundings(hub.Contract, _ => null));

        Assert.Equal(missing, decision.WaitsFor);
        Assert.Equal(missing is null, !decision.Events.IsEmpty);
    }

    /// <summary>Goods that are gone and were never to go are told at once, whatever steps are missing.</summary>
    [Fact]
    public void Goods_of_an_order_that_is_not_released_never_wait()
    {
        var contract = Contract([]);
        var seen = Order("A", Line(Cap, 5)).In("holded", OrderPhase.OnHold);
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(seen);

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 5)]));

        Assert.Contains(hub.Findings, finding => finding.Code == Trueup.Core.Cases.OrderCases.SentUnreleased);
        Assert.Equal<Quantity>(5, hub.Order("A").Lines[0].Dispatched);
    }

    [Fact]
    public void An_order_that_is_handed_over_before_its_release_is_told_too()
    {
        var seen = Order("A", Line(Cap, 5)).In("holded", OrderPhase.OnHold);
        var hub = new Hub(new OwnershipContract(Agreed().Terms with { Order = new OwnershipRule([Wms, Pos]) })).Report(Cap, Soho, 10, At(0)).See(seen);

        hub = hub.Hear(Pos, IdOf("A"), new Fact.SaleCompleted("07", "R1", At(6), [Units(Cap, 5, "1")], "A"));

        Assert.Contains(hub.Findings, finding => finding.Code == Trueup.Core.Cases.OrderCases.SentUnreleased);
    }

    [Fact]
    public void What_another_system_reports_is_not_what_the_sender_reports()
    {
        var hub = Released([]).Hear(Pos, IdOf("A"), Status("packed", 2));

        var decision = OrderDecider.Decide(
            hub.Order("A"), Wms, Dispatched(5, [Units(Cap, 5)]), new OrderSurroundings(hub.Contract, _ => null));

        Assert.Equal("packed", decision.WaitsFor);
    }

    private static Hub Released(string[] implied) => new Hub(Contract(implied)).Report(Cap, Leeds, 10, At(0))
        .See(Order("A", Line(Cap, 5))).Settle(IdOf("A"), "adobe-uk:A/create/wms", new Receipt.Applied("W-1"));

    private static OwnershipContract Contract(string[] implied) => new(Terms() with
    {
        Connections = Terms().Connections.Select(known => known.Name == Wms ? known with { Implied = implied.ToItems() } : known).ToItems(),
    });
}
