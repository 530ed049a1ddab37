using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Brings facts about orders to the order that they mean; a fact about an order not seen yet waits for
/// it.</summary>
internal sealed class OrderRouting(HubState state, OwnershipContract contract)
{
    private readonly OrderSurroundings _surroundings = new(contract, state.Find);
    private readonly OrderFollowing _following = new(state, contract);

    /// <summary>A storefront's sight of an order; true when messages may have waited for it.</summary>
    public bool Observe(Deliberation about, Fact.OrderObserved seen)
    {
        var known = state.Find(seen.Order.Id);
        about.Say(seen.Order.Id, OrderDecider.Decide(known, seen, _surroundings), contract);
        _following.Follow(about, seen.Order.Id);
        return known is null;
    }

    /// <summary>A carrier's report that names no order: the parcel's number says which.</summary>
    public IReadOnlyList<string> Route(Deliberation about, ConnectionName reporter, Fact.ParcelTracked tracked)
    {
        if (state.OrderIndex.FollowUps.OfParcel(tracked.Number) is { } order)
        {
            return Route(about, reporter, tracked, order.Text);
        }

        about.Find(new Finding(
            ParcelCases.Unknown,
            FulfilmentDecider.UnknownParcel(reporter, tracked.Number),
            $"{reporter} reports on parcel {tracked.Number}, which no shipment names yet."));
        about.Park(FulfilmentDecider.WaitingKey(tracked.Number));
        return [];
    }

    /// <summary>A fact that names an order in the reporter's words; names the keys of messages that may go on.</summary>
    public IReadOnlyList<string> Route(Deliberation about, ConnectionName reporter, Fact fact, string reference)
    {
        var lineage = new Lineage { Connection = reporter, Order = reference };
        if (state.OrderIndex.Resolve(reporter, reference) is not { } id || state.Find(id) is not { } order)
        {
            about.Find(new Finding(
                CaseCodes.OrderUnknown, lineage, $"{reporter} speaks of order '{reference}', which no storefront has shown yet."));
            about.Park($"order/{reference}");
            return [];
        }

        about.Heal(CaseCodes.OrderUnknown, lineage, "The order has appeared.");
        about.Say(id, OrderDecider.Decide(order, reporter, fact, _surroundings), contract);
        return _following.Tell(about, reporter, id, fact);
    }

    /// <summary>What came of a document.</summary>
    public void Settle(Deliberation about, Settlement.Document settled)
    {
        if (state.Find(settled.Order) is not { } order)
        {
            return;
        }

        about.Say(settled.Order, OrderDocuments.Settle(order, settled.Key, settled.Receipt, contract), contract);
        _following.Follow(about, settled.Order);
        var target = order.Documents.FirstOrDefault(document => document.Key == settled.Key)?.Target;
        var lineage = new Lineage { Connection = target, Order = order.Id.Text };
        if (settled.Receipt is Core.Entries.Receipt.Applied or Core.Entries.Receipt.Refused)
        {
            about.Heal(CaseCodes.DocumentOverdue, lineage, "The remote has answered.");
        }

        if (settled.Receipt is Core.Entries.Receipt.Applied &&
            state.Find(settled.Order)!.Documents.All(document => document.Target != target || document.Refusal is null))
        {
            about.Heal(CaseCodes.DocumentRefused, lineage, "The document was made.");
        }
    }
}
