namespace Trueup.Tests.Engine.Documents;

/// <summary>What a shop holds back without reason is shown with what repairs it, and proved to be repaired.</summary>
public sealed class ReservationRepairTests
{
    private const string Listing =
        "bin/magento inventory:reservation:list-inconsistencies -r | grep -F ':TEE:' | grep ':2$'";

    [Theory]
    [InlineData(-2, "2 too many are held back", "add up to 2,")]
    [InlineData(3, "3 too few are held back", "add up to 3,")]
    public void An_orphan_reservation_is_a_case_with_its_units_its_orders_and_the_commands_that_repair_it(
        int orphan, string told, string sum)
    {
        using var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        var order = TradingLife.Buy(house, isPaid: true, ("TEE", 4));
        house.Settle();
        house.Shop.Setup.Reservation("TEE", 2, orphan, "000000999");
        house.Compare();

        var open = Assert.Single(house.OpenCases);
        Assert.StartsWith("STOCK.RESERVATION_MISMATCH  TEE: ", open, StringComparison.Ordinal);
        Assert.Contains(told, open, StringComparison.Ordinal);
        Assert.Contains($"open orders are to hold back 4 for {TradingLife.IdOf(order)}", open, StringComparison.Ordinal);
        Assert.Contains(sum, open, StringComparison.Ordinal);
        Assert.Contains($"{Listing} ; ", open, StringComparison.Ordinal);
        Assert.EndsWith($"{Listing} | bin/magento inventory:reservation:create-compensations", open, StringComparison.Ordinal);

        house.Shop.Setup.Reservation("TEE", 2, -orphan, "000000999");
        house.Compare();
        Assert.Equal([], house.OpenCases);
    }

    [Fact]
    public void A_source_that_counts_again_and_a_row_that_is_right_are_no_cases_while_only_reservations_differ()
    {
        using var house = new TradingHouse();
        house.Warehouse.PushAllLevels(house.Now);
        house.Settle();
        house.Shop.Staff.SetSourceEnabled("leeds_src", isEnabled: false, house.Now);
        house.Shop.Staff.Reindex();
        house.Compare();
        Assert.Contains(house.OpenCases, open => open.StartsWith("STOCK.SOURCE_NOT_ASSIGNED  TEE: ", StringComparison.Ordinal));

        house.Shop.Staff.SetSourceEnabled("leeds_src", isEnabled: true, house.Now);
        house.Shop.Staff.Reindex();
        house.Shop.Setup.Reservation("TEE", 2, -2, "000000999");
        house.Compare();

        Assert.StartsWith("STOCK.RESERVATION_MISMATCH  TEE: ", Assert.Single(house.OpenCases), StringComparison.Ordinal);
    }
}
