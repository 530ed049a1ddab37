using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>Returns of the shape of the vendor's schema (adobe-commerce.md §4.7).</summary>
public sealed class ReturnReadingTests
{
    [Fact]
    public void What_is_authorised_is_told_by_the_lines_of_the_order() => Assert.Equal(
        new Fact.ReturnAuthorised("42", "000000007", new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), [], Reason: null)
        {
            ByLine = [new Fact.LineUnits("101", 3), new Fact.LineUnits("103", 1)],
        },
        Assert.Single(Read(Return("partially authorized", Item(101, 2), Item(102, 0), Item(103, 1), Item(101, 1)))));

    [Theory]
    [InlineData("pending")]
    [InlineData("authorized")]
    [InlineData("a word of the merchant's own")]
    public void Nothing_is_told_while_no_units_are_authorised_whatever_the_word(string status) =>
        Assert.Empty(Read(Return(status, Item(101, 0), """{"order_item_id":102,"qty_requested":2,"qty_authorized":null}""")));

    [Theory]
    [InlineData("closed")]
    [InlineData("processed and closed")]
    [InlineData("Processed_Closed")]
    [InlineData("rejected")]
    public void A_return_that_is_over_is_told_as_such(string status) => Assert.Equal(
        new Fact.ReturnClosed("42", "000000007", status), Assert.Single(Read(Return(status, Item(101, 2)))));

    [Fact]
    public void Of_a_return_from_before_the_hub_only_what_has_not_come_is_awaited() => Assert.Equal(
        new Fact.ReturnAuthorised("42", "000000007", new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), [], Reason: null)
        {
            ByLine = [new Fact.LineUnits("102", 1)],
            IsEarlier = true,
        },
        Assert.Single(Read(
            Return("received", """{"order_item_id":101,"qty_authorized":2,"qty_returned":2}""", """{"order_item_id":102,"qty_authorized":2,"qty_returned":1}"""),
            "adobe.return.earlier")));

    [Theory]
    [InlineData("""{"entity_id":7,"date_requested":"2026-11-21 08:00:00"}""")]
    [InlineData("""{"entity_id":7,"order_id":42,"date_requested":"yesterday"}""")]
    [InlineData("""[]""")]
    [InlineData("<html>")]
    public void What_is_no_return_is_kept_and_said(string body) =>
        Assert.Equal(CaseCodes.Unreadable, Assert.IsType<Fact.Unusable>(Assert.Single(Read(body))).Code);

    private static string Return(string status, params string[] items) =>
        $$"""
          {"increment_id":"000000007","entity_id":7,"order_id":42,"order_increment_id":"000000042","store_id":1,
           "date_requested":"2026-11-21 08:00:00","status":"{{status}}","items":[{{string.Join(',', items)}}] }
          """;

    private static string Item(int line, decimal authorised) =>
        $"{{\"entity_id\":1,\"rma_entity_id\":7,\"order_item_id\":{line},\"qty_requested\":2,\"qty_authorized\":{authorised:0}}}";

    private static Items<Fact> Read(string body, string form = "adobe.return") => ScriptedShop.Connect<IMessageReader>().Read(new Entry(
        EntryKind.Seen, "adobe-uk", "k", form, ScriptedShop.FixedClock.Now, Encoding.UTF8.GetBytes(body)));
}
