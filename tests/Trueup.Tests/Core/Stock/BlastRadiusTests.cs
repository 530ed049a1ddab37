using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Stock;

public class BlastRadiusTests
{
    private static readonly GuardRule Fifth = new(ZeroedMax: 0.2m, ChangedMax: null, TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 21)]
    public void More_zeroes_than_the_share_are_held_all_of_them(int zeroed, int held) =>
        Assert.Equal(
            held, new BlastRadius(Fifth).Hold(Moves(zeroed, before: 5, after: 0), population: 100, At(0)).Count);

    [Fact]
    public void Zeroes_that_trickle_in_are_counted_over_the_window()
    {
        var guard = new BlastRadius(Fifth);
        Assert.Empty(guard.Hold(Moves(20, before: 5, after: 0), population: 100, At(0)));

        Assert.Single(guard.Hold(Moves(1, before: 5, after: 0, first: 50), population: 100, At(5)));
    }

    [Fact]
    public void After_the_window_the_count_starts_again()
    {
        var guard = new BlastRadius(Fifth);
        guard.Hold(Moves(20, before: 5, after: 0), population: 100, At(0));

        Assert.Empty(guard.Hold(Moves(20, before: 5, after: 0, first: 50), population: 100, At(6)));
    }

    [Fact]
    public void What_is_held_does_not_count_against_what_comes_next()
    {
        var guard = new BlastRadius(Fifth);
        Assert.Equal(30, guard.Hold(Moves(30, before: 5, after: 0), population: 100, At(0)).Count);

        Assert.Empty(guard.Hold(Moves(20, before: 5, after: 0, first: 50), population: 100, At(1)));
    }

    [Fact]
    public void One_sku_that_goes_to_zero_again_and_again_is_one()
    {
        var guard = new BlastRadius(Fifth);
        for (var i = 0; i < 50; i++)
        {
            Assert.Empty(guard.Hold(Moves(1, before: 5, after: 0), population: 100, At(0)));
        }
    }

    [Fact]
    public void What_is_there_again_does_not_count()
    {
        var guard = new BlastRadius(Fifth);
        guard.Hold(Moves(20, before: 5, after: 0), population: 100, At(0));
        guard.Hold(Moves(20, before: 0, after: 5), population: 100, At(1));

        Assert.Empty(guard.Hold(Moves(20, before: 5, after: 0, first: 50), population: 100, At(2)));
    }

    [Fact]
    public void A_few_skus_never_trip_the_guard() =>
        Assert.Empty(new BlastRadius(Fifth).Hold(Moves(9, before: 5, after: 0), population: 10, At(0)));

    [Fact]
    public void A_first_report_and_an_unchanged_one_are_no_movement()
    {
        var guard = new BlastRadius(Fifth);

        Assert.Empty(guard.Hold(Moves(100, before: null, after: 0), population: 100, At(0)));
        Assert.Empty(guard.Hold(Moves(100, before: 0, after: 0), population: 100, At(0)));
    }

    [Fact]
    public void Only_the_zeroes_are_held_when_there_are_too_many_of_them()
    {
        var moves = Moves(30, before: 5, after: 0).Concat(Moves(30, before: 5, after: 4, first: 50)).ToList();

        Assert.Equal(30, new BlastRadius(Fifth).Hold(moves, population: 100, At(0)).Count);
    }

    [Fact]
    public void Every_change_is_held_when_too_many_change()
    {
        var guard = new BlastRadius(Fifth with { ChangedMax = 0.5m });

        Assert.Empty(guard.Hold(Moves(50, before: 5, after: 4), population: 100, At(0)));
        Assert.Equal(10, guard.Hold(Moves(10, before: 5, after: 6, first: 60), population: 100, At(1)).Count);
    }

    [Fact]
    public void Without_limits_nothing_is_held() =>
        Assert.Empty(new BlastRadius(GuardRule.None).Hold(Moves(100, before: 5, after: 0), population: 100, At(0)));

    private static List<(Sku Sku, Quantity? Before, Quantity After)> Moves(
        int count, int? before, int after, int first = 0)
    {
        Quantity? figureBefore = before is { } known ? known : null;
        return Enumerable.Range(first, count)
            .Select(number => (Sku.Parse($"SKU-{number}"), figureBefore, (Quantity)after)).ToList();
    }
}
