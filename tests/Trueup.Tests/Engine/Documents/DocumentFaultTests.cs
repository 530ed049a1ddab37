namespace Trueup.Tests.Engine.Documents;

/// <summary>
/// Every document of an order's life and of a store's day, against everything that can befall it on its way (G3, G7, G8,
/// G10): through the production engine and connectors, and judged by the twins' own books.
/// </summary>
public sealed class DocumentFaultTests
{
    /// <summary>Steps after a document's effect at which the hub is killed: its answer, its record, what follows.</summary>
    private const int StepsMax = 10;

    private static readonly MarkedDocument[] Documents =
    [
        new("sales order", "erp", "^POST .*/sales-orders$"),
        new("sales cancellation", "erp", "^POST .*/sales-orders/[^/]+/cancel$"),
        new("credit", "erp", "^POST .*/credit-memos$"),
        new("return in the ERP", "erp", "^POST .*/returns$"),
        new("store's day", "erp", "^POST .*/retail-postings$"),
        new("warehouse order", "wms", "^POST .*/orders$"),
        new("warehouse cancellation", "wms", "^POST .*/orders/[^/]+/cancel$"),
        new("shipment", "shop", "^POST .*/ship$"),
        new("cancellation in the shop", "shop", "^POST .*/orders/[0-9]+/cancel$"),
        new("refund", "shop", "^POST .*/refund$"),
        new("return noted in the shop", "shop", "^POST .*/orders/[0-9]+/comments$"),
    ];

    public static TheoryData<string, Fault> Faults() => MarkedDocument.WithFaults(Documents);

    public static TheoryData<string, int> Deaths() => MarkedDocument.WithSteps(Documents, StepsMax);

    [Theory]
    [MemberData(nameof(Faults))]
    public void Whatever_befalls_a_document_it_exists_once_and_the_books_agree(string document, Fault fault)
    {
        using var house = new TradingHouse();
        var (wire, isMarked) = MarkedDocument.Find(Documents, house, document);
        wire.Arrange(isMarked, fault);

        TradingLife.Live(house);

        Assert.True(wire.HasHappened, house.Story());
        Assert.Equal(fault is Fault.HubDiesBefore or Fault.HubDiesAfter ? 1 : 0, house.Deaths);
        TradingLife.Check(house);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public void The_hub_may_die_at_any_await_after_a_document_took_effect(string document, int steps)
    {
        using var house = new TradingHouse((ulong)steps + 7);
        var (wire, isMarked) = MarkedDocument.Find(Documents, house, document);
        wire.Arrange(isMarked, () => house.DieAfter(steps));

        TradingLife.Live(house);

        Assert.Equal(1, house.Deaths);
        TradingLife.Check(house);
    }

    [Theory]
    [InlineData("Once")]
    [InlineData("Twice")]
    [InlineData("Reversed")]
    public void However_events_arrive_and_however_often_they_are_decided_nothing_happens_twice(string fate)
    {
        using var house = new TradingHouse { Pushes = Enum.Parse<PushFate>(fate) };
        TradingLife.Live(house);
        TradingLife.Check(house);

        house.Repeat();

        TradingLife.Check(house);
    }

    [Fact]
    public void A_checker_that_cannot_fail_is_none()
    {
        using var house = new TradingHouse();
        TradingLife.Live(house);

        // A second credit that nobody asked for is what the check is there to find.
        house.ErpWire.Arrange(static _ => false, Fault.None);
        house.Erp.Work(house.Now, new Trueup.Connectors.Http.Twin.Erp.ErpStep.Cancel(
            TradingLife.IdOf(house.Shop.Books.Orders.First()), Restock: false, "by hand"));

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => TradingLife.Check(house));
    }
}
