using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public class ReservationCommandTests
{
    [Theory]
    [InlineData("TEE-001", "grep -F ':TEE-001:' | grep ':2$'")]
    [InlineData("O'NEIL $HOME;", "grep -F ':O'\\''NEIL $HOME;:' | grep ':2$'")]
    public void The_commands_name_the_SKU_as_a_shell_takes_it_and_the_stock(string sku, string filter)
    {
        var words = ScriptedShop.Connect<IReservationRepair>().RepairOf(Sku.Parse(sku), surplus: -3);

        Assert.Equal(2, words.Split($"list-inconsistencies -r | {filter}").Length - 1);
        Assert.Contains("add up to 3,", words, StringComparison.Ordinal);
    }
}
