using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Stock;

public class ScarcityTests
{
    private static readonly LowStockTerms Low = new()
    {
        At = 3,
        Rules = [new LowStockRule(new StockScope(Mat, Location: null), 10)],
        TellsLow = true,
        Substitutes = [new SubstituteRule(Cap, [Mat])],
    };

    [Theory]
    [InlineData(2, 2, 0, StockLeft.Enough)]
    [InlineData(2, 1, 0, StockLeft.Low)]
    [InlineData(0, 0, 4, StockLeft.Later)]
    [InlineData(0, 0, 0, StockLeft.SoldOut)]
    public void All_places_that_a_storefront_sells_from_count(int leeds, int paris, int beyond, StockLeft expected)
    {
        var hub = Agree(Low, beyond).Report(Cap, Leeds, leeds, At(0)).Report(Cap, Paris, paris, At(0));

        Assert.Equal(expected, Scarcity.Of(hub.StockOf(Cap), Adobe, hub.Contract, hub.StockOf));
    }

    [Fact]
    public void What_runs_out_is_told_with_what_may_be_offered_instead()
    {
        var hub = Agree(Low).Report(Cap, Leeds, 4, At(0));
        Assert.Null(Judge(hub, Cap));

        var found = Judge(hub.Report(Cap, Leeds, 3, At(1)), Cap)!;
        Assert.Equal(CaseCodes.Low, found.Code);
        Assert.Equal("3 or less of CAP are left. To be offered instead: MAT.", found.Detail);

        found = Judge(Selling(hub.Report(Cap, Leeds, 0, At(2))), Cap)!;
        Assert.Equal(CaseCodes.SoldOut, found.Code);
        Assert.Equal("Nothing of CAP is left. To be offered instead: MAT.", found.Detail);
    }

    [Fact]
    public void A_rule_for_a_SKU_sets_its_own_figure() =>
        Assert.Equal(CaseCodes.Low, Judge(Agree(Low).Report(Mat, Leeds, 10, At(0)), Mat)!.Code);

    [Fact]
    public void What_was_never_there_and_what_is_off_sale_is_no_news()
    {
        Assert.Null(Judge(Agree(Low).Report(Cap, Leeds, 0, At(0)), Cap));
        Assert.Null(Judge(
            Selling(Agree(Low).Report(Cap, Leeds, 0, At(1)))
                .Apply(Cap, new StockFact.ListingSeen(Adobe, "7", "simple", new ProductTraits { Enabled = false })),
            Cap));
    }

    [Fact]
    public void Only_what_is_asked_for_is_told()
    {
        Assert.Null(Judge(Agree(Low with { TellsLow = false }).Report(Cap, Leeds, 2, At(0)), Cap));
        Assert.Null(Judge(Selling(Agree(Low with { TellsSoldOut = false }).Report(Cap, Leeds, 0, At(1))), Cap));
        Assert.Null(Judge(Selling(Agree(terms: null).Report(Cap, Leeds, 0, At(1))), Cap));
    }

    /// <summary>The same after somebody bought of everything.</summary>
    private static Hub Selling(Hub hub) => hub with
    {
        Stocks = hub.Stocks.Select(stock => stock with { Pace = new Pace(1, At(0)) }).ToItems(),
    };

    private static Finding? Judge(Hub hub, Sku sku) => Scarcity.Judge(hub.StockOf(sku), Adobe, hub.Contract, hub.StockOf);

    private static Hub Agree(LowStockTerms? terms, int beyond = 0) => new(new OwnershipContract(Terms() with
    {
        LowStock = terms,
        Backorders = beyond == 0 ? [] : [new BackorderRule(new StockScope(Cap, Leeds), beyond)],
    }));
}
