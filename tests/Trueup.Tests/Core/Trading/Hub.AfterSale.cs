using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <content>What happens to an order after its goods left: parcels, returns, refunds.</content>
internal sealed partial record Hub
{
    /// <summary>When the hub takes messages in: long after everything that they tell of.</summary>
    public static DateTimeOffset Now => Estate.At(10_000);

    /// <summary>What messages wait for.</summary>
    public Items<string> Waiting { get; init; }

    /// <summary>Problems that are over.</summary>
    public Items<Disproof> Disproofs { get; init; }

    /// <summary>The codes of everything found so far that nothing has disproved since.</summary>
    public IEnumerable<string> Codes => Findings.Select(finding => finding.Code.Code).Distinct();

    private Hub Tell(ConnectionName reporter, OrderId id, Fact fact) => fact switch
    {
        Fact.Dispatched dispatched => Take(id, FulfilmentDecider.Send(OrderOf(id)!, reporter, dispatched)),
        Fact.ParcelTracked tracked => Take(id, FulfilmentDecider.Track(OrderOf(id)!, reporter, tracked)),
        _ => Take(id, ReturnDecider.Decide(reporter, fact, new ReturnSurroundings(
            OrderOf(id)!, OrderOf(id)!.Returns ?? new OrderReturns(id), Contract, Now, OrderOfReturn))),
    };

    private Hub Follow(OrderId id)
    {
        if (OrderOf(id) is not { } order || (order.Parcels.IsEmpty && order.Returns is null))
        {
            return this;
        }

        var hub = Take(id, FulfilmentDecider.Follow(order, Contract));
        return hub.OrderOf(id) is { Returns: { } returns } known
            ? hub.Take(id, ReturnFollowing.Follow(known, returns, Contract))
            : hub;
    }

    private Hub Take(OrderId id, FulfilmentDecision decision)
    {
        var hub = Take(id, new OrderDecision(
            decision.Events.Select(OrderEvent (change) => new OrderEvent.ParcelChanged(change))
                .Concat(decision.Documents).ToItems(),
            Findings: decision.Findings));
        hub = hub.Wait(decision.WaitsFor, decision.Disproofs);
        return decision.Facts.Aggregate(hub, (now, fact) => now.Take(
            id, OrderDecider.Decide(
                now.OrderOf(id)!, now.OrderOf(id)!.Canonical.Storefront, fact, new OrderSurroundings(Contract, now.Known))));
    }

    private Hub Take(OrderId id, ReturnDecision decision) => Take(id, new OrderDecision(
        decision.Events.Select(OrderEvent (change) => new OrderEvent.ReturnChanged(change))
            .Concat(decision.Documents).ToItems(),
        decision.Stock,
        decision.Findings)).Wait(decision.WaitsFor, decision.Disproofs);

    private Hub Wait(string? key, Items<Disproof> disproofs) => this with
    {
        Waiting = key is null ? Waiting : Waiting.Add(key),
        Disproofs = Disproofs.AddRange(disproofs),
        Findings = Findings.Where(finding => disproofs.FindIndex(over =>
            over.Code == finding.Code && over.About == finding.About) < 0).ToItems(),
    };

    private OrderId? OrderOfReturn(string rma)
    {
        var place = Orders.FindIndex(order => order.Returns?.Numbers.Contains(rma) == true);
        return place < 0 ? null : Orders[place].Id;
    }
}
