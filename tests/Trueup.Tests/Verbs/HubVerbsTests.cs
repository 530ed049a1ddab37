using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine.Journal;
using Trueup.Settings;
using Trueup.Storage.Sqlite;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Verbs;

/// <summary>The verbs that look at a hub: over its API, and over its folder while it runs or is stopped.</summary>
public sealed class HubVerbsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Explain_tells_the_same_of_a_running_hub_and_of_its_folder(bool overHttp)
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);

        var (code, output, error) = await RunAsync(hub, folder, overHttp, "explain", "TEE", "--json");

        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(5, json.RootElement.GetProperty("value").GetDecimal());
        Assert.Equal("reported available", json.RootElement.GetProperty("terms")[0].GetProperty("term").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exceptions_are_listed_and_shown(bool overHttp)
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);

        var (code, output, _) = await RunAsync(hub, folder, overHttp, "exceptions", "list", "--json");
        using var json = JsonDocument.Parse(output);
        var id = json.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
        var (shownCode, shown, _) = await RunAsync(hub, folder, overHttp, "exceptions", "show", id);

        Assert.Equal((0, 0), (code, shownCode));
        Assert.Contains("STOCK.LOCATION_UNMAPPED", shown, StringComparison.Ordinal);
        Assert.Contains("What to do:", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_settled_in_a_running_hub_only_and_by_proof_only()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);
        var (_, output, _) = await RunAsync(hub, folder, overHttp: true, "exceptions", "list", "--json");
        using var json = JsonDocument.Parse(output);
        var id = json.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;

        var (refusedCode, _, refused) = await RunAsync(
            hub, folder, overHttp: false, "exceptions", "resolve", id, "mapped");
        var (code, shown, _) = await RunAsync(hub, folder, overHttp: true, "exceptions", "resolve", id, "mapped");

        Assert.Equal((2, 0), (refusedCode, code));
        Assert.Contains("--hub", refused, StringComparison.Ordinal);

        // What was said to be settled was tried again, and is not.
        Assert.Contains("(open,", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orders_and_parity_of_a_hub_without_any_are_told_without_fuss(bool overHttp)
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);

        var (orders, _, _) = await RunAsync(hub, folder, overHttp, "orders", "list");
        var (missing, _, words) = await RunAsync(hub, folder, overHttp, "orders", "show", "NOBODY");
        var (parity, _, _) = await RunAsync(hub, folder, overHttp, "parity");

        Assert.Equal((0, 2, 0), (orders, missing, parity));
        Assert.Contains("knows no order", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retried_order_tells_who_tried_it_what_followed_and_how_it_is_now()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await ServedHub.StartAsync(Picky, folder.Path);
        (await hub.DeliverAsync(OrderWithoutPostcode, token: "test-shop", to: "shop")).Dispose();
        await hub.SettleAsync();

        var (code, told, error) = await RunAsync(hub, folder, overHttp: true, "orders", "retry", "9");
        var (corrected, after, _) = await RunAsync(
            hub, folder, overHttp: true, "orders", "retry", "9", "--set", "shipping.address.postcode=LS1 1AA");

        Assert.Equal((0, "", 0), (code, error, corrected));
        Assert.Contains("shop:9 (9) from shop: refused", told, StringComparison.Ordinal);
        Assert.True(Tells(told, "tester tries again: ORDER.FIELD_REFUSED"), told);
        Assert.True(Tells(told, "refused: Not sent: wms: shipping.address.postcode is empty"), told);
        Assert.False(Tells(told, "tries again what was refused"), told);
        Assert.False(Tells(told, "captured from shop"), told);
        Assert.Contains("shop:9 (9) from shop: released", after, StringComparison.Ordinal);
        Assert.True(Tells(after, "shipping.address.postcode corrected by tester"), after);
        Assert.True(Tells(after, "changed as tester corrected it"), after);
        Assert.False(Tells(after, "in its storefront"), after);
        Assert.Contains("on its way", after, StringComparison.Ordinal);
        Assert.All(string.Concat(told, after).Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public async Task A_message_is_decided_again_on_request()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);

        var (code, output, _) = await RunAsync(hub, folder, overHttp: true, "replay", "--id", "1");
        var (badCode, _, bad) = await RunAsync(hub, folder, overHttp: true, "replay", "--id", "999");

        Assert.Equal((0, 2), (code, badCode));
        Assert.Contains("1 decided again", output, StringComparison.Ordinal);
        Assert.Contains("999", bad, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_replay_would_change_is_told_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);
        var end = hub.Host.Hub.Journal.End;
        var mended = ServedHub.Warehouse.Replace("codes: { wms: LDS }", "codes: { wms: MARS }", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("trueup.yaml"), mended, CancellationToken.None);

        var (code, output, error) = await RunAsync(
            hub, folder, overHttp: false, "replay", "--since", "1h", "--connection", "wms", "--dry-run", "--json");
        var (ruled, would, _) = await RunAsync(hub, folder, overHttp: false, "replay", "--with-new-rules", "--json");

        Assert.Equal((0, "", 0), (code, error, ruled));
        using var preview = JsonDocument.Parse(output);
        Assert.Equal(2, preview.RootElement.GetProperty("messages").GetInt32());
        Assert.Contains(preview.RootElement.GetProperty("changes").EnumerateArray(), change =>
            change.GetProperty("what").GetString() == "case" && change.GetProperty("detail").GetString()!.Contains("LDS", StringComparison.Ordinal));
        using var compared = JsonDocument.Parse(would);
        Assert.NotEmpty(compared.RootElement.GetProperty("differences").EnumerateArray());
        Assert.Equal(end, hub.Host.Hub.Journal.End);
    }

    [Fact]
    public async Task Under_the_same_rules_the_past_would_be_what_it_is()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await TradedAsync(folder);

        var (code, output, _) = await RunAsync(hub, folder, overHttp: false, "replay", "--with-new-rules", "--json");
        var (verified, proof, _) = await RunAsync(hub, folder, overHttp: false, "replay", "--verify", "--json");

        Assert.Equal((0, 0), (code, verified));
        Assert.All([output, proof], text =>
        {
            using var json = JsonDocument.Parse(text);
            Assert.Empty(json.RootElement.GetProperty("differences").EnumerateArray());
            Assert.True(json.RootElement.GetProperty("entries").GetInt64() >= 2);
        });
    }

    [Fact]
    public async Task A_ledger_that_lies_is_found_out_and_folded_again()
    {
        using var folder = new TemporaryFolder();
        await (await TradedAsync(folder)).DisposeAsync();
        await using (var data = await DataFolder.OpenAsync(folder.File("data"), NullLogger.Instance))
        {
            await data.Ledger.SaveAsync([new LedgerRow(Fold.Stock, "TEE", null)], data.Ledger.Reflects, CancellationToken.None);
        }

        string[] config = ["--config", folder.File("trueup.yaml")];
        var (found, told, _) = await RunAsync(["replay", "--verify", .. config]);
        var (rebuilt, _, _) = await RunAsync(["replay", "--rebuild", .. config]);
        var (after, _, _) = await RunAsync(["replay", "--verify", .. config]);

        Assert.Equal((1, 0, 0), (found, rebuilt, after));
        Assert.Contains("TEE", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address", "is no address")]
    [InlineData("http://127.0.0.1:1", "No hub answers")]
    public async Task A_hub_that_cannot_be_reached_is_one_sentence(string address, string words)
    {
        var (code, _, error) = await RunAsync("exceptions", "list", "--hub", address);

        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Without_a_token_the_hub_does_not_answer_and_the_remedy_is_told()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);

        var (code, _, error) = await RunAsync("orders", "list", "--hub", hub.Host.Address.ToString());

        Assert.Equal(2, code);
        Assert.Contains("--token", error, StringComparison.Ordinal);
    }

    /// <summary>The words of the table of steps, which are broken over lines anywhere: without blanks.</summary>
    private static string Joined(string told)
    {
        var lines = told.Split('\n').SkipWhile(line => !line.Contains(" what", StringComparison.Ordinal)).ToArray();
        var from = lines[0].IndexOf(" what", StringComparison.Ordinal);
        return string.Concat(lines.Select(line => line.Length > from ? line[from..] : "")).Replace(" ", "", StringComparison.Ordinal);
    }

    private static bool Tells(string told, string words) =>
        Joined(told).Contains(words.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private const string OrderWithoutPostcode = """
        {"specversion":"1.0","id":"o9","source":"/shop","type":"trueup.order.placed.v1","data":
         {"number":"9","placedAt":"2026-03-01T10:00:00Z","currency":"GBP",
          "lines":[{"line":"1","sku":"TEE","quantity":1,"unitPrice":10.00,"tax":2.00,"taxRate":20,"total":12.00}],
          "totals":{"net":10.00,"tax":2.00,"gross":12.00},
          "shipping":{"address":{"name":"Ann","street":["1 High St"],"city":"Leeds","postcode":"","country":"GB"},"method":"dhl",
            "amount":{"net":0,"tax":0,"gross":0} } } }
        """;

    /// <summary>A warehouse that takes no order without a postcode, and that nobody reaches.</summary>
    private static string Picky => SmallMerchant.Yaml(new Uri("http://127.0.0.1:1"));

    private static async Task<ServedHub> TradedAsync(TemporaryFolder folder)
    {
        await File.WriteAllTextAsync(folder.File("trueup.yaml"), ServedHub.Warehouse, CancellationToken.None);
        var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        (await hub.DeliverAsync(ServedHub.Level("e2", "TEE", 5, location: "MARS"))).Dispose();
        await hub.SettleAsync();
        return hub;
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(
        ServedHub hub, TemporaryFolder folder, bool overHttp, params string[] arguments) => RunAsync(overHttp
        ? [.. arguments, "--hub", hub.Host.Address.ToString(), "--token", ServedHub.Token]
        : [.. arguments, "--config", folder.File("trueup.yaml")]);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (connectors, clock) = (ConnectorCatalogue.Installed, TimeProvider.System);
        var wires = new HttpWireFactory(clock);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await new CommandLine(
            new ExplainVerb(connectors, clock),
            new ParityVerb(connectors, wires, clock),
            new ExceptionsVerb(connectors, clock),
            new OrdersVerb(connectors, clock),
            new ReplayVerb(connectors, wires, clock)).RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
