using Trueup.Core.Connecting;
using Trueup.Demo.Sandboxes;
using Trueup.Settings;
using Trueup.Wires;

using Trueup.Tests.Hosting;
namespace Trueup.Tests.Demo.Sandboxes;

/// <summary>Stores at Square that a configuration names, played on this machine.</summary>
public sealed class ConfiguredTillsTests
{
    [Fact]
    public async Task The_stores_of_a_configuration_pass_the_live_check_and_show_what_lies_and_sells_there()
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(
            $$"""
            version: 1
            hub: { name: Northwind, time_zone: Europe/London, currency: GBP, store: ./data, listen: "{{Loopback.FreeAddress()}}" }
            connections:
              tills:
                kind: square
                url: {{Loopback.FreeAddress()}}
                auth: { bearer: till-token }
                inbound: { auth: { square: { url: "https://hub.example.com/in/tills", keys: [till-key] } } }
            locations:
              soho: { name: Soho, owner: tills, codes: { tills: LSOHO } }
            """,
            Surroundings.Of("."));
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        await using var sandbox = await ConfiguredSandbox.OpenAsync(
            loaded.Settings, TimeProvider.System, CancellationToken.None);
        var connection = loaded.Settings.Connections.Single();
        var wire = new HttpWireFactory(TimeProvider.System).Open(connection.Settings);

        var findings = await ((ILiveCheck)connection.Connection).CheckAsync(wire, ["LSOHO"], CancellationToken.None);
        sandbox.Buy();
        sandbox.Buy();
        var page = await ((IPoller)connection.Connection).PollAsync(
            wire, "orders", "", TimeProvider.System.GetUtcNow(), CancellationToken.None);

        Assert.Empty(findings);
        Assert.NotEmpty(Assert.IsType<PollOutcome.Page>(page).Messages);
        Assert.Contains("tills: stores at Square", Assert.Single(sandbox.Told), StringComparison.Ordinal);
        var push = sandbox.Use(() => sandbox.Tills[0].Twin.TakePushes(TimeProvider.System.GetUtcNow()))[0];
        Assert.IsType<InboundVerdict.Accepted>(
            ((IInboundScheme)connection.Connection).Open(push, TimeProvider.System.GetUtcNow()));
    }
}
