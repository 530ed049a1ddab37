using System.Diagnostics;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// A warehouse management system with books of its own. Over HTTP it takes orders and lists stock; by the back door
/// people work in it and look into its books; what happens is pushed as events. The same calls in the same order
/// always come to the same.
/// </summary>
public sealed class WarehouseTwin : ITwin
{
    private readonly WarehouseRules _rules;
    private readonly StockBooks _books = new();
    private readonly WarehouseOrders _orders = new();
    private readonly PushQueue _pushes;
    private readonly WarehouseEvents _events;
    private readonly WarehouseFloor _floor;
    private readonly WarehouseDesk _desk;
    private readonly WarehouseApi _api;
    private readonly TwinRefusals _refusals = new();

    /// <summary>An empty warehouse.</summary>
    public WarehouseTwin(WarehouseRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        _pushes = new PushQueue("wms", rules.PushTarget, rules.Proof);
        _events = new WarehouseEvents(_pushes, rules);
        _floor = new WarehouseFloor(_books, _events, rules);
        _desk = new WarehouseDesk(rules, _books, _orders, _floor, _events);
        _api = new WarehouseApi(rules, _books, _orders, _desk);
    }

    /// <summary>How many orders were taken.</summary>
    public int OrderCount => _orders.Count;

    /// <summary>Everything that left, oldest first.</summary>
    public IReadOnlyList<DispatchNote> Dispatches => _floor.Dispatches;

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refusals.Next(status => TwinReply.Refusal(status, "Not now.")) ?? _api.Answer(request, now);
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => _pushes.Take(now);

    /// <summary>A push that was not taken, once more: the same delivery, proved afresh.</summary>
    public WireRequest PushAgain(WireRequest push, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(push);
        return _pushes.Again(push, now);
    }

    /// <summary>Opens books with stock, without telling anybody. Stock that is there already is added to.</summary>
    public void Seed(IEnumerable<WarehouseStock> stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        foreach (var (sku, warehouse, quantity, status) in stock)
        {
            _books.Open(sku, warehouse, status).Book(quantity, allocated: 0m);
        }
    }

    /// <summary>Refuses the next requests with 429 and <c>Retry-After</c>.</summary>
    public void Throttle(int requests, TimeSpan wait) => _refusals.Begin(requests, 429, wait);

    /// <summary>Refuses the next requests with 503 and <c>Retry-After</c>.</summary>
    public void GoDown(int requests, TimeSpan wait) => _refusals.Begin(requests, 503, wait);

    /// <summary>Does some work.</summary>
    /// <returns>How many orders, returns or records it moved.</returns>
    public int Work(DateTimeOffset now, WarehouseStep step) => step switch
    {
        WarehouseStep.Allocate allocate => _floor.Allocate(allocate, now),
        WarehouseStep.Pick pick => _floor.Pick(pick.Orders, now),
        WarehouseStep.Pack pack => _floor.Pack(pack.Orders, now),
        WarehouseStep.Dispatch dispatch => _floor.Dispatch(dispatch, now),
        WarehouseStep.Receive receive => Book(receive.Sku, receive.Warehouse, receive.Status, receive.Quantity, now),
        WarehouseStep.Move move => _floor.Move(move, now) ? 1 : 0,
        WarehouseStep.Count count => Correct(count, now),
        WarehouseStep.Cancel cancel => Cancel(cancel, now),
        WarehouseStep.ShortPick shortPick => _desk.ShortPick(shortPick, now),
        WarehouseStep.Reroute reroute => _desk.Reroute(reroute, now),
        WarehouseStep.TakeBack takeBack => TakeBack(takeBack, now),
        WarehouseStep.Inspect inspect => Inspect(inspect, now),
        _ => throw new UnreachableException($"Nobody knows how to do {step?.GetType().Name ?? "nothing"}."),
    };

    /// <summary>Queues a push of every level, as after a restart of the system.</summary>
    public void PushAllLevels(DateTimeOffset now)
    {
        foreach (var record in _books.All)
        {
            _events.Level(record, now);
        }
    }

