using Trueup.Core.Connecting;
using Trueup.Engine.Dispatch;

namespace Trueup.Tests.Engine.Dispatch;

public sealed class LearnedPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionLimits Limits = new(RequestsPerSecond: 20, Burst: 20, Batch: 100, Concurrency: 1);

    [Fact]
    public void What_complaints_taught_outlives_the_hub()
    {
        var before = new LeakyBucket(Limits, Noon);
        before.Complain(Noon, retryAfter: null);
        before.Complain(Noon.AddSeconds(3), retryAfter: null);

        var after = new LeakyBucket(Limits, Noon.AddMinutes(1));
        after.Resume(LearnedPace.Read(LearnedPace.Write(before.Learned))!, Noon.AddMinutes(1));

        Assert.Equal(5, after.Rate);
        Assert.Equal(before.Learned, after.Learned);
    }

    [Fact]
    public void A_pace_learned_under_other_limits_stays_within_those_of_today()
    {
        var bucket = new LeakyBucket(Limits, Noon);

        bucket.Resume(new LearnedPace(Rate: 500, Safe: 900), Noon);

        Assert.Equal(20, bucket.Rate);
        Assert.Null(bucket.Learned);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("x y")]
    [InlineData("-1 4")]
    public void Nothing_learned_is_read_from_anything_else(string? text) => Assert.Null(LearnedPace.Read(text));

    [Fact]
    public void Nothing_learned_is_written_as_nothing() => Assert.Equal("", LearnedPace.Write(learned: null));
}
