using Trueup.Connectors.Http;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Settings;

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

    /// <summary>A storefront that cannot show whether an order is paid is never asked to cancel it: better known before the first expires.</summary>
    [Theory]
    [InlineData("", "cancels nothing: there is no order.cancel")]
    [InlineData("order.cancel: { request: POST /cancel }", "cancels nothing: order.status has no result.payment, so nobody can see whether an order is paid")]
    [InlineData(
        "order.cancel: { request: POST /cancel }, order.status: { request: GET /order, result: { status: $.s, payment: $.p }, unpaid: [open, due] }", null)]
    public void A_storefront_that_cancels_nothing_for_want_of_payment_is_told_of(string operations, string? warning)
    {
        var loaded = Configuration.Load(
            $$"""
            version: 1
            hub: { name: H, currency: GBP, store: ./data }
            connections:
              shop: { kind: http, roles: [storefront], url: "https://shop.example", orders: { expire: [{ after: 48h }] }, operations: { {{operations}} } }
              wms: { kind: http, inbound: { auth: { bearer: "a-token-of-the-warehouse" } } }
            locations: { leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds } } }
            ownership: { stock: { owner: by-location, subscribers: [] }, order: { owner: shop, subscribers: [] } }
            """,
            new ConnectorCatalogue(new HttpConnector()));

        Assert.NotNull(loaded.Settings);
        Assert.Equal(
            warning is null ? [] : [$"connections.shop.orders.expire: {warning}"],
            loaded.Problems.Where(problem => problem.Path.EndsWith("expire", StringComparison.Ordinal))
                .Select(problem => $"{problem.Path}: {problem.Message}"));
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
