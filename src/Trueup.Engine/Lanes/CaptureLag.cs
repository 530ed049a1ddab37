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
    private readonly Dictionary<Sku, Dictionary<(ConnectionName, RemoteCode), Owed>> _owed = [];
    private int _followed;

    /// <summary>The lag of every channel that took an order since the start, by storefront and channel.</summary>
    public IReadOnlyDictionary<string, ChannelLag> Channels => _channels;

    /// <summary>Follows a decision that became durable.</summary>
    public void Note(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var captured = new Dictionary<long, Placed>();
        var wanted = new Dictionary<Sku, List<Placed>>();
        foreach (var decided in batch.Decisions)
        {
            foreach (var change in decided.Changes)
            {
                if (change is Change.OrderChanged { Event: OrderEvent.Captured { Order: var order } })
                {
                    var placed = new Placed(order.Id, ChannelOf(order), order.PlacedAt);
                    captured[decided.Message.Value] = placed;
                    Of(placed.Channel).Captured.Add(clock.GetUtcNow() - order.PlacedAt);
                }
                else if (change is Change.StockChanged stock)
                {
                    Follow(stock.Sku, stock.Event, captured.GetValueOrDefault(decided.Message.Value), wanted);
                }
            }
        }
    }

    /// <summary>What was decided together is planned once: a slot may come down for many orders at a time.</summary>
    private void Follow(Sku sku, StockEvent change, Placed? cause, Dictionary<Sku, List<Placed>> wanted)
    {
        switch (change)
        {
            case StockEvent.DemandOpened when cause is not null:
                (wanted.TryGetValue(sku, out var orders) ? orders : wanted[sku] = []).Add(cause);
                break;
            case StockEvent.SlotDesired desired:
                Owe(sku, desired, wanted.GetValueOrDefault(sku) ?? (cause is null ? [] : [cause]));
                break;
            case StockEvent.SlotWritten { Quantity: { } quantity } written:
                Settle(sku, written, quantity);
                break;
            case StockEvent.DemandWithdrawn withdrawn when _owed.TryGetValue(sku, out var slots):
                // Given up before it came off: nobody need show less for it.
                _followed -= slots.Values.Sum(slot => slot.Orders.RemoveAll(placed => placed.Order == withdrawn.Order));
                break;
        }
    }

    private void Owe(Sku sku, StockEvent.SlotDesired desired, List<Placed> orders)
    {
        var isFollowed = _owed.TryGetValue(sku, out var slots);
        if (!isFollowed && (orders.Count == 0 || _followed >= FollowedMax))
        {
            return;
        }

        slots ??= _owed[sku] = [];
        var slot = slots.GetValueOrDefault((desired.Connection, desired.Source)) ?? new Owed(desired.Quantity, []);
        var room = Math.Max(FollowedMax - _followed, 0);
        var followed = orders.Where(placed => !slot.Orders.Contains(placed)).Take(room).ToArray();
        slot.Orders.AddRange(followed);
        _followed += followed.Length;
        slots[(desired.Connection, desired.Source)] = slot with { Desired = desired.Quantity };
    }

    /// <summary>A write that was on its way before shows another figure: the orders are not off it yet.</summary>
    private void Settle(Sku sku, StockEvent.SlotWritten written, Quantity quantity)
    {
        var key = (written.Connection, written.Source);
        if (!_owed.TryGetValue(sku, out var slots) || !slots.TryGetValue(key, out var slot) || slot.Desired != quantity)
        {
            return;
        }

        foreach (var placed in slot.Orders)
        {
            Of(placed.Channel).Decremented.Add(clock.GetUtcNow() - placed.At);
        }

        _followed -= slot.Orders.Count;
        slots.Remove(key);
        if (slots.Count == 0)
        {
            _owed.Remove(sku);
        }
    }

    private static string ChannelOf(CanonicalOrder order) =>
        order.Channel is { } name ? $"{order.Storefront}/{name}" : order.Storefront.Text;

    private ChannelLag Of(string channel)
    {
        if (!_channels.TryGetValue(channel, out var lag))
        {
            _channels[channel] = lag = new ChannelLag(new LagSample(KeptMax), new LagSample(KeptMax));
        }

        return lag;
    }

    /// <summary>An order that is not off a figure yet.</summary>
    private sealed record Placed(OrderId Order, string Channel, DateTimeOffset At);

    /// <summary>What a source must hold, and the orders that are off its figure once it does.</summary>
    private sealed record Owed(Quantity Desired, List<Placed> Orders);
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
