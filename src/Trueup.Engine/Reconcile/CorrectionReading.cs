using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Reads orders again that are still to be sent, where a storefront's list of changes does not show that one was corrected. What
/// is as it was is dropped by its hash, so that it costs only the calls.
/// </summary>
internal sealed class CorrectionReading(HubState state, Receiver receiver)
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

            await receiver.AcceptAsync(Receiver.Prepare(reader.Name, page.Messages));
        }
    }

    private static bool IsToSend(OrderRecord order, ConnectionName storefront, DateTimeOffset now) =>
        order.Canonical.Storefront == storefront && order.Canonical.PlacedAt > now - Back && !order.IsClosed &&
        order.Lines.Any(line => line.Open > Quantity.Zero);
}
