using Trueup.Core.Values;
using Trueup.Demo.Scoring;
using Trueup.Demo.Trading;

namespace Trueup.Tests.Demo.Scoring;

/// <summary>Cooks the books in every way that the scorecard must notice.</summary>
public sealed class ScorecardTests
{
    public static TheoryData<string, string> Cooked => new()
    {
        { "Parity", "a SKU shows more than there is" },
        { "Parity", "a SKU shows less than there is" },
        { "Parity", "nothing was looked at" },
        { "Overselling", "an order came after the shop should have known" },
        { "Messages", "an event was pushed and never accepted" },
        { "Messages", "a delivery still waits" },
        { "Messages", "the hub has not decided everything" },
        { "Stock figures", "the hub believes an older figure" },
        { "Stock figures", "the hub knows nothing of a figure" },
        { "Orders", "a paid order was never handed over" },
        { "Orders", "a paid order was handed over in part" },
        { "Orders", "an order was handed over twice" },
        { "Cancellations", "a refunded order would still be shipped" },
        { "Captured = ERP = warehouse", "a paid order is twice in the ERP" },
        { "Captured = ERP = warehouse", "a paid order is not in the ERP" },
        { "Captured = ERP = warehouse", "pieces are nowhere" },
        { "Money to the cent", "a cent is missing in the ERP" },
        { "Money to the cent", "a cent of tax is missing in the ERP" },
        { "Returns", "a return was refunded twice" },
        { "Returns", "a return was not refunded" },
        { "Returns", "a return never reached the ERP" },
        { "Store sales", "a day was posted twice" },
        { "Store sales", "a cent is missing in the day's posting" },
        { "Store sales", "the hub counted another sale" },
        { "Stuck orders", "an order is stuck" },
        { "Stuck orders", "the hub takes more for shipped than has left" },
        { "Shipments", "a dispatch was never posted" },
        { "Shipments", "a dispatch was posted twice" },
        { "Shipments", "a shipment holds other pieces than the dispatch" },
        { "Shipments", "the shop has a shipment that nobody sent" },
        { "Call limits", "the hub called too often" },
        { "Ghost stock", "a ghost was never found" },
        { "Ghost stock", "a ghost was found too late" },
        { "Ghost stock", "the shop is still wrong" },
        { "Nothing silent", "an irregularity is named nowhere" },
        { "Nothing silent", "an exception has no owner" },
        { "Parity · ct-eu", "the second shop shows more than there is" },
        { "Parity · ct-eu", "nothing of the second shop was looked at" },
        { "Overselling · ct-eu", "an order came after the second shop should have known" },
        { "Overselling · ct-eu", "nobody bought in the second shop" },
        { "Call limits · ct-eu", "the hub called the second shop too often" },
        { "Call limits · ct-eu", "the hub never called the second shop" },
    };

