using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>The journal alone leads to exactly the state that the hub holds, whatever crashes and ledgers lay
/// between.</summary>
public static class JournalExplains
{
    /// <summary>Checks a world at any time at which nothing is being decided.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        var codecs = new Codecs();
        var told = new HubState();
        foreach (var (_, entry) in world.History().Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            foreach (var decided in codecs.Decisions.Unpack(entry.Body).Decisions)
            {
                foreach (var change in decided.Changes)
                {
                    told.Apply(change, decided.Message);
                }
            }
        }

        return Differences(told.Stock, state.Stock).Concat(Differences(OrdersOf(told), OrdersOf(state)))
            .Concat(Differences(told.Cases, state.Cases)).Concat(Differences(told.ParkedMessages, state.ParkedMessages));
    }

    /// <summary>Archived ones among them: where an order lies makes no difference.</summary>
    private static Dictionary<OrderId, OrderRecord> OrdersOf(HubState state) => state.AllOrders().ToDictionary(order => order.Id);

    private static IEnumerable<Violation> Differences<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> told, IReadOnlyDictionary<TKey, TValue> held)
        where TKey : notnull
    {
        foreach (var key in told.Keys.Union(held.Keys))
        {
            var before = told.TryGetValue(key, out var toldValue) ? toldValue : default;
            var after = held.TryGetValue(key, out var heldValue) ? heldValue : default;
            if (!Equals(before, after))
            {
                yield return new Violation("replay", key.ToString()!, $"the journal tells of {before}, the hub holds {after}");
            }
        }
    }
}
