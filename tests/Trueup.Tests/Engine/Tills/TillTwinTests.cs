using System.Text;
using System.Text.Json;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Tills;

/// <summary>The store's tills and the hub, each with its own books: they agree, whatever happens on the way.</summary>
public sealed class TillTwinTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_books_agree_to_the_penny_after_an_offline_day_with_duplicates_and_reordering(int seed)
    {
        var (twin, shop) = (Trade(), new Shop());
        var events = EventsOf(twin, Morning.AddHours(9));
        twin.CloseDay(Day, Morning.AddHours(9));
        var close = EventsOf(twin, Morning.AddHours(9));
        var chance = new Random(seed);

        var all = events.Concat(events.Where(_ =>
            chance.Next(3) == 0)).OrderBy(_ => chance.Next()).Concat(close).ToList();
        foreach (var (type, id, data) in all)
        {
            await shop.Say(type, data, id);
        }

        var books = twin.BooksOf(Day);
        Assert.Equal([new TaxAmount("S20", books.Net, books.Tax)], shop.Day().Taxes);
        Assert.Equal((books.Transactions, StoreDayState.Agreed), (shop.Day().Transactions, shop.Day().State));
        Assert.Equal<Quantity?>(Quantity.Of(twin.OnShelf("TENT-2P")), shop.Available);
        Assert.DoesNotContain(shop.OpenCases, open => open.Code.Code.StartsWith("POS.", StringComparison.Ordinal) &&
            open.Code.Code != "POS.SKU_UNKNOWN");
    }

    [Fact]
    public void What_a_till_sells_offline_is_told_when_it_has_its_line_again_with_its_own_time()
    {
        var twin = new TillTwin(new TillRules("07", "GBP"));
        twin.GoOffline("2");

        twin.Ring("2", [new RungLine("TENT-2P", 1, 60.00m)], Morning);
        Assert.Empty(EventsOf(twin, Morning));
        twin.GoOnline("2", Morning.AddHours(40));

        var (type, _, data) = EventsOf(twin, Morning.AddHours(40))[0];
        Assert.Equal("trueup.sale.completed.v1", type);
        Assert.Equal(Morning, JsonDocument.Parse(data).RootElement.GetProperty("at").GetDateTimeOffset());
    }

    private static TillTwin Trade()
    {
        var twin = new TillTwin(new TillRules("07", "GBP"));
        twin.Count("TENT-2P", 20, Morning);
        var first = twin.Ring("1", [new RungLine("TENT-2P", 2, 59.99m)], Morning.AddMinutes(1));
        twin.GoOffline("2");
        twin.Ring("2", [new RungLine("TENT-2P", 3, 59.99m)], Morning.AddMinutes(2), "cash");
        twin.Ring("1", [new RungLine("TENT-2P", -1, 59.99m) { SoldIn = first }], Morning.AddMinutes(3));
        twin.Ring(
            "1",
            [new RungLine("TENT-2P", 1, 49.99m), new RungLine("TENT-2P", -1, 59.99m) { SoldIn = first }],
            Morning.AddMinutes(4));
        twin.Ring("2", [new RungLine("TENT-2P", 1, 59.99m)], Morning.AddMinutes(5), "cash");
        twin.GoOnline("2", Morning.AddHours(8));
        return twin;
    }

    private static List<(string Type, string Id, string Data)> EventsOf(TillTwin twin, DateTimeOffset now)
    {
        var events = new List<(string, string, string)>();
        foreach (var push in twin.TakePushes(now))
        {
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(push.Body.Span));
            var all = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.EnumerateArray().ToList() : [body.RootElement];
            events.AddRange(all.Select(one => (
                one.GetProperty("type").GetString()!,
                one.GetProperty("id").GetString()!,
                one.GetProperty("data").GetRawText())));
        }

        return events;
    }
}
