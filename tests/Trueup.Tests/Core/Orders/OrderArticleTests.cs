using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

public class OrderArticleTests
{
    private static readonly Sku Gone = Sku.Parse("GONE-1");

    [Fact]
    public void An_article_that_neither_the_storefront_nor_any_owner_has_holds_the_order_and_is_named()
    {
        var hub = Start().See(Ordered(Gone));

        Assert.False(hub.Order("A").IsReleased);
        var finding = Assert.Single(hub.Findings);
        Assert.Equal(OrderCases.ArticleUnknown, finding.Code);
        Assert.Contains("lines[1].sku GONE-1", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_article_that_an_owner_reported_is_sent_though_the_shop_deleted_it_and_one_that_nobody_looked_for_is_sent_too()
    {
        Assert.True(Start().See(Ordered(Cap)).Order("A").IsReleased);
        Assert.True(Start().Report(Gone, Leeds, 0, At(0)).See(Ordered(Gone)).Order("A").IsReleased);
        Assert.True(Start().See(Ordered(Gone) with { Unlisted = null }).Order("A").IsReleased);
        Assert.True(Start().See(Ordered(Gone) with { Unlisted = ["2"] }).Order("A").IsReleased);
    }

    [Fact]
    public void A_kit_is_known_by_its_parts_and_what_is_no_goods_by_nobody()
    {
        var kits = new OwnershipContract(Terms() with { Kits = [new KitRule(Gone, [new KitComponent(Cap, 2)])] });
        Assert.True(new Hub(kits).Report(Cap, Leeds, 10, At(0)).See(Ordered(Gone)).Order("A").IsReleased);

        var seen = Order("A", Line(Gone, 1) with { Type = "virtual" }) with { Unlisted = ["1"] };
        Assert.True(Start().See(seen).Order("A").IsReleased);
    }

    [Fact]
    public void While_the_order_may_not_go_anyway_nothing_is_said()
    {
        var hub = Start().See(Ordered(Gone).In("holded", OrderPhase.OnHold));

        Assert.Empty(hub.Findings);
    }

    [Fact]
    public void Once_the_storefront_has_the_product_again_or_a_person_says_so_the_order_goes()
    {
        var held = Start().See(Ordered(Gone));

        Assert.True(held.See(Ordered(Gone).Later(5) with { Unlisted = null }).Order("A").IsReleased);
        Assert.Contains(OrderDocuments.Reopen(held.Order("A"), held.Contract).Events, change => change is OrderEvent.Released);
    }

    private static Hub Start() => new Hub(new OwnershipContract(Terms())).Report(Cap, Leeds, 10, At(0));

    private static Fact.OrderObserved Ordered(Sku sku) => Order("A", Line(sku, 1)) with { Unlisted = ["1"] };
}
