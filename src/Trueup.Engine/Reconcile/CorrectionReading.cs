using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Reads orders again that are still to be sent, where a storefront's list of changes does not show that one was corrected. What
/// is as the storefront told it last is dropped, so that it costs only the calls; what is as it was some time before that is news.
/// </summary>
internal sealed class CorrectionReading(HubState state, Receiver receiver, IJournal journal)
{
    private const int ReadMax = 100;

    /// <summary>Orders older than this are not read again.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    /// <summary>Reads the open orders of a storefront; what cannot be read now is read the next time.</summary>
    public async ValueTask ReadAsync(IOrderReader reader, IWire wire, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = state.Orders.Values.Where(order => IsToSend(order, reader.Name, now)).Select(order => order.Progress.RemoteId).ToArray();
        foreach (var part in open.Chunk(ReadMax))
        {
            if (await reader.ReadOrdersAsync(wire, part.ToItems(), cancellationToken) is not PollOutcome.Page page)
            {
                return;
            }

            var news = new List<RawMessage>(page.Messages.Count);
            foreach (var message in page.Messages)
            {
                if (await AsNewsAsync(reader.Name, message, cancellationToken) is { } told)
                {
                    news.Add(told);
                }
            }

            await receiver.AcceptAsync(Receiver.Prepare(reader.Name, news));
        }
    }

    /// <summary>
    /// The message of an order, as it is to be told after what was told last; null where it says the same. By its content alone, an
    /// address that was corrected and put back would be taken for what was heard before.
    /// </summary>
    private async ValueTask<RawMessage?> AsNewsAsync(
        ConnectionName storefront, RawMessage message, CancellationToken cancellationToken)
    {
        if (RecordKey.RecordIn(message.Key) is not { } record ||
            state.OrderIndex.OfRemote(storefront, record[(record.IndexOf('/', StringComparison.Ordinal) + 1)..]) is not { } id ||
            state.Find(id) is not { } order ||
            await LastToldAsync(order, record, cancellationToken) is not { } last)
        {
            return message;
        }

        return last.Entry.Body.Span.SequenceEqual(message.Body.Span)
            ? null
            : message with { Key = RecordKey.After(record, last.Position, message.Body.Span) };
    }

    /// <summary>What the storefront told last of the order itself, rather than of a shipment or refund of it.</summary>
    private async ValueTask<Recorded?> LastToldAsync(OrderRecord order, string record, CancellationToken cancellationToken)
    {
        for (var place = order.Touched.Count - 1; place >= 0; place--)
        {
            var before = new JournalPosition(order.Touched[place].Value - 1);
            if (await journal.ReadAsync(before, max: 1, cancellationToken) is [var known] &&
                known.Entry.Kind == EntryKind.Seen && known.Entry.Connection == order.Canonical.Storefront.Text &&
                (RecordKey.RecordIn(known.Entry.Key) ?? record) == record)
            {
                return known;
            }
        }

        return null;
    }

    private static bool IsToSend(OrderRecord order, ConnectionName storefront, DateTimeOffset now) =>
        order.Canonical.Storefront == storefront && order.Canonical.PlacedAt > now - Back && !order.IsClosed &&
        order.Lines.Any(line => line.Open > Quantity.Zero);
}
