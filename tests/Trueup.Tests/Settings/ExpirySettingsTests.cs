using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Tests.Settings;

/// <summary>How long an order may wait for its payment.</summary>
public sealed class ExpirySettingsTests
{
    private const string Release = "release_when: [processing]";

    [Fact]
    public void Nothing_expires_where_nothing_is_said() =>
        Assert.Empty(Configuration.Load(Configuration.Example).Settings!.Contract.Connections[0].Expiry);

    [Fact]
    public void Times_are_read_with_what_they_hold_for()
    {
        var loaded = Configuration.LoadWith(Release, $"{Release}, expire: [{{ after: 48h }}, {{ after: 7d, payment: bank, channel: b2b }}]");

        Assert.Equal([], loaded.Problems);
        Items<ExpiryRule> expected = [new(TimeSpan.FromHours(48)), new(TimeSpan.FromDays(7), Channel: "b2b", Payment: "bank")];
        Assert.Equal(expected, loaded.Settings!.Contract.Connections[0].Expiry);
    }

    [Theory]
    [InlineData("{ after: 0h }", "connections.adobe-uk.orders.expire[0].after: must be longer than nothing")]
    [InlineData("{ payment: bank }", "connections.adobe-uk.orders.expire[0]")]
    [InlineData("{ after: soon }", "connections.adobe-uk.orders.expire[0].after: expected a duration such as 30s, 5m, 2h or 1d")]
    public void A_time_that_makes_no_sense_is_told(string rule, string told)
    {
        var loaded = Configuration.LoadWith(Release, $"{Release}, expire: [{rule}]");

        Assert.Null(loaded.Settings);
        Assert.Contains(told, Configuration.Only(loaded), StringComparison.Ordinal);
    }
}
