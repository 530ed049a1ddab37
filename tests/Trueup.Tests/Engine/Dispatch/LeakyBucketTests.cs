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
    public void A_remote_that_complains_on_and_on_is_hardly_called_any_more()
    {
        var bucket = new LeakyBucket(Limits, Start);

        ComplainFor(bucket, seconds: 60);

        Assert.Equal(0.1, bucket.Rate);
        Assert.True(bucket.IsSlowed);
    }

    [Theory]
    [InlineData(4, 20)]
    [InlineData(60, 30)]
    public void After_a_storm_the_rate_is_whole_again_within_half_a_minute(int storm, int quiet)
    {
        var bucket = new LeakyBucket(Limits, Start);
        ComplainFor(bucket, storm);

        for (var i = 0; i < quiet * 10; i++)
        {
            bucket.Take(Start.AddSeconds(storm).AddMilliseconds(i * 100));
        }

        Assert.Equal(40, bucket.Rate);
        Assert.False(bucket.IsSlowed);
    }

    [Fact]
    public void A_remote_that_stands_far_less_than_was_configured_complains_only_now_and_then()
    {
        const int RealLimit = 4;
        var bucket = new LeakyBucket(Limits, Start);
        var (answered, complaints) = (0, 0);
        var recent = new Queue<DateTimeOffset>();

        for (var now = Start; now < Start.AddMinutes(5); now = now.AddMilliseconds(20))
        {
            while (recent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1))
            {
                recent.Dequeue();
            }

            if (bucket.Take(now) != TimeSpan.Zero)
            {
                continue;
            }

            bucket.Answer(now, now);
            if (recent.Count < RealLimit)
            {
                recent.Enqueue(now);
                answered++;
            }
            else
            {
                complaints++;
                bucket.Complain(now, TimeSpan.FromSeconds(1));
            }
        }

        Assert.InRange(answered, 300 * RealLimit / 2, 300 * RealLimit);
        Assert.InRange(complaints, 1, answered / 10);
    }

    [Fact]
    public void No_call_is_made_before_the_remote_wants_one()
    {
        var bucket = new LeakyBucket(Limits, Start);

        bucket.Complain(Start, TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(4), bucket.Take(Start.AddSeconds(3)));
        Assert.Equal(TimeSpan.Zero, bucket.Take(Start.AddSeconds(7)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_second_of_the_remote_holds_more_calls_than_the_limit_however_late_it_sees_them(int seed)
    {
        const int Limit = 20;
        var bucket = new LeakyBucket(Limits with { RequestsPerSecond = Limit, Burst = 2 * Limit }, Start);
        var chance = new Random(seed);
        var answers = new PriorityQueue<DateTimeOffset, DateTimeOffset>();
        var seen = new List<DateTimeOffset>();

        for (var now = Start; now < Start.AddMinutes(2); now = now.AddMilliseconds(5))
        {
            while (answers.TryPeek(out var sent, out var answered) && answered <= now)
            {
                answers.Dequeue();
                bucket.Answer(sent, now);
            }

            if (bucket.Take(now) == TimeSpan.Zero)
            {
                // Most calls are quick; some are held up on the way, or on the way back, by a machine that is busy.
                var way = chance.Next(10) == 0 ? chance.Next(1_500) : chance.Next(10);
                seen.Add(now.AddMilliseconds(way));
                answers.Enqueue(now, now.AddMilliseconds(way + chance.Next(400)));
            }
        }

        seen.Sort();
        Assert.True(seen.Count > 600);
        Assert.All(seen.Zip(seen.Skip(Limit)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(1)));
    }

    private static void ComplainFor(LeakyBucket bucket, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            bucket.Complain(Start.AddSeconds(i), TimeSpan.FromSeconds(1));
        }
    }
}
