using System.Text.RegularExpressions;
using Trueup.Tests.Architecture;

namespace Trueup.Tests.Documents;

public sealed partial class DashboardTests
{
    /// <summary>A panel that asks for a counter which nobody writes stays empty for ever, and nobody notices.</summary>
    [Fact]
    public void Every_counter_that_the_dashboard_asks_for_is_written_somewhere()
    {
        var asked = Counter().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs/operations/grafana-dashboard.json")))
            .Select(match => match.Value).Distinct(StringComparer.Ordinal).ToArray();
        var written = SourceTree.CSharp("src").SelectMany(file => Counter().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(written, StringComparer.Ordinal));
    }

    [GeneratedRegex("(?:trueup|process|dotnet)_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counter();
}
