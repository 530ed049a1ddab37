using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// What is being decided about one entry: every change is made true at once, so that the next rule sees it, and kept
/// for the journal.
/// </summary>
internal sealed class Deliberation(HubState state, Recorded recorded, ISet<Sku> touched, ISet<Sku> touchedByOrder)
{
    private readonly List<Change> _changes = [];

    /// <summary>The entry decided about.</summary>
    public Recorded Recorded => recorded;

    /// <summary>When the hub took the entry in.</summary>
    public DateTimeOffset Now => recorded.Entry.At;

    /// <summary>What changed so far.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>Makes a change true.</summary>
    public void Say(Change change)
    {
        state.Apply(change, recorded.Position);
        _changes.Add(change);
    }

    /// <summary>Makes changes in the stock of a SKU true.</summary>
    public void Say(Sku sku, Items<StockEvent> events, bool byOrder)
    {
        foreach (var change in events)
        {
            Say(new Change.StockChanged(sku, change));
        }

        if (!events.IsEmpty)
        {
            (byOrder ? touchedByOrder : touched).Add(sku);
            Count(sku, events);
        }
    }

    /// <summary>What a SKU comes to is to be worked out again, although nothing in its own stock changed.</summary>
    public void Touch(Sku sku) => touched.Add(sku);

    /// <summary>Units that were ordered say how fast the SKU sells.</summary>
    private void Count(Sku sku, Items<StockEvent> events)
    {
        var units = Quantity.Zero;
        foreach (var change in events)
        {
            units += change is StockEvent.DemandOpened opened ? opened.Quantity : Quantity.Zero;
        }

        if (units > Quantity.Zero)
        {
            var pace = Pace.After(state.Find(sku)?.Pace, units, Now);
            Say(new Change.StockChanged(sku, new StockEvent.PaceSet(pace.Weight, pace.At)));
        }
    }

    /// <summary>Makes what follows for an order true, its own changes first.</summary>
    public void Say(OrderId order, OrderDecision decision, Core.Contract.OwnershipContract contract)
    {
        foreach (var change in decision.Events)
        {
            Say(new Change.OrderChanged(order, change));
        }

        if (!decision.Events.IsEmpty && state.Find(order) is { } after && StageOf(after, decision, contract) is var stage &&
            (after.Trail.IsEmpty || after.Stage != stage))
        {
            Say(new Change.OrderChanged(order, new OrderEvent.StageEntered(stage, Now)));
            Heal(OrderCases.Stuck, StuckOrders.LineageOf(after), $"The order is {StuckOrders.Word(stage)} now.");
        }

        foreach (var addressed in decision.Stock)
        {
            var stock = state.Find(addressed.Sku) ?? new SkuStock(addressed.Sku);
            Say(addressed.Sku, StockDecider.Decide(stock, addressed.Fact, contract), byOrder: true);
        }

        foreach (var captured in decision.Events.OfType<OrderEvent.Captured>())
        {
            NotePrices(captured.Order);
        }

        foreach (var finding in decision.Findings)
        {
            Find(finding);
        }
    }

    /// <summary>How far an order is; one that its own content keeps from being handed over is held.</summary>
    private OrderStage StageOf(OrderRecord order, OrderDecision decision, Core.Contract.OwnershipContract contract)
    {
        var stage = OrderStages.Of(order);
        return stage == OrderStage.Captured && OrderDocuments.IsDue(order, contract) &&
            (!OrderCheck.OfOrder(order.Canonical, contract).IsEmpty || IsStrange(order, decision)) ? OrderStage.Held : stage;
    }

    /// <summary>Whether an article holds an order that nobody knows: a case says so, since the order does not.</summary>
    private bool IsStrange(OrderRecord order, OrderDecision decision)
    {
        var strange = new Finding(OrderCases.ArticleUnknown, OrderDocuments.HoldingOf(order), "");
        return decision.Findings.Any(finding => finding.CaseKey == strange.CaseKey) ||
            (HasOpen(strange.Code) && state.Cases.TryGetValue(strange.CaseKey, out var known) && known.State == CaseState.Open);
    }

    /// <summary>What was charged last says what units of the SKU are worth.</summary>
    private void NotePrices(CanonicalOrder order)
    {
        foreach (var line in order.Lines)
        {
            var price = new Money(line.UnitPrice, order.Currency);
            if (price.Amount > 0m && state.Find(line.Sku) is { } stock && stock.Price != price)
            {
                Say(new Change.StockChanged(line.Sku, new StockEvent.PriceSeen(price)));
            }
        }
    }

    /// <summary>Opens a case, or counts on it.</summary>
    public void Find(Finding finding) => Say(new Change.CaseChanged(new CaseEvent.Found(finding, Now)));

    /// <summary>Whether any case of a kind is open.</summary>
    public bool HasOpen(CaseCode code) => state.OpenCases(code) > 0;

    /// <summary>Closes a case that a success has disproved; nothing when it is not open.</summary>
    public void Heal(CaseCode code, Lineage about, string because)
    {
        if (state.OpenCases(code) == 0)
        {
            return;
        }

        var key = new Finding(code, about, because).CaseKey;
        if (state.Cases.TryGetValue(key, out var open) && open.State == CaseState.Open)
        {
            Say(new Change.CaseChanged(new CaseEvent.Closed(key, CaseState.Resolved, "hub", because, Now)));
        }
    }

    /// <summary>The time that a sender gives, or that of receipt where its clock is too far ahead: a case says so then, until it gives a
    /// credible one.</summary>
    /// <param name="clock">Whose clock it is, and of what: each kind of message proves only itself.</param>
    /// <param name="what">What carries the time, in words.</param>
    /// <param name="at">The time, UTC.</param>
    /// <param name="order">The order that it is of; null for none.</param>
    public DateTimeOffset Believe(Lineage clock, string what, DateTimeOffset at, OrderId? order = null)
    {
        if (SenderClock.IsCredible(at, Now))
        {
            Heal(CaseCodes.ClockSkew, clock, "A later report carries a credible time.");
            return at;
        }

        var of = order is null ? "" : $" on order {order}";
        Find(new Finding(CaseCodes.ClockSkew, clock, $"{what} of {clock.Connection}{of} is {(at - Now).TotalMinutes:0} minutes ahead."));
        return Now;
    }

    /// <summary>Lets a message be decided again as it lies in the journal; names the key that is to be released for it.</summary>
    public string ReadAgain(JournalPosition message)
    {
        var key = $"replay/{message}";
        Say(new Change.Parked(key, message));
        return key;
    }

    /// <summary>Lets the message wait under a key until what it needs appears.</summary>
    public void Park(string key)
    {
        if (!state.ParkedMessages.GetValueOrDefault(key).Contains(recorded.Position))
        {
            Say(new Change.Parked(key, recorded.Position));
        }
    }
}
