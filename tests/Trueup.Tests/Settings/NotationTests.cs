using FsCheck;
using FsCheck.Fluent;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

public sealed class NotationTests
{
    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("30s", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7_200)]
    [InlineData("1d", 86_400)]
    public void A_duration_is_a_number_with_its_unit(string text, double seconds)
    {
        Assert.True(Notation.TryDuration(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("1e3s")]
    [InlineData("5M")]
    [InlineData("99999999999999999999999999d")]
    [InlineData("99999999999999999999999999999999999999d")]
    public void Anything_else_is_no_duration(string text) => Assert.False(Notation.TryDuration(text, out _));

    [Theory]
    [InlineData("5/s", "5")]
    [InlineData("300/m", "5")]
    [InlineData("0.5/s", "0.5")]
    [InlineData("1800/h", "0.5")]
    public void A_rate_is_told_per_second(string text, string perSecond)
    {
        Assert.True(Notation.TryRate(text, out var rate));
        Assert.Equal(decimal.Parse(perSecond, System.Globalization.CultureInfo.InvariantCulture), rate.PerSecond);
    }

    [Theory]
    [InlineData("0/s")]
    [InlineData("5")]
    [InlineData("5/d")]
    [InlineData("2000000/s")]
    [InlineData("/s")]
    public void Anything_else_is_no_rate(string text) => Assert.False(Notation.TryRate(text, out _));

    [Theory]
    [InlineData("8MiB", 8_388_608)]
    [InlineData("512KiB", 524_288)]
    [InlineData("1000", 1_000)]
    public void A_size_is_told_in_bytes(string text, long bytes)
    {
        Assert.True(Notation.TrySize(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8MB")]
    [InlineData("2048MiB")]
    [InlineData("0.3KiB")]
    public void Anything_else_is_no_size(string text) => Assert.False(Notation.TrySize(text, out _));

    [Fact]
    public void No_text_makes_a_measure_throw() => Prop.ForAll<string?>(text =>
    {
        var any = text ?? "";
        return new[]
        {
            Notation.TryDuration(any, out _), Notation.TryRate(any, out _), Notation.TryPercentage(any, out _),
            Notation.TrySize(any, out _), Notation.TryTime(any, out _), Notation.TryNumber(any, out _),
            AlertCondition.TryParse(any, out _),
        }.Length == 7;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("parity<99%", AlertMetric.Parity, null, AlertComparison.Below, "99", 0)]
    [InlineData("lag >= 90s for 10m", AlertMetric.Lag, null, AlertComparison.AtLeast, "90", 600)]
    [InlineData("pending( stock ) > 1000", AlertMetric.Pending, "stock", AlertComparison.Above, "1000", 0)]
    [InlineData("decrement(adobe-uk) > 2m", AlertMetric.Decrement, "adobe-uk", AlertComparison.Above, "120", 0)]
    [InlineData("soldout > 10", AlertMetric.SoldOut, null, AlertComparison.Above, "10", 0)]
    [InlineData("exceptions <= 3", AlertMetric.Exceptions, null, AlertComparison.AtMost, "3", 0)]
    public void A_condition_is_a_measure_compared(
        string text, AlertMetric metric, string? of, AlertComparison comparison, string threshold, int seconds)
    {
        Assert.True(AlertCondition.TryParse(text, out var condition));
        var value = decimal.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(new AlertCondition(text, metric, of, comparison, value, TimeSpan.FromSeconds(seconds)), condition);
    }

    [Theory]
    [InlineData("parity < 99")]
    [InlineData("parity(stock) < 99%")]
    [InlineData("lag(everything) > 2m")]
    [InlineData("lag > 2m for ever")]
    [InlineData("joy > 3")]
    [InlineData("lag = 2m")]
    public void Anything_else_is_no_condition(string text) => Assert.False(AlertCondition.TryParse(text, out _));

    [Theory]
    [InlineData("limits", "lmits")]
    [InlineData("limits", "limist")]
    [InlineData("adobe-commerce", "adobe_comerce")]
    public void The_nearest_word_is_found(string meant, string written) =>
        Assert.Equal(meant, DidYouMean.Nearest(written, ["limits", "adobe-commerce", "http"]));

    [Theory]
    [InlineData("colour")]
    [InlineData("2")]
    public void A_word_far_from_all_has_no_nearest(string written) =>
        Assert.Null(DidYouMean.Nearest(written, ["limits", "adobe-commerce", "http", "1"]));
}
