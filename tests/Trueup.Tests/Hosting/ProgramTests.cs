using System.Diagnostics;

namespace Trueup.Tests.Hosting;

/// <summary>The real program at a terminal; it simulates in another process that is set for it.</summary>
public sealed class ProgramTests
{
    private const string Token = "the-token-of-somebody";

    [Fact]
    public async Task What_the_process_that_simulates_says_and_how_it_ends_come_through()
    {
        var (exitCode, said, complained) = await RunAsync("simulate", "--seed", "3", "--profile", "calm", "--hours", "0.02");

        Assert.Equal("", complained);
        Assert.Contains("1 of 1 worlds held every guarantee (profile calm, seeds from 3).", said, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task What_it_complains_of_comes_through_too()
    {
        var (exitCode, said, complained) = await RunAsync("simulate", "--seeds", "0");

        Assert.Equal("", said);
        Assert.StartsWith("Ask for at least one seed", complained, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("orders", "list")]
    [InlineData("exceptions", "list")]
    [InlineData("parity")]
    public async Task The_help_of_no_verb_tells_the_token_that_a_variable_holds(params string[] verb)
    {
        var (exitCode, said, _) = await RunAsync([.. verb, "--help"]);

        Assert.Contains("TRUEUP_TOKEN", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    private static async Task<(int ExitCode, string Said, string Complained)> RunAsync(params IEnumerable<string> arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var process = Process.Start(new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "trueup.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["TRUEUP_TOKEN"] = Token },
        })!;
        var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, said, await complained);
    }
}
