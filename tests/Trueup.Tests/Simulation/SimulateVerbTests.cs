using Trueup.Settings;
using Trueup.Verbs;

namespace Trueup.Tests.Simulation;

/// <summary>What <c>trueup simulate</c> refuses, in one sentence, before it simulates anything.</summary>
public sealed class SimulateVerbTests
{
    [Theory]
    [InlineData("--json goes with --config only", "--json")]
    [InlineData("--skus goes with --config only", "--skus", "50")]
    [InlineData("--orders goes with --config only", "--orders", "50")]
    [InlineData("--reports goes with --config only", "--reports", "50")]
    [InlineData("--vendor-limit goes with --config only", "--vendor-limit", "wms=3/s")]
    [InlineData("--seeds does not go with --config", "--config", "trueup.yaml", "--seeds", "3")]
    [InlineData("--hours is a number, not \"abc\".", "--hours", "abc")]
    [InlineData("Ask for at least one seed, up to a year, ", "--hours", "NaN")]
    [InlineData("Ask for at least one seed, up to a year, ", "--hours", "Infinity")]
    [InlineData("--seeds is a whole number, not \"many\".", "--seeds", "many")]
    [InlineData("--trace: ", "--trace", "/nowhere/at/all/history.txt")]
    public async Task What_it_cannot_do_it_says_at_once(string said, params string[] options)
    {
        var (exitCode, output, error) = await RunAsync(["simulate", .. options]);

        Assert.Equal((CommandLine.Failed, ""), (exitCode, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Its_help_tells_how_long_each_profile_is()
    {
        var (_, output, _) = await RunAsync(["simulate", "--help"]);

        var help = string.Join(' ', output.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("swarm 20 minutes, flash-sale 15 minutes, long-haul 24 hours; with --config 8 hours.", help, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await new CommandLine(new SimulateVerb(ConnectorCatalogue.Installed)).RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
