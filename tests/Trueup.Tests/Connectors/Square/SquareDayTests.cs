using System.Globalization;
using System.Text;
using Trueup.Connectors.Square;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Simulator;

namespace Trueup.Tests.Connectors.Square;

/// <summary>A store's day as the connector tells it, with every request and answer held against Square's own description.</summary>
public sealed class SquareDayTests
{
    private const string Soho = "LSOHO";

    private readonly SquareTwin _twin = new(new SquareAccount("token", "https://hub.example/in/pos", "key"), [Soho]);
    private readonly SquareWire _wire;
    private string _cursor = "";

    public SquareDayTests()
    {
        _wire = new SquareWire(_twin);
        _twin.AddVariation("V1", "TENT-2P");
        _twin.AddVariation("V2", "MAT-FOAM");
    }

    [Fact]
    public async Task A_day_is_told_once_after_its_midnight_and_a_while_with_all_that_was_sold_and_taken_back()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        var sold = Ring("2026-03-01T12:30:00Z", new TillSaleLine("V1", 2, 6000, 1000));
        Ring(
            "2026-03-01T15:00:00Z",
            new TillSaleLine("V2", 1, 2500, 417),
            new TillSaleLine("V1", -1, 6000, 1000) { SoldIn = sold, SoldAs = "L1" });

        Assert.Empty(await RoundAsync("2026-03-02T00:59:00Z"));
        var facts = await RoundAsync("2026-03-02T01:00:00Z");

