using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class LevelWritingTests
{
    private const string SaveFailed = """{"message":"Could not save Source Item"}""";

    private const string Sources =
        """{"items":[{"source_code":"leeds","enabled":true},{"source_code":"paris","enabled":true}],""" +
        "\"search_criteria\":{\"page_size\":100},\"total_count\":2}";

    [Fact]
    public async Task Quantities_are_set_with_status_one_in_one_call()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok("[]"));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 7), Level("TEE-002", "paris", 0));

        Assert.Equal<Items<Receipt>>([new Receipt.Applied(), new Receipt.Applied()], receipts);
        var request = Assert.Single(shop.Requests);
        Assert.Equal("POST /rest/default/V1/inventory/source-items", $"{request.Method} {request.Target}");
        Assert.Equal("Bearer secret-token", request.Header("Authorization"));
        Assert.Equal(
            """{"sourceItems":[{"sku":"TEE-001","source_code":"leeds","quantity":7,"status":1},""" +
            """{"sku":"TEE-002","source_code":"paris","quantity":0,"status":1}]}""",
            ScriptedShop.BodyOf(request));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html></html>")]
    [InlineData("[")]
    [InlineData("")]
    public async Task An_answer_that_is_no_list_leaves_open_what_was_saved(string body)
    {
        var receipts = await SetAsync(ScriptedShop.Of(ScriptedShop.Ok(body)), Level("TEE-001", "leeds", 7));

        Assert.IsType<Receipt.Unknown>(Assert.Single(receipts));
    }

    [Fact]
    public async Task Rows_that_the_shop_would_refuse_are_not_sent()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok("[]"));

        var receipts = await SetAsync(
            shop, Level("TEE-001", "leeds", -1), Level("TEE-002", "two words", 1), Level("TEE-003", "leeds", 3));

        Assert.Equal(CaseCodes.QuantityInvalid, Assert.IsType<Receipt.Refused>(receipts[0]).Code);
        Assert.Equal(CaseCodes.SourceUnknown, Assert.IsType<Receipt.Refused>(receipts[1]).Code);
        Assert.IsType<Receipt.Applied>(receipts[2]);
        Assert.Equal(["TEE-003"], SkusOf(shop.Requests[0]));
    }

    [Fact]
    public async Task An_input_limit_is_run_into_once()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(
                400, """{"message":"Maximum items of type \"%type\" is %max","parameters":{"type":"x","max":2}}"""),
            ScriptedShop.Ok("[]"), ScriptedShop.Ok("[]"), ScriptedShop.Ok("[]"), ScriptedShop.Ok("[]"));
        var writer = ScriptedShop.Connect<ILevelWriter>();
        Items<SetLevel> levels = [Level("A", "leeds", 1), Level("B", "leeds", 2), Level("C", "leeds", 3)];

        var first = await writer.SetAsync(shop, levels, CancellationToken.None);
        var second = await writer.SetAsync(shop, levels, CancellationToken.None);

        Assert.All([.. first, .. second], receipt => Assert.IsType<Receipt.Applied>(receipt));
        Assert.Equal([3, 2, 1, 2, 1], shop.Requests.Select(request => SkusOf(request).Count));
    }

    [Fact]
    public async Task A_row_of_an_unknown_source_is_refused_and_the_others_are_sent_again()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(400, SaveFailed), ScriptedShop.Ok(Sources), ScriptedShop.Ok("[]"));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 1), Level("TEE-002", "oslo", 2));

        Assert.IsType<Receipt.Applied>(receipts[0]);
        Assert.Equal(CaseCodes.SourceUnknown, Assert.IsType<Receipt.Refused>(receipts[1]).Code);
        Assert.Equal(["TEE-001"], SkusOf(shop.Requests[2]));
    }

    [Fact]
    public async Task A_deadlock_is_answered_by_repeating_the_identical_batch()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(400, SaveFailed), ScriptedShop.Ok(Sources), ScriptedShop.Ok("[]"));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 1), Level("TEE-002", "paris", 2));

        Assert.All(receipts, receipt => Assert.IsType<Receipt.Applied>(receipt));
        Assert.Equal(ScriptedShop.BodyOf(shop.Requests[0]), ScriptedShop.BodyOf(shop.Requests[2]));
    }

    [Fact]
    public async Task A_save_that_keeps_failing_may_be_half_done_and_is_unknown()
    {
        var shop = new ScriptedShop(request => request.Method == "POST"
            ? ScriptedShop.Status(400, SaveFailed)
            : ScriptedShop.Ok(Sources));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 1));

        Assert.IsType<Receipt.Unknown>(receipts[0]);
        Assert.Equal(3, shop.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData(429, "{}")]
    [InlineData(409, "{}")]
    [InlineData(502, "<html></html>")]
    public async Task A_save_that_may_be_half_done_stays_so_whatever_is_said_of_its_repetition(int status, string words)
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(400, SaveFailed), ScriptedShop.Ok(Sources), ScriptedShop.Status(status, words));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 1), Level("TEE-002", "paris", 2));

        Assert.All(receipts, receipt => Assert.True(Assert.IsType<Receipt.Unknown>(receipt).IsHalfDone));
    }

    [Fact]
    public async Task A_part_of_a_ship_together_bundle_is_refused_alone()
    {
        const string Refusal =
            """
            {"message":"Validation Failed: Not able to assign \"paris\" to product \"TEE-041\"","errors":[
             {"message":"Not able to assign \"%1\" to product \"%2\"","parameters":["paris","TEE-041","url","BUN"]}]}
            """;
        var shop = ScriptedShop.Of(ScriptedShop.Status(400, Refusal), ScriptedShop.Ok("[]"));

        var receipts = await SetAsync(
            shop, Level("TEE-001", "paris", 1), Level("TEE-041", "leeds", 2), Level("TEE-041", "paris", 3));

        Assert.Equal(CaseCodes.WriteRefused, Assert.IsType<Receipt.Refused>(receipts[2]).Code);
        Assert.IsType<Receipt.Applied>(receipts[0]);
        Assert.IsType<Receipt.Applied>(receipts[1]);
    }

    [Fact]
    public async Task A_bad_row_that_nobody_names_is_found_by_halving()
    {
        var shop = new ScriptedShop(request => SkusOf(request).Contains("BAD", StringComparer.Ordinal)
            ? ScriptedShop.Status(400, """{"message":"Validation Failed","errors":[{"message":"no"}]}""")
            : ScriptedShop.Ok("[]"));
        var levels = Enumerable.Range(1, 20).Select(i => Level(i == 13 ? "BAD" : $"TEE-{i}", "leeds", i)).ToArray();

        var receipts = await SetAsync(shop, levels);

        Assert.Equal([12], receipts.Select((receipt, place) => (receipt, place))
            .Where(pair => pair.receipt is Receipt.Refused).Select(pair => pair.place));
        Assert.Equal(19, receipts.Count(receipt => receipt is Receipt.Applied));
    }

    [Fact]
    public async Task An_input_limit_splits_the_batch()
    {
        var shop = new ScriptedShop(request => SkusOf(request).Count > 20
            ? ScriptedShop.Status(
                400, """{"message":"Maximum items of type \"%type\" is %max","parameters":{"type":"t","max":20}}""")
            : ScriptedShop.Ok("[]"));

        var levels = Enumerable.Range(1, 45).Select(i => Level($"TEE-{i}", "leeds", i)).ToArray();

        var receipts = await SetAsync(shop, levels);

        Assert.All(receipts, receipt => Assert.IsType<Receipt.Applied>(receipt));
        Assert.Equal([45, 20, 20, 5], shop.Requests.Select(request => SkusOf(request).Count));
    }

    [Theory]
    [InlineData(401, typeof(Receipt.Refused))]
    [InlineData(429, typeof(Receipt.Deferred))]
    [InlineData(503, typeof(Receipt.Deferred))]
    [InlineData(500, typeof(Receipt.Unknown))]
    [InlineData(504, typeof(Receipt.Unknown))]
    public async Task A_failure_of_the_whole_call_is_the_receipt_of_every_row(int status, Type receipt)
    {
        var shop = ScriptedShop.Of(ScriptedShop.Status(status, ""));

        var receipts = await SetAsync(shop, Level("TEE-001", "leeds", 1), Level("TEE-002", "leeds", 1));

        Assert.All(receipts, each => Assert.IsType(receipt, each));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_unknown_and_one_not_sent_is_deferred()
    {
        var lost = ScriptedShop.Of(new WireOutcome.NoAnswer("timed out"));
        var notSent = ScriptedShop.Of(new WireOutcome.NotSent("refused"));

        Assert.IsType<Receipt.Unknown>((await SetAsync(lost, Level("TEE-001", "leeds", 1)))[0]);
        Assert.IsType<Receipt.Deferred>((await SetAsync(notSent, Level("TEE-001", "leeds", 1)))[0]);
    }

    private static ValueTask<Items<Receipt>> SetAsync(ScriptedShop shop, params SetLevel[] levels) =>
        ScriptedShop.Connect<ILevelWriter>().SetAsync(shop, levels.ToItems(), CancellationToken.None);

    private static SetLevel Level(string sku, string source, int quantity) =>
        new(Sku.Parse(sku), RemoteCode.Parse(source), quantity);

    private static List<string> SkusOf(WireRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("sourceItems").EnumerateArray()
            .Select(row => row.GetProperty("sku").GetString()!).ToList();
    }
}
