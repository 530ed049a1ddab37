using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>How long it takes from an order's placing until it is off the figures: decided in the hub, and written in
/// every storefront that must show less.</summary>
public sealed class CaptureLag(TimeProvider clock)
{
    private const int FollowedMax = 10_000;
    private const int KeptMax = 1_024;

    private readonly Dictionary<string, ChannelLag> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<(ConnectionName, Sku, RemoteCode), (string Channel, DateTimeOffset PlacedAt)> _owed = [];

    /// <summary>The lag of every channel that took an order since the start, by storefront and channel.</summary>
    public IReadOnlyDictionary<string, ChannelLag> Channels => _channels;

    /// <summary>Follows a decision that became durable.</summary>
    public void Note(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var captured = new Dictionary<long, (string Channel, DateTimeOffset PlacedAt)>();
        foreach (var decided in batch.Decisions)
        {
            foreach (var change in decided.Changes)
            {
                if (change is Change.OrderChanged { Event: OrderEvent.Captured { Order: var order } })
                {
                    var channel = order.Channel is { } name ? $"{order.Storefront}/{name}" : order.Storefront.Text;
                    captured[decided.Message.Value] = (channel, order.PlacedAt);
                    Of(channel).Captured.Add(clock.GetUtcNow() - order.PlacedAt);
                }
                else if (change is Change.StockChanged stock)
                {
                    Follow(stock, captured, decided.Message.Value);
                }
            }
        }
    }

    private void Follow(
        Change.StockChanged stock, Dictionary<long, (string Channel, DateTimeOffset PlacedAt)> captured, long message)
    {
        if (stock.Event is StockEvent.SlotDesired desired && captured.TryGetValue(message, out var order))
        {
            if (_owed.Count < FollowedMax)
            {
                _owed[(desired.Connection, stock.Sku, desired.Source)] = order;
            }
        }
        else if (stock.Event is StockEvent.SlotWritten { Quantity: not null } written &&
            _owed.Remove((written.Connection, stock.Sku, written.Source), out var waited))
        {
            Of(waited.Channel).Decremented.Add(clock.GetUtcNow() - waited.PlacedAt);
        }
    }

    private ChannelLag Of(string channel)
    {
        if (!_channels.TryGetValue(channel, out var lag))
        {
            _channels[channel] = lag = new ChannelLag(new LagSample(KeptMax), new LagSample(KeptMax));
        }

        return lag;
    }
}

/// <summary>The lags of one channel.</summary>
/// <param name="Captured">From placing until the hub counts the order.</param>
/// <param name="Decremented">From placing until the other storefronts show less.</param>
public sealed record ChannelLag(LagSample Captured, LagSample Decremented);

/// <summary>The latest lags of one sort.</summary>
/// <param name="max">Lags kept.</param>
public sealed class LagSample(int max)
{
    private readonly TimeSpan[] _kept = new TimeSpan[max];

    /// <summary>Lags since the start.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>Takes one up.</summary>
    public void Add(TimeSpan lag)
    {
        _kept[Count % max] = lag;
        Count++;
        Sum += lag;
    }

    /// <summary>The lag that a share of the latest keeps within; zero before the first.</summary>
    public TimeSpan Percentile(double share)
    {
        var count = (int)Math.Min(Count, max);
        if (count == 0)
        {
            return TimeSpan.Zero;
        }

        var sorted = _kept[..count];
        Array.Sort(sorted);
        return sorted[Math.Min(count - 1, (int)(share * count))];
    }
}
