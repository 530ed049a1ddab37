using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>How orders stand.</summary>
/// <param name="ByStage">Orders by the stage they are in.</param>
/// <param name="Stuck">Orders that have been in a stage for too long.</param>
/// <param name="Lag">How long orders take until they are off the figures, by channel.</param>
public sealed record OrderCountView(IReadOnlyDictionary<string, int> ByStage, int Stuck, Items<LagView> Lag)
{
    /// <summary>Counts the orders of a hub.</summary>
    public static OrderCountView Of(HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return new OrderCountView(
            hub.State.OrdersByStage,
            hub.State.OpenCases(OrderCases.Stuck),
            hub.Lag.Channels.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => LagView.Of(pair.Key, pair.Value)).ToItems());
    }
}

/// <summary>How long a channel's orders take, in milliseconds from placing.</summary>
/// <param name="Channel">Storefront, and its channel where it has several.</param>
/// <param name="Orders">Orders since the start.</param>
/// <param name="CapturedP50Ms">Until the hub counts the order, half of the latest.</param>
/// <param name="CapturedP99Ms">Until the hub counts the order, 99 of 100 of the latest.</param>
/// <param name="DecrementedP99Ms">Until every other storefront shows less, 99 of 100 of the latest.</param>
public sealed record LagView(
    string Channel, long Orders, long CapturedP50Ms, long CapturedP99Ms, long DecrementedP99Ms)
{
    /// <summary>Shows a channel.</summary>
    public static LagView Of(string channel, ChannelLag lag)
    {
        ArgumentNullException.ThrowIfNull(lag);
        return new LagView(
            channel,
            lag.Captured.Count,
            (long)lag.Captured.Percentile(0.5).TotalMilliseconds,
            (long)lag.Captured.Percentile(0.99).TotalMilliseconds,
            (long)lag.Decremented.Percentile(0.99).TotalMilliseconds);
    }
}
