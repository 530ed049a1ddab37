using Trueup.Core.Contract;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Contract;

public class OwnershipContractTests
{
    [Fact]
    public void A_location_is_found_by_the_code_of_the_system_that_speaks_and_by_no_other()
    {
        Assert.Equal(Leeds, Agreed().LocationOf(Wms, "LDS")!.Code);
        Assert.Null(Agreed().LocationOf(Adobe, "LDS"));
        Assert.Null(Agreed().LocationOf(Wms, "lds"));
    }

    [Fact]
    public void A_word_that_nobody_mapped_is_no_state()
    {
        var terms = Terms();
        var contract = new OwnershipContract(terms with
        {
            Connections = [terms.Connections[0] with { States = [new StateAlias("QC", StockState.Inspection)] }],
        });

        Assert.Equal(StockState.Inspection, contract.StateOf(Adobe, "QC"));
        Assert.Equal(StockState.Available, contract.StateOf(Adobe, word: null));
        Assert.Equal(StockState.InTransit, contract.StateOf(Adobe, "in-transit"));
        Assert.Null(contract.StateOf(Adobe, "qc"));
    }

    [Fact]
    public void Only_storefronts_that_follow_stock_are_outlets_of_a_location()
    {
        Assert.Equal(Adobe, Assert.Single(Agreed().OutletsOf(Leeds)).Connection);
        Assert.False(Agreed().Serves(Leeds, Wholesale));
        Assert.Empty(Agreed().OutletsOf(LocationCode.Parse("moon")));
    }

    [Fact]
    public void Kits_are_found_by_what_is_sold_and_by_what_is_picked()
    {
        Assert.Equal(Set, Agreed().KitOf(Set)!.Sku);
        Assert.Equal(Set, Assert.Single(Agreed().KitsWith(Mat)).Sku);
        Assert.Null(Agreed().KitOf(Cap));
    }
}
