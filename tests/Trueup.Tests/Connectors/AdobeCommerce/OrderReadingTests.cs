using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class OrderReadingTests
{
    public static TheoryData<string> Orders() => [.. Directory
        .EnumerateFiles(Repository.PathOf("src/Trueup.Connectors/AdobeCommerce/Samples"), "order.*.in.json")
        .Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Totals_add_up_to_the_cent(string sample)
    {
        var totals = Observed(Sample(sample)).Order.Totals;

        Assert.Equal(totals.Gross, totals.Net - totals.Discount + totals.Shipping + totals.Tax);
    }

    [Theory]
    [InlineData("order.bundle-separately.in.json")]
    [InlineData("order.bundle-together.in.json")]
    [InlineData("order.configurable.in.json")]
    [InlineData("order.tax-coupon-refunded.in.json")]
    public void Lines_and_shipping_add_up_to_what_was_charged(string sample)
    {
        var order = Observed(Sample(sample)).Order;

        Assert.Equal(order.Totals.Gross, order.Lines.Sum(line => line.Total) + order.Shipping!.Gross);
    }

    [Fact]
    public void A_shipped_and_cancelled_configurable_counts_on_its_child()
    {
        var progress = Observed(Order(
            Item(1, "configurable", "HOOD-S", "\"qty_ordered\":5,\"qty_shipped\":2,\"qty_canceled\":3,\"price\":50"),
            Item(2, "simple", "HOOD-S", """ "parent_item_id":1,"qty_ordered":5,"qty_shipped":0,"price":0"""))).Progress;

        Assert.Equal([new LineProgress("2", Shipped: 2, Cancelled: 3, Refunded: 0)], progress.Lines);
    }

    [Fact]
    public void A_part_with_a_price_keeps_its_own_figures()
    {
        // A dynamic bundle after partial refunds: the parent's 6 of 3 refunded mean nothing (lifecycle J2).
        var progress = Observed(Order(
            Item(1, "bundle", "BUN", """ "qty_ordered":3,"qty_shipped":2,"qty_refunded":6,"price":155"""),
            Item(2, "simple", "TEE-041", """ "parent_item_id":1,"qty_ordered":3,"qty_refunded":1,"price":51""")))
            .Progress;

        Assert.Equal([new LineProgress("2", Shipped: 2, Cancelled: 0, Refunded: 1)], progress.Lines);
    }

    [Fact]
    public void Virtual_goods_leave_with_the_invoice()
    {
        var progress = Observed(Order(
            Item(1, "virtual", "WARRANTY", """ "is_virtual":"1","qty_ordered":"3.0000","qty_invoiced":"2.0000" """)))
            .Progress;

        Assert.Equal([new LineProgress("1", Shipped: 2, Cancelled: 0, Refunded: 0)], progress.Lines);
    }

    [Theory]
    [InlineData("new", OrderPhase.Open)]
    [InlineData("pending_payment", OrderPhase.Open)]
    [InlineData("holded", OrderPhase.OnHold)]
    [InlineData("complete", OrderPhase.Finished)]
    [InlineData("closed", OrderPhase.Finished)]
    [InlineData("canceled", OrderPhase.Cancelled)]
    [InlineData("custom_state", OrderPhase.Open)]
    public void A_state_has_a_phase(string state, OrderPhase phase) =>
        Assert.Equal(phase, Observed(Order(Item(1, "simple", "A", "\"qty_ordered\":1")).Replace(
            "\"new\"", $"\"{state}\"", StringComparison.Ordinal)).Progress.Phase);

    [Fact]
    public void Only_an_order_from_a_quote_reserves()
    {
        var placed = Order(Item(1, "simple", "A", "\"qty_ordered\":1"));
        var imported = placed.Replace("\"quote_id\":9,", "", StringComparison.Ordinal);

        Assert.True(Observed(placed).Progress.Reserves);
        Assert.False(Observed(imported).Progress.Reserves);
    }

    [Fact]
    public void A_made_up_sku_that_is_too_long_is_cut()
    {
        var order = Observed(Order(Item(1, "simple", new string('X', 100), "\"qty_ordered\":1"))).Order;

        Assert.Equal(64, order.Lines[0].Sku.Text.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"order\"")]
    [InlineData("{}")]
    [InlineData("""{"order":{"entity_id":1}}""")]
    [InlineData("""{"entity_id":1,"increment_id":"1","items":null}""")]
    [InlineData("""{"entity_id":1,"increment_id":"1","items":[{"item_id":1}],"created_at":"yesterday"}""")]
    public void What_cannot_be_used_is_kept_and_said(string body)
    {
        var unusable = Assert.IsType<Fact.Unusable>(Read(body));

        Assert.Equal(CaseCodes.Unreadable, unusable.Code);
    }

    [Fact]
    public void A_complaint_names_no_person()
    {
        var unusable = Assert.IsType<Fact.Unusable>(Read(
            """{"entity_id":1,"customer_email":"jane.doe@example.com","increment_id":"1","items":[]}"""));

        Assert.DoesNotContain("jane", unusable.Detail, StringComparison.OrdinalIgnoreCase);
    }

    private static Fact.OrderObserved Observed(string body) => Assert.IsType<Fact.OrderObserved>(Read(body));

    private static Fact Read(string body) => ScriptedShop.Connect<IMessageReader>().Read(new Entry(
        EntryKind.Seen, "adobe-uk", "k", "adobe.order", ScriptedShop.FixedClock.Now, Encoding.UTF8.GetBytes(body)))[0];

    private static string Sample(string name) =>
        File.ReadAllText(Repository.PathOf($"src/Trueup.Connectors/AdobeCommerce/Samples/{name}"));

    private static string Order(params string[] items) =>
        """{"entity_id":42,"increment_id":"000000042","quote_id":9,"state":"new",""" +
        """ "created_at":"2026-11-21 10:00:00",""" +
        $"\"order_currency_code\":\"GBP\",\"items\":[{string.Join(',', items)}]}}";

    private static string Item(int id, string type, string sku, string rest) =>
        $"{{\"item_id\":{id},\"product_type\":\"{type}\",\"sku\":\"{sku}\",{rest}}}";
}
