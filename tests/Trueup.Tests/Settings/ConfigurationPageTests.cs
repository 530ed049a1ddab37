using Trueup.Core.Connecting;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

/// <summary>The reference page says exactly what the check knows.</summary>
public sealed class ConfigurationPageTests
{
    private const string KeyTableHead = "| key | form | meaning |";

    private static readonly string[] Page = File.ReadAllLines(RepositoryFolder.Of("docs", "configuration.md"));

    private static IEnumerable<string> Rows =>
    [
        .. KeyRules.OfFile.Select(rule => RowOf(rule, rule.Path)),
        .. KeyRules.OfConnection(new ConnectorManifest("any", "Any", [], [], new ConnectionLimits(1, 1, 1, 1)))
            .Select(rule => RowOf(rule, $"connections.*.{rule.Path}")),
    ];

    [Fact]
    public void Every_key_has_its_row() =>
        Assert.True(Rows.All(Page.Contains), $"docs/configuration.md lacks:\n{string.Join('\n', Rows.Except(Page))}");

    [Fact]
    public void No_row_tells_of_a_key_that_is_not_there()
    {
        var told = new List<string>();
        foreach (var (place, line) in Page.Index())
        {
            if (line == KeyTableHead)
            {
                told.AddRange(Page.Skip(place + 2).TakeWhile(row => row.StartsWith('|')));
            }
        }

        Assert.NotEmpty(told);
        var extra = told.Except(Rows);

        Assert.True(!extra.Any(), $"docs/configuration.md tells of what is not declared:\n{string.Join('\n', extra)}");
    }

    private static string RowOf(KeyRule rule, string path) =>
        $"| `{path}` | {FormOf(rule)}{(rule.Required ? ", required" : "")} | {rule.Meaning} |";

    private static string FormOf(KeyRule rule)
    {
        var value = rule.Form.Choices.IsEmpty ? rule.Form.Name : string.Join(" · ", rule.Form.Choices);
        return rule.Form.Shape switch
        {
            FormShape.Many => $"list of {value}",
            FormShape.OneOrMany => $"{value}, or a list of such",
            _ => value,
        };
    }
}
