using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// The least hub that can trade: it decides, evolves what was decided, passes facts on to the lanes they are addressed
/// to, and plans the slots again. A value: a test may branch from any moment.
/// </summary>
internal sealed partial record Hub(OwnershipContract Contract)
{
    public Items<SkuStock> Stocks { get; init; }

    public Items<OrderRecord> Orders { get; init; }

    public Items<Finding> Findings { get; init; }

    /// <summary>Slots planned anew by the last fact.</summary>
    public Items<StockEvent.SlotDesired> Planned { get; init; }

    public SkuStock StockOf(Sku sku) => Known(sku) ?? new SkuStock(sku);

    public OrderRecord Order(string number) => OrderOf(Estate.IdOf(number))!;

    public OrderRecord? OrderOf(OrderId id)
    {
        var place = Orders.FindIndex(order => order.Id == id);
        return place < 0 ? null : Orders[place];
    }

    /// <summary>What may be sold of a SKU at a location.</summary>
    public Quantity Available(Sku sku, LocationCode location) =>
        StockTruth.Available(StockOf(sku), location, Contract, Known) ?? Quantity.Zero;

    /// <summary>What may be sold of a SKU in a storefront.</summary>
    public Quantity AvailableIn(ConnectionName storefront, Sku sku) =>
        Contract.Terms.Locations.Where(location => Contract.Serves(location.Code, storefront))
            .Aggregate(Quantity.Zero, (sum, location) => sum + Available(sku, location.Code));

    public Quantity? Desired(Sku sku, LocationCode location) => SlotAt(sku, location)?.Desired;

    public Slot? SlotAt(Sku sku, LocationCode location)
    {
        var slots = StockOf(sku).Slots;
        var place = slots.FindIndex(slot => slot.Connection == Estate.Adobe && slot.Location == location);
        return place < 0 ? null : slots[place];
    }

    public Quantity Held(Sku sku, LocationCode location) => StockTruth.Held(StockOf(sku), location, Estate.Adobe);

    public Quantity Unseen(Sku sku, LocationCode location) => StockTruth.Unseen(StockOf(sku), location);

    /// <summary>A report of plain available stock.</summary>
    public Hub Report(
        Sku sku, LocationCode location, Quantity quantity, DateTimeOffset asOf, long? version = null) =>
        Apply(sku, new StockFact.Reported(location, StockState.Available, quantity, version, asOf));

    /// <summary>A fact for the lane of a SKU.</summary>
    public Hub Apply(Sku sku, StockFact fact) => Apply([new AddressedFact(sku, fact)]);

    /// <summary>A storefront shows an order.</summary>
    public Hub See(Fact.OrderObserved seen) => Take(
        seen.Order.Id, OrderDecider.Decide(OrderOf(seen.Order.Id), seen, new OrderSurroundings(Contract, Known)))
        .Follow(seen.Order.Id);

    /// <summary>A sight of an order that the hub knows is decided again: somebody asked, or a mapping came.</summary>
    public Hub SeeAgain(Fact.OrderObserved seen) => See(seen).Take(
        seen.Order.Id, LateServing.Serve(See(seen).OrderOf(seen.Order.Id)!, seen, new OrderSurroundings(Contract, Known)));

    /// <summary>Somebody says something about an order that the hub knows.</summary>
    public Hub Hear(ConnectionName reporter, OrderId order, Fact fact) => Take(
        order, OrderDecider.Decide(OrderOf(order)!, reporter, fact, new OrderSurroundings(Contract, Known)))
        .Tell(reporter, order, fact).Follow(order);

    /// <summary>The moment comes at which an order that the hub took up when it was placed is given up, if it waits for its
    /// payment.</summary>
    public Hub Expire(OrderId id, DateTimeOffset now)
    {
        var taken = OrderOf(id)!;
        var hub = taken.Trail.IsEmpty
            ? Take(id, new OrderDecision([new OrderEvent.StageEntered(OrderStage.Captured, taken.Canonical.PlacedAt)]))
            : this;
        return hub.Take(id, OrderExpiry.Expire(hub.OrderOf(id)!, now, Contract)).Follow(id);
    }

    /// <summary>What came of a document.</summary>
    public Hub Settle(OrderId order, string key, Receipt receipt) =>
        Take(order, OrderDocuments.Settle(OrderOf(order)!, key, receipt, new OrderSurroundings(Contract, Known))).Follow(order);

    /// <summary>Everything owed is written, and the storefronts take it.</summary>
    public Hub WriteAll() => Apply(Owed()
        .Select(owed => new AddressedFact(
            owed.Sku,
            new StockFact.SourceWritten(owed.Slot.Connection, owed.Slot.Source, owed.Slot.Desired!.Value)))
        .ToItems());

    public IEnumerable<(Sku Sku, Slot Slot)> Owed() =>
        Stocks.SelectMany(stock => stock.Slots.Where(slot => slot.IsOwed).Select(slot => (stock.Sku, slot)));

    /// <summary>The hub as it begins again from the rows that it had kept.</summary>
    public Hub Reborn()
    {
        var states = new Codecs().States;
        return this with
        {
            Stocks = Stocks.Select(stock => states.UnpackStock(states.Pack(stock))).ToItems(),
            Orders = Orders.Select(order => states.UnpackOrder(states.Pack(order))).ToItems(),
        };
    }

    private SkuStock? Known(Sku sku)
    {
        var place = Stocks.FindIndex(stock => stock.Sku == sku);
        return place < 0 ? null : Stocks[place];
    }

    private Hub Take(OrderId id, OrderDecision decision)
    {
        var order = OrderOf(id);
        foreach (var change in decision.Events)
        {
            order = OrderEvolution.Evolve(order, change, message: default);
        }

        var place = Orders.FindIndex(known => known.Id == id);
        var orders = order is null ? Orders : place < 0 ? Orders.Add(order) : Orders.SetItem(place, order);
        return (this with { Orders = orders, Findings = Findings.AddRange(decision.Findings) }).Apply(decision.Stock);
    }

    private Hub Apply(Items<AddressedFact> facts)
    {
        var hub = this with { Planned = [] };
        foreach (var (sku, fact) in facts)
        {
            hub = StockDecider.Decide(hub.StockOf(sku), fact, Contract)
                .Aggregate(hub, (now, change) => now.Evolve(sku, change));
        }

        var touched = facts.Select(fact => fact.Sku).ToList();
        var kits = touched.SelectMany(part => Contract.KitsWith(part).Select(kit => kit.Sku));
        foreach (var sku in touched.Concat(kits).Distinct())
        {
            hub = SlotPlanner.Plan(hub.StockOf(sku), Contract, hub.Known, byOrder: true).Aggregate(hub, (now, change) =>
                now.Evolve(sku, change) with { Planned = now.Planned.Add((StockEvent.SlotDesired)change) });
        }

        return hub;
    }

    private Hub Evolve(Sku sku, StockEvent change)
    {
        var after = StockEvolution.Evolve(StockOf(sku), change, message: default);
        var place = Stocks.FindIndex(stock => stock.Sku == sku);
        return this with { Stocks = place < 0 ? Stocks.Add(after) : Stocks.SetItem(place, after) };
    }
}
