using System.Globalization;
using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Tills;
using Trueup.Simulator;
using Trueup.Tests.Connectors.Square;

namespace Trueup.Tests.Engine.Tills;

/// <summary>Days of a store whose tills are Square's: read after midnight, compared with what the hub heard of, and posted.</summary>
public sealed class SquareDayTests
{
    private const int Day = 24 * 60;

    private readonly SquareTwin _twin = new(new SquareAccount("token", "https://hub.example/in/pos", "key"), ["07"]);
    private readonly Shop _shop;

    public SquareDayTests()
    {
        _twin.AddVariation("V1", "TENT-2P");
        _twin.Count("V1", "07", 9, Time("2026-03-01T08:00"), Time("2026-03-01T08:00"));
        var opening = new SquareConnector().Open(new ConnectionSettings(
            Shop.Pos, SquareTests.Settings("https://hub.example/in/pos", "key"), new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = new VirtualClock(Time("2026-03-01T18:00")),
        });
        _shop = new Shop(
            Assert.IsType<ConnectionOpening.Ready>(opening).Connection, new BooksRule(), new SquareWire(_twin));
    }

    [Fact]
    public async Task A_sale_that_the_hub_never_heard_of_is_taken_up_and_the_day_posted()
    {
        await StartAsync();
        Ring("2026-03-01T10:00");
        Ring("2026-03-01T17:58");
        await _shop.Poll("orders");
        Assert.Equal(60m, _shop.Day().Gross);

        await _shop.Wait(Day).Poll("days");

        Assert.Equal((120m, StoreDayState.Agreed), (_shop.Day().Gross, _shop.Day().State));
        Assert.Equal(Shop.Erp, Assert.Single(_shop.Hub.State.Tills.PostingsOf(_shop.Day().Key)).Target);
        Assert.Empty(PosCases());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hub_that_was_down_over_midnights_tells_every_day_once(bool withLedger)
    {
        await StartAsync();
        Ring("2026-03-01T17:00");
        Ring("2026-03-02T17:00");
        _shop.Wait(3 * Day);
        await _shop.Restart(withLedger);

        await _shop.Poll("days");
        await _shop.Poll("days");

        Assert.Equal((60m, StoreDayState.Agreed), (_shop.Day().Gross, _shop.Day().State));
        Assert.Equal((60m, StoreDayState.Agreed), (_shop.Day("2026-03-02").Gross, _shop.Day("2026-03-02").State));
        Assert.Equal((0m, StoreDayState.Agreed), (_shop.Day("2026-03-03").Gross, _shop.Day("2026-03-03").State));
        Assert.Equal(2, _shop.Hub.State.Tills.Postings.Count);
        Assert.Empty(PosCases());
    }

    [Fact]
    public async Task A_sale_that_comes_after_its_day_was_posted_is_counted_on_the_next_and_both_days_agree()
    {
        await StartAsync();
        Ring("2026-03-01T17:00");
        await _shop.Wait(Day).Poll("days");
        Ring("2026-03-02T12:00");
        Ring("2026-03-01T20:00", uploaded: "2026-03-02T13:00");
        await _shop.Poll("orders");
        await _shop.Poll("recent");

        foreach (var _ in Enumerable.Range(0, 4))
        {
            await _shop.Wait(Day).Poll("days");
        }

        Assert.Equal((60m, 120m), (_shop.Day().Gross, _shop.Day("2026-03-02").Gross));
        Assert.Equal(StoreDayState.Agreed, _shop.Day("2026-03-02").State);
        Assert.Equal(["POS.SALE_AFTER_CLOSE"], PosCases());
        Assert.Equal(2, _shop.Hub.State.Tills.Postings.Count);
    }

    [Fact]
    public async Task A_day_on_which_the_hub_counted_what_square_does_not_list_is_a_case_and_not_posted()
    {
        await StartAsync();
        Ring("2026-03-01T17:00");
        await _shop.Poll("orders");
        await _shop.Deliver(
            "x", "square.order",
            """
            {"skus":{},"time_zone":"Europe/London","order":{"id":"O1","location_id":"07","state":"COMPLETED",
             "created_at":"2026-03-01T10:00:00Z","closed_at":"2026-03-01T10:00:00Z","line_items":[{"uid":"L1","quantity":"1",
             "item_type":"CUSTOM_AMOUNT","base_price_money":{"amount":500,"currency":"GBP"},"total_money":{"amount":500,"currency":"GBP"}}],
             "tenders":[{"id":"T","type":"CASH","amount_money":{"amount":500,"currency":"GBP"}}],
             "total_money":{"amount":500,"currency":"GBP"}}}
            """);

        await _shop.Wait(Day).Poll("days");

        Assert.Equal(StoreDayState.Differs, _shop.Day().State);
        Assert.Contains("transactions: the tills say 1, the hub counted 2", _shop.OpenCases.Single(
            static open => open.Code.Code == "POS.DAY_DIFFERS").Detail, StringComparison.Ordinal);
        Assert.Empty(_shop.Hub.State.Tills.Postings);
    }

    [Fact]
    public async Task Sales_from_before_the_first_day_that_is_told_are_no_days_that_were_forgotten()
    {
        Ring("2026-02-27T12:00");
        Ring("2026-02-28T12:00");
        await StartAsync();
        await _shop.Poll("recent");

        await _shop.Wait(Day).Poll("days");

        Assert.Equal((60m, StoreDayState.Open), (_shop.Day("2026-02-28").Gross, _shop.Day("2026-02-28").State));
        Assert.Equal(StoreDayState.Agreed, _shop.Day().State);
        Assert.Empty(PosCases());
    }

    private async Task StartAsync()
    {
        await _shop.Poll("counts");
        await _shop.Poll("orders");
        await _shop.Poll("days");
    }

    private void Ring(string at, string? uploaded = null) =>
        _twin.Ring("07", [new TillSaleLine("V1", 1, 6000, 1000)], Time(at), Time(uploaded ?? at));

    private List<string> PosCases() => _shop.OpenCases.Select(static open => open.Code.Code)
        .Where(static code => code.StartsWith("POS.", StringComparison.Ordinal)).ToList();

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse($"{text}:00Z", CultureInfo.InvariantCulture);
}
