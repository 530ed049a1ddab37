using Trueup.Core.Audit;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Audit;

/// <summary>What an audit makes of two storefronts that sell the same shelves.</summary>
public sealed class AuditorTests
{
    private static readonly ConnectionName Adobe = ConnectionName.Parse("adobe-uk");
    private static readonly ConnectionName Composable = ConnectionName.Parse("ct-eu");
    private static readonly ConnectionName Warehouse = ConnectionName.Parse("wms");
    private static readonly LocationCode Leeds = LocationCode.Parse("leeds");
    private static readonly LocationCode Paris = LocationCode.Parse("paris");
    private static readonly Sku Cap = Sku.Parse("CAP");
    private static readonly Sku Set = Sku.Parse("SET");
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ContractTerms Terms = new()
    {
        Connections = [new ConnectionRule(Warehouse, "http", ["warehouse"], Basis.OnHand, [])],
        Locations =
        [
            new LocationRule(Leeds, "Leeds", Warehouse,
            [
                new LocationAlias(Warehouse, "LDS"), new LocationAlias(Adobe, "leeds_src"), new LocationAlias(Composable, "leeds"),
            ]),
            new LocationRule(Paris, "Paris", Warehouse, [new LocationAlias(Warehouse, "PAR"), new LocationAlias(Composable, "paris")]),
        ],
        Kits = [new KitRule(Set, [new KitComponent(Cap, PerKit: 2)])],
    };

    /// <summary>The owner has 10; one storefront has an open order of 3; the other's source may hold 7 to 10.</summary>
    [Theory]
    [InlineData("adobe-uk", 6, "STOCK.HIDDEN")]
    [InlineData("adobe-uk", 7, null)]
    [InlineData("adobe-uk", 10, null)]
    [InlineData("adobe-uk", 11, "STOCK.GHOST")]
    [InlineData("ct-eu", 6, "STOCK.HIDDEN")]
    [InlineData("ct-eu", 7, null)]
    [InlineData("ct-eu", 10, null)]
    [InlineData("ct-eu", 11, "STOCK.GHOST")]
    public void What_another_storefront_has_on_order_lowers_what_a_source_must_hold(string storefront, int holds, string? code)
    {
        var (one, other) = storefront == "ct-eu" ? (Composable, Adobe) : (Adobe, Composable);
        var buyer = Shop(other, 10) with { Orders = [Ordered(other, Cap, 3)] };

        Assert.Equal(Expected(code, one), Judge(Shop(one, holds), buyer));
        Assert.Equal(Expected(code, one), Judge(buyer, Shop(one, holds)));
    }

    /// <summary>The storefront's own order of 3 is held back in its own figure: 10 to 13.</summary>
    [Theory]
    [InlineData("adobe-uk", 9, "STOCK.HIDDEN")]
    [InlineData("adobe-uk", 10, null)]
    [InlineData("adobe-uk", 13, null)]
    [InlineData("adobe-uk", 14, "STOCK.GHOST")]
    [InlineData("ct-eu", 9, "STOCK.HIDDEN")]
    [InlineData("ct-eu", 13, null)]
    [InlineData("ct-eu", 14, "STOCK.GHOST")]
    public void What_a_storefront_holds_back_itself_raises_what_its_source_may_hold(string storefront, int holds, string? code)
    {
        var (one, other) = storefront == "ct-eu" ? (Composable, Adobe) : (Adobe, Composable);

        Assert.Equal(
            Expected(code, one), Judge(Shop(one, holds) with { Orders = [Ordered(one, Cap, 3)] }, Shop(other, 10)));
    }

    [Theory]
    [InlineData(6, "STOCK.HIDDEN")]
    [InlineData(7, null)]
    [InlineData(11, "STOCK.GHOST")]
    public void An_own_order_that_is_not_held_lowers_the_source_as_if_it_were_another_storefronts(int holds, string? code) =>
        Assert.Equal(
            Expected(code, Composable),
            Judge(Shop(Composable, holds) with { Orders = [Ordered(Composable, Cap, 3, reserves: false)] }));

    [Theory]
    [InlineData(3, "STOCK.HIDDEN")]
    [InlineData(4, null)]
    [InlineData(11, "STOCK.GHOST")]
    public void A_kit_on_order_takes_its_components_and_is_held_as_a_kit(int holds, string? code)
    {
        Assert.Equal(
            Expected(code, Composable),
            Judge(Shop(Composable, holds), Shop(Adobe, 10) with { Orders = [Ordered(Adobe, Set, 3)] }));
        Assert.Equal(
            Expected(code, Composable), Judge(Shop(Composable, holds) with { Orders = [Ordered(Composable, Set, 3)] }));
    }

