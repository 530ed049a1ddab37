using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Engine.Polling;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Keeps figures of storefronts that lower them themselves from being believed too early: a figure read from such a
/// storefront may lack units of orders that the hub has not read yet, and correcting it would sell them twice.
/// </summary>
internal sealed class SelfLowering(LaneLoop lanes, JournalTail tail, TimeProvider clock)
{
    private readonly Dictionary<ConnectionName, (PollLoop Orders, TimeSpan Lag)> _storefronts = [];
    private readonly Dictionary<(ConnectionName Storefront, Sku Sku), DateTimeOffset> _lowered = [];

    /// <summary>A connection at work; others than those that lower themselves are always believed.</summary>
    public void Add(IConnection connection, Items<PollLoop> polls)
    {
        if (connection is ILowersItself storefront)
        {
            _storefronts[connection.Name] = (polls.First(poll => poll.Name == storefront.OrdersPoll), storefront.Lag);
        }
    }

    /// <summary>An order of a storefront was decided that lowered its figure of a SKU.</summary>
    public void Note(ConnectionName storefront, Sku sku)
    {
        if (_storefronts.TryGetValue(storefront, out var known))
        {
            var now = clock.GetUtcNow();
            _lowered[(storefront, sku)] = now;
            if (_lowered.Count % 1_000 == 0)
            {
                foreach (var old in _lowered.Where(entry => entry.Value + known.Lag < now).ToArray())
                {
                    _lowered.Remove(old.Key);
                }
            }
        }
    }

    /// <summary>Whether an order may still be on its way into a figure read at a moment.</summary>
    public bool IsMoving(ConnectionName storefront, Sku sku, DateTimeOffset readAt) =>
        _lowered.TryGetValue((storefront, sku), out var at) && _storefronts.TryGetValue(storefront, out var known) &&
        at + known.Lag >= readAt;

    /// <summary>Reads the orders that figures read just now may already contain, and waits until they are
    /// decided.</summary>
    /// <returns>False when the orders could not be read: the figures are then worth nothing.</returns>
    public async ValueTask<bool> CatchUpAsync(ConnectionName storefront, CancellationToken cancellationToken)
    {
        if (!_storefronts.TryGetValue(storefront, out var known))
        {
            return true;
        }

        if (!await known.Orders.CatchUpAsync(cancellationToken))
        {
            return false;
        }

        var end = tail.End;
        while (lanes.Through < end)
        {
            await lanes.WaitForProgressAsync(cancellationToken);
        }

        return true;
    }
}
