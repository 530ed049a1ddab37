using Trueup.Core.Connecting;
using Trueup.Engine.Dispatch;

namespace Trueup.Tests.Engine.Dispatch;

public sealed class LeakyBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionLimits Limits = new(RequestsPerSecond: 40, Burst: 40, Batch: 100, Concurrency: 1);

    [Fact]
    public void Complaints_about_one_rush_lower_the_rate_once()
    {
        var bucket = new LeakyBucket(Limits, Start);

        for (var i = 0; i < 10; i++)
        {
            bucket.Complain(Start.AddMilliseconds(i * 50), TimeSpan.FromSeconds(1));
        }

        Assert.Equal(20, bucket.Rate);
    }

    [Fact]
    public void A_remote_that_complains_on_and_on_is_still_called_at_a_tenth_of_the_rate()
    {
        var bucket = new LeakyBucket(Limits, Start);

        for (var i = 0; i < 60; i++)
        {
            bucket.Complain(Start.AddSeconds(i), TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, bucket.Rate);
        Assert.True(bucket.IsSlowed);
    }

    [Fact]
    public void Half_a_minute_after_the_last_complaint_the_rate_is_whole_again()
    {
        var bucket = new LeakyBucket(Limits, Start);
        for (var i = 0; i < 60; i++)
        {
            bucket.Complain(Start.AddSeconds(i), TimeSpan.FromSeconds(1));
        }

        var quiet = Start.AddSeconds(60);
        for (var i = 0; i < 300; i++)
        {
            bucket.Take(quiet.AddMilliseconds(i * 100));
        }

        Assert.Equal(40, bucket.Rate);
        Assert.False(bucket.IsSlowed);
    }

    [Fact]
    public void No_call_is_made_before_the_remote_wants_one()
    {
        var bucket = new LeakyBucket(Limits, Start);

        bucket.Complain(Start, TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(4), bucket.Take(Start.AddSeconds(3)));
        Assert.Equal(TimeSpan.Zero, bucket.Take(Start.AddSeconds(7)));
    }
}
