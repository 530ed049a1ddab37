namespace Trueup.Console.Tests;

/// <summary>The console's client is generated from a description that is kept in the tree.</summary>
[Collection(TradingShopTests.Name)]
public sealed class ApiSnapshotTests(TradingShop shop)
{
    /// <summary>Set, the description in the tree is written anew ("npm run client" then renews the types).</summary>
    private const string RenewVariable = "TRUEUP_RENEW_API";

    [Fact]
    public async Task The_description_in_the_tree_is_what_the_program_serves()
    {
        var path = Path.Combine(SourceTree.Root, "console", "openapi.json");
        using var client = new HttpClient { BaseAddress = shop.Address };
        var served = Plain(await client.GetStringAsync("/openapi/v1.json"));
        if (Environment.GetEnvironmentVariable(RenewVariable) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, served);
        }

        Assert.True(
            Plain(await File.ReadAllTextAsync(path)) == served,
            $"console/openapi.json is not what the program serves: set {RenewVariable}=1 and run this test, then " +
            "npm run client in console/.");
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n");
}
