using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Engine.Documents;

/// <summary>An order that somebody deletes in the shop while nobody knows what came of a document in it.</summary>
public sealed class GoneOrderTests
{
    private static readonly WireReply Gone = new(
        404, """{"message":"The entity that was requested doesn't exist. Verify the entity and try again."}"""u8.ToArray());

    [Fact]
    public void A_refund_in_an_order_that_is_gone_ends_as_a_case_and_the_next_order_is_refunded()
    {
        using var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        var gone = TradingLife.Buy(house, isPaid: true, ("TEE", 1));
        var other = TradingLife.Buy(house, isPaid: true, ("MUG", 1));
        house.Settle();
        TradingLife.Ship(house);
        house.Settle();

        house.ShopWire.Arrange(
            request => request.Target.EndsWith($"/order/{gone.EntityId}/refund", StringComparison.Ordinal), Fault.RequestLost);
        house.ShopWire.Instead = request => house.ShopWire.HasHappened && Names(request, gone.EntityId) ? Gone : null;
        house.Warehouse.Work(house.Now, new WarehouseStep.TakeBack(TradingLife.IdOf(gone), "R-1"));
        house.Warehouse.Work(house.Now, new WarehouseStep.TakeBack(TradingLife.IdOf(other), "R-2"));
        house.Settle();
        house.Warehouse.Work(house.Now, new WarehouseStep.Inspect("R-1", Passed: true));
        house.Warehouse.Work(house.Now, new WarehouseStep.Inspect("R-2", Passed: true));
        house.Settle();

        Assert.True(house.ShopWire.HasHappened, house.Story());
        Assert.Equal(other.EntityId, Assert.Single(house.Shop.Books.CreditMemos).OrderId);
        var told = Assert.Single(house.OpenCases, open => open.StartsWith("DOCUMENT.REFUSED", StringComparison.Ordinal));
        Assert.Contains($"no order {gone.EntityId} any more", told, StringComparison.Ordinal);
        Assert.Contains(TradingLife.IdOf(gone), told, StringComparison.Ordinal);
    }

    /// <summary>Whether the address is that of the order, or of something in it.</summary>
    private static bool Names(WireRequest request, int order) => request.Target.Split('?')[0].Split('/') is var parts &&
        Enumerable.Range(0, parts.Length - 1).Any(i => parts[i] is "order" or "orders" && parts[i + 1] == $"{order}");
}
