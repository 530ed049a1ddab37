using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;
using Trueup.Verbs;
using Trueup.Wires;

namespace Trueup.Tests.Verbs;

/// <summary>Options with values that make no sense: the same sentence, and exit code 2, of a running hub and of its folder.</summary>
public sealed class WrongValueTests
{
    [Theory]
    [InlineData("orders list --limit 0", "limit is 1 to 1000.")]
    [InlineData("orders list --limit -3", "limit is 1 to 1000.")]
    [InlineData("orders list --limit 1001", "limit is 1 to 1000.")]
    [InlineData("orders list --limit abc", "--limit is a whole number, not \"abc\".")]
    [InlineData("orders list --status lost", "status is one of captured, released, ")]
    [InlineData("orders list --stage lost", "stage is one of captured, ")]
    [InlineData("orders list --storefront nix", "There is no storefront \"nix\"")]
    [InlineData("days list --store nix", "There is no store \"nix\"; configured: ")]
    [InlineData("orders splits --since soon", "--since is a duration such as 24h or 7d, not \"soon\".")]
    [InlineData("days list --limit 0", "limit is 1 to 1000.")]
    [InlineData("days list --state nix", "state is one of open, differs, agreed, waiting, posted, refused.")]
    [InlineData("exceptions list --limit 0", "limit is 1 to 1000.")]
    [InlineData("exceptions list --state lost", "state is one of open, assigned, waiting, ")]
    [InlineData("exceptions list --owner nobody", "owner is one of ")]
    [InlineData("exceptions list --code STOCK.SKU_UNKOWN", "There is no code \"STOCK.SKU_UNKOWN\"; did you mean \"STOCK.SKU_UNKNOWN\"?")]
    [InlineData("exceptions list --code nix", "There is no code \"nix\": docs/operations/runbooks has a page for each.")]
    [InlineData("exceptions snooze 1 never", "UNTIL is a time such as 2026-03-01T12:00:00Z, not \"never\".")]
    [InlineData("replay --id first", "--id is a whole number, not \"first\".")]
    [InlineData("explain TEE --storefront nix", "There is no storefront of this name that follows stock.")]
    [InlineData("explain TEE --storefront a/b", "There is no storefront of this name that follows stock.")]
    [InlineData("explain TEE --location nix", "There is no such location.")]
    [InlineData("explain NOBODY", "The hub never heard of this SKU.")]
    public async Task A_wrong_value_is_told_in_the_same_sentence_of_a_running_hub_and_of_its_folder(string written, string sentence)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("trueup.yaml"), ServedHub.Warehouse, CancellationToken.None);
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse, folder.Path);
        (await hub.DeliverAsync(ServedHub.Level("e1", "TEE", 5))).Dispose();
        await hub.SettleAsync();
        var arguments = written.Split(' ');

        var served = await RunAsync([.. arguments, "--hub", hub.Host.Address.ToString(), "--token", ServedHub.Token]);
        var read = await RunAsync([.. arguments, "--config", folder.File("trueup.yaml")]);

        Assert.Equal((2, 2), (served.Code, read.Code));
        Assert.StartsWith(sentence, served.Error.Replace("The hub says: ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith(sentence, read.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] arguments)
    {
        var (connectors, clock) = (ConnectorCatalogue.Installed, TimeProvider.System);
        var wires = new HttpWireFactory(clock);
        await using var error = new StringWriter();
        var code = await new CommandLine(
            new ExplainVerb(connectors, clock),
            new ExceptionsVerb(connectors, clock),
            new OrdersVerb(connectors, clock),
            new DaysVerb(connectors, clock),
            new ReplayVerb(connectors, wires, clock)).RunAsync(arguments, TextWriter.Null, error);
        return (code, error.ToString());
    }
}
