namespace Trueup.Tests.Engine.Documents;

/// <summary>
/// The documents that follow a change of mind, against everything that can befall them on their way: an address corrected in
/// the warehouse and in the books, units taken back from both, a return promised to the warehouse, a parcel named late, what
/// the carrier says of it (G3).
/// </summary>
public sealed class ChangeFaultTests
{
    private const int StepsMax = 6;

    private static readonly MarkedDocument[] Documents =
    [
        new("correction in the warehouse", "wms", "^PATCH .*/orders/[^/]+$"),
        new("correction in the books", "erp", "^PATCH .*/sales-orders/[^/]+$"),
        new("units taken back from the warehouse", "wms", "^POST .*/orders/[^/]+/cancel$"),
        new("credit of a part", "erp", "^POST .*/credit-memos$"),
        new("units cancelled in the books", "erp", "^POST .*/sales-orders/[^/]+/cancel$"),
        new("return announced to the warehouse", "wms", "^POST .*/returns$"),
        new("parcel named late", "shop", "^POST .*/shipment/track$"),
        new("note to the customer", "shop", "^POST .*/shipment/[0-9]+/comments$"),
    ];

    /// <summary>The shop takes no key for parcels and comments: what a network doubles on its way there is shown twice.</summary>
    public static TheoryData<string, Fault> Faults() => MarkedDocument.WithFaults(
        Documents, static (document, fault) => fault == Fault.Twice && document.System == "shop");

    public static TheoryData<string, int> Deaths() => MarkedDocument.WithSteps(Documents, StepsMax);

    [Theory]
    [MemberData(nameof(Faults))]
    public void Whatever_befalls_a_document_it_exists_once(string document, Fault fault)
    {
        using var house = new TradingHouse();
        var (wire, isMarked) = MarkedDocument.Find(Documents, house, document);
        wire.Arrange(isMarked, fault);

        ChangedLife.Live(house);

        Assert.True(wire.HasHappened, house.Story());
        ChangedLife.Check(house);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public void The_hub_may_die_at_any_await_after_a_document_took_effect(string document, int steps)
    {
        using var house = new TradingHouse((ulong)steps + 11);
        var (wire, isMarked) = MarkedDocument.Find(Documents, house, document);
        wire.Arrange(isMarked, () => house.DieAfter(steps));

        ChangedLife.Live(house);

        Assert.Equal(1, house.Deaths);
        ChangedLife.Check(house);
    }

    [Theory]
    [InlineData("Once")]
    [InlineData("Twice")]
    public void However_often_events_arrive_and_are_decided_nothing_happens_twice(string fate)
    {
        using var house = new TradingHouse { Pushes = Enum.Parse<PushFate>(fate) };
        ChangedLife.Live(house);
        ChangedLife.Check(house);

        house.Repeat();

        ChangedLife.Check(house);
    }

    [Fact]
    public void A_checker_that_cannot_fail_is_none()
    {
        using var house = new TradingHouse();
        ChangedLife.Live(house);

        // A parcel that nobody sent is what the check is there to find.
        Assert.Equal(200, ChangedLife.Ask(house, "POST", "/rest/V1/shipment/track",
            """{"entity":{"order_id":1,"parent_id":1,"track_number":"TWICE","title":"DPD","carrier_code":"custom","qty":1,"weight":0,"description":""}}""").Status);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ChangedLife.Check(house));
    }
}