    /// <summary>What is there, whomever it belongs to.</summary>
    public decimal OnHand(string sku, string warehouse, string status = WarehouseStatus.Ok) =>
        _books.Find(sku, warehouse, status)?.OnHand ?? 0m;

    /// <summary>What is fit for sale and belongs to no order.</summary>
    public decimal Sellable(string sku, string warehouse) =>
        _books.Find(sku, warehouse, WarehouseStatus.Ok) is { } record ? record.OnHand - record.Allocated : 0m;

    /// <summary>The figure that the warehouse tells others, on its own basis.</summary>
    public decimal Reported(string sku, string warehouse, string status = WarehouseStatus.Ok) =>
        _books.Find(sku, warehouse, status)?.Reported(_rules.Basis) ?? 0m;

    /// <summary>All orders with an external id, oldest first: more than one is a duplicate.</summary>
    public Items<WarehouseOrderView> OrdersOf(string externalId) => _orders.Of(externalId)
        .Select(static order => new WarehouseOrderView(order.Id, order.ExternalId, order.Status, order.Lines
            .Select(static line => new WarehouseLineView(
                line.Line, line.Sku, line.Warehouse, line.Ordered, line.Dispatched, line.Cancelled)
            {
                Allocated = line.Allocated,
            }).ToItems())
        {
            DeliverTo = order.DeliverTo,
        })
        .ToItems();

    /// <summary>Whether a return of an order was announced under a number.</summary>
    public bool IsAnnounced(string rma, string externalId) => _orders.FindReturn(rma)?.Order.ExternalId == externalId;

    /// <summary>What is to come under a number, as it was announced; nothing for a number that was not.</summary>
    public Items<DispatchedLine> AnnouncedUnder(string rma) => _orders.FindReturn(rma)?.Lines ?? [];

    /// <summary>What came back under a number and waits to be inspected.</summary>
    public Items<DispatchedLine> ReturnOf(string rma) => _orders.Waiting(rma).ToItems();

    private int Book(string sku, string warehouse, string status, decimal quantity, DateTimeOffset now)
    {
        _floor.Book(sku, warehouse, status, quantity, now);
        return 1;
    }

    private int Correct(WarehouseStep.Count step, DateTimeOffset now)
    {
        var difference = step.Counted - OnHand(step.Sku, step.Warehouse, step.Status);
        return Book(step.Sku, step.Warehouse, step.Status, difference, now);
    }

    private int Cancel(WarehouseStep.Cancel step, DateTimeOffset now)
    {
        var cancelled = 0;
        foreach (var order in _orders.Of(step.ExternalId))
        {
            if (order.Stage is not (OrderStage.Dispatched or OrderStage.Cancelled))
            {
                var lines = _floor.Release(order, step.Restock, now);
                _events.Cancelled(order.ExternalId, lines, step.Restock, step.Reason, now);
                cancelled++;
            }
        }

        return cancelled;
    }

    private int TakeBack(WarehouseStep.TakeBack step, DateTimeOffset now)
    {
        if (_orders.Of(step.ExternalId) is not [var order, ..])
        {
            return 0;
        }

        var parts = _orders.AddReturn(step.Rma, order);
        foreach (var part in parts)
        {
            foreach (var line in part.Lines)
            {
                _floor.Book(line.Sku, part.Warehouse, WarehouseStatus.Inspection, line.Quantity, now);
            }

            _events.Returned(part, now);
        }

        return parts.Count;
    }

    private int Inspect(WarehouseStep.Inspect step, DateTimeOffset now)
    {
        var parts = _orders.TakeReturn(step.Rma);
        var to = step.Passed ? WarehouseStatus.Ok : WarehouseStatus.Damaged;
        foreach (var part in parts)
        {
            foreach (var line in part.Lines)
            {
                _floor.Book(line.Sku, part.Warehouse, WarehouseStatus.Inspection, -line.Quantity, now);
                _floor.Book(line.Sku, part.Warehouse, to, line.Quantity, now);
            }

            _events.Inspected(part, step.Passed, now);
        }

        return parts.Count;
    }
}
