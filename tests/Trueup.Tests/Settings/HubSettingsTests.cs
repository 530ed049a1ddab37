using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class HubSettingsTests
{
    [Fact]
    public void Tokens_and_limits_of_the_hub_are_read()
    {
        var loaded = Configuration.LoadWith(
            "  currency: GBP\n",
            """
              currency: GBP
              tokens:
                - { name: console, token: 0123456789abcdef, scopes: [read, operate] }
              limits: { body: 1MiB, intake: 600/m }

            """);

        Assert.Equal([], loaded.Problems);
        var hub = loaded.Settings!.Hub;
        Assert.Equal(
            [new ApiToken("console", new Secret("0123456789abcdef"), [ApiScope.Read, ApiScope.Operate])], hub.Tokens);
        Assert.Equal(new HubLimits { BodyBytesMax = 1_048_576, Intake = new Rate(10m) }, hub.Limits);
    }

    [Theory]
    [InlineData("- { name: a, token: short, scopes: [read] }", "a token has at least 16 characters")]
    [InlineData("- { name: a, token: 0123456789abcdef, scopes: [] }", "names no scope")]
    [InlineData("- { name: a, token: 0123456789abcdef, scopes: [root] }", "expected one of read, operate, admin")]
    [InlineData("- { name: a, scopes: [read] }", "\"token\" is missing")]
    public void A_token_that_protects_nothing_is_refused(string token, string told)
    {
        var loaded = Configuration.LoadWith("  currency: GBP\n", $"  currency: GBP\n  tokens:\n    {token}\n");

        Assert.Contains(told, Configuration.Only(loaded), StringComparison.Ordinal);
    }
}
