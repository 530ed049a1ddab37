using Trueup.Core.Connecting;
using Trueup.Engine.Dispatch;

namespace Trueup.Tests.Engine.Dispatch;

public sealed class LeakyBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_complaint_halves_the_rate_once_however_many_calls_were_under_way()
    {
        var bucket = Bucket();

        bucket.Complain(Start, TimeSpan.FromSeconds(2));
        bucket.Complain(Start.AddMilliseconds(10), TimeSpan.FromSeconds(2));
        bucket.Complain(Start.AddMilliseconds(900), retryAfter: null);
        Assert.Equal(10, bucket.Rate);

        bucket.Complain(Start.AddSeconds(3), retryAfter: null);
        Assert.Equal(5, bucket.Rate);
    }

    [Fact]
    public void No_call_is_made_before_the_remote_wants_one()
    {
        var bucket = Bucket();

        bucket.Complain(Start, TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), bucket.Take(Start));
        Assert.Equal(TimeSpan.Zero, bucket.Take(Start.AddSeconds(7)));
    }

    [Fact]
    public void Quiet_raises_the_rate_again_up_to_the_configured_one()
    {
        var bucket = Bucket();
        bucket.Complain(Start, retryAfter: null);

        for (var second = 1; second <= 120; second++)
        {
            bucket.Take(Start.AddSeconds(second));
        }

        Assert.Equal(20, bucket.Rate);
        Assert.False(bucket.IsSlowed);
    }

    private static LeakyBucket Bucket() =>
        new(new ConnectionLimits(RequestsPerSecond: 20, Burst: 20, Batch: 100, Concurrency: 1), Start);
}
