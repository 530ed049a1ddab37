using Trueup.Engine.Lanes;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>How long the orders of the last five minutes took, on the average, until the hub counted them, and until every
/// other storefront showed less; the worst channel of a storefront stands for it, the worst storefront for all.</summary>
internal sealed class LagTaking
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Queue<(DateTimeOffset At, Dictionary<string, Counters> Of)> _recent = new();

    /// <summary>Adds the figures of now; nothing ordered in the window is no lag.</summary>
    public void Take(CaptureLag lag, DateTimeOffset now, Dictionary<(AlertMetric, string), decimal> figures)
    {
        _recent.Enqueue((now, lag.Channels.ToDictionary(pair => pair.Key, pair => Counters.Of(pair.Value), StringComparer.Ordinal)));
        while (_recent.Peek().At < now - Window)
        {
            _recent.Dequeue();
        }

        var before = _recent.Peek().Of;
        figures[(AlertMetric.Capture, "")] = figures[(AlertMetric.Decrement, "")] = 0m;
        foreach (var (channel, counted) in _recent.Last().Of)
        {
            var earlier = before.GetValueOrDefault(channel);
            var storefront = channel.Split('/')[0];
            Note(AlertMetric.Capture, Mean(counted.Captured, earlier.Captured));
            Note(AlertMetric.Decrement, Mean(counted.Decremented, earlier.Decremented));

            void Note(AlertMetric metric, decimal seconds)
            {
                figures[(metric, storefront)] = Math.Max(seconds, figures.GetValueOrDefault((metric, storefront)));
                figures[(metric, "")] = Math.Max(seconds, figures[(metric, "")]);
            }
        }
    }

    private static decimal Mean((long Count, TimeSpan Sum) now, (long Count, TimeSpan Sum) before) =>
        now.Count == before.Count ? 0m : (decimal)((now.Sum - before.Sum) / (now.Count - before.Count)).TotalSeconds;

    private readonly record struct Counters((long Count, TimeSpan Sum) Captured, (long Count, TimeSpan Sum) Decremented)
    {
        public static Counters Of(ChannelLag lag) => new(
            (lag.Captured.Count, lag.Captured.Sum), (lag.Decremented.Count, lag.Decremented.Sum));
    }
}
