using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Returns.ReturnWorld;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Returns;

/// <summary>Returns that people in a storefront write without a number, one line at a time.</summary>
public class UnnumberedReturnTests
{
    [Fact]
    public void Goods_that_a_storefront_says_have_come_are_those_that_the_warehouse_tells_of_whichever_is_told_first()
    {
        var entries = Entries(Entry("x1", 12, 1) with { HasCome = true }, Entry("x2", 12, 1) with { HasCome = true });
        var received = Received(10, "R1", Units(Cap, 2));

        var last = Shipped(2).Hear(Wms, IdOf("A"), received).Hear(Adobe, IdOf("A"), entries);
        var first = Shipped(2).Hear(Adobe, IdOf("A"), entries).Hear(Wms, IdOf("A"), received).Hear(Adobe, IdOf("A"), entries);

        Assert.Equal(["R1 2"], Posted(last));
        Assert.Equal(["R1 2"], Posted(first));
        Assert.Empty(first.Codes);
    }

    [Fact]
    public void Entries_written_line_by_line_are_of_the_return_that_is_awaited()
    {
        var promised = Shipped(3).Hear(Pos, IdOf("A"), Authorised(9, "R1", Units(Cap, 2, "1")));

        var hub = promised.Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 1)));
        hub = hub.Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 1), Entry("x2", 10, 1)));

        Assert.Equal(["R1 2"], Posted(hub));
        Assert.Empty(hub.Codes);

        // Both are spoken for: a third is another return, and stays one.
        hub = hub.Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 1), Entry("x2", 10, 1), Entry("x3", 11, 1)));
        Assert.Equal(["R1 2", "x3 1"], Posted(hub));
        Assert.Equal(Posted(hub), Posted(hub.Hear(Wms, IdOf("A"), Received(20, "R1", Units(Cap, 2)))
            .Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 1), Entry("x2", 10, 1), Entry("x3", 11, 1)))));
    }

    [Theory]
    [InlineData(12, "R1 1|x1 1")]
    [InlineData(9, "R1 1")]
    public void An_announcement_is_of_goods_that_came_after_it_never_of_those_that_came_before(int minute, string posted)
    {
        var hub = Shipped(2).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 1)))
            .Hear(Adobe, IdOf("A"), Entries(Entry("x1", minute, 1)));

        Assert.Equal(posted, string.Join('|', Posted(hub)));
    }

    [Fact]
    public void A_return_that_comes_under_a_number_is_the_one_that_was_announced_without_one()
    {
        var hub = Shipped(2).Hear(Adobe, IdOf("A"), Entries(Entry("x1", 9, 1), Entry("x2", 9, 1)))
            .Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Inspected(11, "R1", (Units(Cap, 2), "restock")));

        Assert.Equal(["x1 1", "x2 1"], Posted(hub));
        Assert.Equal<Quantity>(20, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(2, hub.Refunds());
        Assert.Empty(hub.Codes);
    }

    [Fact]
    public void What_comes_beyond_the_goods_announced_without_a_number_is_posted_under_its_own()
    {
        var hub = Shipped(3).Hear(Adobe, IdOf("A"), Entries(Entry("x1", 9, 1))).Hear(Wms, IdOf("A"), Received(10, "R1", Units(Cap, 2)))
            .Hear(Wms, IdOf("A"), Received(12, "R2", Units(Cap, 1)));

        Assert.Equal(["R1 1", "R2 1", "x1 1"], Posted(hub));
    }

    [Fact]
    public void An_entry_that_is_partly_of_an_awaited_return_is_a_case_until_it_has_its_number()
    {
        var hub = Shipped(3).Hear(Pos, IdOf("A"), Authorised(9, "R1", Units(Cap, 1, "1"))).Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 2)));

        Assert.Equal(["RETURN.UNNUMBERED"], hub.Codes);
        Assert.Equal(["R1 1"], Posted(hub));
        Assert.Empty(hub.Hear(Adobe, IdOf("A"), Entries()).Codes);
    }

    [Fact]
    public void An_entry_of_more_than_the_order_has_left_is_a_case_and_not_a_document_that_is_refused()
    {
        var hub = Shipped(1).Hear(Wms, IdOf("A"), Received(9, "R1", Units(Cap, 1))).Hear(Adobe, IdOf("A"), Entries(Entry("x1", 10, 1)));

        Assert.Equal(["RETURN.UNNUMBERED"], hub.Codes);
        Assert.Equal(["R1 1"], Posted(hub));
    }

    [Fact]
    public void Where_nobody_else_receives_returns_the_word_of_the_storefront_is_passed_on()
    {
        var hub = Shipped(2);
        hub = hub with { Contract = new OwnershipContract(hub.Contract.Terms with { Return = new OwnershipRule([Erp], Adobe) }) };

        hub = hub.Hear(Adobe, IdOf("A"), Entries(Entry("x1", 12, 1) with { HasCome = true }));

        Assert.Equal(["x1 1"], Posted(hub));
    }

    /// <summary>Whatever is told in whatever order, and how often: books are never told of more goods than were sold, and what passed is
    /// on sale once.</summary>
    [Fact]
    public void No_order_of_telling_doubles_a_return()
    {
        Fact[] facts =
        [
            Entries(Entry("x1", 10, 1)), Entries(Entry("x1", 10, 1), Entry("x2", 10, 1)), Received(12, "R1", Units(Cap, 1)),
            Inspected(13, "R1", (Units(Cap, 1), "restock")), Received(14, "R1", Units(Cap, 1)), Authorised(9, "R1", Units(Cap, 2, "1")),
        ];
        foreach (var order in Permutations(facts.Length))
        {
            var told = order.Concat(order.Reverse()).Concat(order).ToList();
            var hub = told.Aggregate(Shipped(2), (hub, i) => hub.Hear(facts[i] is Fact.ReturnsUnnumbered ? Adobe : Wms, IdOf("A"), facts[i]));

            var why = string.Join(' ', told);
            Assert.True(Goods(hub) is 1m or 2m, $"{string.Join('|', Posted(hub))} after {why}");
            Assert.True(hub.Available(Cap, Leeds) == 19, why);
            Assert.True(hub.Codes.All(code => code is "RETURN.UNNUMBERED" or "RETURN.WIDENED") && hub.Refunds() == 1, $"{string.Join(' ', hub.Codes)} after {why}");
        }
    }

    private static decimal Goods(Hub hub) => hub.Of(DocumentKind.PostReturn).SelectMany(document => document.Lines).Sum(units => units.Quantity.Value);

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : Permutations(count - 1).SelectMany(rest => Enumerable.Range(0, count).Select(place =>
            rest.Take(place).Append(count - 1).Concat(rest.Skip(place)).ToArray()));

    private static Fact.ReturnsUnnumbered Entries(params Fact.UnnumberedReturn[] entries) => new("any", entries.ToItems());

    private static Fact.UnnumberedReturn Entry(string id, int minute, int units) =>
        new(id, At(minute), [Units(Cap, units, "1")], HasCome: false, Reason: null);

    private static IEnumerable<string> Posted(Hub hub) => hub.Of(DocumentKind.PostReturn)
        .Select(document => $"{document.Detail!.Rma} {string.Join(',', document.Lines.Select(units => units.Quantity))}")
        .Order(StringComparer.Ordinal);
}
