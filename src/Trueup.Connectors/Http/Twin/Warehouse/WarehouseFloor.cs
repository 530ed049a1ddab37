using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// The work on a warehouse's floor: orders go from stage to stage, goods go in, out and between states.
/// </summary>
internal sealed class WarehouseFloor(StockBooks books, WarehouseEvents events, WarehouseRules rules)
{
    private readonly Queue<WarehouseOrder> _toAllocate = new();
    private readonly Queue<WarehouseOrder> _toPick = new();
    private readonly Queue<WarehouseOrder> _toPack = new();
    private readonly Queue<WarehouseOrder> _toDispatch = new();
    private readonly List<DispatchNote> _dispatches = [];

    /// <summary>Everything that left, oldest first.</summary>
    public IReadOnlyList<DispatchNote> Dispatches => _dispatches;

    /// <summary>Takes an order in.</summary>
    public void Accept(WarehouseOrder order, DateTimeOffset now)
    {
        _toAllocate.Enqueue(order);
        events.Status(order, now);
    }

    /// <summary>
    /// Tries to give stock to the next orders: each wholly or not at all, or else as much as there is.
    /// </summary>
    public int Allocate(WarehouseStep.Allocate step, DateTimeOffset now) => Advance(_toAllocate, step.Orders, order =>
    {
        if (order.Stage is not (OrderStage.Accepted or OrderStage.OnHold))
        {
            return false;
        }

        if (!CanAllocate(order) && !(step.Partly && order.Lines.Any(line => line.Remaining > line.Allocated && Free(line) > 0m)))
        {
            Enter(order, OrderStage.OnHold, now);
            _toAllocate.Enqueue(order);
            return false;
        }

        foreach (var line in order.Lines)
        {
            var given = Math.Min(Free(line), line.Remaining - line.Allocated);
            Book(books.Open(line.Sku, line.Warehouse, WarehouseStatus.Ok), onHand: 0m, allocated: given, now);
            line.Allocated += given;
        }

        Enter(order, OrderStage.Allocated, now);
        _toPick.Enqueue(order);
        return true;
    });

    /// <summary>Picks the next allocated orders.</summary>
    public int Pick(int orders, DateTimeOffset now) => Advance(_toPick, orders, order =>
        Pass(order, OrderStage.Allocated, OrderStage.Picked, _toPack, now));

    /// <summary>Packs the next picked orders.</summary>
    public int Pack(int orders, DateTimeOffset now) => Advance(_toPack, orders, order =>
        Pass(order, OrderStage.Picked, OrderStage.Packed, _toDispatch, now));

    /// <summary>Dispatches the next packed orders, as far as the goods are really there.</summary>
    public int Dispatch(WarehouseStep.Dispatch step, DateTimeOffset now) => Advance(_toDispatch, step.Orders, order =>
    {
        if (order.Stage != OrderStage.Packed)
        {
            return false;
        }

        var hasLeft = false;
        foreach (var group in order.Lines.GroupBy(static line => line.Warehouse, StringComparer.Ordinal))
        {
            hasLeft |= Ship(order, group, step, now);
        }

        if (order.Lines.All(static line => line.Remaining == 0m))
        {
            order.Stage = OrderStage.Dispatched;
        }
        else if (order.Lines.All(static line => line.Allocated == 0m))
        {
            // What was allocated has left; the rest waits for stock.
            Enter(order, OrderStage.OnHold, now);
            _toAllocate.Enqueue(order);
        }
        else
        {
            _toDispatch.Enqueue(order);
        }

        return hasLeft;
    });

    /// <summary>Takes back what is open of an order; what was taken back, line by line.</summary>
    public Items<CancelledLine> Release(WarehouseOrder order, bool restock, DateTimeOffset now)
    {
        var released = new List<CancelledLine>();
        foreach (var line in order.Lines.Where(static line => line.Remaining > 0m))
        {
            released.Add(new CancelledLine(line.Line, line.Sku, line.Remaining, line.Warehouse));
            Release(line, line.Remaining, restock, now);
        }

        order.Stage = OrderStage.Cancelled;
        return released.ToItems();
    }

    /// <summary>Takes back a part of a line; what has no stock yet goes first.</summary>
    public void Release(WarehouseLine line, decimal quantity, bool restock, DateTimeOffset now)
    {
        line.Cancelled += quantity;
        var freed = Math.Max(0m, line.Allocated - line.Remaining);
        if (freed > 0m)
        {
            var good = books.Open(line.Sku, line.Warehouse, WarehouseStatus.Ok);
            Book(good, onHand: restock ? 0m : -freed, allocated: -freed, now);
            line.Allocated -= freed;
            if (!restock)
            {
                Book(books.Open(line.Sku, line.Warehouse, WarehouseStatus.Damaged), freed, allocated: 0m, now);
            }
        }
    }

