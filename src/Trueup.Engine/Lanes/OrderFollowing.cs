using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// What happens to an order after its goods left: parcels, returns, refunds. Told of every fact about an order after
/// the order itself was.
/// </summary>
internal sealed class OrderFollowing(HubState state, OwnershipContract contract)
{
    /// <summary>Takes a fact up, and asks for whatever is due then; names the keys of messages that may go on.</summary>
    public IReadOnlyList<string> Tell(Deliberation about, ConnectionName reporter, OrderId id, Fact fact)
    {
        switch (fact)
        {
            case Fact.Dispatched dispatched:
                Say(about, id, FulfilmentDecider.Send(state.Find(id)!, reporter, dispatched));
                Follow(about, id);
                return dispatched.Tracking.Select(parcel => FulfilmentDecider.WaitingKey(parcel.Number)).ToList();
            case Fact.ParcelTracked tracked:
                Say(about, id, FulfilmentDecider.Track(state.Find(id)!, reporter, tracked));
                break;
            case Fact.ReturnAuthorised or Fact.ReturnsUnnumbered or Fact.ReturnClosed or Fact.ReturnReceived or Fact.ReturnInspected or
                Fact.RefundObserved:
                Say(about, id, ReturnDecider.Decide(reporter, fact, SurroundingsOf(about, id)));
                break;
        }

        Follow(about, id);
        return fact is Fact.ReturnReceived received ? [ReturnDecider.WaitingKey(id, received.Rma)] : [];
    }

    /// <summary>Asks for what parcels and returns make due as they stand.</summary>
    public void Follow(Deliberation about, OrderId id)
    {
        if (state.Find(id) is not { } order || (order.Parcels.IsEmpty && order.Returns is null))
        {
            return;
        }

        Say(about, id, FulfilmentDecider.Follow(order, contract));
        if (state.Find(id) is { Returns: { } returns } known)
        {
            Say(about, id, ReturnFollowing.Follow(known, returns, contract));
        }
    }

    private ReturnSurroundings SurroundingsOf(Deliberation about, OrderId id)
    {
        var order = state.Find(id)!;
        return new ReturnSurroundings(
            order, order.Returns ?? new OrderReturns(id), contract, about.Now, state.OrderIndex.FollowUps.OfReturn);
    }

    private void Say(Deliberation about, OrderId id, FulfilmentDecision decision)
    {
        foreach (var change in decision.Events)
        {
            about.Say(new Change.OrderChanged(id, new OrderEvent.ParcelChanged(change)));
        }

        Ask(about, id, decision.Documents);
        foreach (var fact in decision.Facts)
        {
            var order = state.Find(id)!;
            about.Say(
                id,
                OrderDecider.Decide(
                    order, order.Canonical.Storefront, fact, new OrderSurroundings(contract, state.Find)),
                contract);
        }

        Judge(about, decision.Findings, decision.Disproofs);
        if (decision.WaitsFor is { } key)
        {
            about.Park(key);
        }
    }

    private void Say(Deliberation about, OrderId id, ReturnDecision decision)
    {
        foreach (var change in decision.Events)
        {
            about.Say(new Change.OrderChanged(id, new OrderEvent.ReturnChanged(change)));
        }

        foreach (var (sku, fact) in decision.Stock)
        {
            var stock = state.Find(sku) ?? new SkuStock(sku);
            about.Say(sku, StockDecider.Decide(stock, fact, contract), byOrder: false);
        }

        Ask(about, id, decision.Documents);
        Judge(about, decision.Findings, decision.Disproofs);
        if (decision.WaitsFor is { } key)
        {
            about.Park(key);
        }
    }

    private void Ask(Deliberation about, OrderId id, Items<OrderEvent> documents)
    {
        if (!documents.IsEmpty)
        {
            about.Say(id, new OrderDecision(documents), contract);
        }
    }

    /// <summary>What was found before and is still so is no news.</summary>
    private void Judge(Deliberation about, Items<Finding> findings, Items<Disproof> disproofs)
    {
        foreach (var finding in findings)
        {
            if (state.Cases.GetValueOrDefault(finding.CaseKey) is not { } open || open.State == CaseState.Resolved ||
                open.Detail != finding.Detail)
            {
                about.Find(finding);
            }
        }

        foreach (var disproof in disproofs)
        {
            about.Heal(disproof.Code, disproof.About, disproof.Because);
        }
    }
}
