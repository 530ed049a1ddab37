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
    /// <summary>How the key begins under which events wait for those that must come before them.</summary>
    public const string EarlyPrefix = "early/";

    /// <summary>How the key begins under which messages wait for an order that they name.</summary>
    public const string OrderPrefix = "order/";

    private readonly OrderSurroundings _surroundings = new(contract, state.Find);
    private readonly OrderFollowing _following = new(state, contract);

    /// <summary>A storefront's sight of an order; true when messages may have waited for it. One that is decided again serves
    /// what could come from nowhere before.</summary>
    public bool Observe(Deliberation about, Fact.OrderObserved seen, bool isAgain)
    {
        var known = state.Find(seen.Order.Id);
        var decision = OrderDecider.Decide(known, seen, _surroundings);
        about.Say(seen.Order.Id, decision, contract);
        WaitForSources(about, seen, decision);
        _following.Follow(about, seen.Order.Id);
        if (isAgain && state.Find(seen.Order.Id) is { } left)
        {
            var served = LateServing.Serve(left, seen, _surroundings);
            about.Say(seen.Order.Id, served, contract);
            WaitForSources(about, seen, served);
        }

        if (state.Find(seen.Order.Id) is { } order)
        {
            OrderHealing.HealUnmapped(about, seen, contract);
            OrderHealing.Heal(about, order, contract);
            OrderHealing.HealOvertaken(about, decision, order);
            OrderHealing.HealUnasked(about, order, contract);
            if (!isAgain && decision.Findings.FindIndex(finding => finding.Code == OrderCases.Changed) < 0)
            {
                about.Heal(OrderCases.Changed, OrderDocuments.HoldingOf(order), "The storefront shows it as it was taken.");
            }
        }

        return known is null;
    }

    /// <summary>A sight that names sources which no location is mapped to is decided again once one is.</summary>
    private static void WaitForSources(Deliberation about, Fact.OrderObserved seen, OrderDecision decision)
    {
        foreach (var finding in decision.Findings.Where(finding => finding.Code == CaseCodes.LocationUnmapped))
        {
            about.Park($"location/{seen.Order.Storefront}/{finding.About.Location}");
        }
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
        var isStorefront = contract.Connection(reporter) is { Roles: { IsEmpty: false } roles } && roles.All(static role => role == "storefront");
        var named = isStorefront ? state.OrderIndex.ResolveOwn(reporter, reference) : state.OrderIndex.Resolve(reporter, reference);
        if (named is not { } id || state.Find(id) is not { } order)
        {
            // A return from before the hub is nobody's trouble here; should the order come after all, it is taken up.
            if (fact is Fact.ReturnAuthorised { IsEarlier: true } or Fact.ReturnClosed { IsEarlier: true })
            {
                about.Park(OrderPrefix + reference);
                return [];
            }

            about.Find(new Finding(
                CaseCodes.OrderUnknown,
                lineage,
                $"{reporter} speaks of order '{reference}', {(isStorefront ? "which it has not shown yet." : WhyNone(state.OrderIndex.Numbered(reference)))}"));
            about.Park(OrderPrefix + reference);
            return [];
        }

        about.Heal(CaseCodes.OrderUnknown, lineage, "The order has appeared.");
        var told = SenderClock.Believed(fact, about.Now);
        var decision = OrderDecider.Decide(order, reporter, told, _surroundings);
        if (decision.WaitsFor is not null)
        {
            about.Park(EarlyPrefix + id.Text);
            return [];
        }

        if (SenderClock.TimeOf(fact) is { } dated)
        {
            about.Believe(new Lineage { Connection = reporter, Location = "order events" }, dated.Name, dated.At, id);
        }

        about.Say(id, decision, contract);
        OrderHealing.Heal(about, state.Find(id)!, contract);
        OrderHealing.HealOvertaken(about, decision, state.Find(id)!);
        OrderHealing.HealUnasked(about, state.Find(id)!, contract);
        if (!state.ParkedMessages.ContainsKey(EarlyPrefix + id.Text))
        {
            about.Heal(OrderCases.EarlyEvent, StuckOrders.LineageOf(order), "What had to come first has come.");
        }

        if (decision.WaitsForMapping is { } missing)
        {
            about.Park(missing);
            return [];
        }

        return _following.Tell(about, reporter, id, told);
    }

    /// <summary>Why a reference names no order; a number of several storefronts is not guessed at.</summary>
    private static string WhyNone(Items<OrderId> numbered)
    {
        var ids = numbered.Select(order => order.Text).Order(StringComparer.Ordinal).ToArray();
        return ids.Length < 2
            ? "which no storefront has shown yet."
            : $"a number that {ids.Length} storefronts use: {string.Join(", ", ids)}. It has to name one of these, or the id that it gave the " +
              "order itself.";
    }

    /// <summary>Owners report articles: orders that were held because nobody knew them may go.</summary>
    public void Recognise(Deliberation about)
    {
        if (!about.HasOpen(OrderCases.ArticleUnknown))
        {
            return;
        }

        var waiting = about.Changes.OfType<Change.StockChanged>().Select(change => change.Sku).Distinct()
            .SelectMany(sku => state.Find(sku)?.Demands ?? []).Select(demand => demand.Order).Distinct().ToArray();
        foreach (var id in waiting)
        {
            if (state.Find(id) is { IsReleased: false } order &&
                state.Cases.GetValueOrDefault(new Finding(OrderCases.ArticleUnknown, OrderDocuments.HoldingOf(order), "").CaseKey)
                    is { State: CaseState.Open } && OrderArticles.AreKnown(order, _surroundings))
            {
                about.Say(id, OrderDocuments.Reopen(order, contract), contract);
                OrderHealing.Heal(about, state.Find(id)!, contract);
            }
        }
    }

    /// <summary>Orders that went on in a deliberation, where anything waits at all.</summary>
    public static IReadOnlyList<OrderId> MovedIn(Deliberation about, HubState state) => state.ParkedMessages.Count == 0
        ? []
        : about.Changes.OfType<Change.OrderChanged>()
            .Where(change => change.Event is OrderEvent.StageEntered or OrderEvent.Released or OrderEvent.LineChanged
                or OrderEvent.MilestoneReached)
            .Select(change => change.Order).Distinct().ToArray();

    /// <summary>A moment came due: orders that are stuck, and events whose predecessor did not come in time.</summary>
    public void Due(Deliberation about, Items<string> late)
    {
        foreach (var order in state.Orders.Values.ToArray())
        {
            if (OrderWatch.IsNews(state, order, about.Now, contract))
            {
                about.Find(StuckOrders.Judge(order, about.Now, contract, state.Find)!);
            }

            if (OrderExpiry.DueAt(order, contract) <= about.Now)
            {
                about.Say(order.Id, OrderExpiry.Expire(order, about.Now, contract), contract);
                _following.Follow(about, order.Id);
            }
        }

        foreach (var text in late)
        {
            if (OrderId.TryParse(text, out var id) && state.Find(id) is { } order &&
                state.ParkedMessages.TryGetValue(EarlyPrefix + text, out var waiting))
            {
                var finding = new Finding(
                    OrderCases.EarlyEvent,
                    StuckOrders.LineageOf(order),
                    $"{waiting.Count} reported {(waiting.Count == 1 ? "step waits" : "steps wait")} while the order is " +
                    $"{StuckOrders.Word(order.Stage)}{ImpliedSteps.Told(order, contract)}.");
                if (state.Cases.GetValueOrDefault(finding.CaseKey) is not { State: CaseState.Open } open || open.Detail != finding.Detail)
                {
                    about.Find(finding);
                }
            }
        }
    }

    /// <summary>What came of a document.</summary>
    public void Settle(Deliberation about, Settlement.Document settled)
    {
        if (state.Find(settled.Order) is not { } order)
        {
            return;
        }

        var decision = OrderDocuments.Settle(order, settled.Key, settled.Receipt, _surroundings);
        about.Say(settled.Order, decision, contract);
        OrderHealing.HealOvertaken(about, decision, state.Find(settled.Order)!);
        _following.Follow(about, settled.Order);
        var target = order.Documents.FirstOrDefault(document => document.Key == settled.Key)?.Target;
        var lineage = new Lineage { Connection = target, Order = order.Id.Text };
        if (settled.Receipt is Core.Entries.Receipt.Applied or Core.Entries.Receipt.Refused)
        {
            about.Heal(CaseCodes.DocumentOverdue, lineage, "The remote has answered.");
            about.Heal(ParcelCases.SourceShort, lineage, "The shipment is posted.");
        }

        if (settled.Receipt is Core.Entries.Receipt.Applied &&
            order.Documents.FirstOrDefault(document => document.Key == settled.Key) is { Kind: DocumentKind.PostShipment, Location: { } from })
        {
            about.Heal(CaseCodes.LocationUnmapped, lineage with { Location = from.Text }, "The shipment is posted.");
        }

        if (settled.Receipt is Core.Entries.Receipt.Applied && target is { } maker && !OrderHealing.HasRefusal(state.Find(settled.Order)!, maker))
        {
            about.Heal(CaseCodes.DocumentRefused, lineage, "The document was made.");
        }

        if (OrderDocuments.IsBookedAsCharged(order, settled.Key, settled.Receipt, contract))
        {
            about.Heal(OrderCases.PostedDifferently, lineage, "The receiver holds what was charged, to the cent.");
        }

        if (settled.Receipt is Core.Entries.Receipt.Applied)
        {
            OrderHealing.Heal(about, state.Find(settled.Order)!, contract);
        }
    }
}
