using System.Text.Json;
using System.Text.RegularExpressions;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Tests.Architecture;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Documents;

public sealed partial class DashboardTests
{
    /// <summary>A panel that asks for a counter which nobody serves stays empty for ever, and nobody notices.</summary>
    [Fact]
    public async Task Every_counter_and_label_that_the_dashboard_asks_for_is_served_by_a_hub_that_trades()
    {
        await using var estate = await TradingEstate.OpenAsync(
            """
            alerts: [ { when: "parity < 99%", notify: [ops] } ]
            notify: { ops: { webhook: "http://127.0.0.1:1/hook" } }
            """,
            change: null,
            "TEE");
        (await estate.ReportAsync("r1", "TEE", 40)).Dispose();
        await estate.Hub.UntilAsync(() => estate.SourceOf("TEE") == 38, "the first report is written");
        estate.Server.Use(() => estate.Shop.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 5)], TimeProvider.System.GetUtcNow()));
        await estate.Hub.UntilAsync(() => estate.Hub.Host.Hub.State.Orders.Count == 1, "the order is polled");
        (await estate.ReportAsync("r2", "TEE", -1)).Dispose();
        await estate.Hub.SettleAsync();
        using var answer = await estate.Hub.AskAsync(HttpMethod.Get, "/metrics");
        var text = await answer.Content.ReadAsStringAsync();
        var served = Kind().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var labels = Label().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        var asked = Expressions().SelectMany(expression => Counter().Matches(expression)).Select(match => match.Value)
            .Distinct(StringComparer.Ordinal).ToArray();
        var sorted = Expressions().SelectMany(expression => By().Matches(expression))
            .SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal);

        Assert.True(asked.Length > 15, $"{asked.Length} counters asked for");
        Assert.Empty(asked.Except(served, StringComparer.Ordinal));
        Assert.Empty(sorted.Except(labels, StringComparer.Ordinal));
    }

    /// <summary>Set, the list in the tree is written anew.</summary>
    private const string RenewVariable = "TRUEUP_RENEW_METRICS";

    [Fact]
    public async Task The_list_of_counters_is_what_a_hub_serves()
    {
        await using var estate = await TradingEstate.OpenAsync(
            """
            alerts: [ { when: "parity < 99%", notify: [ops] } ]
            notify: { ops: { webhook: "http://127.0.0.1:1/hook" } }
            """,
            change: null,
            "TEE");
        using var answer = await estate.Hub.AskAsync(HttpMethod.Get, "/metrics");
        var rows = Help().Matches(await answer.Content.ReadAsStringAsync())
            .Select(match => $"| `{match.Groups["name"].Value}` | {match.Groups["kind"].Value} | {match.Groups["help"].Value} |")
            .Order(StringComparer.Ordinal).ToArray();
        var path = Path.Combine(SourceTree.Root, "docs", "operations", "metrics.md");
        if (Environment.GetEnvironmentVariable(RenewVariable) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, $"""
                # Metrics

                Everything that `/metrics` serves and OpenTelemetry exports. A test holds this list against a hub; set {RenewVariable}=1 and run it to renew it.

                | name | kind | what |
                |---|---|---|
                {string.Join('\n', rows)}

                """);
        }

        var listed = (await File.ReadAllLinesAsync(path)).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.NotEmpty(rows);
        Assert.Equal(rows, listed);
    }

    [GeneratedRegex("""# HELP (?<name>\w+) (?<help>[^\n]*)\n# TYPE \w+ (?<kind>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Help();

    [Fact]
    public void No_two_panels_lie_over_each_other_and_each_says_what_it_is()
    {
        using var board = JsonDocument.Parse(Board);
        var cells = new HashSet<(int, int)>();
        foreach (var panel in board.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.NotEqual("", panel.GetProperty("title").GetString());
            var grid = panel.GetProperty("gridPos");
            var (left, top) = (grid.GetProperty("x").GetInt32(), grid.GetProperty("y").GetInt32());
            for (var x = left; x < left + grid.GetProperty("w").GetInt32(); x++)
            {
                for (var y = top; y < top + grid.GetProperty("h").GetInt32(); y++)
                {
                    Assert.True(x < 24 && cells.Add((x, y)), $"{panel.GetProperty("title")} at {x},{y}");
                }
            }
        }
    }

    private static string Board => File.ReadAllText(Path.Combine(SourceTree.Root, "docs/operations/grafana-dashboard.json"));

    private static string[] Expressions()
    {
        using var board = JsonDocument.Parse(Board);
        return
        [
            .. board.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray().ToArray() : [])
                .Select(target => target.GetProperty("expr").GetString()!),
        ];
    }

    [GeneratedRegex("(?:trueup|process|dotnet)_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counter();

    [GeneratedRegex("# TYPE (?<name>[a-z_]+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kind();

    [GeneratedRegex("[{,](?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex("by ?\\((?<labels>[a-z_, ]+)\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex By();
}
