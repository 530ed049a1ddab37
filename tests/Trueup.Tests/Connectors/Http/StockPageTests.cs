using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

public sealed class StockPageTests
{
    [Fact]
    public async Task The_sample_page_reads_as_its_expected_rows()
    {
        var sample = JsonDocument.Parse(Wms.Sample("stock-page.out.json")).RootElement;
        var expected = sample.EnumerateArray().Select(static row => new ObservedRow(
            Sku.Parse(row.GetProperty("sku").GetString()!),
            row.GetProperty("location").GetString()!,
            row.GetProperty("state").GetString(),
            Quantity.Of(decimal.Parse(row.GetProperty("quantity").GetString()!, CultureInfo.InvariantCulture)),
            row.GetProperty("version").GetInt64()));

        var page = Assert.IsType<ObserveOutcome.Page>(await Observe(Wms.Sample("stock-page.in.json")));

        Assert.Equal(expected, page.Rows);
    }

    [Theory]
    [InlineData("""{"items":[]}""", 0)]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","status":"OK","qty":1,"version":1}],"m":[{"items":7}]}""", 1)]
    [InlineData("""{"items":[{"sku":7,"warehouse":7,"status":7,"qty":"1","version":null}]}""", 1)]
    [InlineData("""{"items":[{"sku":"\u0041","w\u0061rehouse":"\u00e9","status":"O\u004b","qty":1e1}]}""", 1)]
    [InlineData("""{"items":[{"sku":"","warehouse":"L","qty":1},{"sku":"A","warehouse":null,"qty":1},7,null,[]]}""", 0)]
    public async Task A_page_is_read_however_it_is_written(string body, int rows) =>
        Assert.Equal(rows, Assert.IsType<ObserveOutcome.Page>(await Observe(body)).Rows.Count);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"items":{"sku":"A"}}""")]
    [InlineData("""{"data":{"items":[]}}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L"}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","qty":"some"}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","qty":1000000000}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","qty":1,"version":"a3"}]}""")]
    [InlineData("""{"items":[{"sku":"\ud800","warehouse":"L","qty":1}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","status_v2":"QC","qty":1}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","status":null,"qty":1}]}""")]
    [InlineData("""{"items":[{"sku_v2":"A","warehouse":"L","status":"OK","qty":1}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse_v2":"L","status":"OK","qty":1}]}""")]
    [InlineData("""{"items":[{"sku":"A","warehouse":"L","qty":1}]""")]
    [InlineData("""{"items":[]} {}""")]
    [InlineData("<html/>")]
    public async Task A_page_that_cannot_be_trusted_is_never_taken_for_empty_stock(string body)
    {
        var failed = Assert.IsType<ObserveOutcome.Failed>(await Observe(body));

        Assert.Equal(CaseCodes.Unreadable, Assert.IsType<Receipt.Refused>(failed.Receipt).Code);
    }

    [Fact]
    public async Task Values_may_stand_deep_in_a_row_or_be_the_same_for_all()
    {
        var settings = Wms.Settings();
        settings["operations.stock.levels.items"] = "$.result.rows";
        settings["operations.stock.levels.fields.sku"] = "$.item.code";
        settings["operations.stock.levels.fields.quantity"] = "$.item.stock.free";
        settings["operations.stock.levels.fields.location"] = "LDS";
        settings.Remove("operations.stock.levels.fields.state");
        settings.Remove("operations.stock.levels.fields.version");

        var page = Assert.IsType<ObserveOutcome.Page>(await Observe(
            """{"result":{"rows":[{"item":{"stock":{"free":3,"held":9},"code":"A"}}]}}""", settings));

        Assert.Equal([new ObservedRow(Sku.Parse("A"), "LDS", State: null, 3)], page.Rows);
    }

    [Fact]
    public async Task The_whole_reply_may_be_the_list()
    {
        var settings = Wms.Settings();
        settings["operations.stock.levels.items"] = "$";

        Assert.Single(Assert.IsType<ObserveOutcome.Page>(
            await Observe("""[{"sku":"A","warehouse":"L","status":"OK","qty":1}]""", settings)).Rows);
    }

    [Fact]
    public async Task A_named_next_page_is_followed_to_the_end()
    {
        var settings = Wms.Settings();
        settings["operations.stock.levels.request"] = "GET /stock?cursor={{page}}";
        settings["operations.stock.levels.next"] = "$.next";
        var wire = new ScriptedWire(
            Answer(200, """{"next":"a b","items":[]}"""), Answer(200, """{"items":[],"next":null}"""));
        var observer = (IStockObserver)Wms.Ready(settings);

        var first = (ObserveOutcome.Page)await observer.ObserveAsync(wire, new ObserveAsk([]), CancellationToken.None);
        var second = (ObserveOutcome.Page)await observer.ObserveAsync(
            wire, new ObserveAsk([], first.Next!), CancellationToken.None);

        Assert.Equal(("a b", null), (first.Next, second.Next));
        Assert.Equal(["/stock?cursor=", "/stock?cursor=a%20b"], wire.Sent.Select(request => request.Target));
    }

    [Fact]
    public async Task A_page_that_names_itself_as_the_next_is_at_fault()
    {
        var settings = Wms.Settings();
        settings["operations.stock.levels.next"] = "$.next";
        var observer = (IStockObserver)Wms.Ready(settings);

        Assert.IsType<ObserveOutcome.Failed>(await observer.ObserveAsync(
            new ScriptedWire(
                Answer(200, """{"next":"a","items":[]}""")), new ObserveAsk([], "a"), CancellationToken.None));
    }

    [Theory]
    [InlineData(401, typeof(Receipt.Refused))]
    [InlineData(404, typeof(Receipt.Refused))]
    [InlineData(429, typeof(Receipt.Deferred))]
    [InlineData(500, typeof(Receipt.Deferred))]
    public async Task A_page_that_was_not_given_is_a_failure_of_its_kind(int status, Type receipt) =>
        Assert.IsType(receipt, Assert.IsType<ObserveOutcome.Failed>(await Observe("", status: status)).Receipt);

    [Fact]
    public void Scanning_and_loading_a_page_agree()
    {
        var loading = Wms.Settings();
        loading["operations.stock.levels.fields.sku"] = "$['sku']";
        var scanner = (IStockObserver)Wms.Ready();
        var loader = (IStockObserver)Wms.Ready(loading);

        Prop.ForAll(Pages().ToArbitrary(), body => (Observe(scanner, body), Observe(loader, body)) switch
        {
            (ObserveOutcome.Page one, ObserveOutcome.Page other) => one.Rows.SequenceEqual(other.Rows),
            var (one, other) => one == other,
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static ObserveOutcome Observe(IStockObserver observer, string body) => observer
        .ObserveAsync(new ScriptedWire(Answer(200, body)), new ObserveAsk([]), CancellationToken.None)
        .AsTask().GetAwaiter().GetResult();

    private static ValueTask<ObserveOutcome> Observe(
        string body, Dictionary<string, string>? settings = null, int status = 200) =>
        ((IStockObserver)Wms.Ready(settings)).ObserveAsync(
            new ScriptedWire(Answer(status, body)), new ObserveAsk([]), CancellationToken.None);

    private static Gen<string> Pages()
    {
        var values = Gen.Elements(
            "1", "-2.5", "1.00", "\"8\"", "\"x\"", "\"LDS\"", "\"\"", "null", "true", "{\"sku\":1}", "[1]", "12345678",
            "\"\\u00e9\"");
        var row =
            from fields in Gen.ArrayOf(
                from name in Gen.Elements("sku", "warehouse", "status", "qty", "version", "other")
                from value in values
                select (name, value))
            select "{\"sku\":\"A\",\"warehouse\":\"L\",\"qty\":1" + string.Concat(fields
                .Where(field => field.name is not ("sku" or "warehouse" or "qty")).DistinctBy(field => field.name)
                .Select(field => $",\"{field.name}\":{field.value}")) + "}";
        return from rows in Gen.ArrayOf(Gen.OneOf(row, values)) select $"{{\"items\":[{string.Join(',', rows)}]}}";
    }
}