    [Fact]
    public void What_is_shipped_and_what_is_cancelled_takes_nothing_any_more()
    {
        var order = Ordered(Adobe, Cap, 3);
        order = order with { Progress = order.Progress with { Lines = [new LineProgress("1", Shipped: 1, Cancelled: 1, Refunded: 0)] } };
        var buyer = Shop(Adobe, 10) with { Orders = [order] };

        Assert.Equal([], Judge(Shop(Composable, 9), buyer));
        Assert.Equal(Expected("STOCK.HIDDEN", Composable), Judge(Shop(Composable, 8), buyer));
    }

    [Fact]
    public void A_place_that_the_other_storefront_does_not_sell_from_is_not_touched_by_its_orders()
    {
        var buyer = Shop(Adobe, 10) with { Orders = [Ordered(Adobe, Cap, 3)] };
        var shop = Shop(Composable, 10);
        var paris = shop with { Rows = shop.Rows.Add(new ObservedRow(Cap, "paris", State: null, 9)) };

        Assert.Equal(Expected("STOCK.HIDDEN", Composable), Judge(paris, buyer));
    }

    [Fact]
    public void What_depends_on_orders_that_could_not_be_read_is_not_judged()
    {
        Items<SurveyGap> unread = [new SurveyGap(SurveyPart.Orders, "403")];

        Assert.Equal([], Judge(Shop(Composable, 6), Shop(Adobe, 10) with { Gaps = unread }));
        Assert.Equal(Expected("STOCK.GHOST", Composable), Judge(Shop(Composable, 11), Shop(Adobe, 10) with { Gaps = unread }));
        Assert.Equal([], Judge(Shop(Composable, 11) with { Gaps = unread }));
    }

    /// <summary>A channel's currency counts before its storefront's, and that before the hub's.</summary>
    [Theory]
    [InlineData("adobe-uk", "GBP", null, null)]
    [InlineData("adobe-uk", "EUR", null, "It is charged in EUR, not GBP.")]
    [InlineData("ct-eu", "EUR", null, null)]
    [InlineData("ct-eu", "CHF", "swiss", null)]
    [InlineData("ct-eu", "EUR", "swiss", "It is charged in EUR; channel swiss charges in CHF.")]
    [InlineData("ct-eu", "GBP", "german", "It is charged in GBP, not EUR or SEK.")]
    public void A_currency_is_judged_by_channel_then_storefront_then_hub(
        string storefront, string currency, string? channel, string? wrong)
    {
        var shop = ConnectionName.Parse(storefront);
        var order = Ordered(shop, Cap, 1);
        order = order with { Order = order.Order with { Currency = currency, Channel = channel } };
        var terms = Terms with
        {
            Connections = Terms.Connections.Add(new ConnectionRule(Composable, "commercetools", ["storefront"], Basis.OnHand, [])
            {
                Currencies = ["EUR", "SEK"],
                ChannelCurrencies = [new ChannelCurrency("swiss", "CHF")],
            }),
        };

        var report = Auditor.Examine(
            new Survey(new OwnershipContract(terms), "GBP", [Shop(shop, 10) with { Orders = [order] }], []));

        var found = report.Findings.Where(finding => finding.Code == AuditCodes.Currency)
            .SelectMany(finding => finding.Rows).Select(row => row.Detail).ToArray();
        Assert.Equal(wrong is null ? [] : [wrong], found);
    }

    private static string[] Expected(string? code, ConnectionName storefront) => code is null ? [] : [$"{code} {storefront}"];

    private static string[] Judge(params StorefrontSurvey[] shops)
    {
        var report = Auditor.Examine(new Survey(
            new OwnershipContract(Terms), "GBP", shops.ToItems(),
            [new OwnerSurvey("wms", Warehouse, [new ObservedRow(Cap, "LDS", State: null, 10), new ObservedRow(Cap, "PAR", State: null, 10)])]));
        return [.. report.Findings.Where(finding => finding.Code.Code is "STOCK.GHOST" or "STOCK.HIDDEN")
            .SelectMany(finding => finding.Rows.Select(_ => $"{finding.Code} {finding.Where}"))];
    }

    private static StorefrontSurvey Shop(ConnectionName name, int holds) => new(name)
    {
        Rows = [new ObservedRow(Cap, name == Adobe ? "leeds_src" : "leeds", State: null, holds)],
    };

    private static Fact.OrderObserved Ordered(ConnectionName storefront, Sku sku, int units, bool reserves = true) => new(
        new CanonicalOrder(OrderId.Parse($"{storefront}:1"), "1", storefront, Morning, "GBP")
        {
            Lines = [new OrderLine("1", sku, sku.Text, units, "simple")],
        },
        new OrderProgress("remote-1", "processing", Morning, OrderPhase.Open, reserves, []));
}