    private static Evidence Sound => new()
    {
        Offers = [new OfferEvidence("A", Shown: 5, True: 5), new OfferEvidence("B", Shown: 0, True: 0)],
        Levels = [new LevelEvidence("A", "leeds", Owner: 5, Hub: 5)],
        Orders =
        [
            new OrderEvidence("o:1", IsDue: true, Ordered: 2, HandedOver: 2, Doubles: 0, Forgotten: 0),
            new OrderEvidence("o:2", IsDue: false, Ordered: 3, HandedOver: 0, Doubles: 0, Forgotten: 0),
            new OrderEvidence("o:3", IsDue: false, Ordered: 1, HandedOver: 1, Doubles: 0, Forgotten: 0),
        ],
        Sales =
        [
            new SaleEvidence("o:1", "GBP", Kept: 12, KeptTax: 2, Booked: 12, BookedTax: 2, Documents: 1) { IsDue = true },
            new SaleEvidence("o:2", "GBP", Kept: 0, KeptTax: 0, Booked: 0, BookedTax: 0, Documents: 0),
        ],
        Pieces = new PiecesEvidence(Ordered: 3, Shipped: 1, Cancelled: 1, Open: 1),
        Returns = [new ReturnEvidence("R-1", IsInErp: true, Back: 1, Refunded: 1, Refunds: 1, IsGood: true)],
        StoreDays = [new StoreDayEvidence("2026-03-01", (2, 10, 2), (2, 10, 2), "agreed", Postings: 1, (10, 2))],
        Stages = new StageEvidence(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["shipped"] = 1 }, Stuck: 0, Left: 1),
        Dispatches = [new DispatchEvidence("S-1", "o:1", Posted: 1, IsExact: true)],
        StrayShipments = 0,
        Messages = new MessageEvidence(Pushed: 10, Accepted: 10, Undelivered: 0, Undecided: 0),
        Oversells = new OversellEvidence(Orders: 3, Oversold: 1, Avoidable: []),
        Calls = new CallEvidence(Total: 40, Writes: 4, Changes: 100, TooMany: 0, TooManyInStorm: 9),
        Freshness = new FreshnessEvidence(
            Loaded: TimeSpan.FromSeconds(3),
            Usual: [TimeSpan.FromSeconds(1)],
            Disturbed: [TimeSpan.FromSeconds(9)],
            Tampering: [TimeSpan.FromSeconds(6)],
            StillWrong: 0),
        Namings = [new NamingEvidence("a ghost", Named: "STOCK.GHOST")],
        Exceptions =
        [
            new ExceptionEvidence("STOCK.GHOST", "Ghost stock", "ecommerce", "Nothing.", Open: 0, Settled: 1),
        ],
        OrderCases = [],
        Others =
        [
            new StorefrontEvidence(
                "ct-eu", [new OfferEvidence("A", Shown: 5, True: 5)],
                new OversellEvidence(Orders: 2, Oversold: 1, Avoidable: []), Calls: 9, TooMany: 0),
        ],
    };

    [Fact]
    public void A_sound_day_holds_in_every_check()
    {
        var checks = Scorecard.Judge(Sound);

        Assert.All(checks, check => Assert.True(check.Held, $"{check.Name}: {check.Figure}, {check.Detail}"));
        Assert.Equal(1m, Scorecard.ParityOf(Sound));
    }

    [Theory]
    [MemberData(nameof(Cooked))]
    public void Cooked_books_are_noticed_by_the_check_they_belong_to(string check, string story)
    {
        var failed = Scorecard.Judge(Cook(story)).Where(judged => !judged.Held).Select(judged => judged.Name);

        Assert.Equal([check], failed);
    }

    [Theory]
    [InlineData("DOCUMENT.REFUSED", "o")]
    [InlineData("SHIPMENT.SOURCE_SHORT", "o")]
    [InlineData("ORDER.OVER_DISPATCHED", null)]
    [InlineData("ORDER.CANCELLED_TOO_LATE", "wms")]
    public void A_dispatch_that_the_shop_does_not_have_is_excused_by_an_open_exception_that_says_what_keeps_it(string code, string? connection)
    {
        var refused = Unposted with { OrderCases = [new OrderCaseEvidence(code, "o:9", connection, IsOpen: true)] };

        Assert.All(Scorecard.Judge(refused), check => Assert.True(check.Held, check.Name));
    }

    [Theory]
    [InlineData("DOCUMENT.REFUSED", "o:9", "o", false)]
    [InlineData("DOCUMENT.REFUSED", "o:8", "o", true)]
    [InlineData("DOCUMENT.REFUSED", "o:9", "erp", true)]
    [InlineData("ORDER.OVER_DISPATCHED", "o:9", null, false)]
    [InlineData("ORDER.STUCK", "o:9", "o", true)]
    [InlineData("DOCUMENT.OVERDUE", "o:9", "o", true)]
    [InlineData("ORDER.POSTED_DIFFERENTLY", "o:9", "erp", true)]
    public void No_other_exception_excuses_a_dispatch_that_the_shop_does_not_have(string code, string order, string? connection, bool isOpen)
    {
        var missing = Unposted with { OrderCases = [new OrderCaseEvidence(code, order, connection, isOpen)] };

        Assert.Equal(["Shipments"], Scorecard.Judge(missing).Where(check => !check.Held).Select(check => check.Name));
    }

    [Fact]
    public void What_was_oversold_avoidably_is_named_with_its_order_and_how_late_the_shop_was()
    {
        var sold = Scorecard.Judge(Sound with { Oversells = Sound.Oversells with { Avoidable = [Late, Late with { Order = "o:8", Overdue = TimeSpan.Zero }] } })
            .Single(check => check.Name == "Overselling");

        Assert.Equal("2 avoidable", sold.Figure);
        Assert.Equal(
            "o:7 took 2 of TENT-1 when 1 were left, 1.5 s after the shop had to know; o:8 took 2 of TENT-1 when 1 were left, and the shop knew",
            sold.Detail);
    }

    [Fact]
    public void A_percentile_is_the_value_below_which_the_share_lies()
    {
        Items<TimeSpan> sorted = [.. Enumerable.Range(1, 200).Select(second => TimeSpan.FromSeconds(second))];

        Assert.Equal(TimeSpan.FromSeconds(100), Scorecard.Percentile(sorted, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(198), Scorecard.Percentile(sorted, 0.99));
        Assert.Equal(TimeSpan.FromSeconds(200), Scorecard.Percentile(sorted, 1));
        Assert.Equal(TimeSpan.Zero, Scorecard.Percentile([], 0.5));
    }

    private static AvoidableSale Late => new("o:7", new Excess("TENT-1", Quantity: 2, Left: 1), TimeSpan.FromSeconds(1.5));

    private static Evidence Unposted => Sound with { Dispatches = [new DispatchEvidence("S-9", "o:9", Posted: 0, IsExact: false)] };

    private static Evidence Cook(Func<StorefrontEvidence, StorefrontEvidence> cook) =>
        Sound with { Others = [cook(Sound.Others[0])] };

    private static Evidence Cook(string story) => story switch
    {
        "a SKU shows more than there is" => Sound with { Offers = [new OfferEvidence("A", Shown: 6, True: 5)] },
        "a paid order is twice in the ERP" => Sound with { Sales = [Sound.Sales[0] with { Documents = 2 }] },
        "a paid order is not in the ERP" => Sound with { Sales = [Sound.Sales[0] with { Documents = 0 }] },
        "pieces are nowhere" => Sound with { Pieces = Sound.Pieces with { Ordered = 4 } },
        "a cent is missing in the ERP" => Sound with { Sales = [Sound.Sales[0] with { Booked = 11.99m }] },
        "a cent of tax is missing in the ERP" => Sound with { Sales = [Sound.Sales[0] with { BookedTax = 1.99m }] },
        "a return was refunded twice" => Sound with { Returns = [Sound.Returns[0] with { Refunded = 2, Refunds = 2 }] },
        "a return was not refunded" => Sound with { Returns = [Sound.Returns[0] with { Refunded = 0, Refunds = 0 }] },
        "a return never reached the ERP" => Sound with { Returns = [Sound.Returns[0] with { IsInErp = false }] },
        "a day was posted twice" => Sound with { StoreDays = [Sound.StoreDays[0] with { Postings = 2 }] },
        "a cent is missing in the day's posting" =>
            Sound with { StoreDays = [Sound.StoreDays[0] with { Booked = (9.99m, 2) }] },
        "the hub counted another sale" => Sound with { StoreDays = [Sound.StoreDays[0] with { Hub = (3, 10, 2) }] },
        "an order is stuck" => Sound with { Stages = Sound.Stages with { Stuck = 1 } },
        "the hub takes more for shipped than has left" => Sound with { Stages = Sound.Stages with { Left = 0 } },
        "a SKU shows less than there is" => Sound with { Offers = [new OfferEvidence("A", Shown: 4, True: 5)] },
        "nothing was looked at" => Sound with { Offers = [] },
        "an order came after the shop should have known" =>
            Sound with { Oversells = Sound.Oversells with { Avoidable = [Late] } },
        "an event was pushed and never accepted" => Sound with { Messages = Sound.Messages with { Accepted = 9 } },
        "a delivery still waits" => Sound with { Messages = Sound.Messages with { Undelivered = 1 } },
        "the hub has not decided everything" => Sound with { Messages = Sound.Messages with { Undecided = 1 } },
        "the hub believes an older figure" =>
            Sound with { Levels = [new LevelEvidence("A", "leeds", Owner: 5, Hub: 4)] },
        "the hub knows nothing of a figure" =>
            Sound with { Levels = [new LevelEvidence("A", "leeds", Owner: 0, Hub: null)] },
        "a paid order was never handed over" => Sound with { Orders = [Sound.Orders[0] with { HandedOver = 0 }] },
        "a paid order was handed over in part" => Sound with { Orders = [Sound.Orders[0] with { HandedOver = 1 }] },
        "an order was handed over twice" => Sound with { Orders = [Sound.Orders[0] with { Doubles = 1 }] },
        "a refunded order would still be shipped" =>
            Sound with { Orders = Sound.Orders.SetItem(2, Sound.Orders[2] with { Forgotten = 1 }) },
        "a dispatch was never posted" => Sound with { Dispatches = [Sound.Dispatches[0] with { Posted = 0 }] },
        "a dispatch was posted twice" => Sound with { Dispatches = [Sound.Dispatches[0] with { Posted = 2 }] },
        "a shipment holds other pieces than the dispatch" =>
            Sound with { Dispatches = [Sound.Dispatches[0] with { IsExact = false }] },
        "the shop has a shipment that nobody sent" => Sound with { StrayShipments = 1 },
        "the hub called too often" => Sound with { Calls = Sound.Calls with { TooMany = 1 } },
        "a ghost was never found" => Sound with { Freshness = Sound.Freshness with { Tampering = [] } },
        "a ghost was found too late" =>
            Sound with { Freshness = Sound.Freshness with { Tampering = [TimeSpan.FromMinutes(5)] } },
        "the shop is still wrong" => Sound with { Freshness = Sound.Freshness with { StillWrong = 1 } },
        "an irregularity is named nowhere" => Sound with { Namings = [new NamingEvidence("a ghost", Named: null)] },
        "an exception has no owner" => Sound with { Exceptions = [Sound.Exceptions[0] with { Owner = "" }] },
        "the second shop shows more than there is" =>
            Cook(other => other with { Offers = [new OfferEvidence("A", Shown: 6, True: 5)] }),
        "nothing of the second shop was looked at" => Cook(other => other with { Offers = [] }),
        "an order came after the second shop should have known" =>
            Cook(other => other with { Oversells = other.Oversells with { Avoidable = [Late] } }),
        "nobody bought in the second shop" => Cook(other => other with { Oversells = new OversellEvidence(0, 0, []) }),
        "the hub called the second shop too often" => Cook(other => other with { TooMany = 1 }),
        "the hub never called the second shop" => Cook(other => other with { Calls = 0 }),
        _ => throw new ArgumentOutOfRangeException(nameof(story), story, "Nobody knows how to cook this."),
    };
}
