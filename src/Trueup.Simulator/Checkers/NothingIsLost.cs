using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Checkers;

/// <summary>G1: a message that was acknowledged is in the journal, decided, and either applied or shown in a
/// case.</summary>
public static class NothingIsLost
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(hub);
        var history = world.History();
        return Acknowledged(world, history).Concat(Undecided(history, hub))
            .Concat(Orders(world, hub.State)).Concat(Dispatches(world, hub.State));
    }

    private static IEnumerable<Violation> Acknowledged(World world, IReadOnlyList<Recorded> history)
    {
        var kept = history.Where(recorded => recorded.Entry.Kind == EntryKind.Seen)
            .Select(recorded => recorded.Entry.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var delivery in world.Channels.SelectMany(channel => channel.Accepted))
        {
            foreach (var key in Deliveries.KeysOf(delivery).Where(key => !kept.Contains(key)))
            {
                yield return new Violation("G1", key, "acknowledged, and not in the journal");
            }
        }
    }

    private static IEnumerable<Violation> Undecided(IReadOnlyList<Recorded> history, HubLoop hub)
    {
        var last = history.Where(recorded => recorded.Entry.Kind != EntryKind.Decided)
            .Select(recorded => recorded.Position).LastOrDefault();
        if (hub.Lanes.Through < last)
        {
            yield return new Violation("G1", $"entry {last}", $"is in the journal, and only {hub.Lanes.Through} are decided");
        }
    }

    private static IEnumerable<Violation> Orders(World world, HubState state)
    {
        foreach (var shop in world.Shops)
        {
            foreach (var order in shop.Books.Orders)
            {
                // What was over before the hub could look for the first time holds nothing and wants nothing.
                var isOver = order.State is "closed" or "canceled" && order.Lines.All(line => line.Shipped == 0);
                if (!isOver && OrderId.TryParse(shop.IdOf(order), null, out var id) && state.Find(id) is null)
                {
                    yield return new Violation("G1", order.IncrementId, $"placed in {shop.Name}, unknown to the hub");
                }
            }
        }
    }

    private static IEnumerable<Violation> Dispatches(World world, HubState state)
    {
        foreach (var dispatch in world.Warehouse.Dispatches)
        {
            var isCounted = OrderId.TryParse(dispatch.ExternalId, null, out var id) &&
                state.Find(id)?.HasCounted($"dispatch/{Estate.WarehouseName}/{dispatch.Shipment}") == true;
            if (!isCounted && !state.Cases.Values.Any(known => known.State == CaseState.Open && known.About.Order == dispatch.ExternalId))
            {
                yield return new Violation(
                    "G1", dispatch.ExternalId, $"shipment {dispatch.Shipment} is neither accounted for nor shown in a case");
            }
        }
    }
}
