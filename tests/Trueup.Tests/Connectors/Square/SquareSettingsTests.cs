using Trueup.Connectors.Square;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

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
}
