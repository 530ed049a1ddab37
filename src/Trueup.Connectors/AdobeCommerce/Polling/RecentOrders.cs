using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Messages of the orders that the polls read, each made once: three lists lead to the same order, and each of them reaches back
/// with every round. Whether the products of an order are still there is looked at again by the sweep.
/// </summary>
internal sealed class RecentOrders(OrderMessages orders)
{
    /// <summary>Bytes of the messages that are kept; with more than that, it begins anew.</summary>
    private const int Most = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RawMessage> _made = new(StringComparer.Ordinal);
    private int _bytes;

    /// <summary>Messages of orders that are at hand.</summary>
    public async ValueTask<(AdobeAnswer? Failure, Items<RawMessage> Messages)> OfAsync(
        IWire wire, List<PolledRecord> read, CancellationToken cancellationToken)
    {
        var keys = read.ConvertAll(order => RecordKey.Of(PollNames.Orders, order.Id, order.Raw.Span));
        var known = Known(keys);
        var fresh = Enumerable.Range(0, read.Count).Where(place => known[place] is null).ToList();
        var (failure, messages) = await orders.OfAsync(wire, fresh.ConvertAll(place => read[place]), cancellationToken);
        if (failure is not null)
        {
            return (failure, []);
        }

        foreach (var (place, message) in fresh.Zip(messages))
        {
            known[place] = message;
            Keep(keys[place], message);
        }

        return (null, known.OfType<RawMessage>().ToItems());
    }

    /// <summary>Reads orders by their ids, and makes messages of them.</summary>
    public async ValueTask<(AdobeAnswer? Failure, Items<RawMessage> Messages)> ReadAsync(
        IWire wire, Items<string> ids, CancellationToken cancellationToken)
    {
        var (failure, read) = await orders.FindAsync(wire, ids, cancellationToken);
        return failure is not null ? (failure, []) : await OfAsync(wire, read, cancellationToken);
    }

    private RawMessage?[] Known(List<string> keys)
    {
        lock (_gate)
        {
            return [.. keys.Select(_made.GetValueOrDefault)];
        }
    }

    private void Keep(string key, RawMessage message)
    {
        lock (_gate)
        {
            if (_bytes + message.Body.Length > Most)
            {
                _made.Clear();
                _bytes = 0;
            }

            if (message.Body.Length <= Most && _made.TryAdd(key, message))
            {
                _bytes += message.Body.Length;
            }
        }
    }
}
