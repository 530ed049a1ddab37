using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Engine.Documents;

/// <summary>
/// Every document of an order's life and of a store's day, against everything that can befall it on its way (G3, G7, G8,
/// G10): through the production engine and connectors, and judged by the twins' own books.
/// </summary>
public sealed class DocumentFaultTests
{
    /// <summary>Steps after a document's effect at which the hub is killed: its answer, its record, what follows.</summary>
    private const int StepsMax = 10;

    private static readonly (string Name, string System, string Target)[] Documents =
    [
        ("sales order", "erp", "^POST .*/sales-orders$"),
        ("sales cancellation", "erp", "^POST .*/sales-orders/[^/]+/cancel$"),
        ("credit", "erp", "^POST .*/credit-memos$"),
        ("return in the ERP", "erp", "^POST .*/returns$"),
        ("store's day", "erp", "^POST .*/retail-postings$"),
        ("warehouse order", "wms", "^POST .*/orders$"),
        ("warehouse cancellation", "wms", "^POST .*/orders/[^/]+/cancel$"),
        ("shipment", "shop", "^POST .*/ship$"),
        ("cancellation in the shop", "shop", "^POST .*/orders/[0-9]+/cancel$"),
        ("refund", "shop", "^POST .*/refund$"),
        ("return noted in the shop", "shop", "^POST .*/orders/[0-9]+/comments$"),
    ];

    public static TheoryData<string, Fault> Faults()
    {
        var rows = new TheoryData<string, Fault>();
        foreach (var document in Documents)
        {
            foreach (var fault in Enum.GetValues<Fault>())
            {
                rows.Add(document.Name, fault);
            }
        }

        return rows;
    }

    public static TheoryData<string, int> Deaths()
    {
        var rows = new TheoryData<string, int>();
        foreach (var document in Documents)
        {
            for (var steps = 0; steps < StepsMax; steps++)
            {
                rows.Add(document.Name, steps);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Whatever_befalls_a_document_it_exists_once_and_the_books_agree(string document, Fault fault)
    {
        using var house = new TradingHouse();
        var (wire, isMarked) = Find(house, document);
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
        var (wire, isMarked) = Find(house, document);
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

    private static (FatedWire Wire, Func<WireRequest, bool> IsMarked) Find(TradingHouse house, string name)
    {
        var document = Documents.First(one => one.Name == name);
        var wire = document.System switch { "erp" => house.ErpWire, "wms" => house.WarehouseWire, _ => house.ShopWire };
        var target = new Regex(document.Target, RegexOptions.None, TimeSpan.FromSeconds(1));
        return (wire, request => target.IsMatch($"{request.Method} {request.Target}"));
    }
}