    /// <summary>Sends an order back to wait for stock, as far as it has none.</summary>
    public void Requeue(WarehouseOrder order, DateTimeOffset now)
    {
        Enter(order, OrderStage.OnHold, now);
        _toAllocate.Enqueue(order);
    }

    /// <summary>What was allocated to a line is not there: one booking, so that nobody is told of goods that are free in between.</summary>
    public void Lose(WarehouseLine line, decimal quantity, DateTimeOffset now)
    {
        Book(books.Open(line.Sku, line.Warehouse, WarehouseStatus.Ok), onHand: -quantity, allocated: -quantity, now);
        line.Allocated -= quantity;
    }

    /// <summary>Books goods in or out of a state.</summary>
    public void Book(string sku, string warehouse, string status, decimal quantity, DateTimeOffset now) =>
        Book(books.Open(sku, warehouse, status), quantity, allocated: 0m, now);

    /// <summary>Moves goods between states; false where too few are free.</summary>
    public bool Move(WarehouseStep.Move step, DateTimeOffset now)
    {
        if (books.Find(step.Sku, step.Warehouse, step.From) is not { } from ||
            from.OnHand - from.Allocated < step.Quantity)
        {
            return false;
        }

        Book(from, -step.Quantity, allocated: 0m, now);
        Book(step.Sku, step.Warehouse, step.To, step.Quantity, now);
        return true;
    }

    private void Book(StockRecord record, decimal onHand, decimal allocated, DateTimeOffset now)
    {
        var before = record.Reported(rules.Basis);
        record.Book(onHand, allocated);
        if (record.Reported(rules.Basis) != before)
        {
            events.Level(record, now);
        }
    }

    private static int Advance(Queue<WarehouseOrder> queue, int orders, Func<WarehouseOrder, bool> work)
    {
        var done = 0;
        for (var tries = Math.Min(orders, queue.Count); tries > 0; tries--)
        {
            done += work(queue.Dequeue()) ? 1 : 0;
        }

        return done;
    }

    private decimal Free(WarehouseLine line) =>
        books.Find(line.Sku, line.Warehouse, WarehouseStatus.Ok) is { } record
            ? Math.Max(0m, record.OnHand - record.Allocated)
            : 0m;

    private bool CanAllocate(WarehouseOrder order) => order.Lines
        .GroupBy(static line => (line.Sku, line.Warehouse))
        .All(group => books.Find(group.Key.Sku, group.Key.Warehouse, WarehouseStatus.Ok) is { } record &&
            record.OnHand - record.Allocated >= group.Sum(static line => line.Remaining - line.Allocated));

    private bool Pass(
        WarehouseOrder order, OrderStage from, OrderStage to, Queue<WarehouseOrder> next, DateTimeOffset now)
    {
        if (order.Stage != from)
        {
            return false;
        }

        if (order.Lines.All(static line => line.Allocated == 0m))
        {
            // What it had was taken back.
            Requeue(order, now);
            return false;
        }

        Enter(order, to, now);
        next.Enqueue(order);
        return true;
    }

    private void Enter(WarehouseOrder order, OrderStage stage, DateTimeOffset now)
    {
        if (order.Stage != stage)
        {
            order.Stage = stage;
            events.Status(order, now);
        }
    }

    private bool Ship(
        WarehouseOrder order, IGrouping<string, WarehouseLine> group, WarehouseStep.Dispatch step, DateTimeOffset now)
    {
        var shipped = new List<(WarehouseLine Line, decimal Quantity)>();
        foreach (var line in group.Where(static line => line.Allocated > 0m))
        {
            var record = books.Open(line.Sku, line.Warehouse, WarehouseStatus.Ok);
            var wanted = step.Partly ? Math.Ceiling(line.Allocated / 2m) : line.Allocated;
            var taken = shipped.Where(other => string.Equals(other.Line.Sku, line.Sku, StringComparison.Ordinal))
                .Sum(static other => other.Quantity);
            var quantity = Math.Min(wanted, Math.Max(0m, record.OnHand - taken));
            if (quantity > 0m)
            {
                shipped.Add((line, quantity));
            }
        }

        if (shipped.Count == 0)
        {
            return false;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{rules.ShipmentSeries}-{_dispatches.Count + 1}");
        var tracking = Enumerable.Range(1, Math.Max(1, step.Parcels))
            .Select(parcel => string.Create(CultureInfo.InvariantCulture, $"{id}-{parcel}")).ToItems();
        var lines = shipped.Select(
            static one => new DispatchedLine(one.Line.Line, one.Line.Sku, one.Quantity)).ToItems();
        var note = new DispatchNote(id, order.ExternalId, group.Key, now, lines, tracking);
        _dispatches.Add(note);
        events.Dispatched(note);
        foreach (var (line, quantity) in shipped)
        {
            line.Dispatched += quantity;
            line.Allocated -= quantity;
            Book(books.Open(line.Sku, line.Warehouse, WarehouseStatus.Ok), -quantity, -quantity, now);
        }

        return true;
    }
}
