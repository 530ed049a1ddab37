using Trueup.Connectors.Square;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Tests.Connectors.Square;

public sealed class SquareSettingsTests
{
    [Theory]
    [InlineData("auth.bearer", null, "auth.bearer")]
    [InlineData("url", "ftp://x", "url")]
    [InlineData("version", "now", "version")]
    [InlineData("orders.poll", "often", "orders.poll")]
    [InlineData("limits.batch", "101", "limits.batch")]
    [InlineData("inbound.auth.square.url", null, "inbound.auth.square")]
    public void Settings_that_are_wrong_are_named(string path, string? value, string named)
    {
        var settings = SquareTests.Settings("https://hub.example/in/pos", "key");
        if (value is null)
        {
            settings.Remove(path);
        }
        else
        {
            settings[path] = value;
        }

        var wrong = Assert.IsType<ConnectionOpening.Wrong>(new SquareConnector().Open(new ConnectionSettings(
            ConnectionName.Parse("pos"), settings, new Dictionary<string, string>(StringComparer.Ordinal))));

        Assert.Equal(named, Assert.Single(wrong.Problems).Path);
    }

    [Fact]
    public void A_connection_without_an_address_calls_square_itself()
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(
            """
            version: 1
            hub: { name: Northwind, time_zone: Europe/London, currency: GBP, store: ./data }
            connections:
              tills: { kind: square, auth: { bearer: till-token } }
            """,
            Surroundings.Of("."));

        var tills = loaded.Settings!.Connections.Single();

        Assert.Equal(("connect.squareup.com", "https://connect.squareup.com"), (tills.Url?.Host, tills.Settings.Find("url")));
    }

    [Fact]
    public void How_often_sales_are_read_is_no_setting_without_effect()
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(
            """
            version: 1
            hub: { name: Northwind, time_zone: Europe/London, currency: GBP, store: ./data }
            connections:
              tills: { kind: square, auth: { bearer: till-token }, orders: { poll: 1m, recheck: 2h }, days: { settle: 2h } }
            locations:
              soho: { name: Soho, owner: tills, codes: { tills: LSOHO } }
            """,
            Surroundings.Of("."));

        Assert.Equal([], loaded.Problems);
    }
}
