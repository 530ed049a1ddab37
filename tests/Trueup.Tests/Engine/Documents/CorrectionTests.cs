using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;

namespace Trueup.Tests.Engine.Documents;

/// <summary>An address that is corrected in a shop that does not show the order as changed for that.</summary>
public sealed class CorrectionTests
{
    [Fact]
    public void A_corrected_address_reaches_whoever_has_the_order_though_no_poll_shows_it()
    {
        using var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 2));
        house.Pass(TimeSpan.FromMinutes(6));

        // What was changed last is looked at again by every poll; this order is not that any more.
        TradingLife.Buy(house, isPaid: true, ("MUG", 1));
        house.Pass(TimeSpan.FromMinutes(1));
        Correct(house, order, "York");
        house.Pass(TimeSpan.FromMinutes(3));
        Assert.False(IsToldOf(house, order, "York"));

        house.Pass(TimeSpan.FromMinutes(7));
        Assert.True(IsToldOf(house, order, "York"), house.Story());

        Correct(house, order, "Hull");
        house.Pass(TimeSpan.FromMinutes(17));
        Assert.True(IsToldOf(house, order, "Hull"), house.Story());

        // Both corrections bear one date, and each is a document that is made and done.
        house.Settle();
        Assert.Equal(4, house.State.Find(Trueup.Core.Values.OrderId.Parse(TradingLife.IdOf(order)))!.Documents
            .Where(document => document.Key.Contains("/amend/", StringComparison.Ordinal) && document.IsMade)
            .DistinctBy(document => document.Key).Count());
        Assert.Equal([], house.OpenCases);
    }

    private static void Correct(TradingHouse house, TwinOrder order, string town)
    {
        var before = Dated(house, order);
        Assert.True(house.Shop.Staff.CorrectTown(order.EntityId, town, house.Now).IsDone);
        Assert.Equal(before, Dated(house, order));
    }

    private static DateTimeOffset Dated(TradingHouse house, TwinOrder order) =>
        house.Shop.Books.Orders.Single(one => one.EntityId == order.EntityId).UpdatedAt;

    private static bool IsToldOf(TradingHouse house, TwinOrder order, string town)
    {
        var (booked, picked) = (
            Assert.Single(house.Erp.Of(ErpKind.SalesOrder, TradingLife.IdOf(order))).DeliverTo,
            Assert.Single(house.Warehouse.OrdersOf(TradingLife.IdOf(order))).DeliverTo);
        return booked?.Contains(town, StringComparison.Ordinal) == true && picked?.Contains(town, StringComparison.Ordinal) == true;
    }
}
