using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Reads an owner's levels afresh, and journals those that say something new: another figure, a SKU never heard of, or
/// proof that
/// units taken a while ago are off the figure by now.
/// </summary>
internal static class OwnerReading
{
    /// <summary>Rows journalled together.</summary>
    private const int RowsMax = 1_000;

    /// <summary>Reads the owner; a page that cannot be read ends the reading, and the next round tries again.</summary>
    /// <param name="observer">The owner.</param>
    /// <param name="paced">The door to it.</param>
    /// <param name="skus">These SKUs; empty for everything.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask RefreshAsync(
        IStockObserver observer, PacedWire paced, Items<Sku> skus, OutboundSurroundings hub, CancellationToken cancellationToken)
    {
        var wire = paced.For(CallPriority.Background);
        string? page = "";
        while (page is not null)
        {
            // A row is as new as the moment before it was asked for.
            var asOf = hub.Clock.GetUtcNow();
            if (await observer.ObserveAsync(wire, new ObserveAsk(skus, page), cancellationToken) is not ObserveOutcome.Page read)
            {
                return;
            }

            var telling = read.Rows.Where(row => IsTelling(row, observer.Name, hub, asOf)).ToList();
            foreach (var rows in telling.Chunk(RowsMax))
            {
                await hub.AppendAsync(
                    [Observation.Write(observer.Name, isOwner: true, asOf, rows, hub.Clock.GetUtcNow())], cancellationToken);
            }

            page = read.Next;
        }
    }

    private static bool IsTelling(ObservedRow row, ConnectionName owner, OutboundSurroundings hub, DateTimeOffset asOf)
    {
        if (hub.Contract.LocationOf(owner, row.Location) is not { } location ||
            hub.Contract.StateOf(owner, row.State) is not { } state)
        {
            // Unmapped: the lanes say so, once per location or state.
            return !hub.State.ParkedMessages.ContainsKey($"location/{owner}/{row.Location}") &&
                   !hub.State.ParkedMessages.ContainsKey($"state/{owner}/{row.State}");
        }

        if (location.Owner != owner)
        {
            return false;
        }

        var stock = hub.State.Find(row.Sku);
        if (stock?.ShelfAt(location.Code)?.In(state) is not { } known)
        {
            return true;
        }

        return known.AsOf <= asOf &&
               (known.Quantity != row.Quantity || stock.Demands.Any(demand => Waits(demand, location.Code, asOf)));
    }

    private static bool Waits(Demand demand, LocationCode location, DateTimeOffset asOf) =>
        demand.Location == location && demand.Departures.FindIndex(departure => departure.At <= asOf) >= 0;
}