        Assert.Equal([sold, "ORDER00000002"], facts.OfType<Fact.SaleCompleted>().Select(sale => sale.Transaction));
        var day = Assert.IsType<Fact.StoreDayReported>(facts[^1]);
        Assert.Equal((Soho, new DateOnly(2026, 3, 1), "GBP", 2), (day.Store, day.Day, day.Currency, day.Report.Transactions));
        Assert.Equal([new TaxAmount("TAX20", 70.83m, 14.17m)], day.Report.Taxes);
        Assert.Equal([new TenderAmount("card", 120.00m), new TenderAmount("refund", -35.00m)], day.Report.Tenders);
        Assert.Empty(await RoundAsync("2026-03-02T01:10:00Z"));
        Assert.Empty(await RoundAsync("2026-03-02T23:50:00Z"));
    }

    [Theory]
    [InlineData("Europe/London", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T22:59:59.999Z", "2026-03-30T00:00:00Z")]
    [InlineData("Europe/London", "2026-10-25", "2026-10-24T23:00:00Z", "2026-10-25T23:59:59.999Z", "2026-10-26T01:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59.999Z", "2026-03-09T05:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T20:59:59.999Z", "2026-04-24T22:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59.999Z", "2026-11-02T06:00:00Z")]
    public async Task A_day_is_as_long_as_the_store_s_clocks_make_it(string zone, string day, string first, string last, string over)
    {
        _twin.SetTimeZone(Soho, zone);
        await RoundAsync(first);
        foreach (var at in (DateTimeOffset[])[Time(first).AddMilliseconds(-1), Time(first), Time(last), Time(last).AddMilliseconds(1)])
        {
            _twin.Ring(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], at, at);
        }

        Assert.Empty(await RoundAsync(Text(Time(over).AddSeconds(-1))));
        var facts = await RoundAsync(over);

        Assert.Equal(
            [Time(first), Time(last)], facts.OfType<Fact.SaleCompleted>().Select(static sale => sale.At));
        Assert.All(facts.OfType<Fact.SaleCompleted>(), sale => Assert.Equal(Day(day), sale.Receipt!.BusinessDay));
        Assert.Equal((Day(day), 2), (Told(facts).Single().Day, Told(facts).Single().Report.Transactions));
    }

    [Fact]
    public async Task An_order_that_is_paid_after_midnight_is_of_the_new_day_and_one_that_was_given_up_of_none()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        _twin.Ring(
            Soho,
            [new TillSaleLine("V1", 1, 6000, 1000)],
            Time("2026-03-02T00:10:00Z"),
            Time("2026-03-02T00:10:00Z"),
            openedAt: Time("2026-03-01T23:50:00Z"));
        _twin.GiveUp(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], Time("2026-03-02T09:00:00Z"));

        var days = Told(await RoundAsync("2026-03-03T01:00:00Z"));

        Assert.Equal(
            [(Day("2026-03-01"), 0), (Day("2026-03-02"), 1)], days.Select(static day => (day.Day, day.Report.Transactions!.Value)));
    }

    [Fact]
    public async Task Days_that_were_missed_are_caught_up_with_oldest_first()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        Ring("2026-03-02T12:00:00Z", new TillSaleLine("V1", 1, 6000, 1000));
        Ring("2026-03-04T12:00:00Z", new TillSaleLine("V1", 2, 6000, 1000));

        var facts = await RoundAsync("2026-03-05T08:00:00Z");

        Assert.Equal(
            [(1, 0), (2, 1), (3, 0), (4, 1)], Told(facts).Select(static day => (day.Day.Day, day.Report.Transactions!.Value)));
        Assert.All(Told(facts), static day => Assert.Equal(new DateOnly(2026, 3, 1), day.Since));
    }

    [Fact]
    public async Task Days_that_lie_too_far_back_are_named_and_the_rest_is_told()
    {
        await RoundAsync("2026-03-01T12:00:00Z");

        var facts = await RoundAsync("2026-05-01T12:00:00Z");

        var left = Assert.IsType<Fact.Unusable>(facts[0]);
        Assert.Equal(PosCases.DayNotReported, left.Code);
        Assert.Contains("2026-03-01 to 2026-03-30", left.Detail, StringComparison.Ordinal);
        Assert.Equal(31, Told(facts).Count);
        Assert.Equal(Day("2026-03-31"), Told(facts)[0].Day);
    }

    [Fact]
    public async Task What_was_uploaded_late_is_told_when_its_day_is_read_again_and_otherwise_nothing_is_told_twice()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        Ring("2026-03-01T12:30:00Z", new TillSaleLine("V1", 1, 6000, 1000));
        await RoundAsync("2026-03-02T01:00:00Z");
        await RoundAsync("2026-03-03T01:00:00Z");
        _twin.Ring(Soho, [new TillSaleLine("V1", 1, 6000, 1000)], Time("2026-03-01T20:00:00Z"), Time("2026-03-03T20:00:00Z"));

        var third = await RoundAsync("2026-03-04T01:00:00Z");
        var fourth = await RoundAsync("2026-03-05T01:00:00Z");
        await RoundAsync("2026-03-06T01:00:00Z");

        Assert.Equal(
            [(3, 0), (1, 2)], Told(third).Select(static day => (day.Day.Day, day.Report.Transactions!.Value)));
        Assert.Equal([4], Told(fourth).Select(static day => day.Day.Day));
        Assert.DoesNotContain(_wire.Ranges[^4..], static range => range.StartsWith("2026-03-01", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_page_without_its_list_is_a_failure_and_no_empty_day(int page)
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        for (var number = 0; number < 700; number++)
        {
            Ring("2026-03-01T12:30:00Z", new TillSaleLine("V1", 1, 6000, 1000));
        }

        _wire.Cut = page;
        var cut = await PollAsync("2026-03-02T01:00:00Z");
        _wire.Cut = null;
        var facts = await RoundAsync("2026-03-02T01:10:00Z");

        Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(cut).Receipt);
        Assert.Equal(700, Told(facts).Single().Report.Transactions);
    }

    [Fact]
    public async Task A_day_without_orders_is_told_as_empty_also_where_square_leaves_empty_lists_out()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        _wire.LeavesEmptyListsOut = true;

        var day = Assert.Single(Told(await RoundAsync("2026-03-02T01:00:00Z")));

        Assert.Equal((0, true, "GBP"), (day.Report.Transactions, day.Report.Taxes.IsEmpty, day.Currency));
    }

    [Fact]
    public async Task A_busy_square_is_waited_for_and_its_day_told_then()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        _wire.Busy = TimeSpan.FromSeconds(20);

        var busy = Assert.IsType<PollOutcome.Failed>(await PollAsync("2026-03-02T01:00:00Z"));
        _wire.Busy = null;

        Assert.Equal(TimeSpan.FromSeconds(20), Assert.IsType<Receipt.Deferred>(busy.Receipt).Wait);
        Assert.Single(Told(await RoundAsync("2026-03-02T01:10:00Z")));
    }

    [Fact]
    public async Task Each_store_has_its_own_midnight_and_one_that_square_refuses_keeps_no_other_back()
    {
        _twin.SetTimeZone("LNEWYORK", "America/New_York");
        _twin.SetTimeZone("LPARIS", "Europe/Paris");
        await RoundAsync("2026-03-01T12:00:00Z");
        _wire.Refused = Soho;

        var night = Assert.IsType<PollOutcome.Page>(await PollAsync("2026-03-02T01:00:00Z"));
        _cursor = night.Cursor;
        var rest = await PollAsync("2026-03-02T01:00:00Z");
        _wire.Refused = null;

        Assert.Equal("LPARIS", Told(FactsOf(night.Messages)).Single().Store);
        Assert.IsType<Receipt.Refused>(Assert.IsType<PollOutcome.Failed>(rest).Receipt);
        Assert.Equal([Soho], Told(await RoundAsync("2026-03-02T01:00:00Z")).Select(static day => day.Store));
        Assert.Equal(["LNEWYORK"], Told(await RoundAsync("2026-03-02T06:00:00Z")).Select(static day => day.Store));
    }

    [Fact]
    public async Task A_store_that_opens_later_is_told_from_then_on_and_one_in_an_unknown_zone_is_named()
    {
        await RoundAsync("2026-03-01T12:00:00Z");
        _twin.SetTimeZone("LNEW", "Europe/London");
        _twin.SetTimeZone("LODD", "Mars/Olympus");

        var facts = await RoundAsync("2026-03-03T12:00:00Z");

        Assert.Equal([("LNEW", 1), (Soho, 1), ("LNEW", 2), (Soho, 2)], Told(facts).Select(static day => (day.Store, day.Day.Day)));
        var odd = Assert.Single(facts.OfType<Fact.Unusable>().Distinct());
        Assert.Contains("'Mars/Olympus' is not known", odd.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"locations":[]}""")]
    [InlineData("""{"locations":[{"key":"LSOHO"}]}""")]
    public async Task An_account_without_its_locations_is_a_failure(string locations)
    {
        _wire.Locations = locations;

        Assert.IsType<PollOutcome.Failed>(await PollAsync("2026-03-02T01:00:00Z"));
        Assert.IsType<PollOutcome.Failed>(
            await ((IPoller)Connection()).PollAsync(_wire, "orders", "", Time("2026-03-02T01:00:00Z"), CancellationToken.None));
    }

    [Theory]
    [InlineData(5, "closed_at", "CREATED_AT", "COMPLETED", "\"LSOHO\"")]
    [InlineData(1001, "closed_at", "CLOSED_AT", "COMPLETED", "\"LSOHO\"")]
    [InlineData(5, "closed_at", "CLOSED_AT", "PAID", "\"LSOHO\"")]
    [InlineData(5, "closed_at", "CLOSED_AT", "COMPLETED", "")]
    [InlineData(5, "closed_at\":{},\"updated_at", "CLOSED_AT", "COMPLETED", "\"LSOHO\"")]
    public void The_twin_refuses_what_square_refuses(int limit, string field, string sort, string state, string locations)
    {
        var body = $$$"""
            {"limit":{{{limit}}},"location_ids":[{{{locations}}}],"query":{"filter":{"state_filter":{"states":["{{{state}}}"]},
             "date_time_filter":{"{{{field}}}":{} } },"sort":{"sort_field":"{{{sort}}}"} } }
            """;
        var reply = _twin.Answer(
            new WireRequest("POST", "/v2/orders/search", [new WireHeader("Authorization", "Bearer token")], Encoding.UTF8.GetBytes(body)),
            Time("2026-03-01T12:00:00Z"));

        Assert.Equal(400, reply.Status);
    }

    private string Ring(string at, params TillSaleLine[] lines) => _twin.Ring(Soho, lines.ToItems(), Time(at), Time(at));

    private async Task<List<Fact>> RoundAsync(string now)
    {
        var facts = new List<Fact>();
        for (var pages = 0; pages < 300; pages++)
        {
            var page = Assert.IsType<PollOutcome.Page>(await PollAsync(now));
            facts.AddRange(FactsOf(page.Messages));
            _cursor = page.Cursor;
            if (!page.More)
            {
                Assert.Empty(_wire.Problems);
                return facts;
            }
        }

        throw new InvalidOperationException("The round did not end.");
    }

    private ValueTask<PollOutcome> PollAsync(string now) =>
        ((IPoller)Connection()).PollAsync(_wire, "days", _cursor, Time(now), CancellationToken.None);

    /// <summary>What the messages say that did not come before: the hub drops those.</summary>
    private List<Fact> FactsOf(Items<RawMessage> messages) => messages.Where(message => _wire.Seen.Add(message.Key))
        .SelectMany(static message => ((IMessageReader)Connection()).Read(
            new Entry(EntryKind.Seen, "pos", message.Key, message.Form, Time("2026-03-02T01:00:00Z"), message.Body))).ToList();

    private static IConnection Connection() => Assert.IsType<ConnectionOpening.Ready>(new SquareConnector().Open(
        new ConnectionSettings(
            ConnectionName.Parse("pos"),
            SquareTests.Settings("https://hub.example/in/pos", "key"),
            new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Clock = new VirtualClock(Time("2026-03-01T12:00:00Z")),
        })).Connection;

    private static List<Fact.StoreDayReported> Told(IEnumerable<Fact> facts) => facts.OfType<Fact.StoreDayReported>().ToList();

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
