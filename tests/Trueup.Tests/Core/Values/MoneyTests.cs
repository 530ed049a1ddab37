using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Values;

public class MoneyTests
{
    [Fact]
    public void The_parts_of_a_split_sum_to_the_whole_and_none_is_off_by_a_whole_minor_unit()
    {
        var cases =
            from pence in Gen.Choose(-10_000_000, 10_000_000)
            from places in Gen.Choose(0, 3)
            from weights in Gen.NonEmptyListOf(Gen.Choose(0, 1000))
            where weights.Any(weight => weight > 0)
            select (new Money(pence, "GBP"), places, weights.Select(weight => (decimal)weight).ToItems());

        Prop.ForAll(cases.ToArbitrary(), split =>
        {
            var (whole, places, weights) = split;
            var unit = new decimal(1, 0, 0, isNegative: false, (byte)places);
            var amount = whole with { Amount = whole.Amount * unit };

            var parts = amount.SplitBy(weights, places);

            Assert.Equal(amount, parts.Aggregate((sum, part) => sum + part));
            for (var i = 0; i < parts.Count; i++)
            {
                var exact = amount.Amount * weights[i] / weights.Sum();
                Assert.True(Math.Abs(parts[i].Amount - exact) < unit, $"{parts[i]} is not {exact}.");
                Assert.Equal(0m, parts[i].Amount % unit);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ten_pounds_over_three_lines_give_the_odd_penny_to_the_first() =>
        Assert.Equal(
            "3.34 GBP 3.33 GBP 3.33 GBP", string.Join(' ', new Money(10m, "GBP").SplitBy([1, 1, 1], places: 2)));

    [Fact]
    public void Yen_have_no_minor_unit() =>
        Assert.Equal("67 JPY 33 JPY", string.Join(' ', new Money(100m, "JPY").SplitBy([2, 1], places: 0)));

    [Fact]
    public void A_line_without_weight_gets_nothing() =>
        Assert.Equal(0m, new Money(10m, "GBP").SplitBy([1, 0], places: 2)[1].Amount);

    [Fact]
    public void Different_currencies_do_not_add()
    {
        Assert.Throws<InvalidOperationException>(() => new Money(1m, "GBP") + new Money(1m, "EUR"));
        Assert.Throws<InvalidOperationException>(() => new Money(1m, "GBP") - new Money(1m, "EUR"));
    }

    [Fact]
    public void Money_is_not_split_over_nothing()
    {
        Assert.Throws<ArgumentException>(() => new Money(1m, "GBP").SplitBy([0], places: 2));
        Assert.Throws<ArgumentException>(() => new Money(1m, "GBP").SplitBy([2, -1], places: 2));
    }
}
