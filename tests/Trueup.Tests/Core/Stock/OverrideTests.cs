using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Stock;

/// <summary>Figures that people keep in storefronts.</summary>
public sealed class OverrideTests
{
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly RemoteCode Source = RemoteCode.Parse("leeds_src");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OwnershipContract Nothing = new(new ContractTerms());

    [Fact]
    public void What_a_shipment_took_out_of_the_source_is_not_put_back()
    {
        var moved = After(Kept(5), new StockFact.SourceMoved(Shop, Source, -2));

        Assert.Equal((Quantity)3, moved.OverrideOf(Shop, Source)!.Quantity);
        Assert.Equal((Quantity)3, moved.SlotOf(Shop, Source)!.Value.Written);
    }

    [Fact]
    public void What_an_order_itself_took_out_of_the_source_is_not_put_back_and_nothing_is_kept_below_zero()
    {
        var lowered = After(Kept(5), new StockFact.SourceLowered(Shop, Source, 7));

        Assert.Equal(Quantity.Zero, lowered.OverrideOf(Shop, Source)!.Quantity);
    }

    [Fact]
    public void A_later_figure_takes_the_place_of_an_earlier_one_and_an_end_leaves_none()
    {
        var again = StockEvolution.Evolve(Kept(5), Set(9), new JournalPosition(3));
        var ended = StockEvolution.Evolve(again, new StockEvent.OverrideEnded(Shop, Source), new JournalPosition(4));

        Assert.Equal((Quantity)9, Assert.Single(again.Overrides).Quantity);
        Assert.True(ended.Overrides.IsEmpty);
    }

    private static SkuStock Kept(int quantity)
    {
        var stock = new SkuStock(
            Sku.Parse("TEE"), Slots: [new Slot(Shop, Source, LocationCode.Parse("leeds")) { Desired = quantity, Written = quantity }]);
        return StockEvolution.Evolve(stock, Set(quantity), new JournalPosition(2));
    }

    private static StockEvent.OverrideSet Set(int quantity) => new(Shop, Source, quantity, Now, Now.AddDays(1), "ann", "count");

    private static SkuStock After(SkuStock stock, StockFact fact) => StockDecider.Decide(stock, fact, Nothing)
        .Aggregate(stock, (before, change) => StockEvolution.Evolve(before, change, new JournalPosition(9)));
}
