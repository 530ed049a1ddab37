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

/// <summary>What a storefront's hold means for an order on its way through the house.</summary>
public class HoldTests
{
    private static readonly ConnectionName Erp = ConnectionName.Parse("erp");
    private static readonly OrderId Id = IdOf("A");
    private static readonly Fact.OrderObserved Open = Order("A", Line(Cap, 1));
    private static readonly Fact.OrderObserved Held = Open.In("holded", OrderPhase.OnHold).Later(5);

    [Theory]
    [InlineData(OrderPhase.Open, true)]
    [InlineData(OrderPhase.Finished, true)]
    [InlineData(OrderPhase.Cancelled, false)]
    public void What_comes_next_waits_for_the_end_of_a_hold(OrderPhase after, bool goesOn)
    {
        var hub = Start().See(Held).Settle(Id, $"{Id}/create/erp", new Receipt.Applied("S-1"));

        Assert.Equal([$"{Id}/create/erp"], hub.Order("A").Documents.Select(document => document.Key));
        Assert.Equal(
            goesOn, hub.See(Open.In("on", after).Later(10)).Order("A").Documents.Any(document => document.Key == $"{Id}/create/wms"));
    }

    [Theory]
    [InlineData(DocumentKind.PostSale, true)]
    [InlineData(DocumentKind.CreateOrder, true)]
    [InlineData(DocumentKind.CancelOrder, false)]
    public void Only_the_order_itself_is_kept_back(DocumentKind kind, bool isKept)
    {
        var document = new OrderDocument("k", Wms, kind);

        Assert.Equal(isKept, OrderDocuments.IsKeptBack(Start().See(Held).Order("A"), document));
        Assert.False(OrderDocuments.IsKeptBack(Start().Order("A"), document));
    }

    [Fact]
    public void A_warehouse_that_has_it_is_told_of_once_and_one_that_had_it_under_way_when_it_took_it()
    {
        var made = Start().Settle(Id, $"{Id}/create/erp", new Receipt.Applied("S-1")).Settle(Id, $"{Id}/create/wms", new Receipt.Applied("W-1"));

        Assert.Equal(OrderCases.HeldTooLate, Assert.Single(made.See(Held).Findings).Code);
        Assert.Empty((made.See(Held) with { Findings = [] }).See(Held.Later(7)).Findings);

        var late = Start().Settle(Id, $"{Id}/create/erp", new Receipt.Applied("S-1")).See(Held);
        Assert.Empty(late.Findings);
        Assert.Equal(OrderCases.HeldTooLate, Assert.Single(late.Settle(Id, $"{Id}/create/wms", new Receipt.Applied("W-1")).Findings).Code);
    }

    private static Hub Start() => new Hub(new OwnershipContract(Terms() with
    {
        Connections = Terms().Connections.Add(new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, [])),
        Order = new OwnershipRule([Wms, Erp]),
    })).Report(Cap, Leeds, 10, Morning).See(Open);
}
