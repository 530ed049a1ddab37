using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class ReleaseTests
{
    private static readonly Trueup.Core.Connecting.Fact.OrderObserved Seen = Order("A", Line(Cap, 5));

    [Fact]
    public void Without_words_in_the_contract_an_order_is_handed_over_when_it_is_placed()
    {
        var hub = Start().See(Seen.In("new", OrderPhase.Open));

        Assert.True(hub.Order("A").IsReleased);
        Assert.Equal("adobe-uk:A/create/wms", Assert.Single(hub.Order("A").Documents).Key);
    }

    [Fact]
    public void An_order_waits_for_the_state_that_the_contract_names()
    {
        var hub = Start("processing").See(Seen.In("pending_payment", OrderPhase.Open));
        Assert.False(hub.Order("A").IsReleased);
        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Leeds));

        hub = hub.See(Seen.Later(5).In("processing", OrderPhase.Open));
        Assert.True(hub.Order("A").IsReleased);
        Assert.Single(hub.Order("A").Documents);
    }

    [Theory]
    [InlineData(OrderPhase.OnHold)]
    [InlineData(OrderPhase.Finished)]
    [InlineData(OrderPhase.Cancelled)]
    public void An_order_that_is_stopped_or_over_is_not_handed_over(OrderPhase phase) =>
        Assert.False(Start().See(Seen.In("processing", phase)).Order("A").IsReleased);

    [Fact]
    public void An_order_is_handed_over_once_however_often_it_is_seen()
    {
        var hub = Start("processing").See(Seen).See(Seen.Later(5).In("holded", OrderPhase.OnHold)).See(Seen.Later(6));

        Assert.Single(hub.Order("A").Documents);
    }

    [Fact]
    public void Only_systems_that_serve_a_part_of_the_order_are_asked()
    {
        var contract = new OwnershipContract(Terms() with { Order = new OwnershipRule([Wms, Pos]) });
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).Report(Cap, Soho, 10, At(0)).See(Seen);

        Assert.Equal(Wms, Assert.Single(hub.Order("A").Documents).Target);
    }

    private static Hub Start(params string[] words)
    {
        var terms = Terms();
        return new Hub(new OwnershipContract(terms with
        {
            Connections = terms.Connections.Select(connection =>
                connection.Name == Adobe ? connection with { ReleaseWhen = words.ToItems() } : connection).ToItems(),
        })).Report(Cap, Leeds, 10, At(0));
    }
}
