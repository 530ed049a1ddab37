using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Stock;

public class SlotTests
{
    private static readonly RemoteCode LeedsSource = RemoteCode.Parse("leeds_src");

    private static readonly Hub Start = new Hub(Agreed())
        .Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 10, At(0)).WriteAll();

    [Fact]
    public void Nothing_is_planned_when_nothing_changes()
    {
        Assert.Empty(Start.Report(Cap, Leeds, 10, At(5)).Planned);
        Assert.Empty(Start.See(Order("A", Line(Cap, 2))).Planned);
    }

    [Fact]
    public void Every_storefront_that_follows_a_location_has_its_own_slot()
    {
        var contract = new OwnershipContract(Terms() with { Stock = new OwnershipRule([Adobe, Wholesale]) });
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0)).See(Order("A", Line(Cap, 2)));

        Assert.Equal<Quantity?>(10, hub.StockOf(Cap).SlotOf(Adobe, LeedsSource)!.Value.Desired);
        Assert.Equal<Quantity?>(8, hub.StockOf(Cap).SlotOf(Wholesale, RemoteCode.Parse("w_leeds"))!.Value.Desired);
    }

    [Fact]
    public void A_location_is_planned_for_its_own_sources_only() =>
        Assert.Equal(Leeds, Assert.Single(Start.Report(Cap, Leeds, 9, At(5)).Planned).Location);

    [Theory]
    [InlineData(9, true, Urgency.Urgent)]
    [InlineData(11, true, Urgency.Routine)]
    [InlineData(9, false, Urgency.Routine)]
    [InlineData(3, false, Urgency.Urgent)]
    [InlineData(0, false, Urgency.Urgent)]
    public void A_fall_is_urgent_when_an_order_caused_it_or_little_is_left(int figure, bool byOrder, Urgency expected)
    {
        var reported = new StockFact.Reported(Leeds, StockState.Available, figure, Version: null, At(5));
        var stock = StockDecider.Decide(Start.StockOf(Cap), reported, Start.Contract)
            .Aggregate(Start.StockOf(Cap), (now, change) => StockEvolution.Evolve(now, change, message: default));

        var planned = Assert.Single(SlotPlanner.Plan(stock, Start.Contract, _ => null, byOrder));

        Assert.Equal(expected, ((StockEvent.SlotDesired)planned).Urgency);
    }

    [Fact]
    public void A_refused_quantity_waits_until_another_is_desired()
    {
        var hub = Start.Report(Cap, Leeds, 9, At(5))
            .Apply(Cap, new StockFact.SourceRefused(Adobe, LeedsSource, CaseCodes.SkuUnknown));
        Assert.Empty(hub.Owed());

        Assert.Single(hub.Report(Cap, Leeds, 8, At(6)).Owed());
        Assert.Single(hub.Apply(Cap, new StockFact.SourceReleased(Adobe, LeedsSource)).Owed());
    }

    [Fact]
    public void What_the_source_is_seen_to_hold_is_believed_and_corrected()
    {
        var hub = Start.Apply(Cap, new StockFact.SourceSeen(Adobe, LeedsSource, 12));

        Assert.Equal<Quantity?>(12, hub.SlotAt(Cap, Leeds)!.Value.Observed);
        Assert.Equal<Quantity?>(10, Assert.Single(hub.Owed()).Slot.Desired);
    }

    [Fact]
    public void A_document_moves_what_was_written_only_where_that_is_known()
    {
        var moved = Start.Apply(Cap, new StockFact.SourceMoved(Adobe, LeedsSource, -3));
        Assert.Equal<Quantity?>(7, moved.SlotAt(Cap, Leeds)!.Value.Written);

        var unsure = Start.Apply(Cap, new StockFact.SourcesUnsure(Adobe, LeedsSource));
        Assert.Equal(unsure.Stocks, unsure.Apply(Cap, new StockFact.SourceMoved(Adobe, LeedsSource, -3)).Stocks);
        Assert.Null(unsure.SlotAt(Cap, Leeds)!.Value.Written);
        Assert.Equal<Quantity?>(10, unsure.SlotAt(Cap, Paris)!.Value.Written);
    }

    [Fact]
    public void What_a_storefront_tells_of_a_product_bit_by_bit_is_put_together()
    {
        var hub = Start
            .Apply(Cap, Listing(new ProductTraits { Managed = true, Threshold = 2 }))
            .Apply(Cap, Listing(new ProductTraits { Managed = false }));

        Assert.Equal(new ProductTraits { Managed = false, Threshold = 2 }, hub.StockOf(Cap).ListingIn(Adobe)!.Traits);
    }

    private static StockFact.ListingSeen Listing(ProductTraits traits) => new(Adobe, "17", "simple", traits);
}
