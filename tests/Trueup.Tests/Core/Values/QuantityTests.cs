using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Values;

public class QuantityTests
{
    private static readonly Arbitrary<(Quantity, Quantity)> Pairs =
        (from one in Gen.Choose(-99_999_999, 99_999_999)
         from other in Gen.Choose(-99_999_999, 99_999_999)
         from places in Gen.Choose(0, Quantity.Places)
         select (Of(one, places), Of(other, places))).ToArbitrary();

    [Fact]
    public void Sums_come_apart_again() => Prop.ForAll(Pairs, pair =>
    {
        var (one, other) = pair;
        Assert.Equal(one, one + other - other);
        Assert.Equal(one + other, other + one);
        Assert.Equal(-(one - other), other - one);
        Assert.Equal(Quantity.Min(one, other) + Quantity.Max(one, other), one + other);
        Assert.Equal(one < other, other - one > Quantity.Zero);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_sets_use_no_more_than_there_is_and_leave_less_than_one_set() => Prop.ForAll(Pairs, pair =>
    {
        var (amount, other) = pair;
        var perSet = Quantity.Max(other, -other) + 1;

        var sets = amount.WholeSetsOf(perSet);

        Assert.True(perSet * sets <= amount.OrZero());
        Assert.True(amount.OrZero() - (perSet * sets) < perSet);
        Assert.Equal(decimal.Truncate(sets.Value), sets.Value);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("7.12344", "7.1234")]
    [InlineData("7.12345", "7.1235")]
    [InlineData("-7.12345", "-7.1235")]
    [InlineData("5.0000", "5")]
    public void Amounts_are_kept_to_four_places_and_halves_go_away_from_zero(string given, string kept) =>
        Assert.Equal(kept, $"{Quantity.Of(decimal.Parse(given, System.Globalization.CultureInfo.InvariantCulture))}");

    [Fact]
    public void An_amount_that_a_storefront_would_cap_is_refused()
    {
        Assert.True(Quantity.TryOf(99_999_999.9999m, out _));
        Assert.False(Quantity.TryOf(100_000_000m, out _));
        Assert.False(Quantity.TryOf(-99_999_999.99995m, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantity.Of(1e12m));
    }

    [Fact]
    public void Amounts_are_equal_whatever_their_scale()
    {
        Assert.Equal(Quantity.Of(5.00m), (Quantity)5);
        Assert.Equal(Quantity.Of(5.00m).GetHashCode(), ((Quantity)5).GetHashCode());
    }

    [Fact]
    public void There_is_no_set_of_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((Quantity)5).WholeSetsOf(0));

    private static Quantity Of(int units, int places) =>
        Quantity.Of(new decimal(Math.Abs(units), 0, 0, units < 0, (byte)places));
}
